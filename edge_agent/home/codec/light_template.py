"""Lights that are told and read by templates alone: Home Assistant's `template` schema."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from edge_agent.domain.action import Action, ActionKind, MqttMessage
from edge_agent.domain.color import rgb
from edge_agent.domain.entity import Capability, EntityState, StateValue
from edge_agent.home.binding import Binding, CommandTopic, required_command_topic
from edge_agent.home.codec.light_color import (
    ColorMode,
    WhiteRange,
    brightness_percent,
    brightness_steps,
    color_of,
    effects_of,
    light_actions,
    light_expectation,
    white_range,
)
from edge_agent.home.colorspace import kelvin_to_rgb, rgb_to_hs
from edge_agent.home.fields import Fields, UnusableError
from edge_agent.home.reading import (
    UNKNOWN,
    Reading,
    Update,
    number,
    numbers,
    readings,
    words,
    words_of_device,
)
from edge_agent.home.template import TemplateError, compiled

_SCALE: Final = 255
_CHANNELS: Final = ("red", "green", "blue")
_CAPABILITIES: Final = {
    Capability.BRIGHTNESS: ("brightness_template",),
    Capability.COLOR: tuple(f"{channel}_template" for channel in _CHANNELS),
    Capability.COLOR_TEMPERATURE: ("color_temp_template",),
}
"""What a light can that has all of these templates to tell of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateLight(Binding):
    """A light whose templates make one payload of all that is to change."""

    on: CommandTopic
    off: CommandTopic
    white_range: WhiteRange

    def encode(self, action: Action, state: EntityState) -> tuple[MqttMessage, ...]:
        """What the template for on, or for off, makes of the change."""
        del state
        if action.kind is ActionKind.TURN_OFF:
            return (self.off.message("off", state="off"),)
        return (self.on.message("on", state="on", **self._variables(action)),)

    def _variables(self, action: Action) -> dict[str, object]:
        match action.kind, action.value:
            case ActionKind.SET_BRIGHTNESS, int() | float() as value:
                return {"brightness": brightness_steps(value, _SCALE)}
            case ActionKind.SET_COLOR, str() as color:
                return _channels(rgb(color))
            case ActionKind.SET_COLOR_TEMPERATURE, int() | float() as kelvin:
                if Capability.COLOR_TEMPERATURE in self.capabilities:
                    return {"color_temp": self.white_range.encode(kelvin)}
                return _channels(kelvin_to_rgb(kelvin))
            case ActionKind.SET_EFFECT, str() as effect:
                return {"effect": effect}
            case _:
                return {}

    def expect(self, action: Action) -> Mapping[str, StateValue]:
        """The nearest brightness and colour temperature that the light has."""
        has_white = Capability.COLOR_TEMPERATURE in self.capabilities
        return light_expectation(action, _SCALE, self.white_range if has_white else None)


def template_light(fields: Fields) -> TemplateLight:
    """The binding of a light that is told and read by templates."""
    for key in ("command_on_template", "command_off_template"):
        if fields.template(key) is None:
            raise UnusableError(f"{key} is missing.")
    capabilities = frozenset(
        capability
        for capability, keys in _CAPABILITIES.items()
        if all(fields.template(key) for key in keys)
    )
    whites = white_range(fields)
    effects = effects_of(fields)
    return TemplateLight(
        actions=light_actions(capabilities, has_effects=bool(effects)),
        capabilities=capabilities,
        effects=effects,
        readings=_readings(fields, capabilities, whites),
        is_optimistic=fields.flag("optimistic"),
        on=required_command_topic(fields, "command_topic", "command_on_template"),
        off=required_command_topic(fields, "command_topic", "command_off_template"),
        white_range=whites,
    )


def _readings(
    fields: Fields, capabilities: frozenset[Capability], whites: WhiteRange
) -> tuple[Reading, ...]:
    parses = {
        "state": ("state_template", words("state", {"on": "on", "off": "off"})),
        "brightness": (
            "brightness_template",
            number("brightness", lambda value: brightness_percent(value, _SCALE)),
        ),
        "color_temperature": ("color_temp_template", number("color_temperature", whites.decode)),
        "effect": ("effect_template", words_of_device("effect")),
    }
    return (
        *(
            reading
            for attribute, (template, parse) in parses.items()
            if fields.template(template) is not None
            for reading in readings(fields, "state_topic", (template,), (attribute,), parse)
        ),
        *(_color_reading(fields) if Capability.COLOR in capabilities else ()),
    )


def _color_reading(fields: Fields) -> tuple[Reading, ...]:
    """The three channels read by one template, which is theirs with commas between."""
    topic = fields.topic("state_topic")
    if topic is None:
        return ()
    sources = (fields.template(f"{channel}_template") for channel in _CHANNELS)
    try:
        template = compiled(",".join(source.source for source in sources if source))
    except TemplateError as error:
        raise UnusableError(f"the templates of the colour cannot be used: {error}") from error
    return (Reading(topic=topic, template=template, attributes=frozenset({"color"}), parse=_color),)


def _color(text: str) -> Update:
    if not text.strip(", "):
        return {}
    if {part.strip() for part in text.split(",")} == {UNKNOWN}:
        return {"color": None}
    values = numbers("color", text, len(_CHANNELS))
    return {"color": color_of(ColorMode.RGB, values)} if any(values) else {}


def _channels(wanted: tuple[int, int, int]) -> dict[str, object]:
    hue, saturation = rgb_to_hs(wanted)
    return {**dict(zip(_CHANNELS, wanted, strict=True)), "hue": hue, "sat": saturation}
