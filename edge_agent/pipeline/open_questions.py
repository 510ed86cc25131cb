"""What may be handed on to somebody else: questions that were surely put to the agent."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Final

from edge_agent.domain.intent import Intent
from edge_agent.domain.response import Response
from edge_agent.domain.turn import Source, Utterance
from edge_agent.domain.understanding import Reason, Rejection, Understanding
from edge_agent.nlu.examining import is_independent
from edge_agent.nlu.open_requests import announces_question, is_open_request
from edge_agent.respond import assistant_words as words

_FEWEST_HEARD: Final = 2
"""Where any words are listened for, noise becomes one word."""
_ABOUT_BEFORE: Final = frozenset({Intent.CORRECT, Intent.CHOOSE})


class OpenQuestions:
    """Knows whether an open question was announced, and what may go.

    Args:
        has_budget: whether anything may be handed on today.
        answer_within_s: how long an announced question is waited for.
    """

    def __init__(
        self, *, has_budget: Callable[[], Awaitable[bool]], answer_within_s: float
    ) -> None:
        self._has_budget = has_budget
        self._answer_within_s = answer_within_s
        self._asked_at: float | None = None
        self._source = Source.VOICE

    @property
    def awaits_any_words(self) -> bool:
        """Whether what is said next is a question, in any words."""
        asked_at = self._asked_at
        return asked_at is not None and time.monotonic() - asked_at <= self._answer_within_s

    def expect(self, source: Source = Source.VOICE) -> None:
        """Take what comes next on the same way for a question that was announced."""
        self._asked_at = time.monotonic()
        self._source = source

    def reset(self) -> None:
        """Wait for no question any longer."""
        self._asked_at = None

    async def answer(self, utterance: Utterance) -> Response | None:
        """The answer to what announces a question; None where something else was said."""
        if not _was_heard(utterance) or not announces_question(utterance.alternatives[0]):
            return None
        if not await self._has_budget():
            self._asked_at = None
            return words.NO_MORE
        self.expect(utterance.source)
        return words.ASK_QUESTION

    def may_go(self, understanding: Understanding, utterance: Utterance) -> bool:
        """Whether what was rejected may be handed on; no announcement holds for a second time."""
        is_announced = self._taken(utterance)
        is_addressed = utterance.source is Source.TEXT or is_announced
        return is_addressed and is_open_request(understanding, is_announced=is_announced)

    def _taken(self, utterance: Utterance) -> bool:
        """Whether this is what was announced; noise and what comes otherwise leave it open."""
        asked_at = self._asked_at
        if asked_at is None or utterance.source is not self._source or not _was_heard(utterance):
            return False
        since_s = utterance.ended_at - asked_at
        if since_s < 0:
            return False
        is_noise = len(utterance.alternatives[0].split()) < _FEWEST_HEARD
        if not is_noise or since_s > self._answer_within_s:
            self._asked_at = None
        return not is_noise and since_s <= self._answer_within_s


def _was_heard(utterance: Utterance) -> bool:
    is_sound = not (utterance.has_gap or utterance.is_other_speech)
    return is_sound and bool(utterance.alternatives) and bool(utterance.alternatives[0].strip())


def alone(understanding: Understanding) -> Understanding:
    """What somebody who takes no part in the conversation means: no answers, nothing unsure.

    So whoever gives commands for a person can never say yes for that person.
    """
    intents = {command.intent for command in understanding.commands}
    if is_independent(understanding) and intents.isdisjoint(_ABOUT_BEFORE):
        return replace(understanding, choice=(), unsure=())
    rejection = Rejection(reason=Reason.NOT_A_COMMAND)
    return Understanding(text=understanding.text, rejection=rejection)
