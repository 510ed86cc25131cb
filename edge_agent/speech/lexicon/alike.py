"""Names that a recogniser, and a person, can take for one another."""

from collections.abc import Mapping, Sequence
from itertools import combinations, product
from typing import Final

from rapidfuzz.distance import Levenshtein

from edge_agent.speech.lexicon.likeness import nearest_ways, replacement
from edge_agent.speech.lexicon.phones import ARPABET, SCHWA, Pronunciation

_ALIKE: Final = 0.75
"""About one sound that is nearly the same, or one that is easily lost."""
_ALIKE_EACH: Final = 0.06
"""The same for each phone of the longer name."""
_SAME_CLASS: Final = 0.3
_MOST_STEPS: Final = 3


def alike(names: Mapping[str, Sequence[Pronunciation]]) -> list[tuple[str, str, float]]:
    """Pairs of names that sound nearly the same, the nearest first, with their distance.

    Args:
        names: each name with the ways it is said.
    """
    roughly = {
        name: ["".join(_CLASSES[phone] for phone in way) for way in ways]
        for name, ways in names.items()
        if ways
    }
    found = []
    for one, other in combinations(roughly, 2):
        if not _may_be_alike(roughly[one], roughly[other]):
            continue
        apart = nearest_ways(names[one], names[other])
        phones = max(len(names[one][0]), len(names[other][0]))
        if apart <= max(_ALIKE, phones * _ALIKE_EACH):
            found.append((one, other, apart))
    return sorted(found, key=lambda pair: pair[2])


def _may_be_alike(one: Sequence[str], other: Sequence[str]) -> bool:
    """A quick look at classes of phones, so that long lists of names take no time."""
    return any(
        Levenshtein.distance(first, second, score_cutoff=_MOST_STEPS) <= _MOST_STEPS
        for first, second in product(one, other)
    )


def _classes() -> dict[str, str]:
    """A letter for each phone; phones that are easily taken for one another share one."""
    found: dict[str, str] = {}
    for phone in sorted(ARPABET | {SCHWA}):
        like = (known for known in found if replacement(known, phone) <= _SAME_CLASS)
        found[phone] = found.get(next(like, ""), chr(ord("a") + len(found)))
    return found


_CLASSES: Final = _classes()
