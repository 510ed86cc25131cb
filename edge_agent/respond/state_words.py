"""How states are said: a window is open, not on."""

from typing import Final

from edge_agent.domain.color import color_name
from edge_agent.domain.entity import Domain, Entity, StateValue

_BINARY_WORDS: Final[dict[str, tuple[str, str]]] = {
    "battery": ("low", "normal"),
    "battery_charging": ("charging", "not charging"),
    "cold": ("cold", "not cold"),
    "connectivity": ("connected", "disconnected"),
    "door": ("open", "closed"),
    "garage_door": ("open", "closed"),
    "gas": ("detecting gas", "clear"),
    "heat": ("hot", "not hot"),
    "lock": ("unlocked", "locked"),
    "moisture": ("wet", "dry"),
    "motion": ("detecting motion", "clear"),
    "moving": ("moving", "still"),
    "occupancy": ("occupied", "clear"),
    "opening": ("open", "closed"),
    "plug": ("plugged in", "unplugged"),
    "power": ("on", "off"),
    "presence": ("home", "away"),
    "problem": ("reporting a problem", "fine"),
    "running": ("running", "not running"),
    "safety": ("unsafe", "safe"),
    "smoke": ("detecting smoke", "clear"),
    "sound": ("detecting sound", "quiet"),
    "tamper": ("tampered with", "untouched"),
    "vibration": ("vibrating", "still"),
    "window": ("open", "closed"),
}
"""Words for on and off by device class of a binary sensor."""

_ROBOT_WORDS: Final = {"returning": "on its way home", "error": "in trouble"}
_AT_WORK: Final = {
    Domain.VACUUM: frozenset({"cleaning", "returning"}),
    Domain.LAWN_MOWER: frozenset({"mowing", "returning"}),
}
"""States of devices that are neither on nor off, but are taken for on."""
_SET_TO_MODE: Final = frozenset({Domain.CLIMATE, Domain.WATER_HEATER})
_WITH_UNIT: Final = frozenset({Domain.SENSOR, Domain.NUMBER})
_DEGREES: Final = frozenset({"°C", "°F", "K"})
_SPOKEN_UNITS: Final = {"ppm": "parts per million", "lx": "lux"}


ATTRIBUTE_WORDS: Final = {
    "position": "position",
    "brightness": "brightness",
    "percentage": "speed",
    "color": "colour",
    "volume": "volume",
    "humidity": "humidity",
}
"""What people call an attribute of a device."""


def attribute_value(value: StateValue) -> str:
    """An attribute as said: a share in percent, a colour by its nearest name."""
    if isinstance(value, str) and value.startswith("#"):
        return color_name(value)
    return f"{_number(value)} %"


def state_word(entity: Entity, value: StateValue) -> str:
    """The state in the words people use for such a thing."""
    if entity.domain is Domain.BINARY_SENSOR:
        on_word, off_word = _BINARY_WORDS.get(entity.device_class or "", ("on", "off"))
        return {"on": on_word, "off": off_word}.get(str(value), str(value))
    if entity.domain in _WITH_UNIT:
        return f"{_number(value)} {spoken_unit(entity.unit)}".strip()
    if entity.domain in _AT_WORK and value in _ROBOT_WORDS:
        return _ROBOT_WORDS[str(value)]
    if entity.domain is Domain.WATER_HEATER and value != "off":
        return f"in {spoken_value(value)} mode"
    return spoken_value(value)


def spoken_value(value: StateValue | None) -> str:
    """A word of a device, or a truth value, as people say it."""
    if isinstance(value, bool):
        return "on" if value else "off"
    return str(value).replace("_", " ")


def degrees(value: StateValue) -> str:
    """A temperature as said."""
    return f"{_number(value)} degrees"


def is_in_state(entity: Entity, value: StateValue | None, asked: str) -> bool:
    """Whether a reported state is the one that was asked about."""
    is_on = _is_on(entity, value)
    if is_on is not None and asked in {"on", "off"}:
        return is_on == (asked == "on")
    return value is not None and asked in {str(value), state_word(entity, value)}


def _is_on(entity: Entity, value: StateValue | None) -> bool | None:
    """Whether a device whose state has other words is on; None for all others."""
    if value is None:
        return None
    if entity.domain in _SET_TO_MODE:
        return value != "off"
    return value in _AT_WORK[entity.domain] if entity.domain in _AT_WORK else None


def spoken_unit(unit: str | None) -> str:
    """The unit as people say it; empty where there is none."""
    if unit in _DEGREES:
        return "degrees"
    return _SPOKEN_UNITS.get(unit or "", unit or "")


def _number(value: StateValue) -> str:
    if isinstance(value, str):
        return value
    return f"{round(float(value), 1):g}"
