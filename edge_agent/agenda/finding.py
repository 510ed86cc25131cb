"""Which appointments words mean: by name, room, how long they were set for, or time of day."""

from collections.abc import Sequence
from typing import Final

from edge_agent.agenda.durations import start_s
from edge_agent.domain.appointment import Appointment, AppointmentKind
from edge_agent.domain.slots import Slots

_HALF_DAY: Final = 12
_MUTE_WORDS: Final = frozenset({"a", "an", "the", "my", "our", "some"})


def of_kind(appointments: Sequence[Appointment], kind: AppointmentKind) -> list[Appointment]:
    """Those of a kind; what is done after a duration is a timer as well."""
    is_timer = kind is AppointmentKind.TIMER
    return [
        one
        for one in appointments
        if one.kind is kind
        or (is_timer and one.kind is AppointmentKind.COMMAND and one.duration_s is not None)
    ]


def meant(slots: Slots, candidates: Sequence[Appointment]) -> list[Appointment]:
    """The candidates that fit all that was said of them."""
    found = [one for one in candidates if _is_timed(one, slots)]
    if slots.name:
        named = [one for one in found if _words(one.name) == _words(slots.name)]
        found = named or [one for one in found if _is_called(one, slots.name)]
    if slots.area:
        found = [one for one in found if (one.area or "").casefold() == slots.area.casefold()]
    return found


def is_described(slots: Slots) -> bool:
    """Whether anything was said of which one is meant."""
    return bool(slots.name or slots.area or slots.time or slots.day or start_s(slots))


def _is_timed(one: Appointment, slots: Slots) -> bool:
    length = start_s(slots)
    if length and one.duration_s != length:
        return False
    if slots.time is None or not slots.time[0].isdigit():
        return True
    if one.clock is None or not one.clock[0].isdigit():
        return False
    said, kept = _minutes(slots.time), _minutes(one.clock)
    if slots.period is None:
        return said % (_HALF_DAY * 60) == kept % (_HALF_DAY * 60)
    return said == kept


def _is_called(one: Appointment, name: str) -> bool:
    said, known = _words(name), _words(one.name) or _words(one.text)
    return bool(said) and said <= known


def _words(text: str | None) -> frozenset[str]:
    """Small letters, without plurals: the timer for the eggs is the egg timer."""
    words = (text or "").casefold().split()
    return frozenset(word.removesuffix("s") or word for word in words) - _MUTE_WORDS


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)
