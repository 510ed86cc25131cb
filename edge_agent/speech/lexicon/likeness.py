"""How much words differ in sound: an edit distance whose steps cost what an ear would hear."""

import math
from collections.abc import Sequence
from functools import cache
from typing import Final

from edge_agent.speech.lexicon.phones import Pronunciation

_VOWELS: Final = {
    # How open (0 to 3), how far back (0 to 2), where it glides to, whether it has the sound of r.
    "IY": (0.0, 0.0, "", False), "IH": (0.8, 0.4, "", False), "EY": (1.2, 0.2, "i", False),
    "EH": (1.8, 0.4, "", False), "AE": (2.6, 0.4, "", False), "AX": (1.7, 1.0, "", False),
    "AH": (2.2, 1.2, "", False), "ER": (1.7, 1.0, "", True), "AA": (3.0, 1.6, "", False),
    "AO": (2.5, 1.9, "", False), "OW": (1.7, 1.8, "u", False), "UH": (0.8, 1.6, "", False),
    "UW": (0.0, 1.8, "", False), "AY": (2.8, 1.0, "i", False), "AW": (2.8, 1.1, "u", False),
    "OY": (2.2, 1.9, "i", False),
}  # fmt: skip
_CONSONANTS: Final = {
    # Where (0 lips to 4 throat), how, whether it is voiced.
    "P": (0.0, "stop", False), "B": (0.0, "stop", True), "M": (0.0, "nasal", True),
    "F": (0.3, "hiss", False), "V": (0.3, "hiss", True), "W": (0.3, "glide", True),
    "TH": (0.8, "hiss", False), "DH": (0.8, "hiss", True), "T": (1.0, "stop", False),
    "D": (1.0, "stop", True), "N": (1.0, "nasal", True), "S": (1.1, "hiss", False),
    "Z": (1.1, "hiss", True), "L": (1.2, "glide", True), "R": (1.8, "glide", True),
    "SH": (1.8, "hiss", False), "ZH": (1.8, "hiss", True), "CH": (1.6, "burst", False),
    "JH": (1.6, "burst", True), "Y": (2.2, "glide", True), "K": (3.0, "stop", False),
    "G": (3.0, "stop", True), "NG": (3.0, "nasal", True), "HH": (4.0, "hiss", False),
}  # fmt: skip
_MANNERS: Final = {
    frozenset(("stop", "burst")): 0.35,
    frozenset(("hiss", "burst")): 0.35,
    frozenset(("stop", "hiss")): 0.45,
    frozenset(("stop", "nasal")): 0.45,
    frozenset(("nasal", "glide")): 0.5,
}
_OTHER_MANNER: Final = 0.7
_HALF_VOWELS: Final = {
    frozenset(("Y", "IY")): 0.4,
    frozenset(("Y", "IH")): 0.5,
    frozenset(("W", "UW")): 0.4,
    frozenset(("W", "UH")): 0.5,
    frozenset(("R", "ER")): 0.3,
}
_EASILY_LOST: Final = {"AX": 0.4, "HH": 0.4, "IH": 0.6, "T": 0.5, "D": 0.5, "S": 0.5, "Z": 0.5}
_LOST_VOWEL: Final = 0.8
_LOST_CONSONANT: Final = 0.7


@cache
def replacement(one: str, other: str) -> float:
    """What it costs to hear one phone for another: 0 the same, 1 nothing in common."""
    if one == other:
        return 0.0
    if one in _VOWELS and other in _VOWELS:
        return _vowels(one, other)
    if one in _CONSONANTS and other in _CONSONANTS:
        return _consonants(one, other)
    return _HALF_VOWELS.get(frozenset((one, other)), 1.0)


@cache
def loss(phone: str) -> float:
    """What it costs to miss a phone, or to hear one that was not said."""
    return _EASILY_LOST.get(phone, _LOST_VOWEL if phone in _VOWELS else _LOST_CONSONANT)


def distance(one: Sequence[str], other: Sequence[str]) -> float:
    """How much two pronunciations differ; 0 for the same, about 0.7 for a phone more or less."""
    row = [0.0]
    for phone in other:
        row.append(row[-1] + loss(phone))
    for phone in one:
        before, row = row, [row[0] + loss(phone)]
        for at, heard in enumerate(other):
            row.append(
                min(
                    before[at] + replacement(phone, heard),
                    before[at + 1] + loss(phone),
                    row[at] + loss(heard),
                )
            )
    return row[-1]


def nearest_ways(one: Sequence[Pronunciation], other: Sequence[Pronunciation]) -> float:
    """The distance of the two ways that are nearest to each other."""
    return min(distance(first, second) for first in one for second in other)


def _vowels(one: str, other: str) -> float:
    open_1, back_1, glide_1, is_r_1 = _VOWELS[one]
    open_2, back_2, glide_2, is_r_2 = _VOWELS[other]
    place = math.hypot(open_1 - open_2, back_1 - back_2) / 3
    return min(1.0, 0.1 + place + 0.2 * (glide_1 != glide_2) + 0.25 * (is_r_1 != is_r_2))


def _consonants(one: str, other: str) -> float:
    place_1, manner_1, is_voiced_1 = _CONSONANTS[one]
    place_2, manner_2, is_voiced_2 = _CONSONANTS[other]
    manner = 0.0
    if manner_1 != manner_2:
        manner = _MANNERS.get(frozenset((manner_1, manner_2)), _OTHER_MANNER)
    place = 0.25 * abs(place_1 - place_2)
    return min(1.0, 0.1 + place + manner + 0.2 * (is_voiced_1 != is_voiced_2))
