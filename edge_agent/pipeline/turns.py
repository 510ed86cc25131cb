"""The one-way flow of a turn: what was said is understood, resolved, carried out and answered."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Final, assert_never

from edge_agent.config.schema import PolicySettings
from edge_agent.domain.action import CommandOutcome, OutcomeKind
from edge_agent.domain.command import Command, Intent, Reason, Rejection, Understanding
from edge_agent.domain.entity import Entity, Home
from edge_agent.domain.resolution import Answer, Clarify, Confirm, Plan, Resolution, Unable
from edge_agent.domain.response import Act, Response
from edge_agent.domain.turn import Latency, Turn, Utterance
from edge_agent.home.conversation import Conversation, chosen, is_one_place
from edge_agent.home.follow_up import Episode, Memory
from edge_agent.home.needs_table import Needs, usual_needs
from edge_agent.home.resolver import agree, choose, resolve
from edge_agent.pipeline.execution import Executor, Publisher, Result
from edge_agent.pipeline.live_home import LiveHome
from edge_agent.pipeline.teaching import Teacher
from edge_agent.pipeline.teaching_dialogue import TeachingDialogue
from edge_agent.respond import phrasing
from edge_agent.respond.answering import answer

Understand = Callable[[Sequence[str]], Awaitable[Understanding]]
"""From the alternatives of an utterance to commands or a rejection."""

_WORST_FIRST: Final = (
    Act.CONFIRM,
    Act.CLARIFY,
    Act.NOT_CONNECTED,
    Act.FAILED,
    Act.EXPIRED,
    Act.UNKNOWN_DEVICE,
    Act.UNSUPPORTED,
)
"""Which of several answers names the whole."""


class Pipeline:
    """Handles one utterance after the other."""

    def __init__(  # noqa: PLR0913 - a turn depends on all of this
        self,
        *,
        understand: Understand,
        home: LiveHome,
        publisher: Publisher,
        settings: PolicySettings,
        needs: Needs | None = None,
        teacher: Teacher | None = None,
    ) -> None:
        self._understand = understand
        self._home = home
        self._settings = settings
        self._needs = usual_needs() if needs is None else needs
        self._executor = Executor(home=home, publisher=publisher, settings=settings)
        self._conversation = Conversation(
            answer_within_s=settings.answer_within_s, context_s=settings.context_s
        )

        self._lessons: TeachingDialogue | None = None
        if teacher is not None:
            limit_s = settings.answer_within_s
            self._lessons = TeachingDialogue(teacher, understand, answer_within_s=limit_s)

    @property
    def awaits_any_words(self) -> bool:
        """Whether what is said next may be no sentence about the home, but any words."""
        return self._lessons is not None and self._lessons.awaits_any_words

    def reset(self) -> None:
        """Forget the conversation."""
        self._conversation.reset()
        if self._lessons is not None:
            self._lessons.reset()

    async def handle(self, utterance: Utterance) -> Turn:
        """Understand an utterance and do what it asks for."""
        begun_at = time.monotonic()
        answer_about_phrases = await self._taught(utterance)
        if answer_about_phrases is not None:
            return unhandled(utterance, answer_about_phrases, text=utterance.alternatives[0])
        understanding = await self._understood(utterance)
        understood_at = time.monotonic()
        sent = await self._results(understanding, utterance)
        results = await asyncio.gather(*map(self._executor.confirmed, sent))
        published_at = max(
            (r.published_at or understood_at for r in results), default=understood_at
        )
        return Turn(
            id=utterance.id or token_hex(8),
            time=_time_of(utterance.ended_at),
            source=utterance.source,
            area=utterance.area,
            utterance=understanding.text,
            phrase=understanding.phrase,
            outcomes=tuple(r.outcome for r in results),
            rejection=understanding.rejection if not results else None,
            response=self._response(understanding, results),
            latency=Latency(
                endpoint=utterance.endpoint_ms,
                decode=utterance.decode_ms,
                understand=_ms(understood_at - begun_at),
                publish=_ms(published_at - understood_at),
                total=_ms(published_at - utterance.ended_at),
            ),
        )

    async def _taught(self, utterance: Utterance) -> Response | None:
        """The answer to what concerns phrases, which closes any other question."""
        if self._lessons is None:
            return None
        response = await self._lessons.answer(utterance)
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
            answered = await self._option(question, understanding, utterance)
            if answered or not understanding.commands:
                return answered
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
                return _answered(command, phrasing.NEVER_MIND)
            case Intent.YES | Intent.NO:
                return _answered(command, phrasing.NOTHING_TO_ANSWER)
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
                return _asked(resolution.plan.command, phrasing.confirm(resolution), targets)
            case Clarify():
                self._conversation.ask(resolution, time.monotonic())
                targets = tuple(e.entity_id for e in resolution.options)
                return _asked(resolution.command, phrasing.clarify(resolution), targets)
            case Answer():
                response = answer(resolution, datetime.now().astimezone())
                targets = tuple(finding.entity.entity_id for finding in resolution.findings)
                return _answered(resolution.command, response, targets)
            case Unable():
                outcome = CommandOutcome(command=resolution.command, kind=OutcomeKind.FAILED)
                return Result(outcome=outcome, response=phrasing.unable(resolution))
            case _:
                assert_never(resolution)

    def _response(self, understanding: Understanding, results: Sequence[Result]) -> Response:
        if not results:
            rejection = understanding.rejection or Rejection(reason=Reason.NOT_A_COMMAND)
            return phrasing.rejected(rejection)
        acts = {result.response.act for result in results}
        act = next((act for act in _WORST_FIRST if act in acts), results[0].response.act)
        return Response(act=act, text=" ".join(r.response.text for r in results).strip())


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


def unhandled(utterance: Utterance, response: Response, *, text: str = "") -> Turn:
    """The turn of an utterance that holds no command, or that nothing could be made of."""
    return Turn(
        id=utterance.id or token_hex(8),
        time=_time_of(utterance.ended_at),
        source=utterance.source,
        area=utterance.area,
        utterance=text,
        outcomes=(),
        rejection=None,
        response=response,
        latency=Latency(),
    )


def _asked(command: Command, response: Response, targets: tuple[str, ...]) -> Result:
    outcome = CommandOutcome(command=command, targets=targets, kind=OutcomeKind.ASKED)
    return Result(outcome=outcome, response=response)


def _answered(command: Command, response: Response, targets: tuple[str, ...] = ()) -> Result:
    outcome = CommandOutcome(command=command, targets=targets, kind=OutcomeKind.ANSWERED)
    return Result(outcome=outcome, response=response)


def _time_of(moment: float) -> datetime:
    """The time of day at a moment given in monotonic seconds."""
    return datetime.now().astimezone() - timedelta(seconds=time.monotonic() - moment)


def _ms(seconds: float) -> int:
    return round(1000 * seconds)
