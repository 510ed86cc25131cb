"""What happens when a time has come: something rings, is told, or is done to the home."""

import asyncio
import time
from dataclasses import replace
from datetime import datetime
from itertools import chain
from secrets import token_hex

from edge_agent.agenda.coming import Due
from edge_agent.config.policy import PolicySettings
from edge_agent.domain.action import OutcomeKind
from edge_agent.domain.appointment import Appointment, AppointmentKind, Timing, TimingAct
from edge_agent.domain.command import Command
from edge_agent.domain.resolution import Confirm, ConfirmReason, Plan, Unable, UnableReason
from edge_agent.domain.turn import Latency, Source, Turn
from edge_agent.home.follow_up import Episode
from edge_agent.home.needs_table import Needs, usual_needs
from edge_agent.home.resolver import resolve
from edge_agent.pipeline.execution import Executor, Publisher, Result
from edge_agent.pipeline.guard import Guard
from edge_agent.pipeline.live_home import LiveHome
from edge_agent.pipeline.outcomes import refused
from edge_agent.respond.responder import Responder, Told


class DueTurns:
    """Makes a turn of what has come due; nobody is there to be asked back."""

    def __init__(  # noqa: PLR0913 - what it leads through
        self,
        *,
        home: LiveHome,
        publisher: Publisher,
        settings: PolicySettings,
        needs: Needs | None = None,
        responder: Responder | None = None,
        guard: Guard | None = None,
    ) -> None:
        self._home = home
        self._settings = settings
        self._needs = usual_needs() if needs is None else needs
        self._executor = Executor(home=home, publisher=publisher, settings=settings)
        self._responder = responder or Responder()
        self._guard = guard or Guard(settings)

    async def turn(self, due: Due, now: float) -> Turn | None:
        """What came of all that is due, in one answer; None where nothing is.

        Args:
            due: what is due, and what was missed, which is only told.
            now: Unix seconds.
        """
        deeds = [one for one in due.now_due if one.kind is AppointmentKind.COMMAND]
        done = tuple(chain.from_iterable([await self._done(one) for one in deeds]))
        told = [
            *(_told(TimingAct.MISSED, one, now) for one in due.missed),
            *(_told(TimingAct.RINGS, one, now) for one in due.now_due if one not in deeds),
            *(result.told for result in done),
        ]
        if not told:
            return None
        first = next(iter((*due.now_due, *due.missed)))
        return Turn(
            id=token_hex(8),
            time=datetime.now().astimezone(),
            source=Source.TIMER,
            area=first.area,
            utterance=" ".join(one.text for one in deeds if one.text),
            outcomes=tuple(result.outcome for result in done),
            rejection=None,
            response=self._responder.respond(told),
            latency=Latency(),
        )

    async def _done(self, one: Appointment) -> tuple[Result, ...]:
        """Do to the home what was to be done at a time."""
        results = [await self._carried_out(command, one) for command in one.commands]
        return tuple(await asyncio.gather(*map(self._executor.confirmed, results)))

    async def _carried_out(self, command: Command, one: Appointment) -> Result:
        home = self._home.now
        targets = tuple(entity for entity in home.entities if entity.entity_id in one.before)
        memory = (Episode(command=command, targets=targets, before=one.before),)
        occasion = self._guard.occasion(Source.TIMER, one.area)
        found = resolve(
            command, home, one.area, self._settings, memory, needs=self._needs, occasion=occasion
        )
        is_agreed = isinstance(found, Confirm) and found.reason is ConfirmReason.WIDE
        if isinstance(found, Confirm) and is_agreed and one.is_agreed:
            found = found.plan
        passed = self._guard.passed(found, occasion)
        if not isinstance(passed, Plan | Unable):
            reason = UnableReason.NOT_LATER if isinstance(passed, Confirm) else _UNCLEAR
            passed = Unable(command=command, reason=reason)
        decision = self._guard.decision(passed, occasion)
        if isinstance(passed, Plan):
            result = await self._executor.carry_out(passed, said_at=time.monotonic())
        else:
            result = refused(passed)
        return replace(result, outcome=replace(result.outcome, decision=decision))


_UNCLEAR = UnableReason.NO_SUCH_DEVICE
"""Something else is called so by now."""


def _told(act: TimingAct, one: Appointment, now: float) -> Told:
    return Told(about=Timing(act=act, kind=one.kind, appointments=(one,), now=now))


def has_failed(turn: Turn) -> bool:
    """Whether something was not done that was to be, which people should hear of."""
    kinds = [outcome.kind for outcome in turn.outcomes]
    good = {OutcomeKind.ACKED, OutcomeKind.CONFIRMED, OutcomeKind.ALREADY, OutcomeKind.PLANNED}
    return any(kind not in good for kind in kinds)
