"""How much two wordings have in common, word by word."""

from collections.abc import Container, Iterable, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Final

from edge_agent.nlu.language import english
from edge_agent.nlu.normalise import normalise
from edge_agent.nlu.teaching_language import Tokens, english_teaching

_LIGHT_WEIGHT: Final = 0.25
"""What a word counts that tells little; all others count 1."""
_MOST_LIGHT: Final = 0.5
"""All such words that only one of two sentences has count no more than this."""
_NEW_WORDS_SHARE: Final = 0.8
"""Words that are said but stand in no example tell more against it than words that are missing."""
_SHORTEST_STEM: Final = 3
_NEVER_SINGLE: Final = frozenset("sl")
"""Letters that are doubled in a stem, too: `call`, `pass`."""


def common(said: Tokens, example: Tokens, others: Iterable[Tokens] = ()) -> float:
    """Share of the words that both have, 0 to 1: a weighted harmonic mean of the two shares.

    Args:
        said: what was said.
        example: what it is compared with.
        others: what means the same as the example: words that stand there are none too many.
    """
    ours, theirs = _weights(said), _weights(example)
    known = theirs.keys() | {_stem(word) for other in others for word in other}
    of_said = _share(ours, known)
    of_example = _share(theirs, ours)
    if not of_said * of_example:
        return 0.0
    return 1 / (_NEW_WORDS_SHARE / of_said + (1 - _NEW_WORDS_SHARE) / of_example)


def _share(weights: Mapping[str, float], known: Container[str]) -> float:
    shared = sum(weight for stem, weight in weights.items() if stem in known)
    new = [weight for stem, weight in weights.items() if stem not in known]
    light = min(_MOST_LIGHT, sum(weight for weight in new if weight < 1))
    return shared / (shared + light + sum(weight for weight in new if weight >= 1))


def shares_a_word(said: Tokens, example: Tokens) -> bool:
    """Whether they have a word in common that tells what is meant."""
    return not _telling(said).isdisjoint(_telling(example))


def is_turned(said: Tokens, example: Tokens) -> bool:
    """Whether a word that only one of them has denies the other, asks after it, or tells of it."""
    language = english_teaching()
    if not language.turning.isdisjoint(set(said).symmetric_difference(example)):
        return True
    return any(is_so(said, example) for is_so in (_is_asked, _is_liked, _is_told, _is_past))


def _is_asked(said: Tokens, example: Tokens) -> bool:
    """Whether it asks something: "is it", "have you"."""
    language = english_teaching()
    before = said[0] in language.asking_before_tellers
    is_inverted = before and not language.tellers.isdisjoint(said[1:2])
    return said[:1] != example[:1] and (is_inverted or said[0] in language.asking)


def _is_liked(said: Tokens, example: Tokens) -> bool:
    """Whether it tells what somebody likes: "we like it"."""
    return any(
        word in said and word not in example and others.isdisjoint(said)
        for word, others in english_teaching().only_with.items()
    )


def _is_told(said: Tokens, example: Tokens) -> bool:
    """Whether it tells of something how it is: "the pool is dirty"."""
    for at, word in enumerate(said):
        if word in english_teaching().being and word not in example:
            told = _telling(said[at + 1 :])
            return bool(_telling(said[:at]) and told) and told.isdisjoint(_telling(example))
    return False


def _is_past(said: Tokens, example: Tokens) -> bool:
    """Whether it tells what was: "we watched it"."""
    pairs = pairwise(said)
    tellers, ending = english_teaching().tellers, english_teaching().past_ending
    return any(a in tellers and b.endswith(ending) and b not in example for a, b in pairs)


def without_politeness(tokens: Tokens) -> Tokens:
    """What is left without `please` and the like before and after it."""
    before, after = _polite()
    while rest := _stripped(tokens, before, after):
        tokens = rest
    return tokens


def _stripped(tokens: Tokens, before: Iterable[Tokens], after: Iterable[Tokens]) -> Tokens:
    """The tokens without one polite phrase; empty where there is none, or nothing else."""
    for words in before:
        if tokens[: len(words)] == words:
            return tokens[len(words) :]
    for words in after:
        if tokens[-len(words) :] == words:
            return tokens[: -len(words)]
    return ()


@lru_cache(maxsize=1)
def _polite() -> tuple[tuple[Tokens, ...], tuple[Tokens, ...]]:
    """The longest first: `right now` ends with `now`."""
    before, after = (sorted(map(normalise, side), key=len) for side in english().polite)
    return tuple(reversed(before)), tuple(reversed(after))


def _weights(tokens: Tokens) -> Mapping[str, float]:
    light = english_teaching().light
    return {_stem(word): _LIGHT_WEIGHT if word in light else 1.0 for word in tokens}


def _telling(tokens: Tokens) -> set[str]:
    return {_stem(word) for word in tokens if word not in english_teaching().light}


@lru_cache(maxsize=5_000)
def _stem(word: str) -> str:
    """A word without its ending: `watching` → `watch`, `stories` → `story`."""
    language = english_teaching()
    for ending, instead in () if word in language.whole else language.endings:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= _SHORTEST_STEM and not word.endswith("ss"):
            return _bare(stem + instead)
    return _bare(word)


def _bare(stem: str) -> str:
    """As it is spelt before an ending: `runn` → `run`, `dance` → `danc`, `story` → `stori`."""
    if len(stem) <= _SHORTEST_STEM:
        return stem
    if stem[-1] == stem[-2] and stem[-1] not in _NEVER_SINGLE:
        return stem[:-1]
    return f"{stem[:-1]}i" if stem.endswith("y") else stem.removesuffix("e")
