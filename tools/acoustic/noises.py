"""Noises of a home, made of numbers: hum, clatter, water, sizzling, music, talk, plain noise."""
# ruff: noqa: PLR2004 - the ranges that sounds are drawn from stand where they are drawn

from collections.abc import Callable
from typing import Any, Final

import numpy as np

Samples = np.ndarray[Any, np.dtype[np.float32]]
Wave = np.ndarray[Any, np.dtype[np.float64]]
Draw = np.random.Generator

RATE_HZ: Final = 16_000
LENGTH: Final = 8 * RATE_HZ
LOUDEST_FRAME: Final = 2_048
_TIMES_S: Final = np.arange(LENGTH) / RATE_HZ
_NYQUIST_HZ: Final = RATE_HZ / 2
_SCALE: Final = [0, 2, 4, 5, 7, 9, 11, 12, 14, 16, 19]
"""Semitones of a major scale."""


def decibels(value: float) -> float:
    """The factor of an amplitude for a difference in decibels."""
    return float(10 ** (value / 20))


def evened(wave: Wave) -> Wave:
    """The wave at a root mean square of 1."""
    return np.asarray(wave / (np.sqrt((wave**2).mean()) + 1e-9))


def loudest(wave: Wave | Samples) -> float:
    """Root mean square of the loudest frame of 2,048 samples."""
    whole = len(wave) // LOUDEST_FRAME * LOUDEST_FRAME
    frames = np.asarray(wave[:whole], dtype=np.float64).reshape(-1, LOUDEST_FRAME)
    return float(np.sqrt((frames**2).mean(1).max())) + 1e-9


def coloured(draw: Draw, length: int, slope: float) -> Wave:
    """Noise whose spectrum falls by frequency to the power of slope: 0 white, 1 brown-like."""
    spectrum = np.fft.rfft(draw.standard_normal(length))
    bins = np.maximum(np.arange(len(spectrum)), 6) / len(spectrum)
    return evened(np.fft.irfft(spectrum * bins**-slope, length))


def filtered(wave: Wave | Samples, gain: Callable[[Wave], Wave]) -> Wave:
    """The wave with each frequency (Hz) amplified by a factor."""
    hertz = np.asarray(np.fft.rfftfreq(len(wave), 1 / RATE_HZ), dtype=np.float64)
    return np.asarray(np.fft.irfft(np.fft.rfft(wave) * gain(hertz), len(wave)))


def band(wave: Wave, low_hz: float, high_hz: float) -> Wave:
    """What of a wave lies between two frequencies, falling by 12 dB an octave outside."""

    def gain(hertz: Wave) -> Wave:
        below, above = low_hz / np.maximum(hertz, 1), hertz / high_hz
        return np.asarray(1 / np.sqrt((1 + below**4) * (1 + above**4)))

    return filtered(wave, gain)


def convolved(wave: Wave | Samples, response: Wave | Samples) -> Wave:
    """The wave through a response, as long as the wave."""
    size = 1 << (len(wave) + len(response) - 1).bit_length()
    product = np.fft.rfft(wave, size) * np.fft.rfft(response, size)
    return np.asarray(np.fft.irfft(product, size)[: len(wave)])


def swelling(draw: Draw, length: int) -> Wave:
    """A slow random envelope between -12 and 0 dB."""
    knots = int(draw.integers(3, 40))
    levels = draw.uniform(-12, 0, knots)
    found = np.interp(np.arange(length), np.linspace(0, length, knots), levels)
    return np.asarray(10 ** (found / 20))


def steady(draw: Draw) -> Wave:
    """A fan's or hood's rush, with or without a hump in its spectrum."""
    wave = coloured(draw, LENGTH, draw.uniform(-0.3, 1.2))
    if draw.random() < 0.5:
        low_hz = draw.uniform(40, 3000)
        hump = evened(band(wave, low_hz, low_hz * draw.uniform(1.3, 5)))
        wave = wave * decibels(-draw.uniform(5, 25)) + hump
    return wave * swelling(draw, LENGTH) if draw.random() < 0.5 else wave


def hum(draw: Draw) -> Wave:
    """A motor: harmonics of a low tone that may drift, in a rush of air."""
    pitch = np.full(LENGTH, draw.uniform(45, 420))
    if draw.random() < 0.5:
        drift = np.cumsum(draw.standard_normal(LENGTH // 1600)).clip(-3, 3)
        pitch *= 1 + 0.01 * drift.repeat(1600)
    phase, fall = 2 * np.pi * np.cumsum(pitch) / RATE_HZ, draw.uniform(0.3, 1.3)
    wave = np.zeros(LENGTH)
    for number in range(1, int(draw.integers(3, 25))):
        level = number**-fall * draw.uniform(0.2, 1)
        wave += np.sin(number * phase + draw.uniform(0, 6)) * level
    air = coloured(draw, LENGTH, draw.uniform(0, 1.1)) * decibels(draw.uniform(-15, 6))
    return evened(wave) * swelling(draw, LENGTH) + air


def clatter(draw: Draw) -> Wave:
    """Dishes, cutlery, cupboard doors: struck sounds with ringing parts."""
    wave = np.zeros(LENGTH)
    for _ in range(max(1, draw.poisson(draw.uniform(1, 9) * LENGTH / RATE_HZ))):
        length = int(draw.integers(400, 6000))
        start = int(draw.integers(0, LENGTH - length))
        wave[start : start + length] += _struck(draw, length) * decibels(draw.uniform(-24, 0))
    if draw.random() < 0.6:
        wave = convolved(wave, room(draw))
    floor = coloured(draw, LENGTH, draw.uniform(0, 1)) * decibels(draw.uniform(-26, -6))
    return evened(wave) + floor


def _struck(draw: Draw, length: int) -> Wave:
    times = _TIMES_S[:length]
    noise = draw.standard_normal(length) * np.exp(-times / draw.uniform(0.002, 0.03))
    sound: Wave = draw.uniform(0.2, 1.5) * noise
    for _ in range(int(draw.integers(2, 8)) if draw.random() < 0.8 else 0):
        tone = np.sin(2 * np.pi * draw.uniform(400, 7000) * times + draw.uniform(0, 6.28))
        sound += draw.uniform(0.2, 1) * tone * np.exp(-times / draw.uniform(0.004, 0.12))
    return sound


def water(draw: Draw) -> Wave:
    """A running tap: a hiss that flickers."""
    hiss = band(draw.standard_normal(LENGTH), draw.uniform(200, 1500), draw.uniform(3000, 7800))
    window = np.ones(int(draw.integers(2, 12)))
    flicker = np.abs(np.convolve(draw.standard_normal(LENGTH // 80), window, "same")).repeat(80)
    return np.asarray(evened(hiss) * (0.3 + flicker / flicker.std()))


def sizzle(draw: Draw) -> Wave:
    """A frying pan: thousands of tiny crackles over a bright hiss."""
    clicks = np.zeros(LENGTH)
    count = int(draw.uniform(200, 6000))
    places = draw.integers(0, LENGTH, count)
    clicks[places] = draw.standard_normal(count) * draw.exponential(1, count)
    crackle = band(clicks, draw.uniform(800, 2500), draw.uniform(4000, 7800))
    hiss = band(draw.standard_normal(LENGTH), draw.uniform(1500, 4000), 7800)
    return evened(crackle) + evened(hiss) * decibels(draw.uniform(-18, 0))


def music(draw: Draw) -> Wave:
    """Chords and runs of plucked tones."""
    wave, place = np.zeros(LENGTH), 0
    step, base_hz = int(draw.uniform(0.12, 0.5) * RATE_HZ), draw.uniform(110, 440)
    while place < LENGTH - step:
        length = min(LENGTH - place, int(step * draw.uniform(1, 4)))
        for _ in range(int(draw.integers(1, 4))):
            wave[place : place + length] += _tone(draw, base_hz, length)
        place += step
    return evened(wave)


def _tone(draw: Draw, base_hz: float, length: int) -> Wave:
    times, pitch = _TIMES_S[:length], base_hz * 2 ** (draw.choice(_SCALE) / 12)
    count = min(int(draw.integers(2, 9)), int(7800 / pitch) + 1)
    tones = [
        np.sin(2 * np.pi * pitch * n * times) * n ** -draw.uniform(0.6, 1.8)
        for n in range(1, count)
    ] or [np.zeros(length)]
    tone: Wave = np.sum(tones, axis=0) * np.exp(-times / draw.uniform(0.1, 0.8))
    return tone


def room(draw: Draw) -> Wave:
    """A room's impulse response: direct sound, early reflections, and a tail that loses its treble.

    T60 0.15-0.8 s, direct-to-reverberant ratio 0-15 dB.
    """
    decay_s = draw.uniform(0.15, 0.8)
    length = int(min(decay_s, 0.7) * RATE_HZ)
    times = _TIMES_S[:length]
    low, high = (
        draw.standard_normal(length) * np.exp(-6.9 * times / (decay_s * share))
        for share in (draw.uniform(0.9, 1.3), draw.uniform(0.3, 0.8))
    )
    split_hz, treble = draw.uniform(1000, 4000), draw.uniform(0.3, 0.8)
    wave = filtered(low, lambda hertz: 1 / np.sqrt(1 + (hertz / split_hz) ** 2))
    wave += treble * filtered(high, lambda hertz: hertz / np.hypot(hertz, split_hz))
    wave[: int(draw.integers(20, 320))] = 0
    strongest = np.abs(wave).max()
    for place in draw.integers(15, 800, int(draw.integers(3, 14))):
        level = draw.uniform(0.5, 3) * strongest * (1 - place / 1000)
        wave[place] += draw.choice([-1, 1]) * level
    wave *= decibels(-draw.uniform(0, 15)) / np.sqrt((wave**2).sum())
    wave[0] += 1
    return wave


KINDS: Final[tuple[tuple[Callable[[Draw], Wave], float], ...]] = (
    (steady, 0.26), (hum, 0.14), (clatter, 0.30), (music, 0.10), (water, 0.12), (sizzle, 0.08),
)  # fmt: skip
"""Noises and their shares."""


def grains(draw: Draw, talk: Samples, length: int) -> Wave:
    """Talk cut into grains of 20-90 ms, thrown about: sounds like a voice's, but no speech."""
    size = int(draw.uniform(0.02, 0.09) * RATE_HZ)
    window, wave = np.hanning(size), np.zeros(length + size)
    for place in range(0, length, int(size * draw.uniform(0.5, 2))):
        start = int(draw.integers(max(1, len(talk) - size)))
        grain = _cut(talk, start, size) * window
        wave[place : place + size] += grain[:: draw.choice([-1, 1])] * draw.uniform(0, 1)
    return evened(wave[:length])


class Noises:
    """A stock of noises, rooms and recent talk to draw from."""

    def __init__(self, draw: Draw, *, count: int = 260, rooms: int = 120) -> None:
        """Make the stock; the same random source makes the same."""
        self._draw = draw
        makers, shares = zip(*KINDS, strict=True)
        chosen = draw.choice(len(makers), count, p=shares)
        self._stock = [evened(makers[kind](draw)).astype(np.float32) for kind in chosen]
        self._rooms = [room(draw).astype(np.float32) for _ in range(rooms)]
        self._talk: list[Samples] = []

    def remember(self, speech: Samples) -> None:
        """Keep what was said to mix it in as talk later; sixty are kept."""
        self._talk.append(speech)
        if len(self._talk) > 60:
            self._talk.pop(int(self._draw.integers(60)))

    def in_room(self, speech: Samples | Wave) -> Samples:
        """The speech as heard in one of the rooms."""
        response = self._rooms[int(self._draw.integers(len(self._rooms)))]
        return convolved(speech, response).astype(np.float32)

    def over(self, speech: Samples, ratio_decibels: float) -> Samples:
        """The speech with noise: ratio to the loudest frame of it, or to its mean half the time."""
        noise = self.noise(len(speech))
        level = loudest(noise) if self._draw.random() < 0.5 else np.sqrt((noise**2).mean()) + 1e-9
        scaled = noise / level * loudest(speech) * decibels(-ratio_decibels)
        return np.asarray(speech + scaled, dtype=np.float32)

    def noise(self, length: int) -> Wave:
        """One or two noises, at times with scattered sounds of voices or with talk."""
        draw = self._draw
        wave = self._one(length)
        if draw.random() < 0.2 and self._talk:
            voice = self._talk[int(draw.integers(len(self._talk)))]
            wave = grains(draw, voice, length) + wave * decibels(draw.uniform(-20, 6))
        if draw.random() < 0.5:
            wave = wave + self._one(length) * decibels(draw.uniform(-12, 6))
        if draw.random() < 0.35 and len(self._talk) > 8:
            talk = self._chatter(length)
            wave = talk + (wave * decibels(draw.uniform(-20, 3)) if draw.random() < 0.7 else 0)
        return wave

    def _one(self, length: int) -> Wave:
        stock = self._stock[int(self._draw.integers(len(self._stock)))]
        start = int(self._draw.integers(len(stock)))
        return evened(_cut(stock, start, length))

    def _chatter(self, length: int) -> Wave:
        """Several people in a room; one alone could not be told from who is to be heard."""
        wave = np.zeros(length)
        for _ in range(int(self._draw.integers(3, 9))):
            talk = self._talk[int(self._draw.integers(len(self._talk)))]
            start = int(self._draw.integers(len(talk)))
            wave += evened(_cut(talk, start, length)) * self._draw.uniform(0.3, 1)
        return evened(self.in_room(wave).astype(np.float64))


def _cut(samples: Samples, start: int, length: int) -> Wave:
    """A stretch of a sound that is repeated without end."""
    return np.asarray(samples[np.arange(start, start + length) % len(samples)], dtype=np.float64)
