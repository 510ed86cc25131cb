"""The one-way flow of a turn: what was said is understood, resolved, carried out and answered."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from secrets import token_hex
from typing import assert_never

from edge_agent.config.schema import PolicySettings
from edge_agent.domain.action import CommandOutcome, OutcomeKind
from edge_agent.domain.command import Command, Intent, Reason, Rejection, Understanding
from edge_agent.domain.entity import Entity, Home
from edge_agent.domain.resolution import Answer, Clarify, Confirm, Plan, Resolution, Unable
from edge_agent.domain.response import Act, Manner, Notice, Response, Topic
from edge_agent.domain.turn import Latency, Source, Turn, Utterance
from edge_agent.home.conversation import Conversation, chosen, is_one_place
from edge_agent.home.follow_up import Episode, Memory
from edge_agent.home.needs_table import Needs, usual_needs
from edge_agent.home.resolver import agree, choose, resolve
from edge_agent.pipeline.execution import Executor, Publisher, Result
from edge_agent.pipeline.live_home import LiveHome
from edge_agent.respond.responder import Responder, Told

Understand = Callable[[Sequence[str]], Awaitable[Understanding]]
"""From the alternatives of an utterance to commands or a rejection."""
Tone = Callable[[Understanding], Awaitable[Manner | Topic]]
"""How something was asked for or, where it is no command, what small talk it is."""


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
        tone: Tone = plainly,
        responder: Responder | None = None,
    ) -> None:
        self._understand = understand
        self._tone = tone
        self._responder = responder or Responder()
        self._home = home
        self._settings = settings
        self._needs = usual_needs() if needs is None else needs
        self._executor = Executor(home=home, publisher=publisher, settings=settings)
        self._conversation = Conversation(
            answer_within_s=settings.answer_within_s, context_s=settings.context_s
        )

    def reset(self) -> None:
        """Forget the conversation."""
        self._conversation.reset()

    async def handle(self, utterance: Utterance) -> Turn:
        """Understand an utterance and do what it asks for."""
        begun_at = time.monotonic()
        understanding = await self._understood(utterance)
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
            time=_time_of(utterance.ended_at),
            source=utterance.source,
            area=utterance.area,
            utterance=understanding.text,
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
        return Turn(
            id=utterance.id or token_hex(8),
            time=_time_of(utterance.ended_at),
            source=utterance.source,
            area=utterance.area,
            utterance="",
            outcomes=(),
            rejection=None,
            response=self._responder.respond((Told(about=Notice.BROKEN),)),
            latency=Latency(),
        )

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
        if not understanding.commands:
            return await self._option(question, understanding, utterance)
        self._conversation.close_question()
        before = self._home.now
        results = [
            await self._result(command, question, utterance) for command in understanding.commands
        ]
        self._conversation.remember(_episodes(results, before), time.monotonic())
        return tuple(results)

    async def _option(
        self, question: Confirm | Clarify | None, understanding: Understanding, utterance: Utterance
    ) -> tuple[Result, ...]:
        """Words that are no command may still answer "in which room?"."""
        options = chosen(question, understanding.text) if isinstance(question, Clarify) else ()
        if not options or not isinstance(question, Clarify):
            return ()
        self._conversation.close_question()
        return (await self._chosen(question, options, utterance),)

    async def _chosen(
        self, question: Clarify, options: Sequence[Entity], utterance: Utterance
    ) -> Result:
        resolution = choose(question, options, self._home.now, self._settings, self._needs)
        return await self._settle(resolution, utterance)

    async def _result(
        self, command: Command, question: Confirm | Clarify | None, utterance: Utterance
    ) -> Result:
        match command.intent:
            case Intent.YES if isinstance(question, Confirm):
                return await self._settle(agree(question, self._home.now), utterance)
            case Intent.YES if isinstance(question, Clarify) and is_one_place(question):
                return await self._chosen(question, question.options, utterance)
            case Intent.NO | Intent.NEVER_MIND if question or command.intent is Intent.NEVER_MIND:
                return _answered(command, Notice.NEVER_MIND)
            case Intent.YES | Intent.NO:
                return _answered(command, Notice.NOTHING_TO_ANSWER)
            case _:
                return await self._settle(self._resolved(command, utterance), utterance)

    def _resolved(self, command: Command, utterance: Utterance) -> Resolution:
        return resolve(
            command,
            self._home.now,
            utterance.area,
            self._settings,
            self._conversation.memory(utterance.ended_at),
            needs=self._needs,
        )

    async def _settle(self, resolution: Resolution, utterance: Utterance) -> Result:
        match resolution:
            case Plan():
                return await self._executor.carry_out(resolution, said_at=utterance.ended_at)
            case Confirm():
                self._conversation.ask(resolution, time.monotonic())
                targets = tuple(e.entity_id for e in resolution.plan.targets)
                return _asked(resolution.plan.command, resolution, targets)
            case Clarify():
                self._conversation.ask(resolution, time.monotonic())
                targets = tuple(e.entity_id for e in resolution.options)
                return _asked(resolution.command, resolution, targets)
            case Answer():
                targets = tuple(finding.entity.entity_id for finding in resolution.findings)
                return _answered(resolution.command, resolution, targets)
            case Unable():
                outcome = CommandOutcome(command=resolution.command, kind=OutcomeKind.FAILED)
                return Result(outcome=outcome, told=Told(about=resolution))
            case _:
                assert_never(resolution)

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
            return self._responder.small_talk(tone, self._home.now)
        rejection = understanding.rejection or Rejection(reason=Reason.NOT_A_COMMAND)
        return self._responder.respond((Told(about=rejection),))

    def _is_for_us(self, topic: Topic, utterance: Utterance) -> bool:
        """What is overheard may be meant for somebody else: a "thank you" out of the blue."""
        is_heard = utterance.source is Source.VOICE
        is_going_on = self._conversation.is_going_on(utterance.ended_at)
        return is_going_on or not (is_heard and topic.needs_an_occasion)


def _episodes(results: Sequence[Result], before: Home) -> Memory:
    """What the commands of a turn were about; those that undo are not undone again."""
    entities = {entity.entity_id: entity for entity in before.entities}
    return tuple(
        Episode(
            command=result.outcome.command,
            targets=tuple(entities[t] for t in result.outcome.targets if t in entities),
            before={t: before.states[t] for t in result.outcome.targets if t in before.states},
        )
        for result in results
        if result.outcome.targets and result.outcome.kind is not OutcomeKind.ASKED
    )


def _asked(command: Command, question: Confirm | Clarify, targets: tuple[str, ...]) -> Result:
    outcome = CommandOutcome(command=command, targets=targets, kind=OutcomeKind.ASKED)
    return Result(outcome=outcome, told=Told(about=question))


def _answered(command: Command, about: Answer | Notice, targets: tuple[str, ...] = ()) -> Result:
    outcome = CommandOutcome(command=command, targets=targets, kind=OutcomeKind.ANSWERED)
    return Result(outcome=outcome, told=Told(about=about))


def _time_of(moment: float) -> datetime:
    """The time of day at a moment given in monotonic seconds."""
    return datetime.now().astimezone() - timedelta(seconds=time.monotonic() - moment)


def _ms(seconds: float) -> int:
    return round(1000 * seconds)
