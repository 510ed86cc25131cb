"""Answers aloud."""

import asyncio
import shutil
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress
from typing import Final, Protocol

import structlog

from edge_agent.config.schema import ResponseSettings
from edge_agent.errors import ConfigError

PROGRAM: Final = "espeak-ng"
LONGEST_SPEECH_S: Final = 60.0
KILL_TIMEOUT_S: Final = 1.0
LOUDEST: Final = 200
"""Of espeak-ng's scale; 100 is its default."""

_log = structlog.get_logger(__name__)


class Voice(Protocol):
    """Says things aloud, one at a time."""

    async def speak(self, text: str) -> None:
        """Say it; return when it has been said, stopped, or found impossible. Never raises."""
        ...

    async def stop(self) -> None:
        """Fall silent at once."""
        ...


class SilentVoice:
    """Says nothing."""

    async def speak(self, text: str) -> None:
        """Say nothing."""

    async def stop(self) -> None:
        """There is nothing to stop."""


class EspeakVoice:
    """The plain voice of espeak-ng, a program of its own; what is said last, wins.

    Args:
        settings: volume and speed.
        program: path of espeak-ng.
        longest_s: a speech is cut off after this time, in seconds.
    """

    def __init__(
        self, settings: ResponseSettings, *, program: str, longest_s: float = LONGEST_SPEECH_S
    ) -> None:
        volume = round(settings.volume * LOUDEST / 100)
        self._command = (
            program,
            *("-a", str(volume)),
            *("-s", str(settings.words_per_minute)),
            *("-b", "1"),  # the text is UTF-8
            "--stdin",
        )
        self._longest_s = longest_s
        self._speaking: Process | None = None
        self._speech_count = 0
        self._has_failed = False

    async def speak(self, text: str) -> None:
        """Stop what is being said and say this."""
        self._speech_count += 1
        speech = self._speech_count
        await self._silence()
        if not text.strip():
            return
        try:
            speaking = await asyncio.create_subprocess_exec(
                *self._command, stdin=PIPE, stdout=DEVNULL, stderr=PIPE
            )
        except OSError as error:
            self._note_failure(str(error))
            return
        try:
            if speech == self._speech_count:
                self._speaking = speaking
                await self._finish(speaking, speech, text)
        finally:
            await _end(speaking)

    async def stop(self) -> None:
        """Fall silent at once."""
        self._speech_count += 1
        await self._silence()

    async def _silence(self) -> None:
        speaking, self._speaking = self._speaking, None
        if speaking is not None:
            await _end(speaking)

    async def _finish(self, speaking: Process, speech: int, text: str) -> None:
        try:
            async with asyncio.timeout(self._longest_s):
                _, complaint = await speaking.communicate(text.encode(errors="replace"))
        except TimeoutError:
            self._note_failure(f"cut off after {self._longest_s:g} s")
            return
        if speech != self._speech_count:
            return
        lines = complaint.decode(errors="replace").strip().splitlines() or ["no reason given"]
        # Without a sound device espeak-ng complains and ends with status 0.
        if speaking.returncode or lines[-1].startswith("error:"):
            self._note_failure(lines[-1])
        else:
            self._has_failed = False

    def _note_failure(self, reason: str) -> None:
        report = _log.debug if self._has_failed else _log.warning
        report("answer not spoken", program=self._command[0], reason=reason[:200])
        self._has_failed = True


def find_voice(settings: ResponseSettings) -> Voice:
    """The voice that the configuration asks for; `auto` falls back to silence.

    Raises:
        ConfigError: there is no such voice, or its program is not installed.
    """
    program = shutil.which(PROGRAM)
    match settings.voice:
        case "none":
            return SilentVoice()
        case "auto":
            return EspeakVoice(settings, program=program) if program else SilentVoice()
        case "espeak-ng" if program:
            return EspeakVoice(settings, program=program)
        case "espeak-ng":
            raise ConfigError(
                "response.voice: espeak-ng is not installed;"
                " install it (apt install espeak-ng) or write 'voice: none'."
            )
    raise ConfigError(
        f"response.voice: {settings.voice!r} is none of auto, espeak-ng, none; write one of these."
    )


async def _end(speaking: Process) -> None:
    with suppress(ProcessLookupError):
        speaking.kill()
    with suppress(TimeoutError):
        async with asyncio.timeout(KILL_TIMEOUT_S):
            await speaking.wait()
