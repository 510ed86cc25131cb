"""A program that is given lines and answers each with bytes, without telling where an answer ends.

That is found out by a blank line, which such programs pass over: it goes into the pipe behind a
line, and once it has been taken out, all that the line gave is out as well.
"""

import asyncio
import fcntl
import os
import struct
import termios
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncGenerator
from contextlib import ExitStack, aclosing, suppress
from typing import Final

_LOOK_EVERY_S: Final = 0.01
_PIECE_BYTES: Final = 32 * 1024
_KILL_TIMEOUT_S: Final = 1.0


class ProgramLostError(Exception):
    """The program has ended, or does not go on."""


class LineProgram:
    """A running program; one line after the other."""

    def __init__(self, process: Process, lines: int, step_s: float) -> None:
        self._process = process
        self._lines = lines
        self._step_s = step_s

    @classmethod
    async def start(cls, *command: str, step_s: float) -> "LineProgram":
        """Start a program.

        Args:
            command: the program and its arguments.
            step_s: how long it may take to go on, in seconds.

        Raises:
            OSError: it cannot be started.
        """
        read_end, write_end = os.pipe()
        with ExitStack() as unless_started:
            unless_started.callback(os.close, write_end)
            try:
                process = await asyncio.create_subprocess_exec(
                    *command, stdin=read_end, stdout=PIPE, stderr=DEVNULL
                )
            finally:
                os.close(read_end)
            unless_started.pop_all()
        os.set_blocking(write_end, False)
        return cls(process, write_end, step_s)

    @property
    def is_lost(self) -> bool:
        """Whether it has ended."""
        return self._process.returncode is not None

    async def answer(self, line: str) -> AsyncGenerator[bytes, None]:
        """What it gives for a line.

        Raises:
            ProgramLostError: it has ended, or gives nothing for too long.
        """
        self._write(f"{line}\n")
        await self._taken()
        self._write("\n")
        async with aclosing(self.rest()) as pieces:
            async for piece in pieces:
                yield piece

    async def rest(self) -> AsyncGenerator[bytes, None]:
        """What it still gives for the last line.

        Raises:
            ProgramLostError: as `answer`.
        """
        clock = asyncio.get_running_loop().time
        given_at = clock()
        while True:
            was_taken = self._waiting_bytes == 0  # before looking, so that nothing is overlooked
            piece = await self._piece()
            if piece:
                given_at = clock()
                yield piece
            elif was_taken:
                return
            elif clock() - given_at > self._step_s:
                raise ProgramLostError

    async def close(self) -> None:
        """End it."""
        if self._lines >= 0:
            os.close(self._lines)
            self._lines = -1
        with suppress(ProcessLookupError):
            self._process.kill()
        with suppress(TimeoutError):
            async with asyncio.timeout(_KILL_TIMEOUT_S):
                await self._process.communicate()

    async def _taken(self) -> None:
        try:
            async with asyncio.timeout(self._step_s):
                while self._waiting_bytes and not self.is_lost:  # noqa: ASYNC110 - no event tells
                    await asyncio.sleep(_LOOK_EVERY_S)
        except TimeoutError as error:
            raise ProgramLostError from error

    async def _piece(self) -> bytes:
        """What is there; nothing after a moment without any."""
        assert self._process.stdout is not None  # noqa: S101 - it was asked for
        try:
            async with asyncio.timeout(2 * _LOOK_EVERY_S):
                piece = await self._process.stdout.read(_PIECE_BYTES)
        except TimeoutError:
            return b""
        if not piece:
            raise ProgramLostError
        return piece

    def _write(self, text: str) -> None:
        try:
            os.write(self._lines, text.encode(errors="replace"))
        except OSError as error:
            raise ProgramLostError from error

    @property
    def _waiting_bytes(self) -> int:
        """What it has not taken yet."""
        found = fcntl.ioctl(self._lines, termios.FIONREAD, bytes(4))
        waiting: int = struct.unpack("i", found)[0]
        return waiting
