"""Any rate and channel count in, frames of 16 kHz mono out."""

import importlib
from collections.abc import Iterator
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from edge_agent.domain.audio import FRAME_BYTES, SAMPLE_RATE_HZ

_Sample = TypeVar("_Sample", np.float32, np.int16)
_FULL_SCALE = 32_768
_MIXED_CHANNELS = 2


def to_mono(samples: NDArray[_Sample], channel: int | str = "auto") -> NDArray[_Sample]:
    """One channel of an array of frames by channels.

    Args:
        samples: the sound.
        channel: its number, from 1; `average`; or `auto`: stereo is averaged, and of more channels
            the first is taken, where arrays of microphones put the processed signal, while one of
            the others may hold the loudspeaker's echo.
    """
    if isinstance(channel, int):
        return samples[:, channel - 1]
    if channel == "auto" and samples.shape[1] > _MIXED_CHANNELS:
        return samples[:, 0]
    mono: NDArray[_Sample] = samples.mean(axis=1, dtype=np.float32).astype(samples.dtype)
    return mono


class Framer:
    """Cuts a stream of samples into blocks of `FRAME_BYTES`, resampled where needed.

    The resampler holds some samples back, of which it needs to see what follows.

    Args:
        sample_rate_hz: of what comes in.
        lag_s: silence before the sound, so that 80 ms in give 80 ms out at once: without it what
            is held back would wait for the next block to make up a frame.
    """

    def __init__(self, sample_rate_hz: int, *, lag_s: float = 0.0) -> None:
        self._rest = bytes(2 * round(lag_s * SAMPLE_RATE_HZ))
        self._resampler: Any = None
        if sample_rate_hz != SAMPLE_RATE_HZ:
            # Loaded only for cards that need it.
            self._resampler = importlib.import_module("soxr").ResampleStream(
                sample_rate_hz, SAMPLE_RATE_HZ, 1, dtype="float32", quality="HQ"
            )

    def accept(self, mono: NDArray[np.float32], *, is_last: bool = False) -> Iterator[bytes]:
        """Blocks that are complete with these samples (-1 to 1); the last is padded."""
        if self._resampler is not None:
            mono = self._resampler.resample_chunk(np.ascontiguousarray(mono), last=is_last)
        scaled = np.clip(np.rint(mono * _FULL_SCALE), -_FULL_SCALE, _FULL_SCALE - 1)
        yield from self.accept_pcm(scaled.astype("<i2").tobytes(), is_last=is_last)

    def accept_pcm(self, pcm: bytes, *, is_last: bool = False) -> Iterator[bytes]:
        """As `accept`, of sound that is 16 kHz mono s16le already."""
        pcm = self._rest + pcm
        whole = len(pcm) - len(pcm) % FRAME_BYTES
        self._rest = pcm[whole:]
        for start in range(0, whole, FRAME_BYTES):
            yield pcm[start : start + FRAME_BYTES]
        if is_last and self._rest:
            yield self._rest.ljust(FRAME_BYTES, b"\0")
            self._rest = b""
