"""How words are said: as the user wrote it, from tables, by rule, or guessed."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum, auto
from functools import cached_property
from itertools import islice, product
from pathlib import Path
from typing import Final

from edge_agent.speech.lexicon.continental import continental
from edge_agent.speech.lexicon.dictionary import Dictionary, brands
from edge_agent.speech.lexicon.guesser import Guesser
from edge_agent.speech.lexicon.phones import Pronunciation
from edge_agent.speech.lexicon.sounds_like import written_phones
from edge_agent.speech.lexicon.spellings import (
    folded,
    is_capitals,
    is_initialism,
    respelt,
    spelt,
)

_MOST_WAYS: Final = 4
"""Ways to say one word; more would make it too easy to take for others."""
_MOST_GUESSES: Final = 3
_NEARLY_AS_LIKELY: Final = 0.25
"""A further guess counts if it is at least so likely as the first."""
_SURE: Final = 0.8
"""A first guess so likely is that of an English word."""
_PART: Final = re.compile(r"[a-z']+|\d")
_SHORTEST_PART, _SHORTEST_OTHER = 3, 4
_VOICELESS: Final = frozenset({"P", "T", "K", "F", "TH"})
_HISSING: Final = frozenset({"S", "Z", "SH", "ZH", "CH", "JH"})


class Origin(StrEnum):
    """Where a pronunciation comes from."""

    SOUNDS_LIKE = auto()
    """The user wrote how it sounds."""
    BRAND = auto()
    """The table of makers, programs and standards."""
    DICTIONARY = auto()
    """The dictionary has the word."""
    PARTS = auto()
    """The dictionary has its parts: two words in one, a word with an s, letters and digits."""
    SPELT = auto()
    """It is said letter by letter."""
    GUESSED = auto()
    """The network guessed from the spelling."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordSound:
    """How one word is said."""

    word: str
    """Lower case."""
    ways: tuple[Pronunciation, ...]
    """Likeliest first; at least one."""
    origin: Origin
    """Where the first way comes from."""


class Pronouncer:
    """Knows or guesses how English speakers say a word."""

    def __init__(
        self,
        dictionary: Dictionary,
        directory: Path,
        *,
        sounds_like: Mapping[str, str] | None = None,
    ) -> None:
        self._dictionary = dictionary
        self._directory = directory
        self._sounds_like = dict(sounds_like or {})
        self._brands = brands()

    @classmethod
    def load(cls, directory: Path, *, sounds_like: Mapping[str, str] | None = None) -> "Pronouncer":
        """The pronouncer of `models/g2p`.

        Args:
            directory: where the dictionary and the network lie.
            sounds_like: by word what it sounds like, as `sounds_by_word` gives it.

        Raises:
            ModelError: the dictionary is missing or damaged.
        """
        return cls(Dictionary.load(directory), directory, sounds_like=sounds_like)

    def sound(self, word: str, *, written: str = "") -> WordSound | None:
        """How a lower-case word is said; None for one without a Latin letter or digit.

        Args:
            word: as it will stand in transcripts.
            written: as people write it, with capitals and accents, if that is known.

        Raises:
            ModelError: the network that guesses is missing or damaged.
        """
        given = self._sounds_like.get(word)
        if given is not None and (ways := self._as_written(given)):
            return WordSound(word=word, ways=ways, origin=Origin.SOUNDS_LIKE)
        found = self._known(folded(word), written) or self._guessed(folded(word), written)
        if found is None:
            return None
        ways, origin = found
        return WordSound(word=word, ways=tuple(dict.fromkeys(ways))[:_MOST_WAYS], origin=origin)

    def special_sound(self, word: str, *, written: str = "") -> WordSound | None:
        """How a word is said that is not said as anybody would expect: by the user, or a brand.

        Args:
            word: lower case.
            written: as people write it, if that is known.
        """
        is_special = word in self._sounds_like or word in self._brands
        return self.sound(word, written=written) if is_special else None

    def dictionary_entries(self) -> Iterator[tuple[str, Pronunciation]]:
        """All words of the dictionary with a way to say each, common words first."""
        return self._dictionary.entries()

    @cached_property
    def _guesser(self) -> Guesser:
        """Loaded for the first word that nothing else tells of; many homes have none."""
        return Guesser.load(self._directory)

    def _known(self, word: str, written: str) -> tuple[tuple[Pronunciation, ...], Origin] | None:
        if word in self._brands:
            texts = self._brands[word]
            return tuple(way for text in texts for way in self._as_written(text)), Origin.BRAND
        letters = (spelt(word),) if is_capitals(written) else ()
        if ways := self._dictionary.ways(word):
            return (*ways, *letters), Origin.DICTIONARY
        if len(parts := _PART.findall(word)) > 1:
            return self._joined(parts), Origin.PARTS
        if ways := self._with_s(word):
            return ways, Origin.PARTS
        if is_initialism(word):
            return (spelt(word),), Origin.SPELT
        return None

    def _guessed(self, word: str, written: str) -> tuple[tuple[Pronunciation, ...], Origin] | None:
        guesses = self._guesses(word)
        if not guesses:
            return ((spelt(word),), Origin.SPELT) if spelt(word) else None
        if (at := self._joint(word)) is not None:
            return (*self._joined((word[:at], word[at:])), *guesses[:1]), Origin.PARTS
        letters = (spelt(word),) if is_capitals(written) else ()
        accented = self._guesses(respelt(written))[: _MOST_GUESSES - 1]
        return (*accented, *letters, *guesses), Origin.GUESSED

    def _guesses(self, word: str) -> tuple[Pronunciation, ...]:
        """What the network guesses; where it is not sure, also as one would read a foreign word."""
        found = self._guesser.guesses(word, most=_MOST_GUESSES)
        if not found:
            return ()
        best = found[0].probability
        ways = [guess.phones for guess in found if guess.probability >= best * _NEARLY_AS_LIKELY]
        if best < _SURE and (foreign := continental(word)):
            ways.insert(_MOST_GUESSES - 1, foreign)
        return tuple(dict.fromkeys(ways))

    def _as_written(self, text: str) -> tuple[Pronunciation, ...]:
        """The ways of words that sound like something, or of phones."""
        phones = written_phones(text)
        return (phones,) if phones else self._joined(_PART.findall(folded(text)))

    def _joined(self, parts: Iterable[str]) -> tuple[Pronunciation, ...]:
        """The ways to say several words one after the other as one."""
        each = [self._ways_of_part(part) for part in parts]
        chains = islice(product(*(ways for ways in each if ways)), _MOST_WAYS)
        joined = (tuple(phone for way in chain for phone in way) for chain in chains)
        return tuple(way for way in joined if way)

    def _ways_of_part(self, part: str) -> tuple[Pronunciation, ...]:
        if len(part) == 1 and spelt(part):
            return (spelt(part),)
        found = self._known(part, "") or self._guessed(part, "")
        return found[0] if found else ()

    def _with_s(self, word: str) -> tuple[Pronunciation, ...]:
        """A known word with an s, which is said by what comes before it."""
        if not word.endswith("s") or len(word) <= _SHORTEST_PART:
            return ()
        stem = word.removesuffix("s").removesuffix("'")
        return tuple((*way, *_ending(way[-1])) for way in self._dictionary.ways(stem))

    def _joint(self, word: str) -> int | None:
        """Where a word falls into two common ones, at the evenest place."""
        places = (
            at
            for at in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)
            if max(at, len(word) - at) >= _SHORTEST_OTHER
            and self._dictionary.is_common(word[:at])
            and self._dictionary.is_common(word[at:])
        )
        return min(places, key=lambda at: abs(2 * at - len(word)), default=None)


def _ending(last: str) -> Pronunciation:
    if last in _HISSING:
        return ("IH", "Z")
    return ("S",) if last in _VOICELESS else ("Z",)
