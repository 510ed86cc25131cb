"""The one-way flow of a turn: what was said is understood, resolved, carried out and answered."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from secrets import token_hex

from edge_agent.config.policy import PolicySettings
from edge_agent.domain.policy import Permission
from edge_agent.domain.resolution import Confirm, ConfirmReason
from edge_agent.domain.response import Act, Notice
from edge_agent.domain.turn import Latency, Place, Turn, Utterance
from edge_agent.domain.understanding import Reason, Rejection, Understanding
from edge_agent.home.conversation import Conversation
from edge_agent.home.needs_table import Needs, usual_needs
from edge_agent.pipeline.agenda import Agenda
from edge_agent.pipeline.answering import Answering, Tone, plainly
from edge_agent.pipeline.asides import Asides
from edge_agent.pipeline.commanding import Commanding
from edge_agent.pipeline.dialogue import Dialogue
from edge_agent.pipeline.execution import Executor, Publisher, Result
from edge_agent.pipeline.guard import Guard
from edge_agent.pipeline.live_home import LiveHome
from edge_agent.pipeline.open_questions import OpenQuestions
from edge_agent.pipeline.outcomes import as_reminder, refused, time_of, without_commands
from edge_agent.pipeline.pin_lock import PinTry
from edge_agent.pipeline.pin_turns import PIN_SAID, pin_asked_again
from edge_agent.pipeline.settling import Settling
from edge_agent.pipeline.teaching import Teacher
from edge_agent.pipeline.teaching_dialogue import TeachingDialogue
from edge_agent.respond.responder import Responder, Told
from edge_agent.satellites.bid import Standing

Understand = Callable[[Sequence[str]], Awaitable[Understanding]]
"""From the alternatives of an utterance to commands or a rejection."""


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
        self._agenda = agenda or Agenda()
        self._guard = guard or Guard(settings)
        self._executor = Executor(home=home, publisher=publisher, settings=settings)
        self._conversation = Conversation(
            answer_within_s=settings.answer_within_s, context_s=settings.context_s
        )
        self._commanding = self._commanding_in(home, settings, needs)
        self._answering = Answering(
            tone=tone,
            responder=self._responder,
            home=home,
            conversation=self._conversation,
            has_assistant=questions is not None,
        )
        lessons = None
        if teacher is not None:
            limit_s = settings.answer_within_s
            lessons = TeachingDialogue(teacher, understand, answer_within_s=limit_s)
        self._asides = Asides(lessons, questions)

    @property
    def awaits_any_words(self) -> bool:
        """Whether what is said next may be no sentence about the home, but any words."""
        return self._agenda.lacks_name or self._asides.awaits_any_words

    def standing(self, said_at: float, place: Place) -> tuple[Standing, float]:
        """What ties somebody who speaks there at a time to this agent, and since when."""
        conversation = self._conversation
        if self._agenda.ringing:
            return Standing.QUESTION, said_at
        if self.awaits_any_words or conversation.open_question(said_at, place):
            return Standing.QUESTION, conversation.answered_at
        if conversation.is_going_on(said_at):
            return Standing.CONVERSATION, conversation.answered_at
        return Standing.NONE, 0.0

    def discreet(self, utterance: Utterance) -> Utterance:
        """What was said, without what may be the PIN."""
        return self._guard.discreet(utterance)

    def reset(self) -> None:
        """Forget the conversation."""
        self._conversation.reset()
        self._agenda.forget()
        self._commanding.reset()
        self._asides.reset()

    def leave(self, utterance: Utterance) -> None:
        """Note that another agent answers: what is asked here was not what it was about."""
        if not utterance.is_other_speech:
            self._conversation.close_question(utterance.place)

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
            wake=utterance.wake,
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

    def _commanding_in(
        self, home: LiveHome, settings: PolicySettings, needs: Needs | None
    ) -> Commanding:
        return Commanding(
            home=home,
            dialogue=Dialogue(settings=settings, needs=usual_needs() if needs is None else needs),
            settling=Settling(
                executor=self._executor,
                agenda=self._agenda,
                responder=self._responder,
                guard=self._guard,
            ),
            conversation=self._conversation,
            agenda=self._agenda,
            guard=self._guard,
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
            return await self._commanding.results(understanding, utterance)
        if tried is PinTry.RIGHT:
            return await self._commanding.results(understanding, utterance, granted=Permission.PIN)
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


def _ms(seconds: float) -> int:
    return round(1000 * seconds)
