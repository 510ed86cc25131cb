"""Keeps time: hands out what is due, lets it ring, and tells others what is set."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

import structlog

from edge_agent.agenda.coming import Due
from edge_agent.agenda.sun import Sun
from edge_agent.app.publication import Publication
from edge_agent.app.turn_notes import TurnNotes
from edge_agent.app.turn_taking import TurnTaking
from edge_agent.config.schema import Config, Location
from edge_agent.domain.appointment import Appointment, AppointmentKind, Timing, TimingAct
from edge_agent.pipeline.agenda import Agenda
from edge_agent.pipeline.due_turns import DueTurns, has_failed
from edge_agent.store.appointments import AppointmentStore
from edge_agent.store.location import state_directory
from edge_agent.ticking import left_to_tick

_LOOK_EVERY_S: Final = 2.0
"""How soon something counts that another process has set, or a jump of the clock is noticed."""
_JUMP_S: Final = 2.0
"""Clocks that are only slewed differ by less."""
_WAITING_NEWS: Final = 64

_log = structlog.get_logger(__name__)


class AgendaFile:
    """The database of one agent's appointments, used without holding up the event loop."""

    def __init__(self, store: AppointmentStore) -> None:
        self._store = store
        self._lock = asyncio.Lock()

    async def load(self) -> tuple[Appointment, ...]:
        """All that is kept."""
        async with self._lock:
            return await asyncio.to_thread(self._store.load)

    async def write(self, kept: Sequence[Appointment], dropped: Sequence[str]) -> None:
        """As `pipeline.agenda.Ledger`."""
        async with self._lock:
            await asyncio.to_thread(self._store.write, kept, dropped)

    def close(self) -> None:
        """Let go of the file."""
        self._store.close()

    async def has_changed(self) -> bool:
        """Whether another process has written."""
        async with self._lock:
            return await asyncio.to_thread(self._store.has_changed)


def sun_over(place: Location | None) -> Sun | None:
    """The sun over the configured place."""
    return None if place is None else Sun(place.latitude, place.longitude)


def agenda_file(config: Config) -> AgendaFile:
    """The database of the configured agent; it need not exist."""
    given = config.timers.file
    usual = state_directory() / f"timers.{config.agent.id}.sqlite"
    return AgendaFile(AppointmentStore(Path(given) if given else usual))


class AlarmClock:
    """Runs beside the turns; what it has to say is said like the answer to a turn."""

    def __init__(  # noqa: PLR0913 - what it stands between
        self,
        *,
        agenda: Agenda,
        file: AgendaFile,
        due_turns: DueTurns,
        turns: TurnTaking,
        notes: TurnNotes,
        publication: Publication,
        repeat_s: float,
    ) -> None:
        self._agenda = agenda
        self._file = file
        self._due_turns = due_turns
        self._turns = turns
        self._notes = notes
        self._publication = publication
        self._repeat_s = repeat_s
        self._said_at = 0.0
        self._ringing_text = ""
        self._offset = _offset()
        self._has_news = asyncio.Event()
        self._news = asyncio.Queue[Timing](_WAITING_NEWS)
        agenda.on_change = self._note

    async def run(self) -> None:
        """Keep time until cancelled."""
        self._agenda.take(await self._file.load())
        await self._publish_all()
        while True:
            await self._follow_clock()
            await self._come_due()
            await self._ring_on()
            await self._tell_news()
            with suppress(TimeoutError):
                async with asyncio.timeout(self._pause_s()):
                    await self._has_news.wait()
            self._has_news.clear()
            if await self._file.has_changed():
                self._agenda.take(await self._file.load())
                await self._publish_all()

    def _note(self, told: Timing) -> None:
        """Remember to tell others of a change, and look again when something is due."""
        if not self._news.full():
            self._news.put_nowait(told)
        self._has_news.set()

    async def _tell_news(self) -> None:
        has_news = not self._news.empty()
        while not self._news.empty():
            told = self._news.get_nowait()
            await self._publication.timer(told.act, told.appointments)
        if has_news:
            await self._publish_all()

    async def _follow_clock(self) -> None:
        """What was set to ten minutes takes ten minutes, also if the clock is set meanwhile."""
        offset = _offset()
        jump_s, self._offset = offset - self._offset, offset
        if abs(jump_s) > _JUMP_S:
            _log.info("the clock was set", by_s=round(jump_s, 1))
            await self._agenda.shift(jump_s)

    async def _come_due(self) -> None:
        due = await self._agenda.come_due()
        quiet = await self._agenda.fall_silent()
        turn = await self._due_turns.turn(due, time.time())
        if turn is None:
            if quiet:
                await self._publish_all()
            return
        await self._notes.note(turn)
        await self._publish(due)
        rings = any(one.kind is not AppointmentKind.COMMAND for one in (*due.now_due, *due.missed))
        if rings or has_failed(turn):
            self._ringing_text, self._said_at = turn.response.text, time.monotonic()
            if rings:
                await self._turns.ring(turn.response.text)
            else:
                await self._turns.speak(turn.response.text)

    async def _publish(self, due: Due) -> None:
        await self._publication.timer(TimingAct.RINGS, due.now_due)
        await self._publication.timer(TimingAct.MISSED, due.missed)
        await self._publish_all()

    async def _publish_all(self) -> None:
        await self._publication.timers(self._agenda.appointments)

    async def _ring_on(self) -> None:
        """Say again what rings, until somebody stops it."""
        is_time = time.monotonic() - self._said_at >= self._repeat_s
        if self._agenda.ringing and is_time:
            self._said_at = time.monotonic()
            await self._turns.ring(self._ringing_text)

    def _pause_s(self) -> float:
        """How long nothing needs to be looked at."""
        next_at = self._agenda.next_at
        until_look = left_to_tick(_LOOK_EVERY_S)
        return until_look if next_at is None else min(until_look, max(0.0, next_at - time.time()))


def _offset() -> float:
    """By how much the clock on the wall differs from the one that nobody sets."""
    return time.time() - time.monotonic()
