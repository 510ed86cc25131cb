"""The appointments of one agent: changed by commands, kept, and handed out when they are due."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from secrets import token_hex
from time import time
from typing import Final, Protocol

from edge_agent.agenda.changing import Asked, change, completed, is_bare
from edge_agent.agenda.coming import Due, due, next_at, quiet_after, shifted
from edge_agent.agenda.sun import Sun
from edge_agent.domain.appointment import Appointment, Timing, TimingAct
from edge_agent.domain.intent import Intent
from edge_agent.domain.resolution import Later

_ID_BYTES: Final = 4
_ANSWER_WITHIN_S: Final = 30.0
"""How long it is waited for that somebody tells a time, or what to be reminded of."""
_LACKING: Final = frozenset({TimingAct.NO_TIME, TimingAct.NO_NAME})


class Ledger(Protocol):
    """Where appointments outlive the agent."""

    async def write(self, kept: Sequence[Appointment], dropped: Sequence[str]) -> None:
        """Put these in place of those with their ids, and forget others; never raises."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lacking:
    """A command that cannot be done before more is said."""

    later: Later
    act: TimingAct
    until: float
    """Unix seconds."""


class NoLedger:
    """Keeps nothing: for what is only tried out."""

    async def write(self, kept: Sequence[Appointment], dropped: Sequence[str]) -> None:
        """Forget it."""
        del kept, dropped


class Agenda:
    """All appointments; belongs to one event loop.

    Args:
        ledger: where they are kept.
        sun: where the place is known.
        now: Unix seconds.
        on_change: is told each change that a command has made.
    """

    def __init__(
        self,
        ledger: Ledger | None = None,
        *,
        sun: Sun | None = None,
        now: Callable[[], float] = time,
        on_change: Callable[[Timing], None] = lambda _: None,
    ) -> None:
        self._ledger = ledger or NoLedger()
        self._sun = sun
        self._now = now
        self.on_change = on_change
        self._appointments: dict[str, Appointment] = {}
        self._lacking: _Lacking | None = None

    @property
    def appointments(self) -> tuple[Appointment, ...]:
        """All of them, in the order of their times."""
        return tuple(sorted(self._appointments.values(), key=lambda one: one.due_at))

    @property
    def ringing(self) -> tuple[Appointment, ...]:
        """Those that ring now."""
        return tuple(one for one in self.appointments if one.rings_since is not None)

    @property
    def next_at(self) -> float | None:
        """When something is due, or is to fall silent; Unix seconds."""
        return next_at(self.appointments)

    def take(self, appointments: Sequence[Appointment]) -> None:
        """Put these in place of all others, as the ledger has them."""
        self._appointments = {one.id: one for one in appointments}

    async def settle(self, later: Later, area: str | None) -> Timing:
        """Do what a command wants that was said in a room, and tell what came of it.

        One that lacks its time, or what it is to remind of, is kept in mind for a little.
        """
        now = self._now()
        later = self._completed(later)
        asked = Asked(later=later, area=area, now=now, new_id=token_hex(_ID_BYTES), sun=self._sun)
        found = change(asked, self.appointments)
        self._lacking = None
        if found.told.act in _LACKING:
            until = now + _ANSWER_WITHIN_S
            self._lacking = _Lacking(later=later, act=found.told.act, until=until)
        await self._write(found.kept, found.dropped)
        if found.told.is_done:
            self.on_change(found.told)
        return found.told

    @property
    def lacks_name(self) -> bool:
        """Whether the next words are what somebody is to be reminded of."""
        lacking = self._open()
        return lacking is not None and lacking.act is TimingAct.NO_NAME

    def forget(self) -> None:
        """Do not wait for a time or a name any longer."""
        self._lacking = None

    def _open(self) -> "_Lacking | None":
        lacking = self._lacking
        return lacking if lacking is not None and self._now() <= lacking.until else None

    def _completed(self, later: Later) -> Later:
        """What was said before, where this only completes it."""
        lacking, command = self._open(), later.command
        if lacking is None:
            return later
        is_name = command.intent is Intent.SET_REMINDER and command.slots.name
        fits = is_name if lacking.act is TimingAct.NO_NAME else is_bare(command)
        return completed(lacking.later, command.slots) if fits else later

    async def come_due(self) -> Due:
        """What is due now; each is handed out once."""
        found = due(self.appointments, self._now(), self._sun)
        await self._write(found.kept, found.dropped)
        return found

    async def fall_silent(self) -> tuple[Appointment, ...]:
        """End what has rung for long enough, and tell what that is."""
        found = quiet_after(self.appointments, self._now(), self._sun)
        await self._write(found.kept, found.dropped)
        return found.now_due

    async def shift(self, by_s: float) -> None:
        """Let what was set to a duration last as long, after the clock was put forward."""
        await self._write(shifted(self.appointments, by_s), ())

    async def _write(self, kept: Sequence[Appointment], dropped: Sequence[str]) -> None:
        if not kept and not dropped:
            return
        for one in kept:
            self._appointments[one.id] = one
        for gone in dropped:
            self._appointments.pop(gone, None)
        await self._ledger.write(kept, dropped)
