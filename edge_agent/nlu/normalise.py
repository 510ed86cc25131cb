"""Text as people write or recognisers print it → tokens; names as written → as spoken."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Final

from edge_agent.nlu.numbers import format_number, is_number, merge_numbers, number_words

MAX_CHARACTERS: Final = 2_000
"""Text beyond this is cut off before anything else; no command is nearly as long."""

_CONTRACTIONS: Final = {
    "can't": "can not",
    "cannot": "can not",
    "won't": "will not",
    "shan't": "shall not",
    "dont": "do not",
    "doesnt": "does not",
    "isnt": "is not",
    "let's": "let us",
    "whats": "what is",
    "ok": "okay",
    "gonna": "going to",
    "wanna": "want to",
}
_ENDINGS: Final = (
    ("n't", " not"),
    ("'re", " are"),
    ("'ll", " will"),
    ("'ve", " have"),
    ("'d", " would"),
)
_IS: Final = frozenset(
    [
        "it",
        "he",
        "she",
        "that",
        "this",
        "there",
        "what",
        "where",
        "who",
        "how",
        "when",
        "here",
        "i",
        "which",
        "everything",
    ]
)
_SYMBOLS: Final = (
    (re.compile(r"%"), " percent "),
    (re.compile(r"°\s*c\b"), " degrees celsius "),
    (re.compile(r"°\s*f\b"), " degrees fahrenheit "),
    (re.compile(r"°"), " degrees "),
    (re.compile(r"&"), " and "),
    (re.compile(r"(?<=\d),(?=\d{3}\b)"), ""),
    (re.compile(r"(?<=[a-z])(?=\d)|(?<=\d)(?=[a-z])"), " "),
    (re.compile(r"(?<!\d)\.|\.(?!\d)|(?<=\d)'|'(?=\d)|[^a-z0-9.' ]+"), " "),
)
_HUMPS: Final = re.compile(
    r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[_\-/]+|(?<!\d)\.|\.(?!\d)"
)
_LETTERS: Final = str.maketrans(
    {
        "\N{RIGHT SINGLE QUOTATION MARK}": "'",
        "\N{LATIN SMALL LETTER SHARP S}": "ss",
        "\N{LATIN SMALL LETTER AE}": "ae",
        "\N{LATIN CAPITAL LETTER AE}": "AE",
        "\N{LATIN SMALL LIGATURE OE}": "oe",
        "\N{LATIN CAPITAL LIGATURE OE}": "OE",
        "\N{LATIN SMALL LETTER O WITH STROKE}": "o",
        "\N{LATIN CAPITAL LETTER O WITH STROKE}": "O",
        "\N{LATIN SMALL LETTER L WITH STROKE}": "l",
        "\N{LATIN CAPITAL LETTER L WITH STROKE}": "L",
        "\N{LATIN SMALL LETTER D WITH STROKE}": "d",
        "\N{LATIN CAPITAL LETTER D WITH STROKE}": "D",
        "\N{LATIN SMALL LETTER ETH}": "d",
        "\N{LATIN CAPITAL LETTER ETH}": "D",
        "\N{LATIN SMALL LETTER THORN}": "th",
        "\N{LATIN CAPITAL LETTER THORN}": "Th",
        "\N{LATIN SMALL LETTER DOTLESS I}": "i",
    }
)
"""What Unicode does not take apart into a letter and a mark."""
_AFTER_IS: Final = frozenset(
    {"the", "my", "our", "your", "a", "an", "this", "that", "it", "too", "so", "very", "really"}
    | {"still", "already", "not", "on", "off", "open", "closed", "shut", "locked", "unlocked"}
    | {"in", "left", "right", "stuck", "broken", "charging", "leaking", "hungry", "starving"}
    | {"getting", "going", "playing", "running", "shining", "blinding", "killing", "giving"}
    | {"begging"}
)
"""What nobody owns: before these `the radio's` is `the radio is`."""
_AFTER_HAS: Final = frozenset(["been", "got", "gone"])
_UNITS: Final = frozenset(["hour", "hours", "minute", "minutes", "second", "seconds"])
_DEGREES: Final = frozenset(["degree", "degrees"])
_EITHER: Final = _UNITS | _DEGREES
_QUANTITIES: Final = (
    (("half", "of", "an"), 0.5, _EITHER),
    (("half", "an"), 0.5, _EITHER),
    (("half", "a"), 0.5, _EITHER),
    (("3", "quarters", "of", "an"), 0.75, _UNITS),
    (("a", "quarter", "of", "an"), 0.25, _UNITS),
    (("quarter", "of", "an"), 0.25, _UNITS),
    (("a", "couple", "of"), 2.0, _EITHER),
    (("a", "couple"), 2.0, _EITHER),
    (("a", "few"), 3.0, _DEGREES),
    (("a",), 1.0, _UNITS),
    (("an",), 1.0, _UNITS),
)
"""Words for a number, and the units that it may count."""
_PARTS: Final[Mapping[tuple[str, ...], float]] = {
    ("and", "a", "half"): 0.5,
    ("and", "a", "quarter"): 0.25,
    ("and", "3", "quarters"): 0.75,
}
"""What may follow a unit: `an hour and a half`."""
_FORMULA: Final = re.compile(r"[A-Z]{2,}\d.*")
_ACRONYM_LETTERS: Final = 3
_LONGEST_NUMBER: Final = 6
"""Digits; a longer number is said digit by digit."""


def normalise(text: str) -> tuple[str, ...]:
    """Tokens: lower case, no punctuation, contractions written out, numbers in digits.

    `What's 20.5°C?` → `what is 20.5 degrees celsius`; `half an hour` → `0.5 hour`. Never raises.
    """
    plain = _plain(text)
    said = plain.split()
    pairs = zip_longest(said, said[1:], fillvalue="")
    words = [part for word, following in pairs for part in _expand(word, following).split()]
    return tuple(_durations(merge_numbers(words)))


def _plain(text: str) -> str:
    straight = text[:MAX_CHARACTERS].translate(_LETTERS)
    folded = unicodedata.normalize("NFKD", straight)
    plain = "".join(c for c in folded if not unicodedata.combining(c)).lower()
    for pattern, replacement in _SYMBOLS:
        plain = pattern.sub(replacement, plain)
    return plain


def _expand(word: str, following: str = "") -> str:
    """Write out a contraction; a possessive loses its apostrophe: `kid's` → `kids`."""
    if word in _CONTRACTIONS:
        return _CONTRACTIONS[word]
    for ending, expansion in _ENDINGS:
        if word.endswith(ending):
            return word.removesuffix(ending) + expansion
    if word.endswith("'s") and (word[:-2] in _IS or following in _AFTER_IS):
        return f"{word[:-2]} is"
    if word.endswith("'s") and following in _AFTER_HAS:
        return f"{word[:-2]} has"
    return "i am" if word == "i'm" else word.replace("'", "")


def _durations(tokens: Sequence[str]) -> list[str]:
    """Give units of time a number, and halved degrees: `an hour and a half` → `1.5 hour`."""
    counted: list[str] = []
    at = 0
    while at < len(tokens):
        for words, value, units in _QUANTITIES:
            end = at + len(words)
            if tuple(tokens[at:end]) == words and tokens[end : end + 1] and tokens[end] in units:
                counted.append(format_number(value))
                at = end
                break
        else:
            counted.append(tokens[at])
            at += 1
            part = _PARTS.get(tuple(tokens[at : at + 3]))
            if part is not None and counted[-1] in _EITHER and _add_part(counted, part):
                at += 3
    return counted


def _add_part(counted: list[str], part: float) -> bool:
    """Turn `1 hour` at the end, which `and a half` follows, into `1.5 hour`; whether it is so."""
    if len(counted) > 1 and counted[-2] == "a":
        counted[-2] = "1"
    is_counted = len(counted) > 1 and is_number(counted[-2])
    if is_counted:
        counted[-2] = format_number(float(counted[-2]) + part)
    return is_counted


def spoken(name: str) -> tuple[str, ...]:
    """How a written name is said, likeliest first: `Lamp 2` → `lamp two`, `TV` → `tv`, `t v`.

    Words only: digits become words, `camelCase`, `under_score` and short capital words are split.
    Empty for a name without a letter or digit.
    """
    parts = [p for p in _HUMPS.sub(" ", name[:MAX_CHARACTERS]).split() if p]
    plain = _as_words(" ".join(parts))
    spelt = _as_words(" ".join(_letters(p) for p in parts))
    has_formula = any(_FORMULA.fullmatch(p) for p in parts)
    both = (spelt, plain) if has_formula else (plain, spelt)
    return tuple(dict.fromkeys(said for said in both if said))


def _letters(part: str) -> str:
    """Letters one by one for an acronym: `TV` → `T V`, `CO2` → `C O 2`."""
    letters = re.sub(r"[^A-Za-z]", "", part)
    is_acronym = len(letters) <= _ACRONYM_LETTERS and letters.isupper() and len(letters) > 1
    return re.sub(r"(?<=[A-Z])(?=[A-Z])", " ", part) if is_acronym else part


def _as_words(text: str) -> str:
    plain = [
        _expand(word) if "n't" in word else word.replace("'s", "s") for word in _plain(text).split()
    ]
    words = " ".join(plain).split()
    return " ".join(_number_as_words(word) for word in words if word.strip("'"))


def _number_as_words(word: str) -> str:
    whole, *fractions = word.split(".")
    if not whole.isdecimal():
        return word
    is_long = len(whole) > _LONGEST_NUMBER
    said = _digits(whole) if is_long else number_words(int(whole))
    return " point ".join((said, *map(_digits, fractions)))


def _digits(text: str) -> str:
    return " ".join(number_words(int(digit)) for digit in text)
