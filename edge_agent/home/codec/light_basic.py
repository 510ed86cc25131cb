"""Lights with a topic for each property: Home Assistant's `basic` schema."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from edge_agent.domain.action import Action, ActionKind, MqttMessage
from edge_agent.domain.entity import Capability, EntityState, StateValue
from edge_agent.home.binding import Binding, CommandTopic, command_topic, required_command_topic
from edge_agent.home.codec.light_color import (
    WHITE,
    ColorMode,
    WhiteRange,
    brightness_percent,
    brightness_steps,
    channels,
    color_of,
    effects_of,
    known_brightness,
    light_actions,
    light_expectation,
    white_range,
)
from edge_agent.home.codec.on_off import state_readings
from edge_agent.home.colorspace import kelvin_to_rgb, to_hex
from edge_agent.home.fields import Fields, UnusableError
from edge_agent.home.reading import (
    UNKNOWN,
    Parse,
    Reading,
    Update,
    number,
    numbers,
    readings,
    words_of_device,
)

_VARIABLES: Final = {
    ColorMode.RGB: ("red", "green", "blue"),
    ColorMode.RGBW: ("red", "green", "blue", "white"),
    ColorMode.RGBWW: ("red", "green", "blue", "cold_white", "warm_white"),
    ColorMode.HS: ("hue", "sat"),
    ColorMode.XY: ("x", "y"),
}
"""What a command template calls the channels."""
_FULL: Final = 100


class OnCommand(StrEnum):
    """When the payload for on is sent, beside the properties."""

    LAST = "last"
    FIRST = "first"
    BRIGHTNESS = "brightness"
    """Never: a brightness switches the light on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BasicLight(Binding):
    """A light with a topic for each property."""

    power: CommandTopic
    payload_on: str
    payload_off: str
    on_command: OnCommand
    brightness: CommandTopic | None
    brightness_scale: int
    color: CommandTopic | None
    color_mode: ColorMode | None
    temperature: CommandTopic | None
    white_range: WhiteRange
    white: CommandTopic | None
    """White, as bright as it is told, of a light that has a channel for it."""
    white_scale: int
    effect: CommandTopic | None

    def encode(self, action: Action, state: EntityState) -> tuple[MqttMessage, ...]:
        """One message a property, and the payload for on where the device wants it."""
        if action.kind is ActionKind.TURN_OFF:
            return (self.power.message(self.payload_off),)
        return self._switched_on(self._properties(action, state), state)

    def _properties(self, action: Action, state: EntityState) -> tuple[MqttMessage, ...]:
        match action.kind, action.value:
            case ActionKind.SET_BRIGHTNESS, int() | float() as value:
                return self._dimmed(value, state)
            case ActionKind.SET_COLOR, str() as color if color == WHITE and self.white:
                steps = brightness_steps(known_brightness(state), self.white_scale)
                return (self.white.message(steps),)
            case ActionKind.SET_COLOR, str() as color:
                return self._colored(color, known_brightness(state))
            case ActionKind.SET_COLOR_TEMPERATURE, int() | float() as kelvin:
                return self._whitened(kelvin, state)
            case ActionKind.SET_EFFECT, str() as effect if self.effect:
                return (self.effect.message(effect),)
            case _:
                return ()

    def expect(self, action: Action) -> Mapping[str, StateValue]:
        """The nearest brightness and colour temperature that the light has."""
        if self.white and action.kind is ActionKind.SET_COLOR and action.value == WHITE:
            return {"state": "on"}
        whites = self.white_range if self.temperature else None
        return light_expectation(action, self.brightness_scale, whites)

    def _switched_on(
        self, properties: tuple[MqttMessage, ...], state: EntityState
    ) -> tuple[MqttMessage, ...]:
        on = self.power.message(self.payload_on)
        match self.on_command:
            case OnCommand.LAST:
                return (*properties, on)
            case OnCommand.FIRST:
                return (on, *properties)
            case OnCommand.BRIGHTNESS:
                dimmed = self._dimmed(known_brightness(state), state)
                if any(message.topic == dimmed[0].topic for message in properties):
                    return properties
                return (*properties, *dimmed)

    def _dimmed(self, wanted: float, state: EntityState) -> tuple[MqttMessage, ...]:
        if self.brightness is None:
            color = state.get("color")
            return self._colored(color if isinstance(color, str) else "#ffffff", wanted)
        return (self.brightness.message(brightness_steps(wanted, self.brightness_scale)),)

    def _colored(self, color: str, brightness: float) -> tuple[MqttMessage, ...]:
        if self.color is None or self.color_mode is None:
            return ()
        values = channels(self.color_mode, color)
        if self.color_mode not in {ColorMode.HS, ColorMode.XY}:
            share = brightness / _FULL if self.brightness is None else 1
            values = tuple(round(value * share) for value in values)
        variables = dict(zip(_VARIABLES[self.color_mode], values, strict=True))
        return (self.color.message(",".join(map(str, values)), **variables),)

    def _whitened(self, kelvin: float, state: EntityState) -> tuple[MqttMessage, ...]:
        if self.temperature is None:
            return self._colored(to_hex(kelvin_to_rgb(kelvin)), known_brightness(state))
        return (self.temperature.message(self.white_range.encode(kelvin)),)


def basic_light(fields: Fields) -> BasicLight:
    """The binding of a light with a topic for each property."""
    on_command = fields.text("on_command_type", OnCommand.LAST)
    if on_command not in set(OnCommand):
        raise UnusableError(f"on_command_type is unknown: {on_command[:40]!a}.")
    mode, color = _color_topic(fields)
    brightness = command_topic(fields, "brightness_command_topic", "brightness_command_template")
    temperature = command_topic(fields, "color_temp_command_topic", "color_temp_command_template")
    effect = command_topic(fields, "effect_command_topic", "effect_command_template")
    is_dimmable = brightness is not None or (mode not in {None, ColorMode.HS, ColorMode.XY})
    if on_command == OnCommand.BRIGHTNESS and not is_dimmable:
        raise UnusableError("on_command_type is brightness, but the light has no brightness topic.")
    whites = white_range(fields)
    effects = effects_of(fields) if effect is not None else ()
    found = {
        Capability.BRIGHTNESS: is_dimmable,
        Capability.COLOR: color is not None,
        Capability.COLOR_TEMPERATURE: temperature is not None,
    }
    capabilities = frozenset(capability for capability, is_there in found.items() if is_there)
    return BasicLight(
        actions=light_actions(capabilities, has_effects=bool(effects)),
        capabilities=capabilities,
        effects=effects,
        readings=_readings(fields, whites),
        is_optimistic=fields.flag("optimistic"),
        power=required_command_topic(fields, "command_topic"),
        payload_on=fields.text("payload_on", "ON"),
        payload_off=fields.text("payload_off", "OFF"),
        on_command=OnCommand(on_command),
        brightness=brightness,
        brightness_scale=fields.scale("brightness_scale", 255),
        color=color,
        color_mode=mode,
        temperature=temperature,
        white_range=whites,
        white=command_topic(fields, "white_command_topic"),
        white_scale=fields.scale("white_scale", 255),
        effect=effect,
    )


def _color_topic(fields: Fields) -> tuple[ColorMode | None, CommandTopic | None]:
    for mode in ColorMode:
        topic = command_topic(fields, f"{mode}_command_topic", f"{mode}_command_template")
        if topic is not None:
            return mode, topic
    return None, None


def _readings(fields: Fields, whites: WhiteRange) -> tuple[Reading, ...]:
    scale = fields.scale("brightness_scale", 255)
    has_brightness = fields.topic("brightness_state_topic") is not None
    return (
        *state_readings(fields),
        *readings(
            fields,
            "brightness_state_topic",
            ("brightness_value_template",),
            ("brightness",),
            number("brightness", lambda value: brightness_percent(value, scale)),
        ),
        *readings(
            fields,
            "color_temp_state_topic",
            ("color_temp_value_template",),
            ("color_temperature",),
            number("color_temperature", whites.decode),
        ),
        *readings(
            fields,
            "effect_state_topic",
            ("effect_value_template",),
            ("effect",),
            words_of_device("effect"),
        ),
        *(
            reading
            for mode in ColorMode
            for reading in readings(
                fields,
                f"{mode}_state_topic",
                (f"{mode}_value_template",),
                ("color",) if has_brightness else ("color", "brightness"),
                _color(mode, has_brightness=has_brightness),
            )
        ),
    )


def _color(mode: ColorMode, *, has_brightness: bool) -> Parse:
    def parse(text: str) -> Update:
        if text == UNKNOWN:
            return {"color": None}
        values = numbers("color", text, len(mode.channel_names))
        update: dict[str, StateValue | None] = {"color": color_of(mode, values)}
        if not has_brightness and mode not in {ColorMode.HS, ColorMode.XY}:
            update["brightness"] = brightness_percent(max(values), 255)
        return update if any(values) else {}

    return parse
