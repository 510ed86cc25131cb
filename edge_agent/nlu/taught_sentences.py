"""Sentences about phrases that were taught, and to teach with, for the recogniser."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from edge_agent.nlu.fillers import Filling
from edge_agent.nlu.normalise import normalise, spoken
from edge_agent.nlu.teaching_language import PLACE, english_teaching

_CALLED: Final = 0.05
_FORGOTTEN: Final = 0.002
_DECOYS: Final = 0.01
_TEACHING: Final = 0.005
"""How often a phrase is called, forgotten or only spoken of, and how often something about all of
them is said, of all that is said to the agent."""
_CURLED: Final = "\N{RIGHT SINGLE QUOTATION MARK}"
_UNSAID: Final = re.compile(r"^[^a-z]+|[^a-z]+$")


def taught_sentences(examples: Sequence[str]) -> dict[Filling, float]:
    """How often each sentence is said, 0 to 1.

    Args:
        examples: all ways to say all phrases, as they were written.
    """
    language = english_teaching()
    said = [words for example in examples for words in ways_to_say(example)]
    groups: tuple[tuple[float, Iterable[str]], ...] = (
        (_TEACHING, (*language.learn, *language.listing)),
        (_FORGOTTEN, _filled(language.forget, said)),
        (_DECOYS, _filled(language.decoys, said)),
        (_CALLED, _filled(language.spoken, said)),
    )
    found: dict[Filling, float] = {}
    for share, sentences in groups:
        each = {tuple(sentence.split()) for sentence in sentences}
        found |= {words: share / len(each) for words in each}
    return found


def ways_to_say(text: str) -> tuple[str, ...]:
    """How a written sentence is said, likeliest first: as a name is, but contractions stay."""
    ways = [way for word in text.split() if (way := _ways_of(word))]
    likeliest, spelt = (" ".join(way[at] for way in ways) for at in (0, -1))
    return tuple(dict.fromkeys(way for way in (likeliest, spelt) if way))


def _ways_of(word: str) -> tuple[str, ...]:
    plain = _UNSAID.sub("", word.lower().replace(_CURLED, "'"))
    is_contraction = "'" in plain and len(normalise(plain)) > 1
    return (plain,) if is_contraction else spoken(word)


def _filled(patterns: Iterable[str], said: Iterable[str]) -> list[str]:
    return [pattern.replace(PLACE, words) for pattern in patterns for words in said]
