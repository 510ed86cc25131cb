"""Whether somebody who pauses within a sentence is cut off."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
from home_ear import HomeEar, Samples, commands_in, frames_of, samples
from speech_trial import SAMPLE_RATE_HZ

_PLACES: Final = 6
_EDGE_S: Final = 0.15
_WINDOW_S: Final = 0.04
_STEP_S: Final = 0.01
_NEIGHBOURHOOD: Final = 12
_AUDIBLE: Final = 0.05
_ALIGNED_S: Final = 0.06
"""How far from where a word ends, by the recogniser, it may really end."""

Places = Callable[[Samples], list[int]]
"""At which samples of a recording a pause is put into it, one at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pauses:
    """Recordings with a pause inside."""

    tried: int
    put_right: int
    """The beginning was taken for a command, which was put right once the speaker had gone on."""
    cut: int
    """Another turn began where the speaker went on, and the commands were others."""
    heard_otherwise: int
    """One turn, and other commands: what broke off within a sound is hard to hear."""


def with_pauses(ear: HomeEar, paths: Sequence[Path], pause_s: float, places: Places) -> Pauses:
    """Hear each recording with a pause at each of its places."""
    tried = put_right = cut = otherwise = 0
    silence = np.zeros(round(pause_s * SAMPLE_RATE_HZ))
    for path in paths:
        sound = samples(path)
        wanted = commands_in(ear.hear(sound))
        for at in places(sound):
            heard = ear.hear(np.concatenate((sound[:at], silence, sound[at:])))
            is_other = commands_in(heard) != wanted
            tried += 1
            put_right += not is_other and any(one.transcript.continues for one in heard)
            cut += is_other and len(heard) > 1
            otherwise += is_other and len(heard) <= 1
    return Pauses(tried=tried, put_right=put_right, cut=cut, heard_otherwise=otherwise)


def between_words(recogniser_of: Callable[[], Any]) -> Places:
    """Where one word ends and the next begins, as recognisers of Vosk align them."""

    def places(sound: Samples) -> list[int]:
        recogniser = recogniser_of()
        recogniser.SetWords(True)  # noqa: FBT003 - its signature
        silence = np.zeros(SAMPLE_RATE_HZ)
        for frame in frames_of(np.concatenate((sound, silence))):
            recogniser.AcceptWaveform(frame.pcm)
        words = json.loads(recogniser.FinalResult()).get("result", [])
        return [
            _softest_near(sound, (one["end"] + other["start"]) / 2)
            for one, other in pairwise(words)
        ]

    return places


def softest(sound: Samples) -> list[int]:
    """Where a recording is softest within its speech: also within words, where nobody pauses."""
    levels = _levels(sound)
    audible = np.flatnonzero(levels > _AUDIBLE * levels.max())
    edge = round(_EDGE_S / _STEP_S)
    lows = [
        at
        for at in range(audible[0] + edge, audible[-1] - edge)
        if levels[at] == levels[max(0, at - _NEIGHBOURHOOD) : at + _NEIGHBOURHOOD + 1].min()
    ]
    return [_middle(at) for at in sorted(sorted(lows, key=lambda at: levels[at])[:_PLACES])]


def _softest_near(sound: Samples, at_s: float) -> int:
    levels, reach = _levels(sound), round(_ALIGNED_S / _STEP_S)
    middle = round((at_s - _WINDOW_S / 2) / _STEP_S)
    first = min(max(0, middle - reach), len(levels) - 1)
    return _middle(first + int(np.argmin(levels[first : middle + reach + 1])))


def _levels(sound: Samples) -> Samples:
    """Of the windows, one each step."""
    window, step = round(_WINDOW_S * SAMPLE_RATE_HZ), round(_STEP_S * SAMPLE_RATE_HZ)
    starts = range(0, len(sound) - window, step)
    return np.array([np.sqrt(np.mean(sound[at : at + window] ** 2)) for at in starts])


def _middle(window: int) -> int:
    return round((window * _STEP_S + _WINDOW_S / 2) * SAMPLE_RATE_HZ)
