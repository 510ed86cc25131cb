"""What is remembered from one turn to the next: a question back, and what was spoken of."""

from dataclasses import dataclass, replace
from typing import Final

from edge_agent.domain.command import Command
from edge_agent.domain.entity import Entity
from edge_agent.domain.resolution import Clarify, Confirm
from edge_agent.domain.turn import Place
from edge_agent.home.follow_up import Memory

_MOST_EARLIER: Final = 16
"""Commands; nobody adds to more of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pending:
    question: Confirm | Clarify
    further: Confirm | Clarify | None
    afterwards: tuple[Command, ...]
    place: Place
    asked_at: float
    until: float


class Conversation:
    """At most one open question, and the commands of the last turn that was understood.

    Both lapse after a time; the question also with every new command.
    """

    def __init__(self, *, answer_within_s: float, context_s: float) -> None:
        self._answer_within_s = answer_within_s
        self._context_s = context_s
        self._pending: _Pending | None = None
        self._memory: Memory = ()
        self._earlier: Memory = ()
        self._appointments: tuple[str, ...] = ()
        self._was_done = False
        self._remembered_until = 0.0
        self._answered_until = 0.0

    def remember(
        self,
        episodes: Memory,
        now: float,
        *,
        appointments: tuple[str, ...] = (),
        goes_on: bool = False,
    ) -> None:
        """Keep what the commands of a turn were about; nothing where they were about nothing.

        Args:
            episodes: what was done at once.
            now: monotonic seconds.
            appointments: what was set for later, by ids.
            goes_on: the turn added to the one before: "and the fan".
        """
        if episodes or appointments:
            self._earlier = (*self._earlier, *self._memory)[-_MOST_EARLIER:] if goes_on else ()
            self._appointments = appointments
            self._was_done = bool(episodes)
            self._memory = tuple(episodes) or self._memory
            self._remembered_until = now + self._context_s

    def set_for_later(self, said_at: float) -> tuple[str, ...]:
        """Ids of what the last turn has set for later, as far as words can still be about it."""
        return self._appointments if said_at <= self._remembered_until else ()

    @property
    def was_done(self) -> bool:
        """Whether the last turn has done something at once."""
        return self._was_done

    def memory(self, said_at: float) -> Memory:
        """What words said at `said_at` (monotonic seconds) can refer to."""
        return self._memory if said_at <= self._remembered_until else ()

    def earlier(self, said_at: float) -> Memory:
        """What the turns before were about that the last one added to; "both" means that, too."""
        return self._earlier if said_at <= self._remembered_until else ()

    def ask(
        self,
        question: Confirm | Clarify,
        now: float,
        place: Place,
        further: Confirm | Clarify | None = None,
        afterwards: tuple[Command, ...] = (),
    ) -> None:
        """Remember a question that was put to a speaker in a place at `now` (monotonic seconds).

        The further one is asked when this one has been answered; `afterwards` is what is to be
        done when what was asked about has been.
        """
        until = now + self._answer_within_s
        self._pending = _Pending(
            question=question,
            further=further,
            afterwards=afterwards,
            place=place,
            asked_at=now,
            until=until,
        )

    def wait_on(self, now: float) -> None:
        """Give the open question its full time again, from `now` (monotonic seconds)."""
        if self._pending is not None:
            until = now + self._answer_within_s
            self._pending = replace(self._pending, asked_at=now, until=until)

    @property
    def further_question(self) -> Confirm | Clarify | None:
        """What is to be asked after the open question."""
        return None if self._pending is None else self._pending.further

    @property
    def afterwards(self) -> tuple[Command, ...]:
        """What is to be done when what the open question is about has been."""
        return () if self._pending is None else self._pending.afterwards

    def open_question(self, said_at: float, place: Place) -> Confirm | Clarify | None:
        """The question that words said at `said_at` can answer: later, in time, where it was asked.

        A yes that is heard in another room, or typed, unlocks no door.
        """
        pending = self._pending
        if pending is None or pending.place != place:
            return None
        return pending.question if pending.asked_at <= said_at <= pending.until else None

    def close_question(self, place: Place) -> None:
        """Forget the question that is open in a place."""
        if self._pending is not None and self._pending.place == place:
            self._pending = None

    def reset(self) -> None:
        """Forget everything."""
        self._pending = None
        self._memory = ()
        self._earlier = ()
        self._appointments = ()
        self._answered_until = 0.0

    def note_answer(self, now: float) -> None:
        """Note that the agent has answered at `now` (monotonic seconds)."""
        self._answered_until = now + self._context_s

    @property
    def answered_at(self) -> float:
        """When the agent has answered last; monotonic seconds, long ago where it never has."""
        return self._answered_until - self._context_s

    def is_going_on(self, said_at: float) -> bool:
        """Whether words said at `said_at` may be about what the agent has done or said."""
        return said_at <= self._answered_until


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
