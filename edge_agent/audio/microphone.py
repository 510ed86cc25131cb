"""The microphone as a source of sound that survives being unplugged."""

import asyncio
import time
from collections.abc import AsyncGenerator, Iterator

import numpy as np
import structlog

from edge_agent.audio.buffer import Block, FrameBuffer
from edge_agent.audio.devices import InputFormat, InputStream, look_again, open_input
from edge_agent.audio.framing import Framer, to_mono
from edge_agent.config.schema import AudioSettings
from edge_agent.domain.audio import FRAME_S, AudioFrame
from edge_agent.errors import AudioError

STALE_S = 2.0
"""A device that delivers nothing for so long is gone: PortAudio does not tell."""
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.25, 1.0

_log = structlog.get_logger()


class Microphone:
    """An input of PortAudio, by `audio.input`: `default` or a part of the device's name."""

    def __init__(self, settings: AudioSettings) -> None:
        self._settings = settings
        self.last_frame_at: float | None = None
        """Monotonic seconds of the last frame; none before the first."""
        self.dropped_frames = 0
        """Frames that were lost because nobody took them in time."""

    async def frames(self) -> AsyncGenerator[AudioFrame, None]:
        """Frames as they are captured, without end; reopens a device that went away.

        Raises:
            AudioError: the device cannot be opened at first.
        """
        index, is_first = 0, True
        stream: InputStream | None = None
        try:
            while True:
                buffer = FrameBuffer(max(1, round(self._settings.buffer_s / FRAME_S)))
                stream = await self._open(buffer, is_first=is_first)
                index += _missed(self.last_frame_at)
                framing = Framing(stream.format, index)
                while (block := await _next(buffer, stream)) is not None:
                    self.dropped_frames = buffer.dropped
                    for frame in framing.accept(block):
                        self.last_frame_at = time.monotonic()
                        index = frame.index + 1
                        yield frame
                is_first = False
                lost, stream = stream, None
                await asyncio.to_thread(lost.close)
        finally:
            if stream is not None:
                await asyncio.shield(asyncio.to_thread(stream.close))

    async def _open(self, buffer: FrameBuffer, *, is_first: bool) -> InputStream:
        if is_first:
            return await asyncio.to_thread(open_input, self._settings.input, buffer)
        _log.warning("microphone_lost", input=self._settings.input)
        lost_at = time.monotonic()
        pause_s = _FIRST_PAUSE_S
        while True:
            try:
                await asyncio.to_thread(look_again)
                stream = await asyncio.to_thread(open_input, self._settings.input, buffer)
            except AudioError as error:
                _log.debug("microphone_still_lost", error=str(error))
                await asyncio.sleep(pause_s)
                pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)
            else:
                _log.info("microphone_back", after_s=round(time.monotonic() - lost_at, 1))
                return stream


class Framing:
    """Turns blocks of a device into frames that count on from an index."""

    def __init__(self, input_format: InputFormat, first_index: int) -> None:
        self._format = input_format
        self._framer = Framer(input_format.sample_rate_hz)
        self._next_index = first_index
        self._next_block = 0

    def accept(self, block: Block) -> Iterator[AudioFrame]:
        """Frames that are complete with this block; lost blocks show in their indexes."""
        if block.index != self._next_block:
            self._next_index += block.index - self._next_block
            self._framer = Framer(self._format.sample_rate_hz)
        self._next_block = block.index + 1
        for pcm in self._cut(block.pcm):
            yield AudioFrame(pcm=pcm, index=self._next_index, started_at=block.started_at)
            self._next_index += 1

    def _cut(self, pcm: bytes) -> Iterator[bytes]:
        if self._format.is_native:
            return self._framer.accept_pcm(pcm)
        samples = np.frombuffer(pcm, "<i2").reshape(-1, self._format.channels)
        return self._framer.accept(to_mono(samples.astype(np.float32) / np.float32(2**15)))


async def _next(buffer: FrameBuffer, stream: InputStream) -> Block | None:
    """The next block, or None if the device is gone."""
    try:
        async with asyncio.timeout(STALE_S):
            while (block := await buffer.take()) is None and stream.is_active:
                pass
    except TimeoutError:
        return None
    return block


def _missed(last_frame_at: float | None) -> int:
    """Frames that would have come since the last one: the gap shows in the next index."""
    return 0 if last_frame_at is None else round((time.monotonic() - last_frame_at) / FRAME_S)
