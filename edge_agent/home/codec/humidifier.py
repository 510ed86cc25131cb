"""Humidifiers and dehumidifiers."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from edge_agent.domain.action import Action, ActionKind, MqttMessage
from edge_agent.domain.entity import Capability, EntityState, StateValue
from edge_agent.home.binding import (
    Binding,
    CommandTopic,
    command_topic,
    required_command_topic,
)
from edge_agent.home.codec.on_off import on_or_off
from edge_agent.home.confirmation import expectation
from edge_agent.home.fields import Fields, UnusableError
from edge_agent.home.reading import (
    UNKNOWN,
    Reading,
    number,
    percent,
    readings,
    resettable,
    words,
)

_FULL: Final = 100
_DOINGS: Final = ("off", "humidifying", "drying", "idle")


@dataclass(frozen=True, slots=True, kw_only=True)
class Humidifier(Binding):
    """A device that keeps a humidity."""

    command: CommandTopic
    payload_on: str
    payload_off: str
    target: CommandTopic
    mode: CommandTopic | None

    def encode(self, action: Action, state: EntityState) -> tuple[MqttMessage, ...]:
        """A target or a mode on its own topic."""
        del state
        match action.kind, action.value:
            case ActionKind.SET_HUMIDITY, int() | float() as value:
                return (self.target.message(self.settled(value)),)
            case ActionKind.SET_MODE, str() as mode if self.mode and mode in self.modes:
                return (self.mode.message(mode),)
            case ActionKind.TURN_ON, _:
                return (self.command.message(self.payload_on),)
            case ActionKind.TURN_OFF, _:
                return (self.command.message(self.payload_off),)
            case _:
                return ()

    def settled(self, wanted: float) -> int:
        """The nearest whole percent that the device can keep."""
        lowest, highest = self.value_range or (0, _FULL)
        return round(min(highest, max(lowest, wanted)))

    def expect(self, action: Action) -> Mapping[str, StateValue]:
        """As for every device, but a humidity that the device can keep."""
        match action.kind, action.value:
            case ActionKind.SET_HUMIDITY, int() | float() as value:
                return expectation(replace(action, value=self.settled(value)))
            case _:
                return expectation(action)


def humidifier(fields: Fields) -> Humidifier:
    """The binding of a humidifier."""
    modes = fields.texts("modes")
    mode = command_topic(fields, "mode_command_topic", "mode_command_template") if modes else None
    actions = {ActionKind.TURN_ON, ActionKind.TURN_OFF, ActionKind.SET_HUMIDITY}
    if mode is not None:
        actions.add(ActionKind.SET_MODE)
    return Humidifier(
        actions=frozenset(actions),
        capabilities=frozenset({Capability.MODE} if mode is not None else set()),
        readings=_readings(fields, modes),
        is_optimistic=fields.flag("optimistic"),
        unit="%",
        modes=modes if mode is not None else (),
        value_range=_range(fields),
        command=required_command_topic(fields, "command_topic", "command_template"),
        payload_on=fields.text("payload_on", "ON"),
        payload_off=fields.text("payload_off", "OFF"),
        target=required_command_topic(
            fields, "target_humidity_command_topic", "target_humidity_command_template"
        ),
        mode=mode,
    )


def _range(fields: Fields) -> tuple[float, float]:
    lowest = fields.number("min_humidity", 0)
    highest = fields.number("max_humidity", _FULL)
    if not 0 <= lowest < highest <= _FULL:
        raise UnusableError("min_humidity and max_humidity are no range within 0 and 100.")
    return lowest, highest


def _readings(fields: Fields, modes: tuple[str, ...]) -> tuple[Reading, ...]:
    no_humidity = fields.text("payload_reset_humidity", UNKNOWN)
    no_mode = fields.text("payload_reset_mode", UNKNOWN)
    parses = {
        "state": ("state_topic", "state_value_template", on_or_off(fields)),
        "humidity": (
            "target_humidity_state_topic",
            "target_humidity_state_template",
            resettable(number("humidity", percent), "humidity", no_humidity),
        ),
        "current_humidity": (
            "current_humidity_topic",
            "current_humidity_template",
            resettable(number("current_humidity", percent), "current_humidity", no_humidity),
        ),
        "mode": (
            "mode_state_topic",
            "mode_state_template",
            resettable(words("mode", {mode: mode for mode in modes}), "mode", no_mode),
        ),
        "action": (
            "action_topic",
            "action_template",
            words("action", {doing: doing for doing in _DOINGS}),
        ),
    }
    return tuple(
        reading
        for attribute, (topic, template, parse) in parses.items()
        for reading in readings(fields, topic, (template, "value_template"), (attribute,), parse)
    )
