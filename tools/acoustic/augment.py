"""Changes of a recording: other voices, rooms, microphones, noise, loudness."""
# ruff: noqa: PLR2004 - the ranges that changes are drawn from stand where they are drawn

from typing import Any, Final, NamedTuple

import numpy as np
from noises import Draw, Noises, Samples, Wave, coloured, decibels, loudest

RATE_HZ: Final = 16_000
ECHO: Final = RATE_HZ // 4
"""Samples in which a room may still be heard."""
_FRAME: Final = 512
_HOP: Final = 256
_SEARCH: Final = 160


class Distorted(NamedTuple):
    """A changed recording, and where surely nobody speaks in it."""

    samples: Samples
    """Peak at most 1."""
    before: int
    """Samples at the beginning without speech."""
    after: int
    """Samples at the end without speech or its echo."""


def distorted(samples: Samples, draw: Draw, noises: Noises) -> Distorted:
    """The recording as another speaker, room, microphone and noise would have it.

    A fifth stays nearly clean. Noise is 0-20 dB under the loudest frame.
    """
    samples = other_voice(samples, draw)
    before, after = _silences(draw)
    samples = np.concatenate([np.zeros(before, "f4"), samples, np.zeros(after, "f4")])
    is_clean = draw.random() < 0.2
    if not is_clean and draw.random() < 0.55:
        samples = noises.in_room(samples)
    is_coloured_first = draw.random() < 0.35
    if is_coloured_first:
        samples = microphone(samples, draw)
    if not is_clean and draw.random() < 0.88:
        samples = noises.over(samples, draw.uniform(0, 20))
    else:
        hiss = coloured(draw, len(samples), draw.uniform(0, 1)) * decibels(-draw.uniform(25, 60))
        samples = np.asarray(samples + hiss * loudest(samples), dtype=np.float32)
    if not is_coloured_first and draw.random() < 0.3:
        samples = microphone(samples, draw)
    return Distorted(_levelled(samples, draw), before, max(0, after - ECHO))


def other_voice(samples: Samples, draw: Draw) -> Samples:
    """The recording faster or slower, and half the time higher or deeper: a child, a giant."""
    kind = draw.random()
    if kind < 0.45:
        return resampled(samples, draw.uniform(0.9, 1.12))
    factor = draw.uniform(1.1, 1.35) if kind < 0.62 else draw.uniform(0.84, 1.15)
    higher = resampled(samples, factor)
    return stretched(higher, factor * draw.uniform(0.88, 1.12)) if kind < 0.8 else higher


def resampled(samples: Samples, factor: float) -> Samples:
    """The recording played `factor` times as fast: pitch and formants rise with it."""
    length = int(len(samples) / factor)
    places = np.arange(length) * factor
    found = np.interp(places, np.arange(len(samples)), samples)
    return np.asarray(found, dtype=np.float32)


def stretched(samples: Samples, factor: float) -> Samples:
    """The recording `factor` times as long at the same pitch, by overlapping waves that match."""
    count = int(len(samples) * factor / _HOP) - 2
    if count < 2:
        return samples
    window = np.hanning(_FRAME + 1)[:-1].astype(np.float32)
    padded = np.concatenate([samples, np.zeros(_FRAME + 2 * _SEARCH, np.float32)])
    out = np.zeros((count + 2) * _HOP, np.float32)
    place = 0
    for number in range(count):
        out[number * _HOP : number * _HOP + _FRAME] += padded[place : place + _FRAME] * window
        wanted = int((number + 1) * _HOP / factor)
        place = _best_match(padded, place + _HOP, wanted)
    return out


def _best_match(samples: Samples, follows: int, wanted: int) -> int:
    """The place near the wanted one that continues best what follows the last frame."""
    start = max(0, min(wanted - _SEARCH, len(samples) - _FRAME - 2 * _SEARCH))
    natural = samples[follows : follows + _HOP]
    region = samples[start : start + 2 * _SEARCH + len(natural)]
    return start + int(np.argmax(np.correlate(region, natural, "valid")))


def microphone(samples: Samples | Wave, draw: Draw) -> Samples:
    """The recording through a microphone: an uneven response, perhaps dull or without bass."""
    spectrum = np.fft.rfft(samples)
    bins = np.arange(len(spectrum))
    hertz = bins * RATE_HZ / 2 / len(spectrum)
    knots = np.concatenate([[0], np.sort(draw.uniform(0, len(spectrum), 6)), [len(spectrum)]])
    gain = np.interp(bins, knots, draw.uniform(-9, 9, 8))
    if draw.random() < 0.35:
        gain -= np.maximum(0, hertz - draw.uniform(3200, 7000)) / 1000 * draw.uniform(5, 40)
    if draw.random() < 0.35:
        gain -= np.maximum(0, draw.uniform(80, 400) - hertz) / 100 * draw.uniform(3, 15)
    changed = np.fft.irfft(spectrum * 10 ** (np.maximum(gain, -60) / 20), len(samples))
    return np.asarray(changed, dtype=np.float32)


def nothing_said(draw: Draw, noises: Noises) -> Distorted:
    """Half a second to four of noise alone."""
    length = int(draw.uniform(0.5, 4) * RATE_HZ)
    noise = noises.noise(length)
    if draw.random() < 0.2:
        noise = coloured(draw, length, draw.uniform(0, 1.2))
    samples = _levelled(microphone(noise, draw) if draw.random() < 0.5 else noise, draw)
    return Distorted(samples, length, 0)


def _silences(draw: Draw) -> tuple[int, int]:
    """Samples before and after, half the time as many as a person takes to begin."""
    before, after = (2.2 if draw.random() < 0.5 else 0.5 for _ in range(2))
    return int(draw.uniform(0.05, before) * RATE_HZ), int(draw.uniform(0.05, after) * RATE_HZ)


def _levelled(samples: Samples | Wave, draw: Draw) -> Samples:
    """Anything from a whisper far away to full scale, with a converter's last bits."""
    level = 10 ** draw.uniform(3.1, 4.5) / 32768
    scaled = samples / (np.abs(samples).max() + 1e-9) * level
    bits = draw.standard_normal(len(samples)) * draw.uniform(0.3, 3) / 32768
    found: np.ndarray[Any, Any] = np.clip(scaled + bits, -1, 1)
    return found.astype(np.float32)
