"""The loudspeaker: plays one thing at a time, can be stopped at once, survives a missing device."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing, suppress
from dataclasses import dataclass
from functools import partial
from typing import Final

import structlog

from edge_agent.audio.device_thread import in_device_thread
from edge_agent.audio.outputs import Fill, OutputFormat, OutputStream, open_output
from edge_agent.audio.playback import Loudness, Playback
from edge_agent.domain.sound import Sound
from edge_agent.errors import AudioError

LONGEST_S: Final = 90.0
"""What is not over by then, is cut off."""
DUCKED: Final = 0.2
"""Amplitude of what is played while somebody speaks; -14 dB."""
_OPEN_S: Final = 3.0
_CLOSE_S: Final = 0.5
_STALE_S: Final = 2.0
"""A device that asks for nothing for so long is gone: PortAudio does not always tell."""
_TAIL_S: Final = 0.2
"""Sound servers keep more than the device says."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """What came of one playing."""

    first_at: float | None
    """When the first sound went to the device, monotonic seconds; None if none did."""
    is_whole: bool
    """It was neither stopped nor cut off."""


class Loudspeaker:
    """An output of PortAudio, by `response.output`: `default` or a part of the device's name.

    The device is held only while something is played.
    """

    def __init__(self, output: str) -> None:
        self._output = output
        self._device = asyncio.Lock()
        self._current: _Playing | None = None
        self._has_failed = False
        self.loudness = Loudness()
        """Of what is played."""

    @property
    def is_playing(self) -> bool:
        """Whether something is being played or about to be."""
        return self._current is not None

    async def play(self, pieces: AsyncGenerator[Sound, None], *, gain: float) -> Played:
        """Play what comes, in place of what is being played.

        Returns when it has been played, stopped, or found impossible, which is logged.

        Args:
            pieces: sounds that follow each other without a gap; closed in any case.
            gain: amplitude, 0 to 1.
        """
        self.stop()
        playing = self._current = _Playing(gain, self.loudness)
        try:
            async with aclosing(pieces), self._device, asyncio.timeout(LONGEST_S):
                await self._play(playing, pieces)
            if playing.played.first_at is not None:
                self._note_success()
        except (AudioError, TimeoutError) as error:
            self._note_failure(str(error) or f"It was cut off after {LONGEST_S:g} seconds.")
        finally:
            if self._current is playing:
                self._current = None
        return playing.played

    def stop(self) -> None:
        """Fall silent at once."""
        if self._current is not None:
            self._current.is_stopped.set()

    def duck(self, *, is_ducked: bool) -> None:
        """Play softer what is being played, or as loud as before."""
        if self._current is not None:
            self._current.duck(is_ducked=is_ducked)

    async def _play(self, playing: "_Playing", pieces: AsyncGenerator[Sound, None]) -> None:
        if playing.is_stopped.is_set():
            return
        stream = await self._open(playing)
        work = asyncio.create_task(playing.run(stream, pieces), name="playing")
        stopping = asyncio.create_task(playing.is_stopped.wait(), name="waiting for a stop")
        try:
            await asyncio.wait({work, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if work.done():
                work.result()
        finally:
            stopping.cancel()
            work.cancel()
            await _release(stream)
            await asyncio.wait({work, stopping})

    async def _open(self, playing: "_Playing") -> OutputStream:
        try:
            async with asyncio.timeout(_OPEN_S):
                return await in_device_thread(
                    partial(open_output, self._output, playing.fill_of, playing.on_end()),
                    undo=OutputStream.close,
                )
        except TimeoutError as error:
            raise AudioError(
                "The loudspeaker does not answer; restart the sound server."
            ) from error

    def _note_success(self) -> None:
        if self._has_failed:
            _log.info("loudspeaker is back", output=self._output)
        self._has_failed = False

    def _note_failure(self, reason: str) -> None:
        report = _log.debug if self._has_failed else _log.warning
        report("nothing can be played", output=self._output, reason=reason)
        self._has_failed = True


class _Playing:
    """One thing on its way through the device."""

    def __init__(self, gain: float, loudness: Loudness) -> None:
        self._gain = gain
        self._is_ducked = False
        self._loudness = loudness
        self._playback: Playback | None = None
        self._has_ended = asyncio.Event()
        self._fills = 0
        self.is_stopped = asyncio.Event()

    @property
    def played(self) -> Played:
        playback = self._playback
        return Played(
            first_at=playback.first_at if playback else None,
            is_whole=playback is not None and playback.is_over,
        )

    def fill_of(self, output_format: OutputFormat) -> Fill:
        playback = self._playback = Playback(
            sample_rate_hz=output_format.sample_rate_hz,
            channels=output_format.channels,
            gain=self._wanted_gain,
            loudness=self._loudness,
        )

        def fill(out: memoryview) -> bool:
            self._fills += 1
            return playback.fill(out)

        return fill

    def on_end(self) -> Callable[[], None]:
        loop = asyncio.get_running_loop()

        def tell() -> None:
            with suppress(RuntimeError):  # the loop may be closed by now
                loop.call_soon_threadsafe(self._has_ended.set)

        return tell

    def duck(self, *, is_ducked: bool) -> None:
        self._is_ducked = is_ducked
        if self._playback is not None:
            self._playback.set_gain(self._wanted_gain)

    async def run(self, stream: OutputStream, pieces: AsyncGenerator[Sound, None]) -> None:
        """Feed the stream and wait until all has been played.

        Raises:
            AudioError: the device went away.
        """
        playback = self._playback
        if playback is None:
            return
        playback.delay_s = stream.latency_s
        has_begun = False
        async for piece in pieces:
            playback.put(piece)
            if not has_begun:
                await in_device_thread(stream.start)
                has_begun = True
        playback.end(tail_s=stream.latency_s + _TAIL_S)
        if has_begun:
            await self._wait(playback)

    async def _wait(self, playback: Playback) -> None:
        while not self._has_ended.is_set():
            fills = self._fills
            with suppress(TimeoutError):
                async with asyncio.timeout(_STALE_S):
                    await self._has_ended.wait()
            if fills == self._fills:
                break
        if not playback.is_over:
            raise AudioError("The loudspeaker went away while it was playing.")

    @property
    def _wanted_gain(self) -> float:
        return self._gain * DUCKED if self._is_ducked else self._gain


async def _release(stream: OutputStream) -> None:
    # A sound server that hangs must hold up neither what is played next nor the end of the program.
    with suppress(TimeoutError):
        async with asyncio.timeout(_CLOSE_S):
            await in_device_thread(stream.close)
