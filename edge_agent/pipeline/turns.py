"""The one-way flow of a turn: what was said is understood, resolved, carried out and answered."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from secrets import token_hex
from typing import Final

from edge_agent.config.schema import PolicySettings
from edge_agent.domain.command import Command, Intent, Reason, Rejection, Understanding
from edge_agent.domain.entity import Entity, Home
from edge_agent.domain.policy import Occasion, Permission
from edge_agent.domain.resolution import (
    Clarify,
    Confirm,
    ConfirmReason,
)
from edge_agent.domain.response import Act, Notice, Response
from edge_agent.domain.turn import Latency, Turn, Utterance
from edge_agent.home.conversation import Conversation
from edge_agent.home.needs_table import Needs, usual_needs
from edge_agent.pipeline.agenda import Agenda
from edge_agent.pipeline.answering import Answering, Tone, plainly
from edge_agent.pipeline.asides import Asides
from edge_agent.pipeline.dialogue import Dialogue, Question, Recent, in_one
from edge_agent.pipeline.execution import Executor, Publisher, Result
from edge_agent.pipeline.guard import Guard
from edge_agent.pipeline.live_home import LiveHome
from edge_agent.pipeline.open_questions import OpenQuestions
from edge_agent.pipeline.outcomes import (
    appointments_of,
    as_reminder,
    asked_back,
    asked_for,
    episodes_of,
    is_pointless,
    refused,
    taken_back_later,
    time_of,
    was_held,
    without_commands,
)
from edge_agent.pipeline.pin_lock import PinTry
from edge_agent.pipeline.pin_turns import PIN_SAID, pin_asked_again
from edge_agent.pipeline.settling import Settling
from edge_agent.pipeline.teaching import Teacher
from edge_agent.pipeline.teaching_dialogue import TeachingDialogue
from edge_agent.respond.responder import Responder, Told

Understand = Callable[[Sequence[str]], Awaitable[Understanding]]
"""From the alternatives of an utterance to commands or a rejection."""
_UNSAID: Final = frozenset({Reason.NOISE, Reason.GAP, Reason.OTHER_SPEECH})
"""After these a question stays open: the speaker has not answered yet."""


class Pipeline:
    """Handles one utterance after the other."""

    def __init__(  # noqa: PLR0913 - the stages that it leads through
        self,
        *,
        understand: Understand,
        home: LiveHome,
        publisher: Publisher,
        settings: PolicySettings,
        needs: Needs | None = None,
        teacher: Teacher | None = None,
        tone: Tone = plainly,
        responder: Responder | None = None,
        agenda: Agenda | None = None,
        guard: Guard | None = None,
        questions: OpenQuestions | None = None,
    ) -> None:
        self._understand = understand
        self._responder = responder or Responder()
        self._home = home
        self._agenda = agenda or Agenda()
        self._guard = guard or Guard(settings)
        self._dialogue = Dialogue(
            settings=settings, needs=usual_needs() if needs is None else needs
        )
        self._executor = Executor(home=home, publisher=publisher, settings=settings)
        self._settling = Settling(
            executor=self._executor,
            agenda=self._agenda,
            responder=self._responder,
            guard=self._guard,
        )
        self._conversation = Conversation(
            answer_within_s=settings.answer_within_s, context_s=settings.context_s
        )
        self._answering = Answering(
            tone=tone,
            responder=self._responder,
            home=home,
            conversation=self._conversation,
            has_assistant=questions is not None,
        )
        self._has_doubted = False
        lessons = None
        if teacher is not None:
            limit_s = settings.answer_within_s
            lessons = TeachingDialogue(teacher, understand, answer_within_s=limit_s)
        self._asides = Asides(lessons, questions)

    @property
    def awaits_any_words(self) -> bool:
        """Whether what is said next may be no sentence about the home, but any words."""
        return self._agenda.lacks_name or self._asides.awaits_any_words

    def discreet(self, utterance: Utterance) -> Utterance:
        """What was said, without what may be the PIN."""
        return self._guard.discreet(utterance)

    def reset(self) -> None:
        """Forget the conversation."""
        self._conversation.reset()
        self._agenda.forget()
        self._has_doubted = False
        self._asides.reset()

    async def handle(self, utterance: Utterance) -> Turn:
        """Understand an utterance and do what it asks for."""
        begun_at = time.monotonic()
        tried = self._pin_tried(utterance)
        utterance = self.discreet(utterance)
        about_talking = None if tried else await self._asides.answer(utterance)
        if about_talking is not None:
            self._conversation.close_question(utterance.place)
            return without_commands(utterance, about_talking, text=utterance.alternatives[0])
        understanding = PIN_SAID if tried else await self._understood(utterance)
        if self._agenda.lacks_name and tried is None:
            understanding = as_reminder(understanding)
        turn = await self._done(understanding, utterance, begun_at, tried)
        may_go = self._asides.may_go(understanding, utterance)
        return replace(turn, is_open=may_go and turn.rejection is not None)

    async def act(self, understanding: Understanding, utterance: Utterance) -> Turn:
        """Do what somebody means who takes no part in the conversation: it answers no question."""
        self._conversation.close_question(utterance.place)
        self._agenda.forget()
        return await self._done(understanding, utterance, time.monotonic())

    async def _done(
        self,
        understanding: Understanding,
        utterance: Utterance,
        begun_at: float,
        tried: PinTry | None = None,
    ) -> Turn:
        """Do what was understood, and answer."""
        understood_at = time.monotonic()
        sent = await self._sent(understanding, utterance, tried)
        results = await asyncio.gather(*map(self._executor.confirmed, sent))
        published_at = max(
            (r.published_at or understood_at for r in results), default=understood_at
        )
        response = await self._answering.answer(understanding, results, utterance)
        is_rejected = not results and response.act is not Act.SMALL_TALK
        return Turn(
            id=utterance.id or token_hex(8),
            time=time_of(utterance.ended_at),
            source=utterance.source,
            area=utterance.area,
            utterance=understanding.text,
            phrase=understanding.phrase,
            outcomes=tuple(r.outcome for r in results),
            rejection=understanding.rejection if is_rejected else None,
            response=response,
            latency=Latency(
                endpoint=utterance.endpoint_ms,
                decode=utterance.decode_ms,
                understand=_ms(understood_at - begun_at),
                publish=_ms(published_at - understood_at),
                total=_ms(published_at - utterance.ended_at),
            ),
        )

    def broken(self, utterance: Utterance) -> Turn:
        """The turn of an utterance at which the agent itself has failed."""
        return without_commands(
            utterance, self._responder.respond((Told(about=Notice.BROKEN),)), text=""
        )

    def _pin_tried(self, utterance: Utterance) -> PinTry | None:
        """What came of the PIN that was asked for; None where something else was said."""
        question = self._conversation.open_question(utterance.ended_at, utterance.place)
        is_pin = isinstance(question, Confirm) and question.reason is ConfirmReason.PIN
        return self._guard.tried(utterance) if is_pin else None

    async def _sent(
        self, understanding: Understanding, utterance: Utterance, tried: PinTry | None
    ) -> tuple[Result, ...]:
        """What was done or told, before the devices have reported."""
        question = self._conversation.open_question(utterance.ended_at, utterance.place)
        if tried is None or not isinstance(question, Confirm):
            return await self._results(understanding, utterance)
        if tried is PinTry.RIGHT:
            return await self._results(understanding, utterance, granted=Permission.PIN)
        command = question.plan.command
        if tried is PinTry.LOCKED:
            self._conversation.close_question(utterance.place)
            return (refused(self._guard.locked(command)),)
        self._conversation.wait_on(time.monotonic())
        return (pin_asked_again(question, tried),)

    async def _understood(self, utterance: Utterance) -> Understanding:
        text = next(iter(utterance.alternatives), "")
        for is_unsound, reason in (
            (utterance.has_gap and text, Reason.GAP),
            (utterance.is_other_speech, Reason.OTHER_SPEECH),
            (not text, Reason.NOISE),
        ):
            if is_unsound:
                return Understanding(text=text, rejection=Rejection(reason=reason))
        return await self._understand(utterance.alternatives)

    async def _results(
        self,
        understanding: Understanding,
        utterance: Utterance,
        *,
        granted: Permission = Permission.ALLOW,
    ) -> tuple[Result, ...]:
        question = self._conversation.open_question(utterance.ended_at, utterance.place)
        if not understanding.commands or understanding.phrase:
            option = await self._option(question, understanding, utterance)
            if option or not understanding.commands:
                return option or self._doubted(question, understanding, utterance)
        self._has_doubted = False
        answers = {Intent.YES, Intent.NO} & {c.intent for c in understanding.commands}
        further = self._conversation.further_question if question and answers else None
        afterwards = self._conversation.afterwards if question else ()
        self._conversation.close_question(utterance.place)
        before = self._home.now
        occasion = self._occasion(utterance, granted)
        recent = self._recent(utterance)
        candidates = question.options if isinstance(question, Clarify) else ()
        results: list[Result] = []
        asked: list[Question] = []
        for command in understanding.commands:
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
        goes_on = any(c.intent is Intent.FOLLOW_UP for c in understanding.commands)
        self._remember(results, before, candidates, goes_on=goes_on)
        put_off = taken_back_later(understanding.commands) if asked else ()
        told = self._asked(asked, results, utterance, put_off)
        return await self._gone_on(further, told, utterance)

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
    ) -> None:
        self._conversation.remember(
            episodes_of(results, before, candidates),
            time.monotonic(),
            appointments=appointments_of(results),
            goes_on=goes_on,
        )

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


def _ms(seconds: float) -> int:
    return round(1000 * seconds)
