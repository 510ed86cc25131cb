"""How long something takes, as slots tell it."""

from edge_agent.domain.slots import Slots

_HOUR_S = 3600
_MINUTE_S = 60


def duration_s(slots: Slots) -> float:
    """Seconds of what was said; 0 where no duration was."""
    return _seconds(slots.hours, slots.minutes, slots.seconds)


def start_s(slots: Slots) -> float:
    """Seconds of the duration by which one timer is told from others; 0 where none was said."""
    return _seconds(slots.start_hours, slots.start_minutes, slots.start_seconds)


def _seconds(hours: int | None, minutes: int | None, seconds: int | None) -> float:
    return float(_HOUR_S * (hours or 0) + _MINUTE_S * (minutes or 0) + (seconds or 0))
