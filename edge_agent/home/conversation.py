"""What is remembered from one turn to the next: today the question back that awaits its answer."""

from dataclasses import dataclass

from edge_agent.domain.entity import Entity
from edge_agent.domain.resolution import Clarify, Confirm


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pending:
    question: Confirm | Clarify
    asked_at: float
    until: float


class Conversation:
    """At most one open question; it lapses after a time and with every new command."""

    def __init__(self, *, answer_within_s: float) -> None:
        self._answer_within_s = answer_within_s
        self._pending: _Pending | None = None

    def ask(self, question: Confirm | Clarify, now: float) -> None:
        """Remember a question that was put to the speaker at `now` (monotonic seconds)."""
        self._pending = _Pending(question=question, asked_at=now, until=now + self._answer_within_s)

    def open_question(self, said_at: float) -> Confirm | Clarify | None:
        """The question that words said at `said_at` can answer: later than it, and in time."""
        pending = self._pending
        if pending is None or not pending.asked_at <= said_at <= pending.until:
            return None
        return pending.question

    def reset(self) -> None:
        """Forget everything."""
        self._pending = None


def chosen(question: Clarify, words: str) -> tuple[Entity, ...]:
    """The options that an answer such as "the kitchen one" names; none if it is not clear.

    A question after a kind of device is answered by a room with all that are there.
    """
    said = set(words.lower().split())
    hits = [e for e in question.options if e.area and set(e.area.lower().split()) <= said]
    is_clear = len({entity.area for entity in hits}) == 1
    if not is_clear or (question.command.slots.name and len(hits) > 1):
        return ()
    return tuple(hits)


def is_one_place(question: Clarify) -> bool:
    """Whether all that may be meant is in one room, so that a yes is an answer."""
    is_by_kind = question.command.slots.name is None
    return is_by_kind and len({entity.area for entity in question.options}) == 1
