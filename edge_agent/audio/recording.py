"""A WAV file as a source of sound."""

import asyncio
import math
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from pathlib import Path

from edge_agent.audio.framing import Framer, to_mono
from edge_agent.audio.source import SILENCE, paced
from edge_agent.audio.wav import WavReader
from edge_agent.domain.audio import FRAME_S, AudioFrame


class Recording:
    """A WAV file of any rate and channel count, streamed.

    After its end comes silence, so that the last utterance ends as it would in a room.

    Raises:
        AudioError: the file is missing or no readable WAV.
    """

    def __init__(self, path: Path, *, real_time: bool, silence_after_s: float = 1.0) -> None:
        self._path = path
        self._real_time = real_time
        self._silent_frames = math.ceil(silence_after_s / FRAME_S)
        WavReader(path).close()

    async def frames(self) -> AsyncGenerator[AudioFrame, None]:
        """The recording's frames, then silence; by the clock or as fast as they are taken."""
        async with (
            aclosing(self._blocks()) as blocks,
            aclosing(paced(blocks, real_time=self._real_time)) as frames,
        ):
            async for frame in frames:
                yield frame

    async def _blocks(self) -> AsyncGenerator[bytes, None]:
        reader = await asyncio.to_thread(WavReader, self._path)
        try:
            seconds = _seconds(reader)
            while (second := await asyncio.to_thread(next, seconds, None)) is not None:
                for pcm in second:
                    yield pcm
        finally:
            reader.close()
        for _ in range(self._silent_frames):
            yield SILENCE


def _seconds(reader: WavReader) -> Iterator[list[bytes]]:
    rate_hz = reader.format.sample_rate_hz
    framer = Framer(rate_hz)
    silence = None
    for samples in reader.blocks(rate_hz):
        silence = to_mono(samples[:0]) if silence is None else silence
        yield list(framer.accept(to_mono(samples)))
    if silence is not None:
        yield list(framer.accept(silence, is_last=True))
