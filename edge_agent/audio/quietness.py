"""Telling the mere noise of a room, cheaply, so that nothing need be woken for it."""

import math
from itertools import pairwise
from typing import Final

import numpy as np

from edge_agent.audio.source import SILENCE
from edge_agent.domain.audio import FRAME_S

_EDGES_HZ: Final = (120, 300, 600, 1_200, 2_400, 4_200, 7_500)
"""Between them lie the bands; in one of them at least, any phoneme is louder than in the others."""
_DEVIATIONS: Final = 7.0
"""How far noise strays from its lowest level, in standard deviations of its power in a band."""
_MARGIN_DB: Final = 0.5
_RISE: Final = 10 ** (0.06 * FRAME_S)
"""By how much the room's own noise is believed to rise a frame, as a factor: 0.6 dB a second."""
_SETTLED_FRAMES: Final = math.ceil(3.2 / FRAME_S)
"""Longer than any silence by which an utterance ends."""


class Quietness:
    """Follows the power of a room's noise in some bands of pitch: the lowest of late.

    It runs all day, so it takes as few steps as it can.
    """

    def __init__(self) -> None:
        bins = [round(edge * FRAME_S) for edge in _EDGES_HZ]
        self._starts = [2 * edge for edge in bins[:-1]]
        self._end = 2 * bins[-1]
        self._margins = [_margin(above - below) for below, above in pairwise(bins)]
        self._floors = [math.inf] * len(self._margins)
        self._quiet_frames = 0

    def accept(self, pcm: bytes) -> bool:
        """Whether for some seconds, this frame included, there was nothing but noise."""
        self._quiet_frames = self._quiet_frames + 1 if self._is_as_usual(pcm) else 0
        return self._quiet_frames >= _SETTLED_FRAMES

    def _is_as_usual(self, pcm: bytes) -> bool:
        # Digital silence, as before the first sound of some devices, is not the room's noise.
        if pcm == SILENCE:
            return True
        parts = np.fft.rfft(np.frombuffer(pcm, "<i2")).view(np.float64)[: self._end]
        parts *= parts
        powers = np.add.reduceat(parts, self._starts).tolist()
        floors, margins = self._floors, self._margins
        is_usual = all(map(_is_within, powers, floors, margins))
        self._floors = [
            min(power, floor * _RISE) for power, floor in zip(powers, floors, strict=True)
        ]
        return is_usual


def _margin(bins: int) -> float:
    """The factor by which noise in so many bins may be above its lowest."""
    deviation_db = 10 / math.log(10) / math.sqrt(bins)
    return float(10 ** ((_MARGIN_DB + _DEVIATIONS * deviation_db) / 10))


def _is_within(power: float, floor: float, margin: float) -> bool:
    return power <= floor * margin
