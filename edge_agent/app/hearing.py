"""The ear of the agent: a source of sound, the speech thread, and what is heard as utterances."""

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing, suppress
from typing import Final

from edge_agent.audio.microphone import Microphone
from edge_agent.audio.source import AudioSource
from edge_agent.config.schema import Config, SpeechSettings
from edge_agent.domain.audio import AudioFrame
from edge_agent.domain.entity import Home
from edge_agent.domain.speech import DecodingLost, ListenerEvent, Transcript
from edge_agent.domain.turn import Source, Utterance
from edge_agent.speech.recogniser import Grammar
from edge_agent.speech.worker import SpeechWorker

GrammarOf = Callable[[Home, tuple[str, ...]], Grammar]
"""Makes the grammar of a home and of examples of phrases; may take seconds."""
_ALIVE_S: Final = 10.0
OnEvent = Callable[[ListenerEvent], Awaitable[None]]


class Hearing:
    """Listens to a source until it ends, except while muted."""

    def __init__(
        self,
        worker: SpeechWorker,
        source: AudioSource,
        *,
        grammar_of: GrammarOf,
        free_speech: Callable[[], Grammar] | None = None,
    ) -> None:
        self.worker = worker
        self._free_speech = free_speech
        self._grammar: Grammar | None = None
        self._grammar_of = grammar_of
        self._source = source
        self._is_audible = asyncio.Event()
        self._is_audible.set()
        self._listening: asyncio.Task[None] | None = None
        self._home = Home()
        self._examples: tuple[str, ...] = ()
        self._is_lost = False
        self._making = asyncio.Lock()
        self.on_frame: Callable[[AudioFrame], None] = lambda _: None
        """Is handed each frame as it comes in, unless the agent itself speaks."""
        self.is_free = False
        """Whether any words are heard, not only sentences about the home."""
        self.has_first_frame = asyncio.Event()
        """Set as soon as sound has come in, or none is wanted."""
        self.last_frame_at = time.monotonic()
        """Monotonic seconds of the last frame."""

    @property
    def is_muted(self) -> bool:
        """Whether the source is closed at the speaker's wish."""
        return not self._is_audible.is_set()

    @property
    def is_lost(self) -> bool:
        """Whether decoding has ended and does not go on yet."""
        return self._is_lost

    async def learn(self, home: Home, examples: tuple[str, ...] = ()) -> None:
        """Listen for what can be said to a home; until then, what is said is heard as before.

        Args:
            home: what can be named.
            examples: of phrases that were taught.
        """
        self._home, self._examples = home, examples
        async with self._making:
            await self._listen_for(await asyncio.to_thread(self._grammar_of, home, examples))

    async def adopt(
        self,
        settings: SpeechSettings,
        *,
        grammar_of: GrammarOf,
        free_speech: Callable[[], Grammar],
    ) -> None:
        """Hear by other settings from the next utterance on; until then all is heard as before.

        Raises:
            ModelError: the model of these settings cannot be used; all stays as it was.
        """
        async with self._making:
            grammar = None
            if self._grammar is not None:
                grammar = await asyncio.to_thread(grammar_of, self._home, self._examples)
            self._grammar_of, self._free_speech = grammar_of, free_speech
            await self.worker.set_settings(settings)
            if grammar is not None:
                await self._listen_for(grammar)

    async def _listen_for(self, grammar: Grammar) -> None:
        self._grammar = grammar
        if not self.is_free:
            await self.worker.set_grammar(grammar)

    async def listen_freely(self, *, is_free: bool) -> None:
        """Hear any words, or again only what can be said to the home."""
        if is_free == self.is_free or self._grammar is None or self._free_speech is None:
            return
        self.is_free = is_free
        grammar = await asyncio.to_thread(self._free_speech) if is_free else self._grammar
        await self.worker.set_grammar(grammar)

    def mute(self, *, is_muted: bool) -> None:
        """Close the source, or open it again."""
        if is_muted:
            self._is_audible.clear()
            self.has_first_frame.set()
            if isinstance(self._source, Microphone):
                self._source.must_open = False
            if self._listening is not None:
                self._listening.cancel()
        elif self.is_muted:
            self.last_frame_at = time.monotonic()  # what came of it in between is no loss
            self._is_audible.set()

    @property
    def is_alive(self) -> bool:
        """Whether sound comes in, or is not wanted, or a lost microphone is being looked for."""
        signs = [self.last_frame_at]
        if isinstance(self._source, Microphone):
            signs.append(self._source.alive_at)
        return self.is_muted or time.monotonic() - max(signs) < _ALIVE_S

    @property
    def trouble(self) -> str | None:
        """Why no sound comes in, in a sentence, as far as that is known; None while it comes."""
        return self._source.trouble if isinstance(self._source, Microphone) else None

    async def wait_first_frame(self, timeout_s: float) -> bool:
        """Whether sound has come in, or comes in time."""
        with suppress(TimeoutError):
            async with asyncio.timeout(timeout_s):
                await self.has_first_frame.wait()
        return self.has_first_frame.is_set()

    async def run(self, on_event: OnEvent) -> None:
        """Listen until the source ends.

        Raises:
            AudioError: the source gives no sound.
        """
        while True:
            while self.is_muted:
                await self._is_audible.wait()
            self._listening = asyncio.create_task(self._listen(on_event), name="listening")
            try:
                await asyncio.wait({self._listening})
            finally:
                await _ended(self._listening)
            if not self._listening.cancelled():
                return self._listening.result()

    async def frames(self) -> AsyncGenerator[AudioFrame, None]:
        """The source's frames, watched."""
        async with aclosing(self._source.frames()) as frames:
            async for frame in frames:
                self.last_frame_at = time.monotonic()
                self.has_first_frame.set()
                if not self.worker.is_deaf:
                    self.on_frame(frame)
                yield frame

    async def _listen(self, on_event: OnEvent) -> None:
        await self._learn_again()
        async with aclosing(self.worker.events(self)) as events:
            async for event in events:
                await on_event(event)
                self._is_lost |= isinstance(event, DecodingLost)
                await self._learn_again()

    async def _learn_again(self) -> None:
        """Once decoding was lost, until it has worked; muting may come in between."""
        if self._is_lost:
            self.is_free = False
            await self.learn(self._home, self._examples)
            self._is_lost = False


def utterance_of(transcript: Transcript, area: str | None) -> Utterance:
    """What was said, as the pipeline takes it."""
    return Utterance(
        source=Source.VOICE,
        alternatives=transcript.alternatives,
        area=transcript.area or area,
        wake=transcript.wake,
        ended_at=transcript.speech_ended_at,
        endpoint_ms=_ms(transcript.endpoint_at - transcript.speech_ended_at),
        decode_ms=_ms(transcript.decoded_at - transcript.endpoint_at),
        has_gap=transcript.has_gap,
        level_db=transcript.level_db,
        is_other_speech=transcript.is_other_speech,
        continues=transcript.continues,
    )


async def _ended(task: asyncio.Task[None]) -> None:
    """Cancel a task, but not twice, and wait until it has let go of everything."""
    if not task.cancelling():
        task.cancel()
    await asyncio.wait({task})


def _ms(seconds: float) -> int:
    return round(1000 * seconds)


def microphone_of(config: Config) -> Microphone | None:
    """The configured microphone; None where the configuration wants none."""
    return None if config.audio.input == "none" else Microphone(config.audio)
