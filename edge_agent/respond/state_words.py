"""How states and values are said: a window is open, not on."""

from typing import Final

from edge_agent.domain.color import color_name
from edge_agent.domain.entity import Capability, Domain, Entity, StateValue
from edge_agent.respond.wording import Wording
from edge_agent.respond.words import filled

_AT_WORK: Final = {
    Domain.VACUUM: frozenset({"cleaning", "returning"}),
    Domain.LAWN_MOWER: frozenset({"mowing", "returning"}),
}
"""States of devices that are neither on nor off, but are taken for on."""
_SET_TO_MODE: Final = frozenset({Domain.CLIMATE, Domain.WATER_HEATER})
_WITH_UNIT: Final = frozenset({Domain.SENSOR, Domain.NUMBER})
_DIGITS: Final = 1
"""Behind the point; more are not worth the breath."""


def attribute_value(attribute: str, value: StateValue, wording: Wording) -> str:
    """An attribute as said: a share in percent, a colour by its nearest name."""
    if isinstance(value, str):
        return color_name(value) if value.startswith("#") else spoken_value(value, wording)
    if attribute == "temperature":
        return degrees(value, wording)
    return filled(wording.states.percent, value=spoken_number(value, wording))


def state_word(entity: Entity, value: StateValue, wording: Wording) -> str:
    """The state in the words people use for such a thing."""
    states = wording.states
    if entity.domain is Domain.BINARY_SENSOR:
        on_word, off_word = states.detectors.get(entity.device_class or "", states.switch)
        return {"on": on_word, "off": off_word}.get(str(value), str(value))
    if entity.domain in _WITH_UNIT:
        unit = spoken_unit(entity.unit, wording)
        return f"{spoken_number(value, wording)} {unit}".strip()
    if entity.domain in _AT_WORK and value in states.robots:
        return states.robots[str(value)]
    if entity.domain is Domain.ALARM_CONTROL_PANEL and value in states.alarm:
        return states.alarm[str(value)]
    if entity.domain is Domain.WATER_HEATER and value != "off":
        return filled(states.mode, value=spoken_value(value, wording))
    return spoken_value(value, wording)


def spoken_value(value: StateValue | None, wording: Wording) -> str:
    """A word of a device, a number or a truth value, as people say it."""
    if isinstance(value, bool):
        on_word, off_word = wording.states.switch
        return on_word if value else off_word
    if isinstance(value, int | float):
        return spoken_number(value, wording)
    return str(value).replace("_", " ")


def degrees(value: StateValue, wording: Wording) -> str:
    """A temperature as said."""
    return filled(wording.states.degrees, value=spoken_number(value, wording))


def is_in_state(entity: Entity, value: StateValue | None, asked: str, wording: Wording) -> bool:
    """Whether a reported state is the one that was asked about."""
    if entity.domain is Domain.ALARM_CONTROL_PANEL:
        return str(value).split("_", maxsplit=1)[0] == asked
    is_on = _is_on(entity, value)
    if is_on is not None and asked in {"on", "off"}:
        return is_on == (asked == "on")
    return value is not None and asked in {str(value), state_word(entity, value, wording)}


def _is_on(entity: Entity, value: StateValue | None) -> bool | None:
    """Whether a device whose state has other words is on; None for all others."""
    if value is None:
        return None
    has_switch = entity.domain is Domain.MEDIA_PLAYER and Capability.POWER in entity.capabilities
    if entity.domain in _SET_TO_MODE or has_switch:
        return value != "off"
    if entity.domain is Domain.MEDIA_PLAYER:
        return value == "playing"
    return value in _AT_WORK[entity.domain] if entity.domain in _AT_WORK else None


def spoken_unit(unit: str | None, wording: Wording) -> str:
    """The unit as people say it; empty where there is none."""
    return wording.units.get(unit or "", unit or "")


def spoken_number(value: StateValue, wording: Wording) -> str:
    """A number with few digits and a word for its sign; a voice may swallow a hyphen."""
    if isinstance(value, str):
        return value
    rounded = round(float(value), _DIGITS) or 0.0
    text = f"{abs(rounded):.{_DIGITS}f}".rstrip("0").rstrip(".")
    return filled(wording.grammar.minus, number=text) if rounded < 0 else text
