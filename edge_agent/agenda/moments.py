"""When something is to be: from what was said, and the time now, to a moment.

Days begin at midnight and hours are counted as this machine's time zone says, also where its clocks
are put forward or back.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from edge_agent.agenda.durations import duration_s
from edge_agent.agenda.sun import EVENTS, Sun, SunEvent
from edge_agent.domain.appointment import EVERY_DAY, WEEKDAYS, WEEKENDS, TimingAct
from edge_agent.domain.slots import Slots

_HALF_DAY: Final = 12
_DAYS_AHEAD: Final = 8
"""By then every day of the week has come."""
_NAMES: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_REPEATED: Final = {
    "daily": EVERY_DAY,
    "weekdays": WEEKDAYS,
    "weekends": WEEKENDS,
    **{f"{name}s": frozenset({at}) for at, name in enumerate(_NAMES)},
}
_ABOUT: Final = {"morning": "08:00", "evening": "19:00", "night": "22:00"}
"""What is meant where only a part of the day was said."""
_OF_A_DAY: Final = "09:00"
"""What is meant where only a day was said."""
MORNING: Final = range(4, 12)
"""Hours at which people are woken, if they say no half of the day."""
WAKING: Final = range(7, 19)
"""Hours of another day at which people want things, if they say no half of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A moment, and whether it comes again."""

    due_at: float
    """Unix seconds."""
    duration_s: float | None = None
    """Seconds from now, where that was said."""
    clock: str | None = None
    """The time of day, `07:30`, `sunrise` or `sunset`, where that was said."""
    days: frozenset[int] = frozenset()
    """Weekdays on which it comes again, 0 for Monday."""


def when(
    slots: Slots, now: float, *, usual: range = WAKING, sun: Sun | None = None
) -> When | TimingAct:
    """The moment that was said, or why it tells none: `NO_TIME`, `NO_SUN`.

    Args:
        slots: with a duration, or a time and a day.
        now: Unix seconds.
        usual: hours that are meant where no half of the day was said; without a day what comes
            next is, unless these are `MORNING`.
        sun: where the place is known.
    """
    length = duration_s(slots)
    if length:
        return When(due_at=now + length, duration_s=length)
    time = _ABOUT.get(slots.time or "", slots.time)
    if time in EVENTS:
        return _with_sun(time, slots, now, sun)
    if time is None and slots.day not in {None, "later", "today"}:
        time = _OF_A_DAY
    if time is None or not time[0].isdigit():
        return TimingAct.NO_TIME
    return _at(time, slots, now, usual)


def following(clock: str, days: frozenset[int], after: float, sun: Sun | None) -> float | None:
    """The next time of something that comes again, Unix seconds; None where it has none."""
    found = (at for at in _times(clock, after, sun) if at.weekday() in days)
    at = next(found, None)
    return None if at is None else at.timestamp()


def _times(clock: str, after: float, sun: Sun | None) -> Iterable[datetime]:
    if clock in EVENTS:
        return [] if sun is None else sun.times(clock, after)
    return _moments((_split(clock),), after)


def _with_sun(event: SunEvent, slots: Slots, now: float, sun: Sun | None) -> When | TimingAct:
    days = _REPEATED.get(slots.day or "", frozenset())
    found = (at for at in _times(event, now, sun) if _is_on(at, slots.day, days, now))
    at = next(found, None)
    if at is None:
        return TimingAct.NO_SUN if sun is None else TimingAct.NO_TIME
    return When(due_at=at.timestamp(), clock=event, days=days)


def _at(time: str, slots: Slots, now: float, usual: range) -> When | TimingAct:
    days = _REPEATED.get(slots.day or "", frozenset())
    hour, minute = _split(time)
    readings = [(hour, minute)]
    if slots.period is None and 1 <= hour <= _HALF_DAY:
        readings = [(half + hour % _HALF_DAY, minute) for half in (0, _HALF_DAY)]
    is_day_said = slots.day not in {None, "later"}
    likely = [one for one in readings if one[0] in usual]
    first = likely if likely and (is_day_said or usual is MORNING) else readings
    for wanted in (first, readings):
        found = (at for at in _moments(wanted, now) if _is_on(at, slots.day, days, now))
        at = next(found, None)
        if at is not None:
            return When(due_at=at.timestamp(), clock=f"{at:%H:%M}", days=days)
    return TimingAct.NO_TIME


def _moments(readings: Sequence[tuple[int, int]], after: float) -> Iterator[datetime]:
    """The times of day on this day and the next ones, as far as they are still to come."""
    today = datetime.fromtimestamp(after)  # noqa: DTZ006 - of this machine's zone, whose rules are needed
    for ahead in range(_DAYS_AHEAD):
        day = today + timedelta(days=ahead)
        for hour, minute in readings:
            at = day.replace(hour=hour, minute=minute, second=0, microsecond=0)
            if at.timestamp() > after:
                yield at


def _is_on(at: datetime, day: str | None, days: frozenset[int], now: float) -> bool:
    today = datetime.fromtimestamp(now).date()  # noqa: DTZ006 - as above
    if days:
        return at.weekday() in days
    match day:
        case "today":
            return at.date() == today
        case "tomorrow":
            return at.date() == today + timedelta(days=1)
        case None | "later":
            return True
        case _:
            return day == _NAMES[at.weekday()]


def _split(clock: str) -> tuple[int, int]:
    hour, minute = clock.split(":")
    return int(hour), int(minute)
