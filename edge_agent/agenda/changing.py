"""What a command does to the appointments: pure, the time is given."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from edge_agent.agenda.durations import duration_s
from edge_agent.agenda.finding import is_described, meant, of_kind
from edge_agent.agenda.moments import MORNING, WAKING, When, following, when
from edge_agent.agenda.sun import Sun
from edge_agent.domain.appointment import (
    KINDS,
    Appointment,
    AppointmentKind,
    Timing,
    TimingAct,
)
from edge_agent.domain.command import Command
from edge_agent.domain.intent import Intent
from edge_agent.domain.resolution import Later
from edge_agent.domain.slots import Slots

MAX_APPOINTMENTS: Final = 100
MAX_DURATION_S: Final = 31 * 24 * 3600.0
_TIMES: Final = ("time", "period", "day", "hours", "minutes", "seconds")
SNOOZE_S: Final = 600.0
"""How long something that rings is put off if nobody says how long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a command comes to."""

    told: Timing
    kept: tuple[Appointment, ...] = ()
    """What is new, or other than before."""
    dropped: tuple[str, ...] = ()
    """Ids."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A command about appointments, where and when it was said."""

    later: Later
    area: str | None
    now: float
    """Unix seconds."""
    new_id: str
    """For what the command sets."""
    sun: Sun | None = None
    """Where the place is known."""

    @property
    def command(self) -> Command:
        """What was said."""
        return self.later.command

    @property
    def kind(self) -> AppointmentKind:
        """What it speaks of."""
        if self.command.then:
            return AppointmentKind.COMMAND
        return KINDS.get(self.command.intent, AppointmentKind.TIMER)

    def told(self, act: TimingAct, appointments: Sequence[Appointment] = ()) -> Timing:
        """What is to be told of it."""
        return Timing(
            act=act,
            kind=self.kind,
            appointments=tuple(appointments),
            now=self.now,
            name=self.command.slots.name,
        )


def change(asked: Asked, appointments: Sequence[Appointment]) -> Change:
    """What becomes of the appointments by a command that speaks of them."""
    if asked.later.undoes:
        gone = [one for one in appointments if one.id in asked.later.undoes]
        return _dropped(asked, gone)
    match asked.command.intent:
        case Intent.START_TIMER | Intent.SCHEDULE | Intent.SET_ALARM | Intent.SET_REMINDER:
            return _set(asked, appointments)
        case Intent.TIMER_STATUS | Intent.ALARM_STATUS | Intent.REMINDER_STATUS:
            return _listed(asked, appointments)
        case Intent.CANCEL_ALL_TIMERS | Intent.CANCEL_ALL_ALARMS | Intent.CANCEL_ALL_REMINDERS:
            return _all_dropped(asked, appointments)
        case Intent.SNOOZE:
            return _snoozed(asked, appointments)
        case _:
            return _of_one(asked, appointments)


def is_bare(command: Command) -> bool:
    """Whether it only tells when something is to be."""
    return command.intent is Intent.SCHEDULE and not command.then


def completed(later: Later, said: Slots) -> Later:
    """A command that lacked a time or a name, with what was said after it."""
    known = later.command.slots
    name = known.name or said.name
    is_timed = any(getattr(said, slot) for slot in _TIMES)
    times = {slot: getattr(said if is_timed else known, slot) for slot in _TIMES}
    return replace(later, command=replace(later.command, slots=replace(known, name=name, **times)))


def _set(asked: Asked, appointments: Sequence[Appointment]) -> Change:
    slots = asked.command.slots
    if is_bare(asked.command):
        return Change(told=asked.told(TimingAct.NO_DEED))
    usual = MORNING if asked.command.intent is Intent.SET_ALARM else WAKING
    if asked.kind is AppointmentKind.REMINDER and not slots.name:
        return Change(told=asked.told(TimingAct.NO_NAME))
    found = when(slots, asked.now, usual=usual, sun=asked.sun)
    if not isinstance(found, When):
        return Change(told=asked.told(found))
    if (found.duration_s or 0) > MAX_DURATION_S:
        return Change(told=asked.told(TimingAct.TOO_LONG))
    if len(appointments) >= MAX_APPOINTMENTS:
        return Change(told=asked.told(TimingAct.TOO_MANY))
    one = Appointment(
        id=asked.new_id,
        kind=asked.kind,
        due_at=found.due_at,
        name=slots.name,
        area=asked.area,
        duration_s=found.duration_s,
        clock=found.clock,
        days=found.days,
        text=asked.later.text or slots.conversation_command,
        commands=asked.command.then,
        before=asked.later.before,
        is_agreed=asked.later.is_agreed,
    )
    return Change(told=asked.told(TimingAct.SET, [one]), kept=(one,))


def _listed(asked: Asked, appointments: Sequence[Appointment]) -> Change:
    candidates = of_kind(appointments, asked.kind)
    found = sorted(meant(asked.command.slots, candidates), key=lambda one: one.left_at(asked.now))
    if not found:
        return Change(told=asked.told(_nothing(candidates)))
    return Change(told=asked.told(TimingAct.LISTED, found))


def _all_dropped(asked: Asked, appointments: Sequence[Appointment]) -> Change:
    candidates = of_kind(appointments, asked.kind)
    found = meant(asked.command.slots, candidates)
    return _dropped(asked, found) if found else Change(told=asked.told(_nothing(candidates)))


def _dropped(asked: Asked, found: Sequence[Appointment]) -> Change:
    """What rings is only silenced where it comes again."""
    told = asked.told(TimingAct.CANCELLED, found)
    if all(one.rings_since is not None for one in found):
        told = asked.told(TimingAct.SILENCED, found)
    again = [settled(one, asked.now, asked.sun) for one in found if one.rings_since is not None]
    kept = tuple(one for one in again if one is not None)
    stays = {one.id for one in kept}
    return Change(
        told=told, kept=kept, dropped=tuple(one.id for one in found if one.id not in stays)
    )


def _snoozed(asked: Asked, appointments: Sequence[Appointment]) -> Change:
    ringing = [one for one in appointments if one.rings_since is not None]
    if not ringing:
        longer = replace(asked.command, intent=Intent.INCREASE_TIMER)
        is_timer = duration_s(longer.slots) and of_kind(appointments, AppointmentKind.TIMER)
        if is_timer:
            return _of_one(replace(asked, later=replace(asked.later, command=longer)), appointments)
        return Change(told=asked.told(TimingAct.NOTHING_RINGS))
    seconds = duration_s(asked.command.slots) or SNOOZE_S
    kept = tuple(replace(one, due_at=asked.now + seconds, rings_since=None) for one in ringing)
    told = replace(asked.told(TimingAct.SNOOZED, kept), seconds=seconds)
    return Change(told=told, kept=kept)


def _of_one(asked: Asked, appointments: Sequence[Appointment]) -> Change:
    """What is done to one appointment, which the words or the situation make out."""
    intent = asked.command.intent
    candidates = of_kind(appointments, asked.kind)
    able = [one for one in candidates if _CAN.get(intent, _any)(one)]
    found = meant(asked.command.slots, able)
    if not is_described(asked.command.slots):
        found = _likeliest(found, intent, asked.area)
    if not found:
        return Change(told=asked.told(_nothing(candidates)))
    if len(found) > 1:
        return Change(told=asked.told(TimingAct.WHICH, found))
    if intent in _CANCELS:
        return _dropped(asked, found)
    changed, act = _changed(found[0], intent, duration_s(asked.command.slots), asked.now)
    return Change(told=asked.told(act, [changed]), kept=(changed,))


def _changed(
    one: Appointment, intent: Intent, seconds: float, now: float
) -> tuple[Appointment, TimingAct]:
    left = one.left_at(now)
    match intent:
        case Intent.PAUSE_TIMER:
            return replace(one, left_s=left), TimingAct.PAUSED
        case Intent.UNPAUSE_TIMER:
            return replace(one, due_at=now + left, left_s=None), TimingAct.RESUMED
        case Intent.INCREASE_TIMER | Intent.DECREASE_TIMER:
            step = seconds if intent is Intent.INCREASE_TIMER else -seconds
            left = min(max(left + step, 0.0), MAX_DURATION_S)
            is_paused = one.left_s is not None
            changed = replace(one, due_at=now + left, left_s=left if is_paused else None)
            return replace(changed, rings_since=None), TimingAct.CHANGED
        case _:
            message = f"{intent} changes no appointment"
            raise ValueError(message)


def settled(one: Appointment, now: float, sun: Sun | None = None) -> Appointment | None:
    """What becomes of an appointment whose time is over; None where it comes no more."""
    if not one.days or one.clock is None:
        return None
    due_at = following(one.clock, one.days, now, sun)
    return None if due_at is None else replace(one, due_at=due_at, rings_since=None)


def _likeliest(found: list[Appointment], intent: Intent, area: str | None) -> list[Appointment]:
    """What rings, or else what was set in this room."""
    ringing = [one for one in found if one.rings_since is not None]
    if ringing and intent in _CANCELS:
        return ringing[:1]
    here = [one for one in found if area is not None and one.area == area]
    return here if len(here) == 1 else found


def _nothing(candidates: Sequence[Appointment]) -> TimingAct:
    return TimingAct.NONE_SUCH if candidates else TimingAct.NONE_SET


def _any(_: Appointment) -> bool:
    return True


_CANCELS: Final = frozenset({Intent.CANCEL_TIMER, Intent.CANCEL_ALARM, Intent.CANCEL_REMINDER})
_CAN: Final[Mapping[Intent, Callable[[Appointment], bool]]] = {
    Intent.PAUSE_TIMER: lambda one: one.is_running,
    Intent.UNPAUSE_TIMER: lambda one: one.left_s is not None,
}
"""What can be done only to some."""
