"""What the light schemas share: colour modes, effects, colour temperature in mired or kelvin."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from edge_agent.domain.action import Action, ActionKind
from edge_agent.domain.color import rgb
from edge_agent.domain.entity import Capability, EntityState, StateValue
from edge_agent.home.colorspace import (
    full_brightness,
    hs_to_rgb,
    rgb_to_hs,
    rgb_to_xy,
    to_hex,
    xy_to_rgb,
)
from edge_agent.home.confirmation import expectation
from edge_agent.home.fields import Fields, UnusableError
from edge_agent.home.reading import percent

_FULL: Final = 100
_MIRED: Final = 1_000_000
_DEFAULT_MIN_K: Final = 2000
_DEFAULT_MAX_K: Final = 6535
WHITE: Final = "#ffffff"
MAX_EFFECTS: Final = 64
"""Of one light; some have hundreds, and nobody knows the names of all."""
_KINDS: Final = {
    Capability.BRIGHTNESS: {ActionKind.SET_BRIGHTNESS},
    Capability.COLOR: {ActionKind.SET_COLOR, ActionKind.SET_COLOR_TEMPERATURE},
    Capability.COLOR_TEMPERATURE: {ActionKind.SET_COLOR_TEMPERATURE},
}
"""A light without whites shows a colour temperature as a colour."""


class ColorMode(StrEnum):
    """How a light takes a colour; in the order in which they are preferred."""

    RGB = "rgb"
    RGBW = "rgbw"
    RGBWW = "rgbww"
    HS = "hs"
    XY = "xy"

    @property
    def channel_names(self) -> tuple[str, ...]:
        """The keys of the channels in a JSON payload."""
        return _CHANNELS[self]


_CHANNELS: Final = {
    ColorMode.RGB: ("r", "g", "b"),
    ColorMode.RGBW: ("r", "g", "b", "w"),
    ColorMode.RGBWW: ("r", "g", "b", "c", "w"),
    ColorMode.HS: ("h", "s"),
    ColorMode.XY: ("x", "y"),
}


def preferred(modes: Iterable[str]) -> ColorMode | None:
    """The mode to use of those that a light announces; None where it has no colour."""
    announced = frozenset(modes)
    return next((mode for mode in ColorMode if mode in announced), None)


def channels(mode: ColorMode, color: str) -> tuple[float, ...]:
    """The channels of `#rrggbb` in this mode, at full brightness."""
    wanted = rgb(color)
    match mode:
        case ColorMode.RGB:
            return wanted
        case ColorMode.RGBW:
            return (*_without_white(wanted), min(wanted))
        case ColorMode.RGBWW:
            return (*_without_white(wanted), min(wanted), min(wanted))
        case ColorMode.HS:
            return rgb_to_hs(wanted)
        case ColorMode.XY:
            return rgb_to_xy(wanted)


def color_of(mode: ColorMode, values: tuple[float, ...]) -> str:
    """`#rrggbb` at full brightness of channels in this mode."""
    match mode:
        case ColorMode.RGB:
            return to_hex(full_brightness((values[0], values[1], values[2])))
        case ColorMode.RGBW | ColorMode.RGBWW:
            white = max(values[3:])
            return to_hex(
                full_brightness((values[0] + white, values[1] + white, values[2] + white))
            )
        case ColorMode.HS:
            return to_hex(hs_to_rgb(values[0], values[1]))
        case ColorMode.XY:
            return to_hex(xy_to_rgb(values[0], values[1]))


def _without_white(wanted: tuple[int, int, int]) -> tuple[int, int, int]:
    white = min(wanted)
    return wanted[0] - white, wanted[1] - white, wanted[2] - white


@dataclass(frozen=True, slots=True, kw_only=True)
class WhiteRange:
    """How a light takes a colour temperature."""

    is_kelvin: bool
    lowest: int
    """In the light's own unit."""
    highest: int
    """In the light's own unit."""

    def encode(self, kelvin: float) -> int:
        """The light's own figure for a temperature, within what it can do."""
        own = kelvin if self.is_kelvin else _MIRED / max(1.0, kelvin)
        return min(self.highest, max(self.lowest, math.floor(own)))

    def decode(self, own: float) -> int | None:
        """Kelvin for the light's own figure; None where the figure makes no sense."""
        if own < 1:
            return None
        return round(own if self.is_kelvin else _MIRED / own)


def brightness_steps(wanted: float, scale: int) -> int:
    """The light's own figure for percent; never 0, which would be off."""
    return min(scale, max(1, round(wanted / _FULL * scale)))


def brightness_percent(steps: float, scale: int) -> int:
    """Percent for the light's own figure."""
    return percent(steps / scale * _FULL)


def known_brightness(state: EntityState) -> float:
    """The light's present brightness in percent; full where it is unknown or nought."""
    value = state.get("brightness")
    return value if isinstance(value, int | float) and value > 0 else _FULL


def light_expectation(
    action: Action, scale: int, whites: WhiteRange | None
) -> Mapping[str, StateValue]:
    """What a light will report: the nearest brightness and colour temperature that it has.

    A light without `whites` shows a colour temperature as a colour and reports whatever comes near.
    """
    match action.kind, action.value:
        case ActionKind.SET_BRIGHTNESS, int() | float() as value:
            settled = brightness_percent(brightness_steps(value, scale), scale)
            return expectation(replace(action, value=settled))
        case ActionKind.SET_COLOR_TEMPERATURE, int() | float() as kelvin if whites is not None:
            return expectation(replace(action, value=whites.decode(whites.encode(kelvin))))
        case ActionKind.SET_COLOR_TEMPERATURE, _:
            return {"state": "on"}
        case _:
            return expectation(action)


def effects_of(fields: Fields) -> tuple[str, ...]:
    """The effects that a configuration announces, as many as anybody can want."""
    return fields.texts("effect_list")[:MAX_EFFECTS]


def light_actions(
    capabilities: Iterable[Capability], *, has_effects: bool
) -> frozenset[ActionKind]:
    """What a light can be asked for that has these capabilities."""
    actions = {ActionKind.TURN_ON, ActionKind.TURN_OFF}
    if has_effects:
        actions.add(ActionKind.SET_EFFECT)
    return frozenset(actions.union(*(_KINDS[capability] for capability in capabilities)))


def white_range(fields: Fields) -> WhiteRange:
    """The range that a configuration announces, in mired unless it says kelvin."""
    is_kelvin = fields.flag("color_temp_kelvin")
    min_mired = fields.integer("min_mireds", 0) or _inverse(fields, "max_kelvin", _DEFAULT_MAX_K)
    max_mired = fields.integer("max_mireds", 0) or _inverse(fields, "min_kelvin", _DEFAULT_MIN_K)
    if not 0 < min_mired <= max_mired:
        raise UnusableError("the range of colour temperatures is empty.")
    if not is_kelvin:
        return WhiteRange(is_kelvin=False, lowest=min_mired, highest=max_mired)
    return WhiteRange(
        is_kelvin=True,
        lowest=fields.scale("min_kelvin", _MIRED // max_mired),
        highest=fields.scale("max_kelvin", _MIRED // min_mired),
    )


def _inverse(fields: Fields, key: str, default: int) -> int:
    return _MIRED // fields.scale(key, default)
