"""Whether a device reports what it was asked for, within what it can tell exactly."""

from collections.abc import Mapping
from typing import Final

from edge_agent.domain.color import rgb
from edge_agent.domain.entity import EntityState, StateValue

_TOLERANCES: Final = {
    "brightness": 2.0,
    "position": 2.0,
    "percentage": 1.0,
    "temperature": 0.06,
    "color_temperature": 150.0,
}
"""In the attribute's own unit: devices count in coarser steps than percent and kelvin."""
_COLOR_TOLERANCE: Final = 48
"""Of any channel, 0 to 255: lamps that take xy report what their gamut holds."""
_UNDER_WAY: Final = {
    "open": frozenset({"opening", "stopped"}),
    "closed": frozenset({"closing"}),
    "locked": frozenset({"locking"}),
    "unlocked": frozenset({"unlocking"}),
}
"""States that lead to the one that is expected."""


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
