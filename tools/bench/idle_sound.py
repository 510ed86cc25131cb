"""What a microphone hears in a room where nobody speaks to the agent."""

from pathlib import Path
from typing import Any, Final

import numpy as np
from noises import coloured, convolved, decibels, evened, room

from edge_agent.audio.wav import WavReader
from edge_agent.domain.audio import SAMPLE_RATE_HZ

Samples = np.ndarray[Any, np.dtype[np.float64]]

ROOM_DB: Final = -60.0
"""A quiet room and the microphone's own noise, dB below full scale."""
BABBLE_DB: Final = -30.0
"""Several people who talk across the room, or a television."""
_VOICES: Final = 6


def quiet(seconds: float, seed: int = 1) -> Samples:
    """A room in which nobody is: soft noise, more of it at low pitches."""
    length = round(seconds * SAMPLE_RATE_HZ)
    return coloured(np.random.default_rng(seed), length, 0.7) * decibels(ROOM_DB)


def babble(seconds: float, recordings: Path, seed: int = 1) -> Samples:
    """Voices at once, somewhere in a room; nobody says a command that could be made out."""
    draw = np.random.default_rng(seed)
    talk = [spoken(path) for path in sorted(recordings.glob("*.wav"))]
    length = round(seconds * SAMPLE_RATE_HZ)
    wave = np.zeros(length)
    for _ in range(_VOICES):
        said = np.concatenate([talk[at] for at in draw.permutation(len(talk))])
        start = int(draw.integers(len(said)))
        wave += said[np.arange(start, start + length) % len(said)] * draw.uniform(0.3, 1.0)
    return evened(convolved(wave, room(draw))) * decibels(BABBLE_DB)


def spoken(path: Path) -> Samples:
    """A recording, -1 to 1."""
    reader = WavReader(path)
    blocks = list(reader.blocks(SAMPLE_RATE_HZ))
    reader.close()
    return np.concatenate(blocks)[:, 0].astype(np.float64)


def pcm(samples: Samples) -> bytes:
    """As s16le."""
    scaled = np.clip(np.rint(samples * 32_768), -32_768, 32_767)
    return scaled.astype("<i2").tobytes()
