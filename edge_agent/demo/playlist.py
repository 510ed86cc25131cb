"""Recordings as one unbroken stream of sound, as a microphone in the room would give."""

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path

from edge_agent.audio.recording import Recording
from edge_agent.audio.source import SILENCE, paced
from edge_agent.domain.audio import AudioFrame


class Playlist:
    """Silence in real time, with a recording in it whenever one is played."""

    def __init__(self) -> None:
        self._waiting: asyncio.Queue[Path] = asyncio.Queue(maxsize=1)
        self._is_finished = False

    async def frames(self) -> AsyncGenerator[AudioFrame, None]:
        """The stream, until `finish` was called."""
        async for frame in paced(self._blocks(), real_time=True):
            yield frame

    async def play(self, path: Path) -> None:
        """Put a recording into the stream and wait until its last frame was taken.

        Raises:
            AudioError: the recording cannot be read; raised where the stream is read.
        """
        await self._waiting.put(path)
        await self._waiting.join()

    def finish(self) -> None:
        """End the stream."""
        self._is_finished = True

    async def _blocks(self) -> AsyncGenerator[bytes, None]:
        while not self._is_finished:
            if self._waiting.empty():
                yield SILENCE
                continue
            recording = Recording(self._waiting.get_nowait(), real_time=False, silence_after_s=0)
            async for frame in recording.frames():
                yield frame.pcm
            self._waiting.task_done()
