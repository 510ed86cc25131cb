"""What the commands of a turn lead to, after what was said before; what is asked back of them."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from edge_agent.domain.command import Command
from edge_agent.domain.entity import Entity, Home
from edge_agent.domain.intent import Intent
from edge_agent.domain.policy import Occasion, Permission
from edge_agent.domain.resolution import Clarify, Confirm, Later
from edge_agent.domain.response import Act, Response
from edge_agent.domain.turn import Utterance
from edge_agent.domain.understanding import Reason, Understanding
from edge_agent.home.conversation import Conversation
from edge_agent.home.follow_up import Memory
from edge_agent.pipeline.agenda import Agenda
from edge_agent.pipeline.dialogue import Dialogue, Question, Recent, in_one
from edge_agent.pipeline.execution import Result
from edge_agent.pipeline.guard import Guard
from edge_agent.pipeline.live_home import LiveHome
from edge_agent.pipeline.outcomes import (
    appointments_of,
    asked_back,
    asked_for,
    episodes_of,
    is_pointless,
    taken_back_later,
    was_held,
)
from edge_agent.pipeline.settling import Settling
from edge_agent.respond.responder import Told

_UNSAID: Final = frozenset({Reason.NOISE, Reason.GAP, Reason.OTHER_SPEECH})
"""After these a question stays open: the speaker has not answered yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Done:
    """What was done for the last utterance that held a command."""

    episodes: Memory
    appointments: tuple[str, ...]
    """Ids of what was set for later."""
    said_at: float = 0.0


class Commanding:
    """Has commands resolved and settled one after the other, and remembers them.

    Args:
        home: what commands are about.
        dialogue: resolves them.
        settling: does what they come to.
        conversation: what was said before.
        agenda: knows what rings.
        guard: judges what may be done.
    """

    def __init__(  # noqa: PLR0913 - the stages that it leads through
        self,
        *,
        home: LiveHome,
        dialogue: Dialogue,
        settling: Settling,
        conversation: Conversation,
        agenda: Agenda,
        guard: Guard,
    ) -> None:
        self._home = home
        self._dialogue = dialogue
        self._settling = settling
        self._conversation = conversation
        self._agenda = agenda
        self._guard = guard
        self._has_doubted = False
        self._latest: _Done | None = None

    def reset(self) -> None:
        """Forget that anything was done or doubted."""
        self._has_doubted = False
        self._latest = None

    async def results(
        self,
        understanding: Understanding,
        utterance: Utterance,
        *,
        granted: Permission = Permission.ALLOW,
    ) -> tuple[Result, ...]:
        """What was done or told, before the devices have reported.

        Args:
            understanding: what the utterance means.
            utterance: what was said.
            granted: what was given beside it: the PIN, where that was right.
        """
        question = self._conversation.open_question(utterance.ended_at, utterance.place)
        if not understanding.commands or understanding.phrase:
            option = await self._option(question, understanding, utterance)
            if option or not understanding.commands:
                return option or self._doubted(question, understanding, utterance)
        self._has_doubted = False
        if utterance.continues is not None:
            question = None
        return await self._commanded(question, understanding.commands, utterance, granted)

    async def _commanded(
        self,
        question: Question | None,
        commands: Sequence[Command],
        utterance: Utterance,
        granted: Permission,
    ) -> tuple[Result, ...]:
        """What commands came to one after the other; they may answer the open question."""
        answers = {Intent.YES, Intent.NO} & {c.intent for c in commands}
        further = self._conversation.further_question if question and answers else None
        afterwards = self._conversation.afterwards if question else ()
        self._conversation.close_question(utterance.place)
        before = self._home.now
        occasion = self._occasion(utterance, granted)
        begun = self._begun(utterance)
        recent = replace(self._recent(utterance), begun=begun.episodes if begun else ())
        candidates = question.options if isinstance(question, Clarify) else ()
        results: list[Result] = []
        asked: list[Question] = []
        for command in commands:
            if is_pointless(command, results):
                continue
            home = self._home.model.foreseen(asked_for(results))
            meant = replace(recent, memory=recent.meant_by(command))
            for resolution in self._dialogue.resolutions(command, question, home, occasion, meant):
                found = self._guard.passed(resolution, occasion)
                asked += [found] if isinstance(found, Confirm | Clarify) else []
                results.append(await self._settling.settle(command, found, utterance))
            recent = recent.after(episodes_of(results, before, candidates))
        for command in afterwards:
            results += await self._taken_back(command, utterance, recent, results)
        if begun and appointments_of(results):
            await self._call_off(begun, commands[0], utterance)
        goes_on = any(c.intent is Intent.FOLLOW_UP for c in commands)
        done = self._remember(results, before, candidates, goes_on=goes_on)
        self._latest = replace(done, said_at=utterance.ended_at)
        put_off = taken_back_later(commands) if asked else ()
        told = self._asked(asked, results, utterance, put_off)
        return await self._gone_on(further, told, utterance)

    def _begun(self, utterance: Utterance) -> _Done | None:
        """What was done for the beginning of an utterance, before the speaker went on."""
        done = self._latest
        return done if done is not None and utterance.continues == done.said_at else None

    async def _call_off(self, begun: _Done, command: Command, utterance: Utterance) -> None:
        """Take back what was set for the beginning, once the whole has taken its place."""
        if begun.appointments:
            later = Later(command=command, undoes=begun.appointments)
            await self._settling.settle(command, later, utterance)

    def _occasion(self, utterance: Utterance, granted: Permission = Permission.ALLOW) -> Occasion:
        return self._guard.occasion(utterance.source, utterance.area, granted)

    def _recent(self, utterance: Utterance) -> Recent:
        return Recent(
            memory=self._conversation.memory(utterance.ended_at),
            earlier=self._conversation.earlier(utterance.ended_at),
            rings=tuple(one.id for one in self._agenda.ringing),
            set_for_later=self._conversation.set_for_later(utterance.ended_at),
            was_done=self._conversation.was_done,
        )

    def _remember(
        self,
        results: Sequence[Result],
        before: Home,
        candidates: tuple[Entity, ...],
        *,
        goes_on: bool = False,
    ) -> _Done:
        done = _Done(
            episodes=episodes_of(results, before, candidates),
            appointments=appointments_of(results),
        )
        self._conversation.remember(
            done.episodes, time.monotonic(), appointments=done.appointments, goes_on=goes_on
        )
        return done

    def _asked(
        self,
        asked: Sequence[Question],
        results: Sequence[Result],
        utterance: Utterance,
        afterwards: tuple[Command, ...] = (),
    ) -> tuple[Result, ...]:
        """The results with the one question that is open from now on, said once."""
        question, further = in_one(asked)
        if question is None:
            return tuple(results)
        self._conversation.ask(question, time.monotonic(), utterance.place, further, afterwards)
        kind = Act.CLARIFY if isinstance(question, Clarify) else Act.CONFIRM
        told = iter((Told(about=question),))
        silent = Told(about=Response(act=kind, text=""))
        return tuple(
            replace(result, told=next(told, silent))
            if isinstance(result.told.about, Confirm | Clarify)
            else result
            for result in results
        )

    async def _gone_on(
        self, further: Question | None, results: Sequence[Result], utterance: Utterance
    ) -> tuple[Result, ...]:
        """The results of an answer, with what was left to be asked after it."""
        if further is None:
            return tuple(results)
        command = further.command if isinstance(further, Clarify) else further.plan.command
        also = await self._settling.settle(command, further, utterance)
        return self._asked([further], [*results, also], utterance)

    async def _option(
        self, question: Question | None, understanding: Understanding, utterance: Utterance
    ) -> tuple[Result, ...]:
        """Words that are no command may still tell which one is meant; a yes they never are."""
        rejection = understanding.rejection
        is_said = rejection is not None and rejection.reason not in _UNSAID
        if isinstance(question, Confirm) and is_said:
            self._conversation.close_question(utterance.place)
        if not isinstance(question, Clarify):
            return ()
        before, occasion = self._home.now, self._occasion(utterance)
        answer = self._dialogue.answered(question, understanding, before, occasion)
        if answer is None:
            return ()
        found = self._guard.passed(answer, occasion)
        afterwards = self._conversation.afterwards
        self._conversation.close_question(utterance.place)
        results = [await self._settling.settle(question.command, found, utterance)]
        if isinstance(found, Confirm | Clarify):
            return self._asked([found], results, utterance, afterwards)
        recent = Recent(memory=episodes_of(results, before, question.options))
        for command in afterwards:
            results += await self._taken_back(command, utterance, recent, results)
        self._remember(results, before, question.options)
        return tuple(results)

    async def _taken_back(
        self, command: Command, utterance: Utterance, recent: Recent, results: Sequence[Result]
    ) -> tuple[Result, ...]:
        """What ends what was done for a time only; nothing where nothing was done."""
        if not was_held(results):
            return ()
        occasion = self._occasion(utterance)
        found = self._dialogue.resolutions(command, None, self._home.now, occasion, recent)
        passed = [self._guard.passed(one, occasion) for one in found]
        return tuple([await self._settling.settle(command, one, utterance) for one in passed])

    def _doubted(
        self, question: Question | None, understanding: Understanding, utterance: Utterance
    ) -> tuple[Result, ...]:
        """The question whether something unsure was meant; never two of them in a row."""
        is_again = self._has_doubted and self._conversation.is_going_on(utterance.ended_at)
        if isinstance(question, Clarify) or is_again or not understanding.unsure:
            return ()
        doubt = self._dialogue.doubt(understanding, self._home.now, self._occasion(utterance))
        if doubt is None:
            return ()
        self._has_doubted = True
        plans = (doubt.plan, *doubt.further)
        results = [
            asked_back(plan.command, doubt, tuple(e.entity_id for e in plan.targets))
            for plan in plans
        ]
        return self._asked([doubt], results, utterance)
