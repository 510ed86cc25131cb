"""What is remembered from one turn to the next: today the question back that awaits its answer."""

from dataclasses import dataclass

from edge_agent.domain.entity import Entity
from edge_agent.domain.resolution import Clarify, Confirm


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pending:
    question: Confirm | Clarify
    until: float


class Conversation:
    """At most one open question; it lapses after a time and with every new command."""

    def __init__(self, *, answer_within_s: float) -> None:
        self._answer_within_s = answer_within_s
        self._pending: _Pending | None = None

    def ask(self, question: Confirm | Clarify, now: float) -> None:
        """Remember a question that was put to the speaker at `now` (monotonic seconds)."""
        self._pending = _Pending(question=question, until=now + self._answer_within_s)

    def open_question(self, now: float) -> Confirm | Clarify | None:
        """The question that still awaits its answer at `now`, if there is one."""
        pending = self._pending
        return pending.question if pending and now <= pending.until else None

    def reset(self) -> None:
        """Forget everything."""
        self._pending = None


def chosen(question: Clarify, words: str) -> Entity | None:
    """The option that an answer such as "the kitchen one" names, if it names just one."""
    said = set(words.lower().split())
    hits = [e for e in question.options if e.area and set(e.area.lower().split()) <= said]
    return hits[0] if len(hits) == 1 else None
