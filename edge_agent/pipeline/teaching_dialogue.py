"""Teaching by talking: "learn a new phrase", which one, what it does, whether that is right."""

import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final, assert_never

from edge_agent.domain.intent import Intent
from edge_agent.domain.phrase import PhraseRequest, RequestKind
from edge_agent.domain.response import Response
from edge_agent.domain.turn import Utterance
from edge_agent.domain.understanding import Understanding
from edge_agent.errors import TeachingError
from edge_agent.pipeline.teaching import Teacher
from edge_agent.respond import teaching_words as words

_ENDS: Final = frozenset({Intent.NO, Intent.NEVER_MIND, Intent.HUSH})
_Understand = Callable[[Sequence[str]], Awaitable[Understanding]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pending:
    """How far one lesson has come."""

    example: str | None = None
    """What will be said; None while that is asked."""
    does: str | None = None
    """What is to be done then; None while that is asked."""
    asked_at: float
    """Monotonic seconds."""


class TeachingDialogue:
    """Takes what is said about phrases, and answers to its own questions."""

    def __init__(
        self, teacher: Teacher, understand: _Understand, *, answer_within_s: float
    ) -> None:
        self._teacher = teacher
        self._understand = understand
        self._answer_within_s = answer_within_s
        self._pending: _Pending | None = None

    @property
    def awaits_any_words(self) -> bool:
        """Whether what is said next may be anything, as it is a phrase that is not known yet."""
        return self._pending is not None and self._pending.example is None

    def reset(self) -> None:
        """Forget how far a lesson has come."""
        self._pending = None

    async def answer(self, utterance: Utterance) -> Response | None:
        """The answer to what concerns phrases; None where something else was said."""
        text = " ".join(next(iter(utterance.alternatives), "").split())
        pending, self._pending = self._open(utterance), None
        if not text or utterance.has_gap or utterance.is_other_speech:
            self._pending = pending
            return None
        try:
            if pending is not None:
                return await self._continued(pending, text, utterance)
            request = await self._teacher.request(text)
            return None if request is None else await self._begun(request)
        except TeachingError as error:
            return words.not_kept(str(error))

    def _open(self, utterance: Utterance) -> _Pending | None:
        """The lesson that an utterance can go on with: said after the question, and in time."""
        pending = self._pending
        if pending is None:
            return None
        since_s = utterance.ended_at - pending.asked_at
        return pending if 0 <= since_s <= self._answer_within_s else None

    def _ask(self, question: Response, **known: str | None) -> Response:
        self._pending = _Pending(**known, asked_at=time.monotonic())
        return question

    async def _begun(self, request: PhraseRequest) -> Response:
        match request.kind:
            case RequestKind.LEARN:
                return self._ask(words.ASK_PHRASE)
            case RequestKind.LIST:
                return words.all_phrases(self._teacher.phrases)
            case RequestKind.FORGET:
                forgotten = await self._teacher.forget(request.said)
                return words.forgotten(forgotten, request.said)
            case _:
                assert_never(request.kind)

    async def _continued(
        self, pending: _Pending, text: str, utterance: Utterance
    ) -> Response | None:
        understanding = await self._understand(utterance.alternatives)
        intents = {command.intent for command in understanding.commands}
        if intents & _ENDS:
            return words.LEFT
        if pending.example is None:
            return await self._heard_example(text)
        if pending.does is None:
            return await self._heard_what(pending.example, text, utterance.area)
        if intents == {Intent.YES}:
            examples = (pending.example,)
            return words.taught(await self._teacher.teach(examples, pending.does, utterance.area))
        return None

    async def _heard_example(self, text: str) -> Response:
        refusal = await self._teacher.refusal_of_example(text)
        if refusal is not None:
            return self._ask(words.refused_and_asked(refusal, words.ASK_PHRASE))
        return self._ask(words.ASK_WHAT, example=text)

    async def _heard_what(self, example: str, text: str, area: str | None) -> Response:
        refusal = await self._teacher.refusal_of_what(text, area)
        if refusal is not None:
            again = words.refused_and_asked(refusal, words.ASK_WHAT)
            return self._ask(again, example=example)
        return self._ask(words.read_back(example, text), example=example, does=text)
