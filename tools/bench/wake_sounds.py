"""What a wake word is measured with: it alone and before commands, noise over it, other speech."""

import random
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypedDict

import numpy as np

sys.path.append(str(Path(__file__).parents[1] / "acoustic"))

from english_sentences import chatbot_sentences, wordnet_sentences
from noises import Noises
from speech import SAMPLE_RATE_HZ, Samples, Speaker, espeak, flite, joe, kokoro

COMMANDS: Final = (
    "turn on the kitchen light",
    "turn off the floor lamp",
    "open the living room blinds",
    "lock the front door",
    "is the bedroom window open",
)
SEED: Final = 29
NOISE_DB: Final = 10.0
_BEFORE_S: Final = 1.5
_AFTER_S: Final = 2.0
_PAUSE_S: Final = 0.7
_PAUSES_S: Final = (0.1, 0.3, 0.7, 1.2)
"""Between sentences of other speech."""
_STRETCH_S: Final = 30.0
_NOISE_ALONE_S: Final = 4.0
_FEWEST_WORDS: Final = 4
_VOICED: Final = 0.02
"""Of the loudest sample: what is softer does not count for how loud speech is."""
_HISS: Final = 1e-4
"""No room is without noise: -80 dB below full scale."""


class _Common(TypedDict):
    word: str
    voice: str
    word_ends_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A wake word, and what followed it."""

    word: str
    command: str
    """Empty where nothing followed."""
    has_pause: bool
    """Between the two."""
    voice: str
    """Whose it is."""
    samples: Samples
    """With silence around."""
    word_ends_s: float
    """When the word is over; only where nothing follows at once."""


def speaker(text: str) -> tuple[str, Speaker]:
    """A synthesiser by its name on the command line, `NAME` or `NAME=FOLDER`."""
    name, _, folder = text.partition("=")
    makers: dict[str, Callable[[], Speaker]] = {
        "flite": flite,
        "espeak-ng": espeak,
        "joe": lambda: joe(1),
        "kokoro": lambda: kokoro(Path(folder), 1),
    }
    return name, makers[name]()


def said(words: Sequence[str], speakers: Mapping[str, Speaker], each: int) -> Iterator[Said]:
    """Each word so many times by each voice: alone, before a command at once, and after a pause."""
    for voice, say in speakers.items():
        draw = random.Random(f"{SEED} {voice}")
        for word in words:
            for number in range(each):
                command = COMMANDS[number % len(COMMANDS)]
                alone = trimmed(say(word, draw).samples)
                ends_s = _BEFORE_S + len(alone) / SAMPLE_RATE_HZ
                common = _Common(word=word, voice=voice, word_ends_s=ends_s)
                yield Said(**common, command="", has_pause=False, samples=framed(alone))
                at_once = trimmed(say(f"{word} {command}", draw).samples)
                yield Said(**common, command=command, has_pause=False, samples=framed(at_once))
                after = np.concatenate(
                    (alone, silence(_PAUSE_S), trimmed(say(command, draw).samples))
                )
                yield Said(**common, command=command, has_pause=True, samples=framed(after))


def with_noise(sounds: Sequence[Said], decibels: float = NOISE_DB) -> Iterator[Samples]:
    """The same with noises of a home, so many decibels below the mean of the speech."""
    draw = np.random.default_rng(SEED)
    noises = Noises(draw)
    for sound in sounds:
        noise = noises.noise(len(sound.samples))
        level = np.sqrt((noise**2).mean()) + 1e-9
        scaled = noise / level * _loudness(sound.samples) * 10 ** (-decibels / 20)
        mixed = sound.samples + scaled
        yield np.asarray(mixed / max(1.0, float(np.abs(mixed).max())), np.float32)


def at_home(speech: Iterable[Samples], decibels: float = NOISE_DB) -> Iterator[Samples]:
    """Speech as it goes on in a home: every other half minute amid a noise, so much softer.

    The noise begins and ends some seconds before and after the speech; it may be music.
    """
    noises = Noises(np.random.default_rng(SEED))
    around = round(_NOISE_ALONE_S * SAMPLE_RATE_HZ)
    for number, stretch in enumerate(_stretches(speech)):
        if number % 2 == 0:
            yield stretch
            continue
        noise = noises.noise(len(stretch) + 2 * around)
        level = np.sqrt((noise**2).mean()) + 1e-9
        mixed = noise / level * _loudness(stretch) * 10 ** (-decibels / 20)
        mixed[around:-around] += stretch
        yield np.asarray(mixed / max(1.0, float(np.abs(mixed).max())), np.float32)


def _stretches(sounds: Iterable[Samples]) -> Iterator[Samples]:
    """Sounds in a row, some half a minute at a time."""
    waiting: list[Samples] = []
    for sound in sounds:
        waiting.append(sound)
        if sum(map(len, waiting)) >= _STRETCH_S * SAMPLE_RATE_HZ:
            yield np.concatenate(waiting)
            waiting = []
    if waiting:
        yield np.concatenate(waiting)


def other_speech(speakers: Mapping[str, Speaker], minutes: float, cache: Path) -> Iterator[Samples]:
    """Sentences without wake words, with pauses between them, shared by the voices.

    Raises:
        FileNotFoundError: the sentences cannot be had.
    """
    sets = (*chatbot_sentences(cache), *wordnet_sentences(cache))
    texts = sorted(
        {text for one in sets for text in one.texts if len(text.split()) >= _FEWEST_WORDS}
    )
    if not texts:
        raise FileNotFoundError("No sentences: neither python-aiml nor wordnet-base can be had.")
    random.Random(SEED).shuffle(texts)
    wanted = int(minutes / len(speakers) * 60 * SAMPLE_RATE_HZ)
    for say in speakers.values():
        draw, done = random.Random(SEED), 0
        while done < wanted:
            speech = say(texts.pop(), draw).samples
            sound = np.concatenate((speech, silence(draw.choice(_PAUSES_S))))
            done += len(sound)
            yield sound


def trimmed(samples: Samples) -> Samples:
    """Speech without the silence around it."""
    loud = np.flatnonzero(np.abs(samples) > _VOICED * np.abs(samples).max())
    return samples[loud[0] : loud[-1] + 1] if len(loud) else samples


def framed(speech: Samples) -> Samples:
    """Speech with silence around it, as it is before and after an utterance."""
    return np.concatenate((silence(_BEFORE_S), speech, silence(_AFTER_S)))


def silence(seconds: float) -> Samples:
    """So much of the noise that is in every room."""
    length = round(seconds * SAMPLE_RATE_HZ)
    return (np.random.default_rng(length).standard_normal(length) * _HISS).astype(np.float32)


def _loudness(samples: Samples) -> float:
    """Root mean square of what is spoken."""
    voiced = samples[np.abs(samples) > _VOICED * np.abs(samples).max()]
    return float(np.sqrt((voiced**2).mean())) if len(voiced) else 0.0
