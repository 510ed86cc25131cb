"""Handing on what is not understood: a model is asked, and what it wants done goes the usual way.

It is on the outside of everything: it can have no more done than a person who says the same, it
cannot answer a question that is asked back, and whatever else is said meanwhile ends it.
"""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, Protocol, TypeVar

from edge_agent.config.escalation import EscalationSettings
from edge_agent.config.policy import PolicySettings
from edge_agent.domain.escalation import Reply, ToolCall, Trouble
from edge_agent.domain.response import Act, Response
from edge_agent.domain.turn import Turn, Utterance
from edge_agent.domain.understanding import Understanding
from edge_agent.escalation import messages
from edge_agent.escalation.messages import Message
from edge_agent.escalation.plain import one_line, speakable
from edge_agent.escalation.prompt import prompt, states
from edge_agent.escalation.tools import CONTROL, STATE
from edge_agent.pipeline.escalation_turn import Ending, Talk, turn_of
from edge_agent.pipeline.live_home import LiveHome
from edge_agent.pipeline.open_questions import alone
from edge_agent.respond import assistant_words as words

MAX_ROUNDS: Final = 4
"""So often a model is asked in one turn; the last time it can only answer."""
MAX_COMMANDS: Final = 5
"""So many sentences of a model are carried out in one turn."""
_REMEMBERED: Final = 4
"""Questions and answers that a model is told again."""
_MOST_QUESTION: Final = 500

_T = TypeVar("_T")
Understand = Callable[[Sequence[str]], Awaitable[Understanding]]
CarryOut = Callable[[Understanding, Utterance], Awaitable[Turn]]
"""Does what was understood, as `Pipeline.act`."""


class Model(Protocol):
    """What answers."""

    async def reply(self, messages: Sequence[Message], *, with_tools: bool) -> Reply | Trouble:
        """What it says to the last of some messages."""
        ...


class Budget(Protocol):
    """What may be handed on each day."""

    async def take(self) -> bool:
        """Count one question; False where there may be no more today."""
        ...

    async def add(self, tokens: int) -> None:
        """Count what an answer has cost."""
        ...

    def is_news(self) -> bool:
        """Whether nobody was told yet today that it is used up; true once a day."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _Remembered:
    question: str
    answer: str
    until: float


class Escalation:
    """Asks a model in the name of a person."""

    def __init__(  # noqa: PLR0913 - what it stands between
        self,
        *,
        model: Model,
        budget: Budget,
        understand: Understand,
        carry_out: CarryOut,
        home: LiveHome,
        settings: EscalationSettings,
        policy: PolicySettings,
        now: Callable[[], datetime] = lambda: datetime.now().astimezone(),
    ) -> None:
        self._model = model
        self._budget = budget
        self._understand = understand
        self._carry_out = carry_out
        self._home = home
        self._settings = settings
        self._policy = policy
        self._now = now
        self._memory = deque[_Remembered](maxlen=_REMEMBERED)
        self.floor = asyncio.Lock()
        """Whoever does something in the home holds it, so that one thing is done at a time."""

    def reset(self) -> None:
        """Forget what was asked before."""
        self._memory.clear()

    async def answer(self, utterance: Utterance, rejected: Turn, left: asyncio.Event) -> Turn:
        """What comes of a question.

        Args:
            utterance: in which it was asked.
            rejected: what the agent itself made of it.
            left: set when the answer is no longer waited for; from then on nothing is done.
        """
        if left.is_set():
            return replace(rejected, is_open=False, response=words.LEFT)
        if not await self._budget.take():
            is_told = self._budget.is_news()
            return replace(
                rejected,
                is_open=False,
                response=words.used_up() if is_told else rejected.response,
            )
        question = one_line(rejected.utterance, _MOST_QUESTION)
        talk = Talk(
            utterance=utterance,
            question=question,
            left=left,
            messages=self._beginning(question, utterance),
        )
        try:
            ending = await self._ending(talk)
        finally:
            await self._budget.add(talk.tokens)
        turn = turn_of(talk, rejected, ending)
        self._remember(question, turn)
        return turn

    def _beginning(self, question: str, utterance: Utterance) -> list[Message]:
        told = prompt(
            self._home.now,
            area=utterance.area,
            now=self._now(),
            with_tools=self._settings.tools,
            instructions=self._settings.instructions or "",
        )
        remembered = [one for one in self._memory if utterance.ended_at <= one.until]
        before = (
            message
            for one in remembered
            for message in (messages.user(one.question), messages.assistant(one.answer))
        )
        return [messages.system(told), *before, messages.user(question)]

    async def _ending(self, talk: Talk) -> Ending:
        """The model's answer, or why there is none; None where the agent itself has the answer."""
        for is_last in (*(False,) * (MAX_ROUNDS - 1), True):
            with_tools = self._settings.tools and not is_last
            reply = await self._reply(talk, with_tools=with_tools)
            if not isinstance(reply, Reply):
                return reply
            if not reply.calls or not with_tools:
                return _answer(reply)
            talk.messages.append(messages.called(reply))
            for call in reply.calls:
                result = await self._result(call, talk)
                if talk.is_asked_back or talk.left.is_set():
                    return None
                talk.messages.append(messages.result(call, result))
        return Trouble.ENDLESS

    async def _reply(self, talk: Talk, *, with_tools: bool) -> Reply | Trouble | None:
        """What the model says next; None where something else was said meanwhile."""
        talk.rounds += 1
        left_s = talk.utterance.ended_at + self._settings.timeout_s - time.monotonic()
        asking = self._model.reply(talk.messages, with_tools=with_tools)
        reply = await _unless(talk.left, asking, timeout_s=left_s)
        if reply is None:
            return None if talk.left.is_set() else Trouble.TOO_SLOW
        if isinstance(reply, Reply):
            talk.tokens += reply.tokens
        return reply

    async def _result(self, call: ToolCall, talk: Talk) -> str:
        """What a model is told of what it wanted."""
        if not call.argument:
            return "Nothing was done: the tool needs one short argument."
        if call.name == STATE:
            return states(self._home.now, call.argument)
        if call.name != CONTROL:
            return "There is no such tool."
        if talk.commands >= MAX_COMMANDS:
            return "Nothing was done: these were too many commands at once."
        talk.commands += 1
        turn = await self._carried_out(call.argument, talk)
        if turn is None:
            return "Nothing was done: it is too late for that."
        talk.turns.append(turn)
        return f"{turn.response.act.value}: {turn.response.text}"

    async def _carried_out(self, sentence: str, talk: Talk) -> Turn | None:
        """What came of a sentence; None where it came too late, or something else was said."""
        understanding = alone(await self._understand((sentence,)))
        until = talk.utterance.ended_at + min(self._settings.act_within_s, self._settings.timeout_s)
        async with self.floor:
            now = time.monotonic()
            if talk.left.is_set() or now >= until:
                return None
            # As if said now, but it expires no later than `until`.
            said_at = min(now, until - self._policy.expiry_s)
            return await self._carry_out(
                understanding, replace(talk.utterance, alternatives=(sentence,), ended_at=said_at)
            )

    def _remember(self, question: str, turn: Turn) -> None:
        if turn.rejection is None and turn.response.text:
            until = time.monotonic() + self._policy.context_s
            answer = turn.response.text
            self._memory.append(_Remembered(question=question, answer=answer, until=until))


def _answer(reply: Reply) -> Response | Trouble:
    text = speakable(reply.text)
    if text:
        return Response(act=Act.ANSWER, text=text)
    return Trouble.ENDLESS if reply.calls else Trouble.UNUSABLE


async def _unless(
    left: asyncio.Event, work: Coroutine[Any, Any, _T], *, timeout_s: float
) -> _T | None:
    """What some work gives; None where it takes too long, or is left before."""
    working = asyncio.create_task(work, name="asking the assistant")
    leaving = asyncio.create_task(left.wait(), name="waiting for something else to be said")
    try:
        await asyncio.wait(
            {working, leaving}, timeout=max(0.0, timeout_s), return_when=asyncio.FIRST_COMPLETED
        )
        return working.result() if working.done() and not left.is_set() else None
    finally:
        for task in (working, leaving):
            task.cancel()
        await asyncio.gather(working, leaving, return_exceptions=True)
