"""Sentences of one home for the recogniser's phrase list."""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from edge_agent.domain.entity import Domain, Entity, Home
from edge_agent.domain.intent import Intent
from edge_agent.nlu.language import english
from edge_agent.nlu.normalise import spoken
from edge_agent.nlu.numbers import number_words
from edge_agent.nlu.template import Sequence_, Slot, expand, parse, slots

MAX_PHRASES: Final = 5_200

_PER_NAME: Final = 28
_PER_AREA: Final = 30
_PER_PATTERN: Final = 4
_PER_SPOKEN: Final = 6
_TRIES: Final = 4
"""How often a pattern that cannot be filled is tried again, for each sentence wanted."""
_WORD_SHARE: Final = 0.3
"""How often a share is said in words like `half`."""
_POLITE_SHARE: Final = 0.06
_HALF_SHARE: Final = 0.1
_PERCENT: Final = (*range(0, 101, 5), 1, 33, 99)
_DEGREES: Final = (1, 2, 3, *range(5, 31))
_COUNTS: Final = {
    "hours": (1, 2, 3, 4, 5, 6, 8, 10, 12, 24),
    "minutes": (*range(1, 21), 25, 30, 35, 40, 45, 50, 55, 60, 90),
    "seconds": (5, 10, 15, 20, 30, 40, 45, 50, 90),
}
_COMMON: Final = {
    Intent.TURN_ON: 4, Intent.TURN_OFF: 4, Intent.LIGHT_SET: 3, Intent.GET_STATE: 2,
    Intent.OPEN: 2, Intent.CLOSE: 2, Intent.SET_TEMPERATURE: 2,
}  # fmt: skip
"""How many times as often these are said."""


def phrases(home: Home) -> tuple[str, ...]:
    """Sentences that a person may say in this home: words only, no digits, at most MAX_PHRASES.

    The recogniser makes a bigram model of them, so not each sentence has to be there, but each
    name in some, each pattern in some, and common ones more often. The same home always gives
    the same sentences.
    """
    return tuple(_Writer(home).write())[:MAX_PHRASES]


class _Writer:
    """Fills patterns with the names of one home."""

    def __init__(self, home: Home) -> None:
        self._random = random.Random(0)  # noqa: S311 - variety, not secrecy
        self._home = home
        self._areas = _said(home.areas)
        self._floors = _said(home.floors)

    def write(self) -> list[str]:
        """All sentences: each name and room by itself first, so that none is cut off."""
        names = [(name, e) for e in self._home.entities for name in _said(e.names)]
        found = [name for name, _ in names] + [f"in the {area}" for area in self._areas]
        spoken_too = _spoken(has_player=any(e.domain is Domain.MEDIA_PLAYER for _, e in names))
        for pattern in spoken_too:
            found += self._of([pattern], _PER_SPOKEN, None, "")
        for pattern in _patterns():
            found += self._of([pattern], _PER_PATTERN, None, "")
        left = max(0, MAX_PHRASES - len(found))
        each = left // max(1, len(names) + len(self._areas))
        for name, entity in names:
            fits = [p for p in (*_patterns(), *spoken_too) if entity.domain in p.name_domains]
            found += self._of(fits, min(_PER_NAME, each), entity, name)
        for area in self._areas:
            fits = [p for p in _patterns() if p.has_area]
            found += self._of(fits, min(_PER_AREA, each), None, area)
        found += self._of(_patterns(), MAX_PHRASES - len(found), None, "")
        return found

    def _of(
        self, patterns: Sequence["_Pattern"], count: int, entity: Entity | None, said: str
    ) -> Iterator[str]:
        """Up to `count` sentences that have the name in them, if there is one to have."""
        for _ in range(count * _TRIES if patterns else 0):
            if count == 0:
                return
            pattern = self._random.choice(patterns)
            text = self._fill(pattern.sequence, entity, said)
            if text is not None and said in text:
                count -= 1
                yield text

    def _fill(self, pattern: Sequence_, entity: Entity | None, said: str) -> str | None:
        words: list[str] = []
        for leaf in expand(pattern, self._choose):
            word = leaf if isinstance(leaf, str) else self._slot(leaf, entity, said)
            if word is None:
                return None
            words.append(word)
        before, after = english().polite
        if self._random.random() < _POLITE_SHARE:
            words.insert(0, self._random.choice(before))
        elif self._random.random() < _POLITE_SHARE:
            words.append(self._random.choice(after))
        return " ".join(words)

    def _choose(self, options: int) -> int:
        return int(self._random.random() * options)

    def _slot(self, slot: Slot, entity: Entity | None, said: str) -> str | None:
        """Words for one slot; None where the home has none."""
        match slot.tag:
            case "name":
                return self._name(slot, entity, said)
            case "area":
                is_given = entity is None and said
                return said if is_given else self._any(self._areas)
            case "floor":
                return self._any(self._floors)
            case "hours" | "minutes" | "seconds":
                return number_words(self._random.choice(_COUNTS[slot.tag]))
            case "label":
                return None
            case _:
                return self._word(slot)

    def _name(self, slot: Slot, entity: Entity | None, said: str) -> str | None:
        if entity is not None:
            return said if entity.domain in slot.options else None
        fits = [e for e in self._home.entities if e.domain in slot.options]
        return self._any(spoken(self._random.choice(fits).name)[:1]) if fits else None

    def _any(self, words: Sequence[str]) -> str | None:
        return self._random.choice(words) if words else None

    def _word(self, slot: Slot) -> str:
        words = english().slot_words.words_for(slot.tag, slot.options)
        if words and (slot.options != ("percent",) or self._random.random() < _WORD_SHARE):
            return self._random.choice(words)
        is_degrees = slot.options == ("degrees",)
        number = number_words(self._random.choice(_DEGREES if is_degrees else _PERCENT))
        has_half = is_degrees and self._random.random() < _HALF_SHARE
        return f"{number} and a half" if has_half else number


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pattern:
    """A pattern and what it can speak of."""

    sequence: Sequence_
    name_domains: frozenset[str]
    has_area: bool


@lru_cache(maxsize=1)
def _patterns() -> tuple[_Pattern, ...]:
    """All patterns; common ones several times."""
    found = []
    for intent, patterns in english().patterns.items():
        for sequence in patterns:
            found += [_pattern(sequence)] * _COMMON.get(intent, 1)
    return tuple(found)


@lru_cache(maxsize=2)
def _spoken(*, has_player: bool) -> tuple[_Pattern, ...]:
    """The patterns for the recogniser only."""
    said = (*english().spoken, *(english().spoken_media if has_player else ()))
    return tuple(_pattern(parse(pattern, english().macros)) for pattern in said)


def _pattern(sequence: Sequence_) -> _Pattern:
    found = list(slots(sequence))
    names = {option for slot in found if slot.tag == "name" for option in slot.options}
    has_area = any(slot.tag == "area" for slot in found)
    return _Pattern(sequence=sequence, name_domains=frozenset(names), has_area=has_area)


def _said(names: Iterable[str]) -> tuple[str, ...]:
    """All ways to say the names, without repeats."""
    return tuple(dict.fromkeys(said for name in names for said in spoken(name)))
