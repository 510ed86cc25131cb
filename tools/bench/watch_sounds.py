"""What alerts are measured with: phrases, sentences that hold them, and sounds of a night."""

import random
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import numpy as np

sys.path.append(str(Path(__file__).parents[1] / "acoustic"))

from noises import Noises
from speech import SAMPLE_RATE_HZ, Samples, Speaker
from wake_sounds import SEED, Said, framed, trimmed

WITHIN: Final = (
    "can you help me with the dishes",
    "help yourself to some cake",
    "there was a fire in the kitchen last night",
    "they called for help but nobody came",
    "i could not help laughing",
    "she asked me to help her",
    "we sat by the fire",
    "that is a big help",
    "he was fired last week",
    "it helps a lot",
    "who can help",
    "i need some help with this",
    "light the fire please",
    "help is on the way",
    "fire at will",
)
"""Sentences with the words of phrases in them."""
ALIKE: Final = ("health", "helped", "hello", "elf", "higher", "hire", "far", "for her", "tell me")
"""What sounds like them, said alone."""
ROOM_DB: Final = -60.0
"""How loud a room is at night, dB below full scale."""
_NIGHT_S: Final = 12.0
_CRY_HZ: Final = (380.0, 480.0)
_CRY_S: Final = 0.9


def alone(texts: tuple[str, ...], speakers: Mapping[str, Speaker], each: int) -> Iterator[Said]:
    """Each text so many times by each voice, with silence around."""
    for voice, say in speakers.items():
        draw = random.Random(f"{SEED} watch {voice}")
        for text in texts:
            for _ in range(each):
                samples = framed(trimmed(say(text, draw).samples))
                yield Said(
                    word=text,
                    command="",
                    has_pause=False,
                    voice=voice,
                    samples=samples,
                    word_ends_s=0.0,
                )


def night(sound: Samples, louder_db: float, draw: np.random.Generator) -> Samples:
    """A night in which there is one sound, so much louder than the room at its loudest."""
    room = _hiss(draw, _NIGHT_S)
    level = _loudest_db(sound)
    scaled = sound[: len(room) // 2] * 10 ** ((ROOM_DB + louder_db - level) / 20)
    begin = len(room) // 3
    room[begin : begin + len(scaled)] += scaled
    return room


def cry(draw: np.random.Generator) -> Samples:
    """Something like a baby's: a tone with overtones that rises and falls, again and again."""
    length = round(_CRY_S * SAMPLE_RATE_HZ)
    rise = np.sin(np.linspace(0, np.pi, length))
    hertz = draw.uniform(*_CRY_HZ) * (1 + 0.15 * rise)
    phase = 2 * np.pi * np.cumsum(hertz) / SAMPLE_RATE_HZ
    tone = sum(np.sin(number * phase) / number for number in range(1, 9)) * rise
    pause = np.zeros(round(0.3 * SAMPLE_RATE_HZ))
    return np.concatenate([tone, pause] * 3).astype(np.float32)


def bang(draw: np.random.Generator) -> Samples:
    """A door that falls shut."""
    length = round(0.25 * SAMPLE_RATE_HZ)
    return (draw.standard_normal(length) * np.exp(-np.arange(length) / 800)).astype(np.float32)


def household(minutes: float, louder_db: float) -> Iterator[Samples]:
    """Noises of a home over that of the room, so much louder, one after the other."""
    draw = np.random.default_rng(SEED)
    noises = Noises(draw)
    length = round(20 * SAMPLE_RATE_HZ)
    for _ in range(round(minutes * 3)):
        noise = noises.noise(length)
        noise *= 10 ** ((ROOM_DB + louder_db) / 20) / np.sqrt((noise**2).mean())
        yield np.asarray(noise + _hiss(draw, 20.0), np.float32)


def _hiss(draw: np.random.Generator, seconds: float) -> Samples:
    length = round(seconds * SAMPLE_RATE_HZ)
    return (draw.standard_normal(length) * 10 ** (ROOM_DB / 20)).astype(np.float32)


def _loudest_db(sound: Samples) -> float:
    """Of pieces of 80 ms."""
    size = round(0.08 * SAMPLE_RATE_HZ)
    pieces = [sound[at : at + size] for at in range(0, len(sound) - size + 1, size)]
    return float(10 * np.log10(max((piece**2).mean() for piece in pieces) + 1e-12))
