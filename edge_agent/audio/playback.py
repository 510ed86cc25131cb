"""One playing of sound, as PortAudio's callback thread takes it from the event loop."""

import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any, Final

import numpy as np
import soxr
from numpy.typing import NDArray

from edge_agent.domain.sound import Sound

SILENT_DB: Final = -120.0
_FULL_SCALE: Final = 32_768
_REMEMBERED_S: Final = 2.0


class Resampling:
    """Turns pieces of any rate into samples of one; a change of the rate begins anew."""

    def __init__(self, sample_rate_hz: int) -> None:
        self._to_hz = sample_rate_hz
        self._from_hz = sample_rate_hz
        self._resampler: Any = None

    def accept(self, piece: Sound) -> NDArray[np.int16]:
        """The samples that are complete with this piece."""
        samples = np.frombuffer(piece.pcm, "<i2")
        if piece.sample_rate_hz == self._from_hz:
            return samples if self._resampler is None else self._resampled(samples)
        before = self.rest()
        self._from_hz = piece.sample_rate_hz
        if self._from_hz != self._to_hz:
            self._resampler = soxr.ResampleStream(
                self._from_hz, self._to_hz, 1, dtype="int16", quality="HQ"
            )
        return np.concatenate([before, self.accept(piece)])

    def rest(self) -> NDArray[np.int16]:
        """What the filter has kept back; nothing more of this rate comes."""
        kept = np.empty(0, np.int16)
        if self._resampler is not None:
            kept = self._resampled(kept, is_last=True)
        self._resampler, self._from_hz = None, self._to_hz
        return kept

    def _resampled(self, samples: NDArray[np.int16], *, is_last: bool = False) -> NDArray[np.int16]:
        resampled: NDArray[np.int16] = self._resampler.resample_chunk(samples, last=is_last)
        return resampled


class Loudness:
    """How loud what is played has been lately; written by one thread and read by another."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._blocks: deque[tuple[float, float]] = deque()

    def note(self, sounds_at: float, level_db: float) -> None:
        """Remember a block by when it sounds, monotonic seconds."""
        with self._lock:
            self._blocks.append((sounds_at, level_db))
            while self._blocks[0][0] < sounds_at - _REMEMBERED_S:
                self._blocks.popleft()

    def loudest_db(self, since: float, until: float) -> float:
        """The loudest block within a time, dB below full scale; `SILENT_DB` if there was none."""
        with self._lock:
            return max((db for at, db in self._blocks if since <= at <= until), default=SILENT_DB)


class Playback:
    """Holds what is still to be played.

    `put`, `end` and `set_gain` belong to the event loop; `fill` to the callback thread.

    Args:
        sample_rate_hz: of what is filled.
        channels: each gets the same.
        gain: amplitude, 0 to 1.
        loudness: is told what is played.
        clock: monotonic seconds.
    """

    def __init__(
        self,
        *,
        sample_rate_hz: int,
        channels: int,
        gain: float,
        loudness: Loudness,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._resampling = Resampling(sample_rate_hz)
        self._channels = channels
        self._waiting: deque[NDArray[np.int16]] = deque()
        self._position = 0
        self._is_whole = False
        self._sample_rate_hz = sample_rate_hz
        self._tail_frames = 0
        self._frames = 0
        self._begun_at: float | None = None
        self._gain = self._wanted_gain = gain
        self._loudness = loudness
        self._clock = clock
        self.delay_s = 0.0
        """How long after it was filled in, sound comes out."""
        self.first_at: float | None = None
        """When the first sound was filled in, monotonic seconds."""
        self.is_over = False
        """Everything has been filled in, and the tail."""

    def put(self, piece: Sound) -> None:
        """Play this after what was put before."""
        self._add(self._resampling.accept(piece))

    def end(self, *, tail_s: float = 0.0) -> None:
        """Nothing more comes; silence follows until the last of it is out of the device."""
        self._add(self._resampling.rest())
        self._tail_frames = round(tail_s * self._sample_rate_hz)
        self._is_whole = True

    def set_gain(self, gain: float) -> None:
        """Go over to another amplitude with the next block, without a click."""
        self._wanted_gain = gain

    def fill(self, out: memoryview) -> bool:
        """Fill a device's buffer; false once all has been played.

        Where nothing has come yet, silence is played.
        """
        block = np.frombuffer(out, np.int16).reshape(-1, self._channels)
        now = self._clock()
        if self._begun_at is None:
            self._begun_at = now
        mono = self._take(len(block))
        if len(mono) and self.first_at is None:
            self.first_at = now
        played = self._amplified(mono)
        self._loudness.note(now + self.delay_s, _level_db(played))
        block[: len(played)] = played[:, np.newaxis]
        block[len(played) :] = 0
        if self._is_whole and not self._waiting:
            self._tail_frames -= len(block) - len(played)
            self.is_over = self._tail_frames <= 0 and now >= self._out_at(self._begun_at)
        else:
            self._frames += len(block)
        return not self.is_over

    def _out_at(self, begun_at: float) -> float:
        """When all can be out of the device: sound servers take the first of it at once."""
        return begun_at + self._frames / self._sample_rate_hz + self.delay_s

    def _add(self, samples: NDArray[np.int16]) -> None:
        if len(samples):
            self._waiting.append(samples)

    def _take(self, frames: int) -> NDArray[np.int16]:
        taken: list[NDArray[np.int16]] = []
        while frames and self._waiting:
            samples = self._waiting[0][self._position : self._position + frames]
            self._position += len(samples)
            frames -= len(samples)
            taken.append(samples)
            if self._position == len(self._waiting[0]):
                self._waiting.popleft()
                self._position = 0
        return np.concatenate(taken) if taken else np.empty(0, np.int16)

    def _amplified(self, mono: NDArray[np.int16]) -> NDArray[np.int16]:
        wanted = self._wanted_gain
        gains = np.linspace(self._gain, wanted, len(mono), dtype=np.float32)
        self._gain = wanted
        return (mono * gains).astype(np.int16)


def _level_db(samples: NDArray[np.int16]) -> float:
    if not len(samples):
        return SILENT_DB
    power = float(np.mean(np.square(samples, dtype=np.float32))) / _FULL_SCALE**2
    return max(SILENT_DB, 10 * float(np.log10(power))) if power else SILENT_DB
