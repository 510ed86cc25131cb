"""Vacuum cleaners that drive about by themselves."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from edge_agent.domain.action import Action, ActionKind, MqttMessage
from edge_agent.domain.entity import Capability, EntityState
from edge_agent.home.binding import Binding, CommandTopic, command_topic
from edge_agent.home.fields import Fields
from edge_agent.home.reading import (
    Reading,
    member,
    number,
    percent,
    plain_or_member,
    readings,
    words,
    words_of_device,
)

_DEFAULT_FEATURES: Final = frozenset({"start", "stop", "return_home"})
_FEATURES: Final = {
    "start": (ActionKind.START, "payload_start", "start"),
    "pause": (ActionKind.PAUSE, "payload_pause", "pause"),
    "stop": (ActionKind.STOP, "payload_stop", "stop"),
    "return_home": (ActionKind.RETURN_HOME, "payload_return_to_base", "return_to_base"),
    "locate": (ActionKind.LOCATE, "payload_locate", "locate"),
}
"""What a device may say it can: the action, and the key and default of its payload."""
_FAN_SPEED: Final = "fan_speed"
_STATES: Final = ("cleaning", "docked", "paused", "idle", "returning", "error")


@dataclass(frozen=True, slots=True, kw_only=True)
class Vacuum(Binding):
    """A vacuum cleaner."""

    command: CommandTopic | None
    payloads: Mapping[ActionKind, str]
    fan_speed: CommandTopic | None

    def encode(self, action: Action, state: EntityState) -> tuple[MqttMessage, ...]:
        """A payload, or a speed on its own topic."""
        del state
        if self.command is not None and action.kind in self.payloads:
            return (self.command.message(self.payloads[action.kind]),)
        is_speed = action.kind is ActionKind.SET_FAN_SPEED and action.value in self.fan_modes
        return (self.fan_speed.message(action.value),) if is_speed and self.fan_speed else ()


def vacuum(fields: Fields) -> Vacuum:
    """The binding of a vacuum cleaner, which does what it says it can."""
    features = frozenset(fields.texts("supported_features")) or _DEFAULT_FEATURES
    command = command_topic(fields, "command_topic")
    payloads = _payloads(fields, features) if command is not None else {}
    speeds = fields.texts("fan_speed_list") if _FAN_SPEED in features else ()
    fan_speed = command_topic(fields, "set_fan_speed_topic") if speeds else None
    capabilities = {Capability(kind) for kind in payloads}
    actions = set(payloads)
    if fan_speed is not None:
        actions.add(ActionKind.SET_FAN_SPEED)
        capabilities.add(Capability.FAN_MODE)
    return Vacuum(
        actions=frozenset(actions),
        capabilities=frozenset(capabilities),
        readings=_readings(fields),
        is_optimistic=fields.flag("optimistic"),
        fan_modes=speeds if fan_speed is not None else (),
        command=command,
        payloads=payloads,
        fan_speed=fan_speed,
    )


def _payloads(fields: Fields, features: frozenset[str]) -> dict[ActionKind, str]:
    return {
        kind: fields.text(key, default)
        for feature, (kind, key, default) in _FEATURES.items()
        if feature in features
    }


def _readings(fields: Fields) -> tuple[Reading, ...]:
    """Each member of the report by itself, so that an odd one does not hide the others."""
    parses = {
        "state": plain_or_member("state", words("state", {state: state for state in _STATES})),
        "battery_level": member("battery_level", number("battery_level", percent)),
        _FAN_SPEED: member(_FAN_SPEED, words_of_device(_FAN_SPEED)),
    }
    return tuple(
        reading
        for attribute, parse in parses.items()
        for reading in readings(fields, "state_topic", ("value_template",), (attribute,), parse)
    )
