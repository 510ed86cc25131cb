"""The microphone as a source of sound that survives being unplugged."""

import asyncio
import time
from collections.abc import AsyncGenerator, Iterator
from contextlib import suppress
from functools import partial
from typing import Final

import numpy as np
import structlog

from edge_agent.audio.buffer import Block, FrameBuffer
from edge_agent.audio.conditioning import Conditioning, conditioning_of
from edge_agent.audio.device_thread import in_device_thread
from edge_agent.audio.devices import look_again
from edge_agent.audio.framing import Framer, to_mono
from edge_agent.audio.opening import InputFormat, InputStream, open_input
from edge_agent.audio.quietness import Quietness
from edge_agent.config.audio import AudioSettings
from edge_agent.domain.audio import FRAME_S, SAMPLE_RATE_HZ, AudioFrame
from edge_agent.errors import AudioError

STALE_S: Final = 2.0
"""A device that delivers nothing for so long is gone: PortAudio does not always tell."""
RESAMPLING_LAG_S: Final = 0.04
"""How much later sound comes from a device that has no 16 kHz."""
_FIRST_FRAME_S: Final = 5.0
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.25, 1.0
_CLOSE_S: Final = 0.3

_log = structlog.get_logger()


class Microphone:
    """An input of PortAudio, by `audio.input`: `default` or a part of the device's name.

    Raises:
        ConfigError: what the settings ask for is not installed.
    """

    def __init__(self, settings: AudioSettings) -> None:
        self._settings = settings
        self._conditioning = conditioning_of(settings)
        self._lost_at: float | None = None
        self._gave_nothing = False
        self.must_open = True
        """Whether it is an error that the device cannot be opened, as at the start; else it is
        tried again for ever."""
        self.trouble: str | None = None
        """Why no sound comes, in a sentence; none while it comes or is not wanted."""
        self.alive_at = time.monotonic()
        """Monotonic seconds of the last frame or of the last try to open the device."""
        self.last_frame_at: float | None = None
        """Monotonic seconds of the last frame; none before the first."""
        self.dropped_frames = 0
        """Frames of the open stream that were lost because nobody took them in time."""

    async def frames(self) -> AsyncGenerator[AudioFrame, None]:
        """Frames as they are captured, without end; reopens a device that went away.

        Raises:
            AudioError: the device cannot be opened, and `must_open`.
        """
        index = 0
        stream: InputStream | None = None
        try:
            while True:
                buffer = FrameBuffer(max(1, round(self._settings.buffer_s / FRAME_S)))
                stream = await self._open(buffer)
                framing, patience_s = None, self._patience_s()
                while (block := await _next(buffer, stream, patience_s)) is not None:
                    if framing is None:
                        index += self._missed_frames(block)
                        framing, patience_s = self._framing(stream.format, index), STALE_S
                    self._note_arrival(buffer)
                    for frame in framing.accept(block):
                        index = frame.index + 1
                        buffer.is_patient = frame.is_quiet
                        yield frame
                self._note_loss(has_delivered=framing is not None)
                lost, stream = stream, None
                await in_device_thread(lost.close)
        finally:
            self._lost_at = self.trouble = None
            if stream is not None:
                await _release(stream)

    async def _open(self, buffer: FrameBuffer) -> InputStream:
        pause_s = _FIRST_PAUSE_S
        while True:
            try:
                return await in_device_thread(
                    partial(self._open_now, buffer, is_again=self._lost_at is not None),
                    undo=InputStream.close,
                )
            except AudioError as error:
                if self.must_open:
                    raise
                self._note_trouble(str(error))
            finally:
                self.alive_at = time.monotonic()
            await asyncio.sleep(pause_s)
            pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)

    def _open_now(self, buffer: FrameBuffer, *, is_again: bool) -> InputStream:
        if not is_again:
            # The list of devices may be from before one was unplugged.
            with suppress(AudioError):
                return open_input(self._settings, buffer)
        look_again()
        return open_input(self._settings, buffer)

    def _framing(self, input_format: InputFormat, first_index: int) -> "Framing":
        return Framing(input_format, first_index, self._settings.channel, self._conditioning)

    def _patience_s(self) -> float:
        """How long to wait for the first frame: a short time where a device has just vanished."""
        is_likely_gone = self._lost_at is not None and not self._gave_nothing
        return STALE_S if is_likely_gone else _FIRST_FRAME_S

    def _note_arrival(self, buffer: FrameBuffer) -> None:
        self.last_frame_at = self.alive_at = time.monotonic()
        self.dropped_frames = buffer.dropped
        self.must_open = False
        if self._lost_at is not None:
            after_s = round(self.last_frame_at - self._lost_at, 1)
            _log.info("microphone_back", input=self._settings.input, after_s=after_s)
            self._lost_at = self.trouble = None

    def _note_loss(self, *, has_delivered: bool) -> None:
        self._gave_nothing = not has_delivered
        self.must_open = False
        self._note_trouble("The microphone gives no sound any more; is it plugged in?")

    def _note_trouble(self, reason: str) -> None:
        if self._lost_at is None:
            self._lost_at = time.monotonic()
            _log.warning("microphone_lost", input=self._settings.input, reason=reason)
        elif reason != self.trouble:
            _log.info("microphone_still_lost", reason=reason)
        self.trouble = reason

    def _missed_frames(self, block: Block) -> int:
        """Frames that would have come since the last one: the gap shows in the next index."""
        if self.last_frame_at is None:
            return 0
        return max(1, round((block.started_at - self.last_frame_at) / FRAME_S))


class Framing:
    """Turns blocks of a device into frames that count on from an index."""

    def __init__(
        self,
        input_format: InputFormat,
        first_index: int,
        channel: int | str = "auto",
        conditioning: Conditioning | None = None,
    ) -> None:
        self._format = input_format
        self._channel = channel
        self._conditioning = conditioning
        is_resampled = input_format.sample_rate_hz != SAMPLE_RATE_HZ
        self._lag_s = RESAMPLING_LAG_S if is_resampled else 0.0
        self._next_index = first_index
        self._next_block = 0
        self._framer = self._new_framer()
        self._quietness = Quietness()

    def accept(self, block: Block) -> Iterator[AudioFrame]:
        """Frames that are complete with this block; lost blocks show in their indexes."""
        if block.index != self._next_block:
            self._next_index += block.index - self._next_block
            self._framer = self._new_framer()
        self._next_block = block.index + 1
        for pcm in self._cut(block.pcm):
            heard = self._conditioning.accept(pcm) if self._conditioning else pcm
            started_at = block.started_at - self._lag_s
            yield AudioFrame(
                pcm=heard,
                index=self._next_index,
                started_at=started_at,
                is_quiet=self._quietness.accept(heard),
            )
            self._next_index += 1

    def _new_framer(self) -> Framer:
        return Framer(self._format.sample_rate_hz, lag_s=self._lag_s)

    def _cut(self, pcm: bytes) -> Iterator[bytes]:
        if self._format.is_native:
            return self._framer.accept_pcm(pcm)
        samples = np.frombuffer(pcm, "<i2").reshape(-1, self._format.channels)
        mono = to_mono(samples.astype(np.float32) / np.float32(2**15), self._channel)
        return self._framer.accept(mono)


async def _next(buffer: FrameBuffer, stream: InputStream, patience_s: float) -> Block | None:
    """The next block, or None if the device is gone."""
    if (block := buffer.taken()) is not None:
        return block
    try:
        async with asyncio.timeout(patience_s):
            while (block := await buffer.take()) is None and stream.is_active:
                pass
    except TimeoutError:
        return None
    return block


async def _release(stream: InputStream) -> None:
    # A sound server that hangs must not hold up the end of the program.
    with suppress(TimeoutError):
        async with asyncio.timeout(_CLOSE_S):
            await in_device_thread(stream.close)
