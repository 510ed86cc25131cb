"""Durations, days and times of day as they are said."""

from datetime import date, datetime, timedelta
from typing import Final

from edge_agent.domain.appointment import EVERY_DAY, WEEKDAYS, WEEKENDS
from edge_agent.respond.naming import listed, number
from edge_agent.respond.wording import Wording
from edge_agent.respond.words import filled

_UNITS_S: Final = (("hours", 3600), ("minutes", 60), ("seconds", 1))
_PRECISE_S: Final = 600
"""Of longer times nobody wants to hear the seconds."""
_NEAR_DAYS: Final = 7
"""So near, a day is told by its name."""


def duration(seconds: float, wording: Wording) -> str:
    """How long something takes: "1 hour and 30 minutes"."""
    parts = [
        f"{number(count, wording.grammar)} {wording.timing.units[unit][count != 1]}"
        for unit, count in _counted(seconds)
    ]
    return listed(parts, wording.grammar.and_)


def of_duration(seconds: float, wording: Wording) -> str:
    """The same before a noun: "5 minute" of "a 5 minute timer"."""
    parts = [
        f"{number(count, wording.grammar)} {wording.timing.adjectives[unit]}"
        for unit, count in _counted(seconds)
    ]
    return " ".join(parts)


def clock(at: datetime) -> str:
    """The time of day: `7:30`."""
    return f"{at.hour}:{at:%M}"


def day_and_time(due_at: float, now: float, wording: Wording) -> str:
    """When something is: "tomorrow at 7:30". Both are Unix seconds."""
    at, today = _local(due_at), _local(now).date()
    words, grammar = wording.timing.when, wording.grammar
    if at.date() == today:
        return filled(words.today, time=clock(at))
    if at.date() == today + timedelta(days=1):
        return filled(words.tomorrow, time=clock(at))
    weekday = grammar.weekdays[at.weekday()]
    if timedelta(0) < _days_to(at.date(), today) < timedelta(days=_NEAR_DAYS):
        return filled(words.weekday, weekday=weekday, time=clock(at))
    month = grammar.months[at.month - 1]
    return filled(words.date, month=month, day=str(at.day), time=clock(at))


def again(days: frozenset[int], due_at: float, wording: Wording) -> str:
    """When something is that comes again: "on weekdays at 7:30"."""
    words, grammar = wording.timing.days, wording.grammar
    known = {EVERY_DAY: words.daily, WEEKDAYS: words.weekdays, WEEKENDS: words.weekends}
    named = [filled(words.one, weekday=grammar.weekdays[day]) for day in sorted(days)]
    said = known.get(days) or listed(named, grammar.and_)
    return filled(wording.timing.when.again, days=said, time=clock(_local(due_at)))


def local_clock(due_at: float) -> str:
    """The time of day of a moment in Unix seconds."""
    return clock(_local(due_at))


def _local(moment: float) -> datetime:
    return datetime.fromtimestamp(moment).astimezone()


def _days_to(day: date, today: date) -> timedelta:
    return day - today


def _counted(seconds: float) -> list[tuple[str, int]]:
    left = round(seconds)
    if left > _PRECISE_S:
        left = round(left / 60) * 60
    found = []
    for unit, size in _UNITS_S:
        count, left = divmod(left, size)
        if count:
            found.append((unit, count))
    return found or [("seconds", 0)]
