"""Number words and digits as numbers."""

import re
from collections.abc import Sequence
from typing import Final

_UNITS: Final = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TENS: Final = {
    word: 10 * value
    for value, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
_SCALES: Final = {"hundred": 100, "thousand": 1000}
_SPELLINGS: Final = {"fourty": "forty", "ninty": "ninety"}
_DIGITS: Final = re.compile(r"\d{1,9}(\.\d{1,6})?")
_LARGEST: Final = 999_999


def is_number(token: str) -> bool:
    """Whether a token is a number in digits, as `merge_numbers` writes them."""
    return _DIGITS.fullmatch(token) is not None


def number_of(tokens: Sequence[str]) -> float | None:
    """The number that one token is; None for anything else."""
    return float(tokens[0]) if len(tokens) == 1 and is_number(tokens[0]) else None


def is_number_word(word: str) -> bool:
    """Whether numbers are said with it: `twenty`, `hundred`."""
    return word in _UNITS or word in _TENS or word in _SCALES


def format_number(value: float) -> str:
    """Digits without a needless fraction: `21`, `21.5`."""
    return f"{value:.6f}".rstrip("0").rstrip(".")


def number_words(value: int) -> str:
    """How a whole number from 0 to 999,999 is said: 121 → `one hundred twenty one`.

    Raises:
        ValueError: the number is outside that range.
    """
    if not 0 <= value <= _LARGEST:
        raise ValueError(f"only numbers from 0 to {_LARGEST} can be said, not {value}")
    if value in _BY_VALUE:
        return _BY_VALUE[value]
    for scale, word in ((1000, "thousand"), (100, "hundred")):
        if value >= scale:
            rest = f" {number_words(value % scale)}" if value % scale else ""
            return f"{number_words(value // scale)} {word}{rest}"
    return f"{_BY_VALUE[value // 10 * 10]} {_BY_VALUE[value % 10]}"


_BY_VALUE: Final = {value: word for word, value in (_UNITS | _TENS).items()}


def merge_numbers(words: Sequence[str]) -> list[str]:
    """Replace each run of number words by one token of digits.

    `twenty one point five` → `21.5`, `five and a half` → `5.5`, `a hundred` → `100`; digits pass.
    """
    merged: list[str] = []
    at = 0
    while at < len(words):
        value, end = _parse(words, at)
        if value is None:
            merged.append(words[at])
            at += 1
        else:
            merged.append(format_number(value))
            at = end
    return merged


def _parse(words: Sequence[str], at: int) -> tuple[float | None, int]:
    """The number that begins at `at` and where it ends; None where there is none."""
    if words[at] in {"a", "an"} and _word(words, at + 1) in _SCALES:
        whole, end = _whole(words, at + 1, 1)
    elif is_number(words[at]):
        whole, end = float(words[at]), at + 1
    else:
        whole, end = _whole(words, at, None)
    if whole is None:
        return None, at
    return _fraction(words, end, whole)


def _whole(words: Sequence[str], at: int, start: int | None) -> tuple[float | None, int]:
    """A whole number in words from `at`, continuing `start`."""
    total, group, has_any = 0, start or 0, start is not None
    smallest = 1000 if start is None else 100
    while (word := _word(words, at)) is not None:
        if word in _SCALES and has_any:
            total, group = _scale(total, group, _SCALES[word])
            smallest = 100
        elif word in _TENS and smallest >= 100:  # noqa: PLR2004 - a ten fits below a hundred
            group, smallest, has_any = group + _TENS[word], 10, True
        elif word in _UNITS and _fits(_UNITS[word], smallest):
            group, smallest, has_any = group + _UNITS[word], 0, True
        elif not (word == "and" and _continues(words, at)):
            break
        at += 1
    return (float(total + group) if has_any else None), at


def _word(words: Sequence[str], at: int) -> str | None:
    return _SPELLINGS.get(words[at], words[at]) if at < len(words) else None


def _scale(total: int, group: int, scale: int) -> tuple[int, int]:
    return (total + group * scale, 0) if scale == _SCALES["thousand"] else (total, group * scale)


def _fits(unit: int, smallest: int) -> bool:
    """`twenty` may be followed by `one`, not by `eleven` nor `zero`."""
    return smallest >= 100 or 0 < unit < smallest  # noqa: PLR2004 - anything fits in a fresh group


def _continues(words: Sequence[str], at: int) -> bool:
    """`one hundred and five`, but not `two and three`."""
    following = _word(words, at + 1)
    return (
        at > 0
        and words[at - 1] in _SCALES
        and following is not None
        and (following in _UNITS or following in _TENS)
    )


def _fraction(words: Sequence[str], at: int, whole: float) -> tuple[float, int]:
    """Add what follows a whole number: `point five`, `and a half`, `and a quarter`."""
    if not whole.is_integer():
        return whole, at
    if _word(words, at) == "point":
        end = at + 1
        digits = ""
        while (word := _word(words, end)) is not None and (
            (word in _UNITS and _UNITS[word] < 10) or word.isdecimal()  # noqa: PLR2004 - one digit
        ):
            digits += str(_UNITS.get(word, word))
            end += 1
        if digits:
            return whole + float(f"0.{digits[:6]}"), end
    for parts, share in ((("and", "a", "half"), 0.5), (("and", "a", "quarter"), 0.25)):
        if tuple(words[at : at + 3]) == parts:
            return whole + share, at + 3
    return whole, at
