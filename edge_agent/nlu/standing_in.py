"""What heard words may stand for: words of the language, numbers, and names of the home."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from weakref import WeakKeyDictionary

import jellyfish
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from edge_agent.nlu.gazetteer import Gazetteer, Name
from edge_agent.nlu.language import english
from edge_agent.nlu.normalise import normalise
from edge_agent.nlu.numbers import is_number, is_number_word, number_words
from edge_agent.nlu.pattern_reader import language_words
from edge_agent.nlu.sounds import alikes
from edge_agent.nlu.tagging import Tokens

_OTHER: Final = 0.8
_A_SOUND: Final = 3.2
"""Nats for taking a word for another one, and for each unit that their sounds are apart."""
_SAME_CODE: Final = 1.8
_ONE_LETTER: Final = 2.6
_ONE_CODE: Final = 3.6
"""Nats where the sounds are not known: for the same phonetic code, another letter, another code."""
_SHORTEST: Final = 3
"""Letters and codes of words that may differ in one of them."""
_LESS_ALIKE: Final = 12.0
"""Nats for each bit of likeness that a name lacks, 0 to 1."""
_LONGEST_NUMBER: Final = 3
_MOST_SPELT: Final = 99


def nats_of(apart: float) -> float:
    """How unlikely it is that a word was heard as one whose sounds are so far apart."""
    return _OTHER + _A_SOUND * apart


@dataclass(frozen=True, slots=True)
class StandIns:
    """For each token what it may stand for, with nats; not for itself."""

    tokens: Tokens
    words: tuple[Mapping[str, float], ...]
    """Single words of the language or of names; numbers of one word in digits."""
    phrases: tuple[tuple[tuple[Tokens, float], ...], ...]
    """What contractions stand for: `watts` may be `what is`."""
    numbers: tuple[tuple[tuple[int, Tokens, float], ...], ...]
    """Numbers that begin there: the end, the number as one token, nats."""
    names: tuple[tuple[tuple[int, Name, float], ...], ...]
    """Names that begin there: the end, the name, nats."""

    @classmethod
    def of(cls, tokens: Tokens, gazetteer: Gazetteer) -> "StandIns":
        """For the tokens of one sentence in one home."""
        known = _names_of(gazetteer)
        words = tuple(
            {**dict(_near(token, _language_words())), **dict(_near(token, known.words))}
            for token in tokens
        )
        phrases = tuple(tuple(_written_out(near)) for near in words)
        similar: list[list[tuple[int, Name, float]]] = [[] for _ in tokens]
        for match in gazetteer.matches(tokens):
            if match.score < 1:
                nats = _LESS_ALIKE * (1 - match.score)
                similar[match.start].append((match.end, match.name, nats))
        for at in range(len(tokens)):
            similar[at] += _alike_names(tokens, at, words, known)
        numbers = tuple(tuple(_numbers(tokens, at, words)) for at in range(len(tokens)))
        return cls(tokens, words, phrases, numbers, tuple(map(tuple, similar)))

    def cost(self, at: int, words: Sequence[str]) -> float | None:
        """Nats for taking the tokens from a place on for some words; None: not alike."""
        return _cost(self.tokens, at, words, self.words)


@dataclass(frozen=True, slots=True)
class _Names:
    """The names of a home by their first word, and all words in them."""

    by_first: Mapping[str, Sequence[Name]]
    words: tuple[tuple[str, ...], tuple[str, ...]]
    """The words, and their phonetic codes."""


_KNOWN: "WeakKeyDictionary[Gazetteer, _Names]" = WeakKeyDictionary()


def _names_of(gazetteer: Gazetteer) -> _Names:
    if gazetteer not in _KNOWN:
        by_first = defaultdict[str, list[Name]](list)
        for name in gazetteer.names():
            by_first[name.tokens[0]].append(name)
        words = tuple(sorted({word for name in gazetteer.names() for word in name.tokens}))
        codes = tuple(jellyfish.metaphone(word) for word in words)
        _KNOWN[gazetteer] = _Names(by_first, (words, codes))
    return _KNOWN[gazetteer]


@lru_cache(maxsize=1)
def _language_words() -> tuple[tuple[str, ...], tuple[str, ...]]:
    words = language_words()
    return words, tuple(jellyfish.metaphone(word) for word in words)


def _alike_names(
    tokens: Tokens, at: int, words: Sequence[Mapping[str, float]], known: _Names
) -> Iterator[tuple[int, Name, float]]:
    for first in (tokens[at], *words[at]):
        for name in known.by_first.get(first, ()):
            nats = _cost(tokens, at, name.tokens, words)
            if nats:
                yield at + len(name.tokens), name, nats


def _cost(
    tokens: Tokens, at: int, words: Sequence[str], alike: Sequence[Mapping[str, float]]
) -> float | None:
    if at + len(words) > len(tokens):
        return None
    total = 0.0
    for place, word in enumerate(words, start=at):
        token = tokens[place]
        nats = 0.0 if token == word else alike[place].get(word)
        is_small = token in english().words("function") and token != word and not is_number(word)
        if nats is None or is_small:
            return None
        total += nats
    return total


def _numbers(
    tokens: Tokens, at: int, words: Sequence[Mapping[str, float]]
) -> Iterator[tuple[int, Tokens, float]]:
    """Numbers of which at least one word was misheard: `wendy two` is 22."""
    spelt: list[tuple[str, float]] = [("", 0.0)]
    for end in range(at + 1, min(len(tokens), at + _LONGEST_NUMBER) + 1):
        options = list(_number_words(tokens[end - 1], words[end - 1]))
        spelt = [(f"{s} {w}".strip(), n + nats) for s, n in spelt for w, nats in options]
        for text, nats in spelt:
            number = normalise(text)
            if nats and len(number) == 1 and is_number(number[0]):
                yield end, number, nats


def _number_words(token: str, words: Mapping[str, float]) -> Iterator[tuple[str, float]]:
    if is_number(token):
        if token.isdigit() and int(token) <= _MOST_SPELT:
            yield number_words(int(token)), 0.0
    elif token not in english().words("function"):
        yield from ((word, nats) for word, nats in words.items() if is_number_word(word))


def _near(
    token: str, vocabulary: tuple[tuple[str, ...], tuple[str, ...]]
) -> Iterator[tuple[str, float]]:
    """Words of a vocabulary that a token sounds like; by spelling where it is no known word."""
    if is_number(token):
        yield from _near_number(token)
        return
    heard = alikes(token)
    for word, apart in heard:
        yield word, nats_of(apart)
        if is_number_word(word):
            yield normalise(word)[0], nats_of(apart)
    sounding = {word for word, _ in heard}
    yield from ((w, nats) for w, nats in _by_spelling(token, vocabulary) if w not in sounding)


def _near_number(token: str) -> Iterator[tuple[str, float]]:
    """Words that sound like a number of one word: `to` for 2."""
    if token.isdigit() and int(token) <= _MOST_SPELT:
        heard = alikes(number_words(int(token)))
        yield from ((word, nats_of(apart)) for word, apart in heard if not is_number_word(word))


def _written_out(near: Mapping[str, float]) -> Iterator[tuple[Tokens, float]]:
    """The contractions among some words, as `normalise` writes them."""
    for word, nats in near.items():
        if "'" in word:
            yield normalise(word), nats


@lru_cache(maxsize=2_000)
def _by_spelling(
    token: str, vocabulary: tuple[tuple[str, ...], tuple[str, ...]]
) -> tuple[tuple[str, float], ...]:
    words, codes = vocabulary
    code = jellyfish.metaphone(token)
    found = process.extract(code, codes, scorer=Levenshtein.distance, score_cutoff=1, limit=None)
    near = {words[at] for _, _, at in found}
    found = process.extract(token, words, scorer=Levenshtein.distance, score_cutoff=1, limit=None)
    near.update(words[at] for _, _, at in found)
    costs = ((word, _likeness(token, code, word)) for word in near)
    return tuple((word, cost) for word, cost in costs if cost is not None)


def _likeness(token: str, code: str, word: str) -> float | None:
    if token == word or is_number(word):
        return None
    other = jellyfish.metaphone(word)
    if code and code == other:
        return _SAME_CODE
    if min(len(token), len(word)) >= _SHORTEST and Levenshtein.distance(token, word) == 1:
        return _ONE_LETTER
    if max(len(code), len(other)) >= _SHORTEST and Levenshtein.distance(code, other) == 1:
        return _ONE_CODE
    return None
