"""Mistakes like those of a speech recogniser, put into sentences; the same ones each time.

Most are words heard as others that sound like them, by the pronunciation dictionary and among the
words of the speech model; others are lost, and short ones are heard where nobody said any.
"""

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from edge_agent.config.paths import models_directory
from edge_agent.speech.lexicon import known_words
from edge_agent.speech.lexicon.dictionary import Dictionary
from edge_agent.speech.lexicon.likeness import nearest_ways
from edge_agent.speech.lexicon.phones import Pronunciation

SUBSTITUTED, LOST, INSERTED = "substituted", "lost", "inserted"
"""Kinds of mistakes: other words that sound alike, words left out, words that nobody said."""
Kinds = Mapping[str, int]
"""How often each kind of mistake comes, in proportion."""
ALIKE_ONLY: Final[Kinds] = {SUBSTITUTED: 1}
ALL_KINDS: Final[Kinds] = {SUBSTITUTED: 6, LOST: 3, INSERTED: 1}
SHORT_WORDS: Final = ("a", "the", "and", "of", "in", "to", "it", "is", "uh", "or", "at", "on")
_NEAREST: Final = 5
"""A word is heard as one of so many that sound most like it."""
_LOOKED_AT: Final = 60
"""So many with the most similar phones are compared by ear."""
_SAME: Final = 0.2
"""Added to distances, so that words that sound the same do not take all."""

Ways = tuple[Pronunciation, ...]


class SoundAlikes:
    """Knows which words of a vocabulary sound like a word."""

    def __init__(self, ways: Mapping[str, Ways], vocabulary: Sequence[str]) -> None:
        """Take how words are said, and those that can be heard."""
        self._ways = ways
        self._letters: dict[str, str] = {}
        self._vocabulary = [word for word in vocabulary if word in ways]
        self._sounds = [self._letters_of(ways[word][0]) for word in self._vocabulary]
        self._found: dict[str, list[tuple[str, float]]] = {}

    @classmethod
    def load(cls) -> "SoundAlikes":
        """Of the English speech model that comes with the program."""
        ways = defaultdict[str, list[Pronunciation]](list)
        for word, way in Dictionary.load(models_directory() / "g2p").entries():
            ways[word].append(way)
        heard = list(known_words(models_directory() / "vosk-en-us-starter"))
        return cls({word: tuple(found) for word, found in ways.items()}, heard)

    def of(self, word: str) -> list[tuple[str, float]]:
        """The nearest other words, with how much they differ; none of an unknown word."""
        if word not in self._found:
            self._found[word] = self._nearest(word)
        return self._found[word]

    def _nearest(self, word: str) -> list[tuple[str, float]]:
        ways = self._ways.get(word)
        if ways is None:
            return []
        rough = process.extract(
            self._letters_of(ways[0]), self._sounds, scorer=Levenshtein.distance, limit=_LOOKED_AT
        )
        others = (self._vocabulary[at] for _, _, at in rough if self._vocabulary[at] != word)
        near = sorted((nearest_ways(ways, self._ways[other]), other) for other in others)
        return [(other, apart) for apart, other in near[:_NEAREST]]

    def _letters_of(self, way: Pronunciation) -> str:
        """A letter for each phone."""
        return "".join(self._letters.setdefault(p, chr(ord("a") + len(self._letters))) for p in way)


def noisy(
    text: str,
    rate: float,
    alikes: SoundAlikes,
    draw: random.Random,
    kinds: Kinds = ALL_KINDS,
) -> str:
    """A text with mistakes in so large a share of its words, on average; never empty."""
    heard = list[str]()
    for word in text.split():
        heard += _heard(word, alikes, draw, kinds) if draw.random() < rate else [word]
    return " ".join(heard) or text


def _heard(word: str, alikes: SoundAlikes, draw: random.Random, kinds: Kinds) -> list[str]:
    """What is heard of one word by mistake."""
    (kind,) = draw.choices(list(kinds), list(kinds.values()))
    near = alikes.of(word)
    if kind == INSERTED:
        return [word, draw.choice(SHORT_WORDS)]
    if kind == LOST:
        return []
    if not near:
        return [] if LOST in kinds else [word]
    words, apart = zip(*near, strict=True)
    return draw.choices(words, [1 / (_SAME + distance) for distance in apart])
