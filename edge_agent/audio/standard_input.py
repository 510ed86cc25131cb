"""Raw sound on standard input: signed 16 bit little endian, 16 kHz, one channel."""

import asyncio
import math
import os
import stat
import sys
from collections.abc import AsyncGenerator
from contextlib import aclosing

from edge_agent.audio.framing import Framer
from edge_agent.audio.source import SILENCE, paced
from edge_agent.domain.audio import FRAME_BYTES, FRAME_S, AudioFrame
from edge_agent.errors import AudioError

_NO_SAMPLES = b""


class StandardInput:
    """A pipe or a redirected file on a file descriptor; its end is the end of the sound.

    Raises:
        AudioError: the descriptor is closed or a terminal.
    """

    def __init__(
        self, *, real_time: bool, silence_after_s: float = 1.0, descriptor: int | None = None
    ) -> None:
        self._real_time = real_time
        self._silent_frames = math.ceil(silence_after_s / FRAME_S)
        self._descriptor = _usable(descriptor)

    async def frames(self) -> AsyncGenerator[AudioFrame, None]:
        """Frames, then silence; in real time a live stream is never held back."""
        async with (
            aclosing(self._blocks()) as blocks,
            aclosing(paced(blocks, real_time=self._real_time, is_live=True)) as frames,
        ):
            async for frame in frames:
                yield frame

    async def _blocks(self) -> AsyncGenerator[bytes, None]:
        framer = Framer(16_000)
        async with aclosing(self._pieces()) as pieces:
            async for piece in pieces:
                for pcm in framer.accept_pcm(piece):
                    yield pcm
        for pcm in framer.accept_pcm(_NO_SAMPLES, is_last=True):
            yield pcm
        for _ in range(self._silent_frames):
            yield SILENCE

    def _pieces(self) -> AsyncGenerator[bytes, None]:
        mode = os.fstat(self._descriptor).st_mode
        is_pipe = stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)
        return _from_pipe(self._descriptor) if is_pipe else _from_file(self._descriptor)


def _usable(descriptor: int | None) -> int:
    try:
        number = sys.stdin.fileno() if descriptor is None else descriptor
        os.fstat(number)
    except (OSError, ValueError, AttributeError) as error:
        raise AudioError(
            "Standard input is closed; pipe raw 16 kHz mono s16le sound into it."
        ) from error
    if os.isatty(number):
        raise AudioError(
            "Standard input is a terminal; pipe raw 16 kHz mono s16le sound into it,"
            " as in `arecord -t raw -f S16_LE -r 16000 | edge-agent --input -`."
        )
    return number


async def _from_pipe(descriptor: int) -> AsyncGenerator[bytes, None]:
    # The transport closes what it reads from; the duplicate keeps standard input itself open.
    pipe = os.fdopen(os.dup(descriptor), "rb", buffering=0)
    stream = asyncio.StreamReader()
    transport, _ = await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(stream), pipe
    )
    try:
        while piece := await stream.read(FRAME_BYTES):
            yield piece
    finally:
        transport.close()


async def _from_file(descriptor: int) -> AsyncGenerator[bytes, None]:
    # A regular file cannot be polled, but reading it does not wait for anybody either.
    while piece := await asyncio.to_thread(os.read, descriptor, FRAME_BYTES):
        yield piece
