"""Vacuum cleaners that drive about by themselves."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from edge_agent.domain.action import Action, ActionKind, MqttMessage
from edge_agent.domain.entity import Capability, EntityState
from edge_agent.home.binding import Binding, CommandTopic, command_topic
from edge_agent.home.fields import Fields, UnusableError, as_text
from edge_agent.home.reading import (
    Parse,
    Reading,
    Update,
    member,
    members,
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
_SEGMENTS: Final = "segments"
_MOST_SEGMENTS: Final = 64
_STATES: Final = ("cleaning", "docked", "paused", "idle", "returning", "error")


@dataclass(frozen=True, slots=True, kw_only=True)
class Vacuum(Binding):
    """A vacuum cleaner."""

    command: CommandTopic | None
    payloads: Mapping[ActionKind, str]
    fan_speed: CommandTopic | None
    segments: CommandTopic | None

    def encode(self, action: Action, state: EntityState) -> tuple[MqttMessage, ...]:
        """A payload, or a speed or a room on a topic of its own."""
        del state
        if self.command is not None and action.kind in self.payloads:
            return (self.command.message(self.payloads[action.kind]),)
        if self.segments is not None and action.kind is ActionKind.CLEAN_SEGMENT:
            ids = [action.value]
            payload = json.dumps(ids) if self.segments.template is None else ids
            return (self.segments.message(payload),)
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
    segments = command_topic(
        fields, "clean_segments_command_topic", "clean_segments_command_template"
    )
    if segments is not None:
        actions.add(ActionKind.CLEAN_SEGMENT)
        capabilities.add(Capability.SEGMENTS)
    return Vacuum(
        actions=frozenset(actions),
        capabilities=frozenset(capabilities),
        readings=_readings(fields),
        is_optimistic=fields.flag("optimistic"),
        fan_modes=speeds if fan_speed is not None else (),
        command=command,
        payloads=payloads,
        fan_speed=fan_speed,
        segments=segments,
    )


def _payloads(fields: Fields, features: frozenset[str]) -> dict[ActionKind, str]:
    return {
        kind: fields.text(key, default)
        for feature, (kind, key, default) in _FEATURES.items()
        if feature in features
    }


def _readings(fields: Fields) -> tuple[Reading, ...]:
    """Each member of the report by itself, so that an odd one does not hide the others."""
    parses: dict[str, Parse] = {
        "state": plain_or_member("state", words("state", {state: state for state in _STATES})),
        "battery_level": member("battery_level", number("battery_level", percent)),
        _FAN_SPEED: member(_FAN_SPEED, words_of_device(_FAN_SPEED)),
    }
    parses[_SEGMENTS] = _segments
    return tuple(
        reading
        for attribute, parse in parses.items()
        for reading in readings(fields, "state_topic", ("value_template",), (attribute,), parse)
    )


def _segments(text: str) -> Update:
    """The names of the rooms by their ids, as far as the report tells them."""
    report = members(text) or {}
    if _SEGMENTS not in report:
        return {}
    found = report[_SEGMENTS]
    if not isinstance(found, dict) or len(found) > _MOST_SEGMENTS:
        raise UnusableError(f"segments is no object of at most {_MOST_SEGMENTS} rooms.")
    names = {str(key): as_text(_SEGMENTS, name) for key, name in found.items()}
    return {_SEGMENTS: json.dumps(names)}
