"""The voice of piper, a program of its own that keeps its model between texts."""

import asyncio
import json
import re
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from pathlib import Path
from typing import Final

import structlog

from edge_agent.domain.sound import Sound
from edge_agent.errors import AudioError, ConfigError
from edge_agent.respond.line_program import LineProgram, ProgramLostError
from edge_agent.respond.synthesis import STEP_S

USUAL_WORDS_PER_MINUTE: Final = 165
_PAUSE_S: Final = 0.2
_SENTENCE_END: Final = re.compile(r"(?<=[.!?])\s+")
_BYTES_A_SAMPLE: Final = 2

_log = structlog.get_logger(__name__)


class Piper:
    """Synthesises with piper, sentence by sentence; it is started again if it ends.

    Args:
        program: path of piper.
        voice: file of its voice.
        words_per_minute: how fast it speaks.
        step_s: how long it may take to go on, seconds; it loads its model in that time, too.

    Raises:
        ConfigError: there is no such voice.
    """

    def __init__(
        self, *, program: str, voice: Path, words_per_minute: int, step_s: float = STEP_S
    ) -> None:
        self._rate_hz = _rate_hz(voice)
        slowness = USUAL_WORDS_PER_MINUTE / words_per_minute
        self._command = (
            *(program, "--model", str(voice), "--output-raw"),
            *("--length-scale", f"{slowness:.2f}"),
        )
        self._step_s = step_s
        self._program: LineProgram | None = None
        self._one_at_a_time = asyncio.Lock()
        self._clearing: asyncio.Task[None] | None = None

    async def prepare(self) -> None:
        """Load the model before it is needed; what keeps it from that is told when it is."""
        with suppress(AudioError):
            async with self._one_at_a_time:
                await self._running()

    async def sounds(self, text: str) -> AsyncGenerator[Sound, None]:
        """As `Synthesiser.sounds`."""
        async with self._one_at_a_time:
            pause = bytes(round(self._rate_hz * _PAUSE_S) * _BYTES_A_SAMPLE)
            is_first = True
            for sentence in _SENTENCE_END.split(" ".join(text.split())):
                if not is_first:
                    yield Sound(pcm=pause, sample_rate_hz=self._rate_hz)
                is_first = False
                async with aclosing(self._spoken(sentence)) as spoken:
                    async for pcm in spoken:
                        yield Sound(pcm=pcm, sample_rate_hz=self._rate_hz)

    async def close(self) -> None:
        """As `Synthesiser.close`."""
        if self._clearing is not None:
            self._clearing.cancel()
            await asyncio.wait({self._clearing})
        await self._end()

    async def _spoken(self, sentence: str) -> AsyncGenerator[bytes, None]:
        """Whole samples; a program that ends before it has said anything is started again."""
        for is_again in (False, True):
            program = await self._running()
            has_spoken, is_done, rest = False, False, b""
            try:
                async with aclosing(program.answer(sentence)) as answer:
                    async for piece in answer:
                        pcm = rest + piece
                        whole = len(pcm) // _BYTES_A_SAMPLE * _BYTES_A_SAMPLE
                        rest = pcm[whole:]
                        has_spoken = True
                        yield pcm[:whole]
                is_done = True
            except ProgramLostError as error:
                is_done = True
                await self._end()
                if has_spoken or is_again:
                    raise AudioError(f"{self._command[0]} has ended or hangs.") from error
                _log.info("piper is started again")
            else:
                return
            finally:
                if not is_done:
                    self._clearing = asyncio.create_task(
                        self._clear(program), name="clearing piper"
                    )

    async def _running(self) -> LineProgram:
        if self._clearing is not None:
            await asyncio.wait({self._clearing})
            self._clearing = None
        if self._program is None or self._program.is_lost:
            await self._end()
            try:
                self._program = await LineProgram.start(*self._command, step_s=self._step_s)
            except OSError as error:
                raise AudioError(
                    f"{self._command[0]} cannot be started ({error.strerror})."
                ) from error
        return self._program

    async def _clear(self, program: LineProgram) -> None:
        """Throw away what was not listened to any more."""
        try:
            async for _ in program.rest():
                pass
        except ProgramLostError:
            await self._end()

    async def _end(self) -> None:
        program, self._program = self._program, None
        if program is not None:
            await program.close()


def _rate_hz(voice: Path) -> int:
    card = voice.with_name(f"{voice.name}.json")
    for file in (voice, card):
        if not file.is_file():
            raise ConfigError(
                f"response.piper_voice: there is no file {file}; a voice of piper consists of a"
                " file that ends with .onnx and one of the same name with .json behind it."
            )
    try:
        rate_hz = json.loads(card.read_bytes())["audio"]["sample_rate"]
    except (OSError, ValueError, KeyError, TypeError):
        rate_hz = None
    if not isinstance(rate_hz, int) or not 4_000 <= rate_hz <= 192_000:  # noqa: PLR2004 - plain bounds
        raise ConfigError(f"response.piper_voice: {card} tells no sample rate; fetch it again.")
    return rate_hz
