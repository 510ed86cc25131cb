"""What is to happen at a time: timers, alarms, reminders, and commands for later."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from edge_agent.domain.command import Command
from edge_agent.domain.entity import EntityState
from edge_agent.domain.intent import Intent


class AppointmentKind(StrEnum):
    """What happens when its time has come."""

    TIMER = "timer"
    ALARM = "alarm"
    REMINDER = "reminder"
    COMMAND = "command"
    """Something is done to the home."""


EVERY_DAY: Final = frozenset(range(7))
WEEKDAYS: Final = frozenset(range(5))
WEEKENDS: Final = EVERY_DAY - WEEKDAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """One thing that is to happen at a time."""

    id: str
    kind: AppointmentKind
    due_at: float
    """Unix seconds; of what is paused, when it would have been."""
    name: str | None = None
    """What a timer is called, or what somebody is to be reminded of."""
    area: str | None = None
    """The room where it was set."""
    duration_s: float | None = None
    """How long a timer runs in all, seconds; None of what has a time of day."""
    left_s: float | None = None
    """How much was left when it was paused, seconds; None while it runs."""
    clock: str | None = None
    """The time of day, `07:30`, `sunrise` or `sunset`; None of what was set to a duration."""
    days: frozenset[int] = frozenset()
    """Weekdays on which it comes again, 0 for Monday; empty for once."""
    text: str | None = None
    """What is to be done, as it was said."""
    commands: tuple[Command, ...] = ()
    """What is to be done."""
    before: Mapping[str, EntityState] = field(default_factory=dict)
    """By entity id: the states that are to be brought back."""
    is_agreed: bool = False
    """Somebody said yes to doing it to many devices at once."""
    rings_since: float | None = None
    """Unix seconds; None while it does not ring."""

    @property
    def is_running(self) -> bool:
        """Its time is still to come."""
        return self.left_s is None and self.rings_since is None

    def left_at(self, now: float) -> float:
        """Seconds until it is due, none below 0."""
        return max(0.0, self.due_at - now if self.left_s is None else self.left_s)


class TimingAct(StrEnum):
    """What came of a command about appointments, or of their time."""

    SET = "set"
    CANCELLED = "cancelled"
    PAUSED = "paused"
    RESUMED = "resumed"
    CHANGED = "changed"
    SNOOZED = "snoozed"
    SILENCED = "silenced"
    """What rang is quiet."""
    LISTED = "listed"
    RINGS = "rings"
    MISSED = "missed"
    """The agent did not run when it was due."""
    NONE_SET = "none_set"
    NOTHING_RINGS = "nothing_rings"
    """So nothing can be put off."""
    NONE_SUCH = "none_such"
    """There are some, but none that the words mean."""
    WHICH = "which"
    """Several are meant by the words."""
    NO_DEED = "no_deed"
    """A time was said, and nothing that is to be then."""
    NO_NAME = "no_name"
    """Nothing tells what somebody is to be reminded of."""
    NO_TIME = "no_time"
    """Nothing tells when."""
    NO_SUN = "no_sun"
    """Sunrise and sunset are known only where the place is."""
    TOO_LONG = "too_long"
    TOO_MANY = "too_many"

    @property
    def is_told(self) -> bool:
        """Others are told of it: something was set or changed, or its time has come."""
        return self in _DONE or self in {TimingAct.RINGS, TimingAct.MISSED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """What is to be told of appointments."""

    act: TimingAct
    kind: AppointmentKind
    """What was spoken of."""
    appointments: tuple[Appointment, ...] = ()
    now: float = 0.0
    """Unix seconds."""
    name: str | None = None
    """What was asked for in vain."""
    seconds: float = 0.0
    """For how long something was put off."""

    @property
    def is_done(self) -> bool:
        """Something was set or changed."""
        return self.act in _DONE


_DONE: Final = frozenset(
    {
        TimingAct.SET,
        TimingAct.CANCELLED,
        TimingAct.PAUSED,
        TimingAct.RESUMED,
        TimingAct.CHANGED,
        TimingAct.SNOOZED,
        TimingAct.SILENCED,
    }
)
KINDS: Final[Mapping[Intent, AppointmentKind]] = {
    Intent.START_TIMER: AppointmentKind.TIMER,
    Intent.CANCEL_TIMER: AppointmentKind.TIMER,
    Intent.CANCEL_ALL_TIMERS: AppointmentKind.TIMER,
    Intent.PAUSE_TIMER: AppointmentKind.TIMER,
    Intent.UNPAUSE_TIMER: AppointmentKind.TIMER,
    Intent.INCREASE_TIMER: AppointmentKind.TIMER,
    Intent.DECREASE_TIMER: AppointmentKind.TIMER,
    Intent.TIMER_STATUS: AppointmentKind.TIMER,
    Intent.SET_ALARM: AppointmentKind.ALARM,
    Intent.CANCEL_ALARM: AppointmentKind.ALARM,
    Intent.CANCEL_ALL_ALARMS: AppointmentKind.ALARM,
    Intent.ALARM_STATUS: AppointmentKind.ALARM,
    Intent.SNOOZE: AppointmentKind.ALARM,
    Intent.SET_REMINDER: AppointmentKind.REMINDER,
    Intent.CANCEL_REMINDER: AppointmentKind.REMINDER,
    Intent.CANCEL_ALL_REMINDERS: AppointmentKind.REMINDER,
    Intent.REMINDER_STATUS: AppointmentKind.REMINDER,
    Intent.SCHEDULE: AppointmentKind.COMMAND,
}
"""What each command about appointments speaks of."""
