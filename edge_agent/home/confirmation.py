"""What a device should report once it has done what it was asked for, and whether it does."""

from collections.abc import Mapping
from typing import Final

from edge_agent.domain.action import Action, ActionKind
from edge_agent.domain.color import rgb
from edge_agent.domain.entity import Domain, EntityState, StateValue

_TOLERANCES: Final = {
    "brightness": 2.0,
    "position": 2.0,
    "tilt": 2.0,
    "percentage": 1.0,
    "temperature": 0.06,
    "color_temperature": 150.0,
    "humidity": 1.0,
    "volume": 2.0,
    "state": 0.0005,
}
"""In the attribute's own unit: devices count in coarser steps than percent and kelvin, and a
number's value, whose step is 0.001 or more, may have been rounded to binary."""
_COLOR_TOLERANCE: Final = 48
"""Of any channel, 0 to 255: lamps that take xy report what their gamut holds."""
_UNDER_WAY: Final = {
    "open": frozenset({"opening", "stopped"}),
    "closed": frozenset({"closing"}),
    "locked": frozenset({"locking"}),
    "unlocked": frozenset({"unlocking"}),
    "docked": frozenset({"returning"}),
    "disarmed": frozenset({"disarming"}),
    **dict.fromkeys(
        ("armed_home", "armed_away", "armed_night", "armed_vacation", "armed_custom_bypass"),
        frozenset({"arming", "pending"}),
    ),
    "on": frozenset({"playing", "paused", "idle"}),
    "idle": frozenset({"off", "on"}),
}
"""States that lead to the one that is expected, or are as good."""


_OPEN: Final = 100
"""Percent."""
_FIXED: Final[Mapping[ActionKind, Mapping[str, StateValue]]] = {
    ActionKind.TURN_ON: {"state": "on"},
    ActionKind.TURN_OFF: {"state": "off"},
    ActionKind.SET_BRIGHTNESS: {"state": "on"},
    ActionKind.SET_COLOR: {"state": "on"},
    ActionKind.SET_COLOR_TEMPERATURE: {"state": "on"},
    ActionKind.SET_EFFECT: {"state": "on"},
    ActionKind.OPEN: {"state": "open"},
    ActionKind.CLOSE: {"state": "closed"},
    ActionKind.OPEN_TILT: {"tilt": _OPEN},
    ActionKind.CLOSE_TILT: {"tilt": 0},
    ActionKind.LOCK: {"state": "locked"},
    ActionKind.UNLOCK: {"state": "unlocked"},
    ActionKind.DISARM: {"state": "disarmed"},
    ActionKind.PAUSE: {"state": "paused"},
    ActionKind.RETURN_HOME: {"state": "docked"},
    ActionKind.PLAY: {"state": "playing"},
    ActionKind.MUTE: {"is_muted": True},
    ActionKind.UNMUTE: {"is_muted": False},
}
_WORKING: Final = {Domain.VACUUM: "cleaning", Domain.LAWN_MOWER: "mowing"}
"""The state after `START`."""
_ATTRIBUTE: Final = {
    ActionKind.SET_BRIGHTNESS: "brightness",
    ActionKind.SET_COLOR: "color",
    ActionKind.SET_COLOR_TEMPERATURE: "color_temperature",
    ActionKind.SET_POSITION: "position",
    ActionKind.SET_TILT: "tilt",
    ActionKind.SET_PERCENTAGE: "percentage",
    ActionKind.SET_TEMPERATURE: "temperature",
    ActionKind.SET_MODE: "state",
    ActionKind.SET_FAN_SPEED: "fan_speed",
    ActionKind.SET_FAN_MODE: "fan_mode",
    ActionKind.SET_PRESET: "preset",
    ActionKind.SET_EFFECT: "effect",
    ActionKind.SET_OSCILLATION: "oscillation",
    ActionKind.SET_DIRECTION: "direction",
    ActionKind.SET_HUMIDITY: "humidity",
    ActionKind.SET_VALUE: "state",
    ActionKind.SET_OPTION: "state",
    ActionKind.SET_VOLUME: "volume",
    ActionKind.SELECT_SOURCE: "source",
}
"""Where the value of an action shows up; a humidifier has a mode apart from its state."""


def expectation(action: Action) -> Mapping[str, StateValue]:
    """The state after an action, as far as it does not depend on the device."""
    domain = action.entity.domain
    if action.kind is ActionKind.START and domain in _WORKING:
        return {"state": _WORKING[domain]}
    if action.kind is ActionKind.STOP and domain is Domain.MEDIA_PLAYER:
        return {"state": "idle"}
    if action.kind is ActionKind.CLEAN_SEGMENT:
        return {"state": "cleaning"}
    if action.kind is ActionKind.ARM:
        return {"state": f"armed_{action.value}"}
    expected = dict(_FIXED.get(action.kind, {}))
    attribute = _ATTRIBUTE.get(action.kind)
    if action.kind is ActionKind.SET_MODE and domain is Domain.HUMIDIFIER:
        attribute = "mode"
    if attribute is not None and action.value is not None:
        expected[attribute] = action.value
    return expected


def is_confirmed(expected: Mapping[str, StateValue], state: EntityState) -> bool:
    """Whether the state is the expected one, or on its way there."""
    return state.is_available and all(
        _matches(attribute, value, state.get(attribute)) for attribute, value in expected.items()
    )


def _matches(attribute: str, wanted: StateValue, reported: StateValue | None) -> bool:
    if reported is None:
        return False
    if isinstance(wanted, int | float) and isinstance(reported, int | float):
        return abs(wanted - reported) <= _TOLERANCES.get(attribute, 0.0)
    if attribute == "color" and isinstance(wanted, str) and isinstance(reported, str):
        pairs = zip(rgb(wanted), rgb(reported), strict=True)
        return all(abs(first - second) <= _COLOR_TOLERANCE for first, second in pairs)
    return reported == wanted or reported in _UNDER_WAY.get(str(wanted), frozenset())
