"""Questions that are handed on: asked beside the turns, so that no turn waits for an answer."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

import structlog

from edge_agent.config.schema import Config
from edge_agent.domain.escalation import Trouble
from edge_agent.domain.turn import Turn, Utterance
from edge_agent.pipeline.live_home import LiveHome
from edge_agent.pipeline.open_questions import OpenQuestions
from edge_agent.respond.assistant_words import remedy

if TYPE_CHECKING:
    from edge_agent.app.assistant import Assistant

_WAITING: Final = 4
"""Only the newest is asked; those before it only have to be answered that they are left."""

Finish = Callable[[Turn], Awaitable[None]]
"""Tells everybody what came of a turn."""
_log = structlog.get_logger(__name__)


class Asking(Protocol):
    """What asks, as `pipeline.escalating.Escalation`."""

    @property
    def floor(self) -> asyncio.Lock:
        """Whoever does something in the home holds it."""
        ...

    def reset(self) -> None:
        """Forget what was asked before."""
        ...

    async def answer(self, utterance: Utterance, rejected: Turn, left: asyncio.Event) -> Turn:
        """What comes of a question; soon, and nothing more is done, once it is left."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    utterance: Utterance
    rejected: Turn
    finish: Finish
    left: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when something else was said."""


class Escalations:
    """Asks one question at a time; what is said later takes its place."""

    def __init__(
        self, asking: Asking, questions: OpenQuestions, broken: Callable[[Utterance], Turn]
    ) -> None:
        """Take what asks, what knows which questions may go, and what is told if that fails."""
        self.questions = questions
        self._asking = asking
        self._broken = broken
        self._waiting = asyncio.Queue[_Question](_WAITING)
        self._open: list[_Question] = []
        self._trouble: Trouble | None = None

    @property
    def floor(self) -> asyncio.Lock:
        """To be held by whoever handles an utterance, and calls `leave` for what it says."""
        return self._asking.floor

    @property
    def is_waiting(self) -> bool:
        """Whether an answer is awaited."""
        return any(not question.left.is_set() for question in self._open)

    def begin(self, utterance: Utterance, rejected: Turn, finish: Finish) -> bool:
        """Ask soon; `finish` is given the turn that comes of it. False where too many wait."""
        self.leave()
        if self._waiting.full():
            return False
        question = _Question(utterance=utterance, rejected=rejected, finish=finish)
        self._open.append(question)
        self._waiting.put_nowait(question)
        return True

    def leave(self) -> None:
        """Wait for no answer any longer, and let nothing be done for one."""
        for question in self._open:
            question.left.set()

    def reset(self) -> None:
        """Leave what is open, and forget what was asked before."""
        self.leave()
        self._asking.reset()

    async def all_answered(self) -> None:
        """Wait until no question is left."""
        await self._waiting.join()

    async def run(self) -> None:
        """Ask until cancelled."""
        while True:
            question = await self._waiting.get()
            try:
                await question.finish(await self._answer(question))
            except Exception:  # noqa: BLE001 - one odd answer must not end the agent
                _log.exception("escalation failed")
                await question.finish(self._broken(question.utterance))
            finally:
                self._waiting.task_done()

    async def _answer(self, question: _Question) -> Turn:
        try:
            turn = await self._asking.answer(question.utterance, question.rejected, question.left)
        finally:
            self._open.remove(question)
        if turn.escalated is not None and not turn.escalated.was_left:
            self._note(turn.escalated.trouble)
        return turn

    def _note(self, trouble: Trouble | None) -> None:
        """Log when the endpoint begins to give no answers, or answers again."""
        if trouble is self._trouble:
            return
        self._trouble = trouble
        if trouble is None:
            _log.info("the endpoint answers again")
        else:
            _log.warning(
                "the endpoint gives no answer", trouble=trouble.value, remedy=remedy(trouble)
            )


def assistant_of(config: Config, home: LiveHome) -> "Assistant | None":
    """What hands questions on; None, and nothing of it is loaded, where that is not wished.

    Raises:
        ConfigError: a file that is named cannot be used.
    """
    if config.escalation.url is None:
        return None
    from edge_agent.app.assistant import Assistant  # noqa: PLC0415 - most homes ask nobody

    return Assistant(config, home)
