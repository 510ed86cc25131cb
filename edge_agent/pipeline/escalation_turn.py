"""One question on its way to a model and back, and the turn that comes of it."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from edge_agent.domain.action import CommandOutcome, OutcomeKind
from edge_agent.domain.escalation import Escalated, Trouble
from edge_agent.domain.response import Act, Response
from edge_agent.domain.turn import Turn, Utterance
from edge_agent.escalation.messages import Message
from edge_agent.respond import assistant_words as words

Ending = Response | Trouble | None
"""What a model answers, or why it does not; None where the agent has the last word."""

_NOT_DONE: Final = frozenset({Act.FAILED, Act.EXPIRED, Act.NOT_CONNECTED})
"""After these the agent tells itself what came of it: a model may say that all is well."""


@dataclass(slots=True, kw_only=True)
class Talk:
    """What a question has cost so far, and what was done for it; grows while it is talked about."""

    utterance: Utterance
    question: str
    left: asyncio.Event
    """Set when something else was said."""
    messages: list[Message]
    begun_at: float = field(default_factory=time.monotonic)
    """Monotonic seconds."""
    rounds: int = 0
    tokens: int = 0
    commands: int = 0
    """Sentences that the model wanted carried out."""
    turns: list[Turn] = field(default_factory=list)
    """What came of each of them."""

    @property
    def outcomes(self) -> tuple[CommandOutcome, ...]:
        """What came of all commands."""
        return tuple(outcome for turn in self.turns for outcome in turn.outcomes)

    @property
    def is_asked_back(self) -> bool:
        """Whether a question was put to the person, so that the model has nothing more to say."""
        return any(outcome.kind is OutcomeKind.ASKED for outcome in self.outcomes)


def turn_of(talk: Talk, rejected: Turn, ending: Ending) -> Turn:
    """The turn that comes of a question; `rejected` is what it was without a model."""
    now = time.monotonic()
    is_answered = isinstance(ending, Response) or bool(talk.outcomes)
    return replace(
        rejected,
        outcomes=talk.outcomes,
        rejection=None if is_answered else rejected.rejection,
        response=_response(talk, ending),
        is_open=False,
        latency=replace(rejected.latency, total=_ms(now - talk.utterance.ended_at)),
        escalated=Escalated(
            took_ms=_ms(now - talk.begun_at),
            tokens=talk.tokens,
            rounds=talk.rounds,
            trouble=ending if isinstance(ending, Trouble) else None,
            was_left=talk.left.is_set(),
        ),
    )


def _response(talk: Talk, ending: Ending) -> Response:
    if talk.left.is_set():
        return words.LEFT
    done = [turn.response for turn in talk.turns if turn.outcomes]
    failed = [response for response in done if response.act in _NOT_DONE]
    if failed:
        return _told(failed)
    match ending:
        case Response():
            return replace(ending, act=done[-1].act) if done else ending
        case Trouble() if not done:
            return words.trouble(ending)
        case _:
            return _told(done)


def _told(responses: Sequence[Response]) -> Response:
    """What came of several sentences, as the agent tells it."""
    text = " ".join(dict.fromkeys(response.text for response in responses))
    return Response(act=responses[-1].act, text=text)


def _ms(seconds: float) -> int:
    return round(1000 * seconds)
