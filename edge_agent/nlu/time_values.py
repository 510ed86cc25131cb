"""Spans → when something is to be, and how long a timer runs."""

from dataclasses import replace
from typing import Final

from edge_agent.domain.slots import Slots
from edge_agent.nlu.clock import moment
from edge_agent.nlu.numbers import number_of
from edge_agent.nlu.tagging import Spans

_SECONDS: Final = {"hours": 3600, "minutes": 60, "seconds": 1}


def add_moment(said: Spans, slots: Slots) -> Slots | None:
    """When it is, as a time of day or from now on."""
    found = moment(said["time"].tokens) if "time" in said else None
    if found is not None:
        slots = replace(slots, time=found.time, day=found.day, period=found.period)
    return add_start(said, slots)


def add_timer(said: Spans, slots: Slots) -> Slots | None:
    """Which timer it is, where that is told by how long it was set for."""
    counts = [
        number_of(said[slot].tokens) if slot in said else None
        for slot in ("start_hours", "start_minutes", "start_seconds")
    ]
    if any(count is not None and count != int(count) for count in counts):
        return None
    hours, minutes, seconds = (None if count is None else int(count) for count in counts)
    return replace(slots, start_hours=hours, start_minutes=minutes, start_seconds=seconds)


def add_start(said: Spans, slots: Slots) -> Slots | None:
    """How long a timer is to run; where nothing tells, that is asked."""
    return add_duration(said, slots) if _SECONDS.keys() & said.keys() else slots


def add_duration(said: Spans, slots: Slots) -> Slots | None:
    """Whole hours, minutes and seconds: 1.5 hours are 1 hour and 30 minutes."""
    known = add_timer(said, slots)
    counts = {unit: number_of(said[unit].tokens) for unit in _SECONDS if unit in said}
    if known is None or None in counts.values():
        return None
    slots = known
    left = round(sum(_SECONDS[unit] * (count or 0) for unit, count in counts.items()))
    if left <= 0:
        return None
    if set(counts) == {"minutes"} and left % 60 == 0:
        return replace(slots, minutes=left // 60)
    if set(counts) == {"seconds"}:
        return replace(slots, seconds=left)
    hours, minutes, seconds = left // 3600, left // 60 % 60, left % 60
    return replace(slots, hours=hours or None, minutes=minutes or None, seconds=seconds or None)
