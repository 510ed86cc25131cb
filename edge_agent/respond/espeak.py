"""The plain voice of espeak-ng, a program of its own that is started for each text."""

import asyncio
import struct
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator
from contextlib import suppress
from typing import Final

from edge_agent.domain.sound import Sound
from edge_agent.errors import AudioError
from edge_agent.respond.synthesis import STEP_S

PROGRAM: Final = "espeak-ng"
_HEADER_BYTES: Final = 44
_PIECE_BYTES: Final = 16 * 1024
_COMPLAINT_BYTES: Final = 2000
_KILL_TIMEOUT_S: Final = 1.0


class Espeak:
    """Synthesises with espeak-ng.

    Args:
        program: path of espeak-ng.
        words_per_minute: how fast it speaks.
        step_s: how long it may take to go on, seconds.
    """

    def __init__(self, *, program: str, words_per_minute: int, step_s: float = STEP_S) -> None:
        # -b 1: the text is UTF-8
        self._command = (program, "-s", str(words_per_minute), "-b", "1", "--stdin", "--stdout")
        self._step_s = step_s

    async def prepare(self) -> None:
        """As `Synthesiser.prepare`; it is quick."""

    async def sounds(self, text: str) -> AsyncGenerator[Sound, None]:
        """As `Synthesiser.sounds`."""
        try:
            process = await asyncio.create_subprocess_exec(
                *self._command, stdin=PIPE, stdout=PIPE, stderr=PIPE
            )
        except OSError as error:
            raise AudioError(f"{self._command[0]} cannot be started ({error.strerror}).") from error
        try:
            writing = asyncio.create_task(_write(process, text), name="writing to espeak-ng")
            try:
                rate_hz = await self._rate_hz(process)
                while pcm := await self._piece(process):
                    yield Sound(pcm=pcm, sample_rate_hz=rate_hz)
            finally:
                writing.cancel()
                await asyncio.wait({writing})
        finally:
            await _end(process)

    async def close(self) -> None:
        """As `Synthesiser.close`; nothing outlives a text."""

    async def _rate_hz(self, process: Process) -> int:
        """Of the WAV header that comes first; its length is unknown to espeak-ng itself."""
        header = await self._read(process, _HEADER_BYTES)
        if len(header) < _HEADER_BYTES or not header.startswith(b"RIFF"):
            raise AudioError(f"{self._command[0]} gives no sound ({await _complaint(process)}).")
        rate_hz: int = struct.unpack_from("<I", header, 24)[0]
        return rate_hz

    async def _piece(self, process: Process) -> bytes:
        return await self._read(process, _PIECE_BYTES)

    async def _read(self, process: Process, size: int) -> bytes:
        """So many bytes, or fewer at the end; whole samples."""
        assert process.stdout is not None  # noqa: S101 - it was asked for
        try:
            async with asyncio.timeout(self._step_s):
                return await process.stdout.readexactly(size)
        except asyncio.IncompleteReadError as error:
            return error.partial[: len(error.partial) // 2 * 2]
        except TimeoutError as error:
            raise AudioError(
                f"{self._command[0]} says nothing for {self._step_s:g} seconds."
            ) from error


async def _write(process: Process, text: str) -> None:
    if process.stdin is not None:
        process.stdin.write(text.encode(errors="replace"))
        with suppress(ConnectionError):
            await process.stdin.drain()
        process.stdin.close()


async def _complaint(process: Process) -> str:
    if process.stderr is None:
        return ""
    with suppress(TimeoutError):
        async with asyncio.timeout(_KILL_TIMEOUT_S):
            complaint = await process.stderr.read(_COMPLAINT_BYTES)
            lines = complaint.decode(errors="replace").strip().splitlines()
            return lines[-1][:200] if lines else "no reason given"
    return "no reason given"


async def _end(process: Process) -> None:
    with suppress(ProcessLookupError):
        process.kill()
    with suppress(TimeoutError):
        async with asyncio.timeout(_KILL_TIMEOUT_S):
            await process.wait()
