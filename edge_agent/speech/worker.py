"""The one speech thread, seen from the event loop."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import aclosing
from typing import Any, Final, ParamSpec, Protocol, TypeVar

from edge_agent.config.schema import SpeechSettings
from edge_agent.domain.audio import AudioFrame
from edge_agent.domain.speech import ListenerEvent
from edge_agent.speech.assessor import Asks, Judge
from edge_agent.speech.going_on import Extends
from edge_agent.speech.listener import Listener
from edge_agent.speech.recogniser import Grammar

_QUIET_FRAMES: Final = 10
"""So many frames of mere noise go to the speech thread together; with what is more, they go at
once."""
_P = ParamSpec("_P")
_R = TypeVar("_R")


class FrameSource(Protocol):
    """What frames are taken from."""

    def frames(self) -> AsyncGenerator[AudioFrame, None]:
        """Frames in order until the sound ends."""
        ...


class Gate(Protocol):
    """What stands before the listener, such as `EchoGate`."""

    def passed(self, frame: AudioFrame) -> tuple[AudioFrame, ...]:
        """What of the sound so far is to be heard now."""
        ...


class SpeechWorker:
    """Runs a listener in a thread of its own."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="speech")
        self._pending = set[Future[Any]]()
        self.is_deaf = False
        """While true, frames are thrown away: the agent itself speaks."""
        self.gate: Gate | None = None
        """Lets through what is heard while the agent speaks and is not deaf."""

    async def events(self, source: FrameSource) -> AsyncGenerator[ListenerEvent, None]:
        """What is heard, until the sound ends; closing the generator closes the source.

        Raises:
            AudioError: there is no sound to be had from the source.
            ModelError: the model does not take the grammar.
        """
        # What another source, or the same before it was closed, left unfinished is no part of this.
        await self.discard()
        waiting: list[AudioFrame] = []
        async with aclosing(source.frames()) as frames:
            async for frame in frames:
                waiting.append(frame)
                if frame.is_quiet and len(waiting) < _QUIET_FRAMES:
                    continue
                for event in await self._hear(waiting):
                    yield event
                waiting = []
            for event in await self._hear(waiting):
                yield event
        for event in await self.call(self._listener.finish):
            yield event

    async def set_grammar(self, grammar: Grammar) -> None:
        """As `Listener.set_grammar`."""
        await self.call(self._listener.set_grammar, grammar)

    async def set_settings(self, settings: SpeechSettings) -> None:
        """As `Listener.set_settings`."""
        await self.call(self._listener.set_settings, settings)

    def judge_by(
        self, judge: Judge, is_question: Asks | None = None, extends: Extends | None = None
    ) -> None:
        """As `Listener.judge_by`; before anything is heard."""
        self._listener.judge_by(judge, is_question, extends)

    async def set_wake_sensitivity(self, sensitivity: float) -> None:
        """As `Listener.set_wake_sensitivity`."""
        await self.call(self._listener.set_wake_sensitivity, sensitivity)

    async def listen(self, within_s: float, wake: str | None = None) -> None:
        """As `Listener.listen`."""
        await self.call(self._listener.listen, within_s, wake)

    async def discard(self) -> None:
        """As `Listener.discard`."""
        await self.call(self._listener.discard)

    async def call(self, work: Callable[_P, _R], *args: _P.args, **kwargs: _P.kwargs) -> _R:
        """Run something else that belongs into the speech thread, after what is waiting there."""
        calling = self._thread.submit(work, *args, **kwargs)
        self._pending.add(calling)
        calling.add_done_callback(self._pending.discard)
        return await asyncio.wrap_future(calling)

    async def answers_within(self, timeout_s: float) -> bool:
        """Whether the speech thread is alive: what it does now, it has done in time."""
        if not self._pending:
            return True
        try:
            async with asyncio.timeout(timeout_s):
                await self.call(lambda: None)
        except TimeoutError:
            return False
        return True

    def close(self) -> None:
        """Let the thread end after what it does now; does not wait for it."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def _hear(self, frames: Sequence[AudioFrame]) -> list[ListenerEvent]:
        if self.is_deaf:
            await self.discard()
            return []
        gate = self.gate
        if gate is not None:
            frames = [heard for frame in frames for heard in gate.passed(frame)]
        return await self.call(self._accept, frames)

    def _accept(self, frames: Sequence[AudioFrame]) -> list[ListenerEvent]:
        return [event for frame in frames for event in self._listener.accept(frame)]
