"""Fans."""

import math
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
from edge_agent.home.codec.on_off import state_readings
from edge_agent.home.confirmation import expectation
from edge_agent.home.fields import Fields, UnusableError
from edge_agent.home.reading import (
    UNKNOWN,
    Parse,
    Reading,
    Update,
    finite,
    readings,
    resettable,
    words,
)

_FULL: Final = 100
_CAPABILITIES: Final = {
    ActionKind.SET_PERCENTAGE: Capability.PERCENTAGE,
    ActionKind.SET_PRESET: Capability.PRESET,
    ActionKind.SET_OSCILLATION: Capability.OSCILLATION,
    ActionKind.SET_DIRECTION: Capability.DIRECTION,
}
_KEYS: Final = {
    ActionKind.SET_PRESET: "preset_mode",
    ActionKind.SET_OSCILLATION: "oscillation",
    ActionKind.SET_DIRECTION: "direction",
}
"""How the keys of each choice begin in the configuration."""
_ATTRIBUTES: Final = {
    ActionKind.SET_PRESET: "preset",
    ActionKind.SET_OSCILLATION: "oscillation",
    ActionKind.SET_DIRECTION: "direction",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeedRange:
    """The device's own figures for its lowest and highest speed; below the lowest it stands."""

    lowest: int
    highest: int

    @property
    def count(self) -> int:
        """How many speeds there are."""
        return self.highest - self.lowest + 1

    def encode(self, wanted: float) -> int:
        """The device's figure: the slowest speed that is at least as fast as wanted."""
        return self.lowest - 1 + math.ceil(wanted * self.count / _FULL)

    def decode(self, own: float) -> int:
        """Percent for the device's figure."""
        steps = min(self.count, max(0, round(own) - self.lowest + 1))
        return steps * _FULL // self.count


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of a few payloads on a topic of its own, by the value of the action."""

    command: CommandTopic
    payloads: Mapping[StateValue | None, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fan(Binding):
    """A fan with or without speeds."""

    command: CommandTopic
    payload_on: str
    payload_off: str
    speed: CommandTopic | None
    speeds: SpeedRange
    choices: Mapping[ActionKind, Choice]
    """Preset, oscillation and direction, of a fan that has them."""

    def encode(self, action: Action, state: EntityState) -> tuple[MqttMessage, ...]:
        """Everything but on and off on its own topic; speed 0 is off."""
        del state
        match action.kind, action.value:
            case ActionKind.TURN_ON, _:
                return (self.command.message(self.payload_on),)
            case ActionKind.SET_PERCENTAGE, int() | float() as value if value > 0 and self.speed:
                return (self.speed.message(self.speeds.encode(min(_FULL, value))),)
            case ((ActionKind.TURN_OFF | ActionKind.SET_PERCENTAGE), _):
                return (self.command.message(self.payload_off),)
            case _:
                return self._chosen(action)

    def _chosen(self, action: Action) -> tuple[MqttMessage, ...]:
        choice = self.choices.get(action.kind)
        if choice is None or action.value not in choice.payloads:
            return ()
        return (choice.command.message(choice.payloads[action.value]),)

    def expect(self, action: Action) -> Mapping[str, StateValue]:
        """As for every device, but a speed is one that the fan has."""
        if action.kind is not ActionKind.SET_PERCENTAGE or not isinstance(
            action.value, int | float
        ):
            return expectation(action)
        if action.value <= 0:
            return {"state": "off"}
        speed = self.speeds.decode(self.speeds.encode(min(_FULL, action.value)))
        return expectation(replace(action, value=speed))


def fan(fields: Fields) -> Fan:
    """The binding of a fan."""
    speeds = SpeedRange(
        lowest=fields.scale("speed_range_min", 1), highest=fields.scale("speed_range_max", _FULL)
    )
    if speeds.lowest >= speeds.highest:
        raise UnusableError("speed_range_max must be greater than speed_range_min.")
    speed = command_topic(fields, "percentage_command_topic", "percentage_command_template")
    payloads = _payloads(fields)
    choices = _choices(fields, payloads)
    actions = {ActionKind.TURN_ON, ActionKind.TURN_OFF, *choices}
    if speed is not None:
        actions.add(ActionKind.SET_PERCENTAGE)
    return Fan(
        actions=frozenset(actions),
        capabilities=frozenset(cap for kind, cap in _CAPABILITIES.items() if kind in actions),
        readings=(*_readings(fields, speeds), *_choice_readings(fields, payloads)),
        is_optimistic=fields.flag("optimistic"),
        presets=fields.texts("preset_modes") if ActionKind.SET_PRESET in choices else (),
        speed_count=min(_FULL, speeds.count) if speed is not None else None,
        command=required_command_topic(fields, "command_topic", "command_template"),
        payload_on=fields.text("payload_on", "ON"),
        payload_off=fields.text("payload_off", "OFF"),
        speed=speed,
        speeds=speeds,
        choices=choices,
    )


def _payloads(fields: Fields) -> dict[ActionKind, dict[StateValue | None, str]]:
    """What is sent and reported for each value that can be chosen."""
    return {
        ActionKind.SET_PRESET: {preset: preset for preset in fields.texts("preset_modes")},
        ActionKind.SET_OSCILLATION: {
            False: fields.text("payload_oscillation_off", "oscillate_off"),
            True: fields.text("payload_oscillation_on", "oscillate_on"),
        },
        ActionKind.SET_DIRECTION: {"forward": "forward", "reverse": "reverse"},
    }


def _choices(
    fields: Fields, payloads: Mapping[ActionKind, Mapping[StateValue | None, str]]
) -> dict[ActionKind, Choice]:
    found = {}
    for kind, values in payloads.items():
        key = _KEYS[kind]
        command = command_topic(fields, f"{key}_command_topic", f"{key}_command_template")
        if command is not None and values:
            found[kind] = Choice(command=command, payloads=values)
    return found


def _readings(fields: Fields, speeds: SpeedRange) -> tuple[Reading, ...]:
    unknown = fields.text("payload_reset_percentage", UNKNOWN)
    return (
        *state_readings(fields),
        *readings(
            fields,
            "percentage_state_topic",
            ("percentage_value_template",),
            ("percentage",),
            _percentage(speeds, unknown),
        ),
    )


def _choice_readings(
    fields: Fields, payloads: Mapping[ActionKind, Mapping[StateValue | None, str]]
) -> tuple[Reading, ...]:
    found: list[Reading] = []
    for kind, values in payloads.items():
        key, attribute = _KEYS[kind], _ATTRIBUTES[kind]
        meanings = {text: value for value, text in values.items() if value is not None}
        reset = fields.text(f"payload_reset_{key}", UNKNOWN)
        parse = resettable(words(attribute, meanings), attribute, reset)
        templates = (f"{key}_value_template",)
        found += readings(fields, f"{key}_state_topic", templates, (attribute,), parse)
    return tuple(found)


def _percentage(speeds: SpeedRange, unknown: str) -> Parse:
    def parse(text: str) -> Update:
        if text in {unknown, UNKNOWN}:
            return {"percentage": None}
        return {"percentage": speeds.decode(finite("percentage", text))}

    return parse
