"""PINs as they are said, digit by digit; and texts without what may be one."""

import re
from typing import Final

from edge_agent.nlu.automaton import Dfa, Nfa
from edge_agent.nlu.numbers import is_number_word
from edge_agent.nlu.skeleton import ALONE

SHORTEST: Final = 4
LONGEST: Final = 8
MASK: Final = "****"
NUMBERS_ALONE: Final = f"pin {MASK}"
"""In place of a text of nothing but numbers; without any word it would be taken for noise."""

_NAMES: Final = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_DIGITS: Final = {name: str(digit) for digit, name in enumerate(_NAMES)} | {"oh": "0", "o": "0"}
_LISTENED_FOR: Final = (*_NAMES, "oh")
_LEADING: Final = frozenset(["my", "the", "pin", "code", "number", "is", "it", "its", "it's"])
_NO_DIGIT: Final = frozenset({"double", "triple", "point", "and"})
"""Numbers are said with them, of which nobody knows which digits are meant."""
_ENDS: Final = 0.5
"""How often a PIN that may end does."""
_WORD: Final = re.compile(r"[a-z']+|\d")
_ONE: Final = rf"(?:{'|'.join(_DIGITS)}|\d)"
_RUN: Final = re.compile(
    rf"(?<![a-z\d]){_ONE}(?:[\s,.\-]*{_ONE}){{{SHORTEST - 1},}}(?![a-z\d])", re.IGNORECASE
)


def digits_of(text: str) -> str | None:
    """The digits of a PIN that was said: `one two oh four` → `1204`.

    None where something else was said; empty where numbers were said that are no single digits, as
    in "twelve thirty four", or that are too few or too many.
    """
    words = _words(text)
    while words and words[0] in _LEADING:
        words = words[1:]
    if not words or not all(map(_is_of_number, words)):
        return None
    digits = [_DIGITS.get(word) or _figure(word) for word in words]
    is_whole = all(digits) and SHORTEST <= len(digits) <= LONGEST
    return "".join(digits) if is_whole else ""


def masked(text: str) -> str:
    """A text without what may be a PIN: four digits or more in a row, or nothing but numbers."""
    words = _words(text)
    if len(words) > 1 and all(map(_is_of_number, words)):
        return NUMBERS_ALONE
    return _RUN.sub(MASK, text)


def masked_as_heard(text: str) -> str:
    """The same for what may be only the beginning of a PIN."""
    words = _words(text)
    return NUMBERS_ALONE if words and all(map(_is_of_number, words)) else masked(text)


def pin_graph() -> Dfa[str]:
    """All PINs as an automaton over words, for the recogniser."""
    nfa: Nfa[str] = Nfa()
    end, state, goes_on = nfa.state(ALONE), 0, 1.0
    for length in range(1, LONGEST + 1):
        following = nfa.state()
        for word in _LISTENED_FOR:
            nfa.add(state, word, goes_on / len(_LISTENED_FOR), following)
        ends = 0.0 if length < SHORTEST else _ENDS if length < LONGEST else 1.0
        if ends:
            nfa.add(following, None, ends, end)
        state, goes_on = following, 1.0 - ends
    return nfa.minimal()


def pin_pairs() -> tuple[str, ...]:
    """Digits in any order, for a recogniser that listens for phrases."""
    return tuple(f"{one} {other}" for one in _LISTENED_FOR for other in _LISTENED_FOR)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _figure(word: str) -> str:
    """A digit of any script as a plain one; empty where it is none."""
    return str(int(word)) if word.isdecimal() else ""


def _is_of_number(word: str) -> bool:
    return word in _DIGITS or word.isdecimal() or is_number_word(word) or word in _NO_DIGIT
