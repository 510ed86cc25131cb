"""Lights."""

from typing import Final

from edge_agent.domain.action import ActionKind, FieldValue
from edge_agent.domain.color import rgb
from edge_agent.domain.entity import Capability, StateValue
from edge_agent.home.codec.light_color import brightness_percent, light_actions
from edge_agent.home.colorspace import full_brightness, to_hex
from edge_agent.home.reading import Update
from edge_agent.home_assistant.service_binding import Service, ServiceBinding, Settle, Units
from edge_agent.home_assistant.traits import Told

_EFFECT: Final = 4
_SCALE: Final = 255
_COLORS: Final = frozenset({"hs", "xy", "rgb", "rgbw", "rgbww"})
_WHITES: Final = "color_temp"
_DIMS: Final = _COLORS | {_WHITES, "brightness", "white"}
_NO_EFFECT: Final = frozenset({"off", "None", "none"})
_DEFAULT_WHITES: Final = (2000, 6535)
"""In kelvin, of a light that does not say how far it goes."""
_ON: Final = "turn_on"


def light(entity_id: str, told: Told, units: Units) -> ServiceBinding:
    """The binding of a light."""
    del units
    modes = frozenset(told.texts("supported_color_modes"))
    effects = told.texts("effect_list") if told.has(_EFFECT) else ()
    capabilities = _capabilities(modes)
    kinds = light_actions(capabilities, has_effects=bool(effects))
    services = {kind: service for kind, service in _services(told, modes).items() if kind in kinds}
    return ServiceBinding(
        entity_id=entity_id,
        services=services,
        read=_read,
        attributes=frozenset({"state", "brightness", "color", "color_temperature", "effect"}),
        actions=frozenset(services),
        capabilities=capabilities,
        effects=effects,
    )


def _capabilities(modes: frozenset[str]) -> frozenset[Capability]:
    found = {
        Capability.BRIGHTNESS: not modes.isdisjoint(_DIMS),
        Capability.COLOR: not modes.isdisjoint(_COLORS),
        Capability.COLOR_TEMPERATURE: _WHITES in modes,
    }
    return frozenset(capability for capability, has_it in found.items() if has_it)


def _services(told: Told, modes: frozenset[str]) -> dict[ActionKind, Service]:
    whites = None if _WHITES in modes else {"state": "on"}
    return {
        ActionKind.TURN_ON: Service(name=_ON),
        ActionKind.TURN_OFF: Service(name="turn_off"),
        ActionKind.SET_BRIGHTNESS: Service(name=_ON, key="brightness_pct", settle=_shining),
        ActionKind.SET_COLOR: Service(name=_ON, key="rgb_color", dress=_channels),
        ActionKind.SET_COLOR_TEMPERATURE: Service(
            name=_ON, key="color_temp_kelvin", settle=_within_whites(told), expected=whites
        ),
        ActionKind.SET_EFFECT: Service(name=_ON, key="effect"),
    }


def _shining(value: StateValue) -> StateValue:
    """Nought percent would be off."""
    return max(1, min(100, round(float(value))))


def _channels(color: StateValue) -> FieldValue:
    return rgb(str(color))


def _within_whites(told: Told) -> Settle:
    lowest = told.number("min_color_temp_kelvin") or _DEFAULT_WHITES[0]
    highest = told.number("max_color_temp_kelvin") or _DEFAULT_WHITES[1]
    return lambda kelvin: round(max(lowest, min(highest, float(kelvin))))


def _read(told: Told) -> Update:
    brightness = told.number("brightness")
    effect = told.text("effect")
    return {
        "state": told.word,
        "brightness": None if brightness is None else brightness_percent(brightness, _SCALE),
        "effect": None if effect in _NO_EFFECT else effect,
        **_shade(told),
    }


def _shade(told: Told) -> Update:
    """Its colour or its white: Home Assistant tells the one that it has as the other, too."""
    if told.text("color_mode") == _WHITES:
        return {"color_temperature": told.plain("color_temp_kelvin")}
    channels = told.numbers("rgb_color")
    if told.text("color_mode") not in _COLORS or len(channels) != len(("r", "g", "b")):
        return {}
    return {"color": to_hex(full_brightness((channels[0], channels[1], channels[2])))}
