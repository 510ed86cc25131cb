"""The one-way flow of a turn: what was said is understood, resolved, carried out and answered."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from secrets import token_hex
from typing import Final, assert_never

from edge_agent.config.schema import PolicySettings
from edge_agent.domain.action import CommandOutcome, OutcomeKind
from edge_agent.domain.command import Command, Intent, Reason, Rejection, Understanding
from edge_agent.domain.entity import Entity, Home
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
from edge_agent.domain.response import Act, Manner, Notice, Response, Topic
from edge_agent.domain.turn import Latency, Source, Turn, Utterance
from edge_agent.home.conversation import Conversation
from edge_agent.home.needs_table import Needs, usual_needs
from edge_agent.pipeline.agenda import Agenda
from edge_agent.pipeline.dialogue import Dialogue, Question, Recent, in_one
from edge_agent.pipeline.execution import Executor, Publisher, Result
from edge_agent.pipeline.live_home import LiveHome
from edge_agent.pipeline.open_questions import OpenQuestions
from edge_agent.pipeline.outcomes import (
    answered,
    appointments_of,
    as_reminder,
    asked_back,
    asked_for,
    episodes_of,
    is_pointless,
    kept,
    taken_back_later,
    time_of,
    was_held,
    without_commands,
)
from edge_agent.pipeline.teaching import Teacher
from edge_agent.pipeline.teaching_dialogue import TeachingDialogue
from edge_agent.respond.assistant_words import PRIVACY as PRIVACY_WITH_ASSISTANT
from edge_agent.respond.responder import Responder, Told

Understand = Callable[[Sequence[str]], Awaitable[Understanding]]
"""From the alternatives of an utterance to commands or a rejection."""
Tone = Callable[[Understanding], Awaitable[Manner | Topic]]
"""How something was asked for or, where it is no command, what small talk it is."""

_UNSAID: Final = frozenset({Reason.NOISE, Reason.GAP, Reason.OTHER_SPEECH})
"""After these a question stays open: the speaker has not answered yet."""


async def plainly(_: Understanding) -> Manner:
    """Take everything as plainly said."""
    return Manner.PLAIN


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
        questions: OpenQuestions | None = None,
    ) -> None:
        self._understand = understand
        self._questions = questions
        self._tone = tone
        self._responder = responder or Responder()
        self._home = home
        self._agenda = agenda or Agenda()
        self._dialogue = Dialogue(
            settings=settings, needs=usual_needs() if needs is None else needs
        )
        self._executor = Executor(home=home, publisher=publisher, settings=settings)
        self._conversation = Conversation(
            answer_within_s=settings.answer_within_s, context_s=settings.context_s
        )

        self._has_doubted = False
        self._lessons: TeachingDialogue | None = None
        if teacher is not None:
            limit_s = settings.answer_within_s
            self._lessons = TeachingDialogue(teacher, understand, answer_within_s=limit_s)

    @property
    def awaits_any_words(self) -> bool:
        """Whether what is said next may be no sentence about the home, but any words."""
        if self._agenda.lacks_name:
            return True
        if self._questions is not None and self._questions.awaits_any_words:
            return True
        return self._lessons is not None and self._lessons.awaits_any_words

    def reset(self) -> None:
        """Forget the conversation."""
        self._conversation.reset()
        self._agenda.forget()
        self._has_doubted = False
        if self._lessons is not None:
            self._lessons.reset()
        if self._questions is not None:
            self._questions.reset()

    async def handle(self, utterance: Utterance) -> Turn:
        """Understand an utterance and do what it asks for."""
        begun_at = time.monotonic()
        about_talking = await self._about_talking(utterance)
        if about_talking is not None:
            return without_commands(utterance, about_talking, text=utterance.alternatives[0])
        understanding = await self._understood(utterance)
        if self._agenda.lacks_name:
            understanding = as_reminder(understanding)
        turn = await self._done(understanding, utterance, begun_at)
        may_go = self._questions is not None and self._questions.may_go(understanding, utterance)
        return replace(turn, is_open=may_go and turn.rejection is not None)

    async def act(self, understanding: Understanding, utterance: Utterance) -> Turn:
        """Do what somebody means who takes no part in the conversation: it answers no question."""
        self._conversation.close_question()
        self._agenda.forget()
        return await self._done(understanding, utterance, time.monotonic())

    async def _done(
        self, understanding: Understanding, utterance: Utterance, begun_at: float
    ) -> Turn:
        """Do what was understood, and answer."""
        understood_at = time.monotonic()
        sent = await self._results(understanding, utterance)
        results = await asyncio.gather(*map(self._executor.confirmed, sent))
        published_at = max(
            (r.published_at or understood_at for r in results), default=understood_at
        )
        response = await self._response(understanding, results, utterance)
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

    async def _about_talking(self, utterance: Utterance) -> Response | None:
        """The answer to what concerns phrases or announces a question; it closes any other."""
        response = None
        if self._lessons is not None:
            response = await self._lessons.answer(utterance)
        if self._questions is not None and response is not None:
            self._questions.reset()
        elif self._questions is not None:
            response = await self._questions.answer(utterance)
        if response is not None:
            self._conversation.close_question()
        return response

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
        self, understanding: Understanding, utterance: Utterance
    ) -> tuple[Result, ...]:
        question = self._conversation.open_question(utterance.ended_at)
        if not understanding.commands or understanding.phrase:
            option = await self._option(question, understanding, utterance)
            if option or not understanding.commands:
                return option or self._doubted(question, understanding, utterance)
        self._has_doubted = False
        answers = {Intent.YES, Intent.NO} & {c.intent for c in understanding.commands}
        further = self._conversation.further_question if question and answers else None
        afterwards = self._conversation.afterwards if question else ()
        self._conversation.close_question()
        before = self._home.now
        recent = self._recent(utterance)
        candidates = question.options if isinstance(question, Clarify) else ()
        results: list[Result] = []
        asked: list[Question] = []
        for command in understanding.commands:
            if is_pointless(command, results):
                continue
            home = self._home.model.foreseen(asked_for(results))
            meant = replace(recent, memory=recent.meant_by(command))
            for found in self._dialogue.resolutions(command, question, home, utterance.area, meant):
                asked += [found] if isinstance(found, Confirm | Clarify) else []
                results.append(await self._settle(command, found, utterance))
            recent = recent.after(episodes_of(results, before, candidates))
        for command in afterwards:
            results += await self._taken_back(command, utterance, recent, results)
        goes_on = any(c.intent is Intent.FOLLOW_UP for c in understanding.commands)
        self._remember(results, before, candidates, goes_on=goes_on)
        put_off = taken_back_later(understanding.commands) if asked else ()
        return await self._gone_on(further, self._asked(asked, results, put_off), utterance)

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
        afterwards: tuple[Command, ...] = (),
    ) -> tuple[Result, ...]:
        """The results with the one question that is open from now on, said once."""
        question, further = in_one(asked)
        if question is None:
            return tuple(results)
        self._conversation.ask(question, time.monotonic(), further, afterwards)
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
        return self._asked([further], [*results, await self._settle(command, further, utterance)])

    async def _option(
        self, question: Question | None, understanding: Understanding, utterance: Utterance
    ) -> tuple[Result, ...]:
        """Words that are no command may still tell which one is meant; a yes they never are."""
        rejection = understanding.rejection
        is_said = rejection is not None and rejection.reason not in _UNSAID
        if isinstance(question, Confirm) and is_said:
            self._conversation.close_question()
        if not isinstance(question, Clarify):
            return ()
        before = self._home.now
        found = self._dialogue.answered(question, understanding, before, utterance.area)
        if found is None:
            return ()
        afterwards = self._conversation.afterwards
        self._conversation.close_question()
        results = [await self._settle(question.command, found, utterance)]
        if isinstance(found, Confirm | Clarify):
            return self._asked([found], results, afterwards)
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
        found = self._dialogue.resolutions(command, None, self._home.now, utterance.area, recent)
        return tuple([await self._settle(command, one, utterance) for one in found])

    def _doubted(
        self, question: Question | None, understanding: Understanding, utterance: Utterance
    ) -> tuple[Result, ...]:
        """The question whether something unsure was meant; never two of them in a row."""
        is_again = self._has_doubted and self._conversation.is_going_on(utterance.ended_at)
        if isinstance(question, Clarify) or is_again or not understanding.unsure:
            return ()
        doubt = self._dialogue.doubt(understanding, self._home.now, utterance.area)
        if doubt is None:
            return ()
        self._has_doubted = True
        plans = (doubt.plan, *doubt.further)
        results = [
            asked_back(plan.command, doubt, tuple(e.entity_id for e in plan.targets))
            for plan in plans
        ]
        return self._asked([doubt], results)

    async def _settle(  # noqa: PLR0911 - one for each kind of resolution
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
                outcome = CommandOutcome(command=found.command, kind=OutcomeKind.FAILED)
                return Result(outcome=outcome, told=Told(about=found))
            case _:
                assert_never(found)

    async def _response(
        self, understanding: Understanding, results: Sequence[Result], utterance: Utterance
    ) -> Response:
        """One answer to all; how it was said is looked at last, when everything is done."""
        tone = await self._tone(understanding)
        if results:
            manner = tone if isinstance(tone, Manner) else Manner.PLAIN
            self._conversation.note_answer(time.monotonic())
            return self._responder.respond([result.told for result in results], manner)
        if isinstance(tone, Topic) and self._is_for_us(tone, utterance):
            self._conversation.note_answer(time.monotonic())
            if tone is Topic.PRIVACY and self._questions is not None:
                return PRIVACY_WITH_ASSISTANT
            return self._responder.small_talk(tone, self._home.now)
        rejection = understanding.rejection or Rejection(reason=Reason.NOT_A_COMMAND)
        return self._responder.respond((Told(about=rejection),))

    def _is_for_us(self, topic: Topic, utterance: Utterance) -> bool:
        """What is overheard may be meant for somebody else: a "thank you" out of the blue."""
        is_heard = utterance.source is Source.VOICE
        is_going_on = self._conversation.is_going_on(utterance.ended_at)
        return is_going_on or not (is_heard and topic.needs_an_occasion)


def _ms(seconds: float) -> int:
    return round(1000 * seconds)
