"""What is done or told about a resolution."""

from dataclasses import replace
from typing import assert_never

from edge_agent.domain.command import Command
from edge_agent.domain.resolution import (
    Answer,
    Clarify,
    Confirm,
    Errand,
    Later,
    Plan,
    Resolution,
    Unable,
)
from edge_agent.domain.response import Notice
from edge_agent.domain.turn import Utterance
from edge_agent.pipeline.agenda import Agenda
from edge_agent.pipeline.execution import Executor, Result
from edge_agent.pipeline.guard import Guard
from edge_agent.pipeline.outcomes import answered, asked_back, kept, refused
from edge_agent.respond.responder import Responder


class Settling:
    """Has plans carried out and appointments kept, and notes what was decided about each."""

    def __init__(
        self, *, executor: Executor, agenda: Agenda, responder: Responder, guard: Guard
    ) -> None:
        self._executor = executor
        self._agenda = agenda
        self._responder = responder
        self._guard = guard

    async def settle(
        self, command: Command, found: Resolution | Notice, utterance: Utterance
    ) -> Result:
        """Do or tell what a command of an utterance was resolved to."""
        occasion = self._guard.occasion(utterance.source, utterance.area)
        decision = self._guard.decision(found, occasion)
        result = await self._done_or_told(command, found, utterance)
        return replace(result, outcome=replace(result.outcome, decision=decision))

    async def _done_or_told(  # noqa: PLR0911 - one for each kind of resolution
        self, command: Command, found: Resolution | Notice, utterance: Utterance
    ) -> Result:
        match found:
            case Notice():
                return answered(command, found)
            case Plan():
                return await self._executor.carry_out(found, said_at=utterance.ended_at)
            case Errand():
                return await self._executor.run(found, said_at=utterance.ended_at)
            case Confirm():
                targets = tuple(e.entity_id for e in found.plan.targets)
                return asked_back(found.plan.command, found, targets)
            case Clarify():
                targets = tuple(e.entity_id for e in found.options)
                return asked_back(found.command, found, targets)
            case Answer():
                targets = tuple(finding.entity.entity_id for finding in found.findings)
                return answered(found.command, found, targets)
            case Later():
                found = replace(found, text=self._responder.deed(found))
                return kept(found.command, await self._agenda.settle(found, utterance.area))
            case Unable():
                return refused(found)
            case _:
                assert_never(found)
