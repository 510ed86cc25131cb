"""What is due, and what was missed while nobody kept time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import Final

from edge_agent.agenda.changing import settled
from edge_agent.agenda.sun import Sun
from edge_agent.domain.appointment import Appointment, AppointmentKind

RINGS_LATE_S: Final = 600.0
"""What was missed by less still rings; a command is never carried out late."""
RINGS_FOR_S: Final = {AppointmentKind.TIMER: 60.0, AppointmentKind.ALARM: 600.0}
"""How long something rings if nobody stops it."""
LATE_S: Final = 5.0
"""What is due longer than that was missed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What has come due, and what the appointments are after that."""

    now_due: tuple[Appointment, ...] = ()
    """In the order of their times."""
    missed: tuple[Appointment, ...] = ()
    kept: tuple[Appointment, ...] = ()
    """What rings now, or comes again at another time."""
    dropped: tuple[str, ...] = ()
    """Ids."""


def due(appointments: Sequence[Appointment], now: float, sun: Sun | None = None) -> Due:
    """What is due at `now` (Unix seconds): once, for what rings goes on ringing by itself."""
    ready = sorted(
        (one for one in appointments if one.is_running and one.due_at <= now),
        key=lambda one: one.due_at,
    )
    missed = tuple(one for one in ready if _is_missed(one, now))
    now_due = tuple(one for one in ready if one not in missed)
    after = {one.id: _after(one, now, sun, is_missed=one in missed) for one in ready}
    return Due(
        now_due=now_due,
        missed=missed,
        kept=tuple(one for one in after.values() if one is not None),
        dropped=tuple(i for i, one in after.items() if one is None),
    )


def quiet_after(appointments: Sequence[Appointment], now: float, sun: Sun | None = None) -> Due:
    """What has rung for long enough; it is `now_due` to fall silent."""
    over = [one for one in appointments if _rings_until(one) <= now]
    after = {one.id: settled(one, now, sun) for one in over}
    return Due(
        now_due=tuple(over),
        kept=tuple(one for one in after.values() if one is not None),
        dropped=tuple(i for i, one in after.items() if one is None),
    )


def next_at(appointments: Sequence[Appointment]) -> float | None:
    """When something is due, or is to fall silent, Unix seconds; None where nothing is to come."""
    running = [one.due_at for one in appointments if one.is_running]
    ringing = [_rings_until(one) for one in appointments if one.rings_since is not None]
    return min((*running, *ringing), default=None)


def shifted(appointments: Sequence[Appointment], by_s: float) -> tuple[Appointment, ...]:
    """What was set to a duration, after the clock was put forward by so many seconds."""
    return tuple(
        replace(one, due_at=one.due_at + by_s)
        for one in appointments
        if one.duration_s is not None and one.is_running
    )


def _rings_until(one: Appointment) -> float:
    return inf if one.rings_since is None else one.rings_since + RINGS_FOR_S.get(one.kind, 0.0)


def _is_missed(one: Appointment, now: float) -> bool:
    late_s = now - one.due_at
    return late_s > (LATE_S if one.kind is AppointmentKind.COMMAND else RINGS_LATE_S)


def _after(one: Appointment, now: float, sun: Sun | None, *, is_missed: bool) -> Appointment | None:
    if one.kind in RINGS_FOR_S and not is_missed:
        return replace(one, rings_since=now)
    return settled(one, now, sun)
