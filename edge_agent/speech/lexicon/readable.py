"""Phones as people read them: `Z IH G B IY` → `zig-bee`."""

from itertools import pairwise
from typing import Final

from edge_agent.speech.lexicon.phones import Pronunciation

_VOWELS: Final = {
    "AA": "ah", "AE": "a", "AH": "u", "AX": "uh", "AO": "aw", "AW": "ow", "AY": "igh", "EH": "e",
    "ER": "er", "EY": "ay", "IH": "i", "IY": "ee", "OW": "oh", "OY": "oy", "UH": "uu", "UW": "oo",
}  # fmt: skip
_BEFORE_R: Final = {"AA": "a", "AO": "o", "EH": "ai", "IH": "ee"}
_CONSONANTS: Final = {"DH": "th", "HH": "h", "JH": "j"}
_ONSETS: Final = frozenset(
    f"{first} {second}"
    for firsts, seconds in (
        (("P", "B", "F", "G", "K", "S"), ("L",)),
        (("P", "B", "F", "G", "K", "T", "D", "TH", "SH"), ("R",)),
        (("S",), ("P", "T", "K", "M", "N", "W")),
        (("K", "T", "D"), ("W",)),
        (("M", "F", "K", "HH", "B", "P"), ("Y",)),
    )
    for first in firsts
    for second in seconds
)
"""Pairs of consonants that stay together at the beginning of a syllable."""


def readable(way: Pronunciation) -> str:
    """A pronunciation in letters that an English reader would say so, a hyphen a syllable."""
    starts = {0, *_syllable_starts(way)}
    said = [_letters(way, at, is_first=at in starts) for at in range(len(way))]
    return "".join(f"{'-' * (at in starts and at > 0)}{letters}" for at, letters in enumerate(said))


def _letters(way: Pronunciation, at: int, *, is_first: bool) -> str:
    """One phone, by whether it is the first of its syllable and what comes after it."""
    phone = way[at]
    if phone == "AY":
        return "eye" if is_first else "igh"
    if phone in _BEFORE_R and way[at + 1 : at + 2] == ("R",):
        return _BEFORE_R[phone]
    return _VOWELS.get(phone) or _CONSONANTS.get(phone) or phone.lower()


def _syllable_starts(way: Pronunciation) -> set[int]:
    """Where syllables begin, but for the first."""
    vowels = [at for at, phone in enumerate(way) if phone in _VOWELS]
    starts = set()
    for before, at in pairwise(vowels):
        between = at - before - 1
        is_pair = between > 1 and " ".join(way[at - 2 : at]) in _ONSETS
        starts.add(at - (2 if is_pair else min(between, 1)))
    return starts
