"""Names that a recogniser, and a person, can take for one another."""

from collections.abc import Iterable
from itertools import combinations
from typing import Final

from jellyfish import metaphone
from rapidfuzz.distance import Levenshtein

from edge_agent.nlu.normalise import spoken

_TOO_ALIKE: Final = 0.85
_SHORTEST: Final = 3
"""Sounds; shorter names are too easily one letter apart to say anything."""


def sound_alike(names: Iterable[str]) -> list[tuple[str, str]]:
    """Pairs of different names that sound nearly the same, in order."""
    sounds = {name: _sound(name) for name in sorted(set(names))}
    return [
        (one, other)
        for one, other in combinations(sounds, 2)
        if min(len(sounds[one]), len(sounds[other])) >= _SHORTEST
        and Levenshtein.normalized_similarity(sounds[one], sounds[other]) >= _TOO_ALIKE
    ]


def _sound(name: str) -> str:
    words = (spoken(name) or ("",))[0].split()
    return " ".join(metaphone(word) for word in words)
