"""The ear: muting and unmuting as fast as one likes neither ends it nor opens it by mistake."""

import asyncio
import threading
from collections.abc import AsyncGenerator
from contextlib import suppress

from fixtures.hearing import nothing_to_say

from edge_agent.app.hearing import Hearing
from edge_agent.audio.source import SILENCE
from edge_agent.domain.audio import AudioFrame
from edge_agent.domain.entity import Home
from edge_agent.domain.speech import DecodingLost
from edge_agent.speech.worker import SpeechWorker

PATIENCE_S = 10


class SlowSource:
    """Silence without end from a device that takes its time to close."""

    def __init__(self) -> None:
        self.is_open = False
        self.opened = 0
        self.may_close = asyncio.Event()
        self.is_closing = asyncio.Event()
        self.is_closed = asyncio.Event()

    async def frames(self) -> AsyncGenerator[AudioFrame, None]:
        self.is_open = True
        self.opened += 1
        index = 0
        try:
            while True:
                yield AudioFrame(pcm=SILENCE, index=index, started_at=0.0)
                index += 1
                await asyncio.sleep(0.001)
        finally:
            self.is_closing.set()
            await self.may_close.wait()
            self.is_open = False
            self.is_closed.set()


async def ignore(_event) -> None:
    pass


def play(listener, scene) -> None:
    """Run a scene with an ear that listens."""

    async def run() -> None:
        worker = SpeechWorker(listener)
        source = SlowSource()
        hearing = Hearing(worker, source, grammar_of=nothing_to_say)
        listening = asyncio.create_task(hearing.run(ignore))
        try:
            async with asyncio.timeout(PATIENCE_S):
                await hearing.has_first_frame.wait()
                await scene(hearing, source, listening)
        finally:
            source.may_close.set()
            listening.cancel()
            with suppress(asyncio.CancelledError):
                await listening
            worker.close()

    asyncio.run(run())


def test_unmuting_while_the_device_still_closes(listener):
    async def scene(hearing, source, listening):
        hearing.mute(is_muted=True)
        await source.is_closing.wait()
        hearing.mute(is_muted=False)
        source.may_close.set()
        while source.opened < 2:
            assert not listening.done(), "the ear has ended"
            await asyncio.sleep(0.001)

    play(listener, scene)


def test_the_end_is_not_lost_while_muting(listener):
    async def scene(hearing, source, listening):
        hearing.mute(is_muted=True)
        await source.is_closing.wait()
        listening.cancel()
        source.may_close.set()
        await asyncio.wait({listening})
        assert listening.cancelled()
        assert not source.is_open

    play(listener, scene)


def test_muted_at_once_again_it_stays_closed(listener):
    async def scene(hearing, source, listening):
        source.may_close.set()
        hearing.mute(is_muted=True)
        await source.is_closed.wait()
        await asyncio.sleep(0.01)
        hearing.mute(is_muted=False)
        hearing.mute(is_muted=True)
        await asyncio.sleep(0.01)
        assert not source.is_open
        assert not listening.done()

    play(listener, scene)


class LosingWorker:
    """Loses decoding at once, and then hears nothing."""

    def __init__(self) -> None:
        self.grammars: list[object] = []
        self._is_new = True

    async def events(self, _source) -> AsyncGenerator[DecodingLost, None]:
        if self._is_new:
            self._is_new = False
            yield DecodingLost(reason="it crashed")
        await asyncio.Event().wait()

    async def set_grammar(self, grammar) -> None:
        self.grammars.append(grammar)


def test_muting_while_it_learns_again_does_not_leave_it_deaf():
    is_learning, may_go_on = threading.Event(), threading.Event()

    def grammar_of(_home, _examples) -> str:
        is_learning.set()
        assert may_go_on.wait(PATIENCE_S)
        return "grammar"

    async def run() -> None:
        worker = LosingWorker()
        hearing = Hearing(worker, SlowSource(), grammar_of=grammar_of)
        listening = asyncio.create_task(hearing.run(ignore))
        async with asyncio.timeout(PATIENCE_S):
            await asyncio.to_thread(is_learning.wait)
            hearing.mute(is_muted=True)
            await asyncio.sleep(0.01)
            may_go_on.set()
            assert worker.grammars == []
            hearing.mute(is_muted=False)
            while worker.grammars != ["grammar"]:
                assert not listening.done()
                await asyncio.sleep(0.001)
        listening.cancel()
        await asyncio.wait({listening})

    asyncio.run(run())


def test_any_words_are_heard_only_until_the_home_is_listened_for_again():
    homes = iter(("first home", "second home"))

    async def run() -> list[str]:
        worker = LosingWorker()
        hearing = Hearing(
            worker,
            SlowSource(),
            grammar_of=lambda _home, examples: f"{next(homes)} {examples}",
            free_speech=lambda: "any words",
        )
        await hearing.listen_freely(is_free=True)
        assert not hearing.is_free, "nothing is known that could be listened for again"
        await hearing.learn(Home(), ("kino",))
        await hearing.listen_freely(is_free=True)
        await hearing.listen_freely(is_free=True)
        await hearing.learn(Home())
        assert hearing.is_free
        await hearing.listen_freely(is_free=False)
        await hearing.listen_freely(is_free=False)
        return worker.grammars

    assert asyncio.run(run()) == ["first home ('kino',)", "any words", "second home ()"]
