"""Times of day: "half past 7", "7 30 p m", "quarter to 8 tomorrow", "sunset"."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from edge_agent.nlu.language import Tokens, english
from edge_agent.nlu.numbers import is_number

_HALF_DAY: Final = 12
_HOURS: Final = 24
_MINUTES: Final = 60
_LONGEST: Final = 9
"""Tokens of a time of day with its day."""
_NOON: Final = "12:00"
_ABOUT: Final = {"am": "morning", "pm": "evening"}
"""Of a day without a time: `tomorrow morning`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When something is to be."""

    time: str | None = None
    """`19:30`, `sunset` or `morning`; before noon where no half of the day was said."""
    day: str | None = None
    """`tomorrow`, `monday`, `mondays`, `daily`, ...; None where none was said."""
    period: str | None = None
    """`am` or `pm` where a half of the day was said."""


def ends_of_time(tokens: Tokens, at: int) -> Iterator[int]:
    """Where a time that begins at a token may end."""
    for end in range(at + 1, min(len(tokens), at + _LONGEST) + 1):
        if moment(tokens[at:end]) is not None:
            yield end


@lru_cache(maxsize=500)
def moment(tokens: Tokens) -> Moment | None:
    """The time that the tokens tell, all of them; None where they tell none."""
    if not tokens or not (is_number(tokens[-1]) or tokens[-1] in _last_words()):
        return None
    found = _time(tokens, "")
    if found is not None:
        return found
    for words in sorted(english().measures.clock["days"], key=len, reverse=True):
        rest = _without(tokens, words)
        if rest is not None:
            day, _, half = english().measures.clock["days"][words].partition(" ")
            found = _time(rest, half) if rest else Moment(time=_ABOUT.get(half))
            return None if found is None else replace(found, day=day)
    return None


@lru_cache(maxsize=1)
def _last_words() -> frozenset[str]:
    """What a time may end with that ends with no number."""
    return frozenset(
        words[-1] for table in english().measures.clock.values() for words in table if words
    )


def _without(tokens: Tokens, words: Tokens) -> Tokens | None:
    """The tokens without a day at their beginning or end; None where it is not there."""
    if tokens[-len(words) :] == words:
        return tokens[: -len(words)]
    if tokens[: len(words)] != words:
        return None
    rest = tokens[len(words) :]
    return rest[1:] if rest[:1] == ("at",) and len(rest) > 1 else rest


def _time(tokens: Tokens, half: str) -> Moment | None:
    """A time of day without its day, in the half of it that was said."""
    clock = english().measures.clock
    if tokens in clock["named"]:
        return _named(clock["named"][tokens])
    for words, said in clock["halves"].items():
        if tokens[-len(words) :] == words:
            tokens, half = tokens[: -len(words)], said
            break
    time = _written(_minutes(tokens), half)
    return None if time is None else Moment(time=time, period=half or None)


def _named(time: str) -> Moment:
    """A time that has a name; noon and midnight leave no doubt which half of the day is meant."""
    is_exact = time[0].isdigit()
    return Moment(time=time, period=("pm" if time >= _NOON else "am") if is_exact else None)


def _minutes(tokens: Tokens) -> int | None:
    """Minutes since midnight, or since noon."""
    clock = english().measures.clock
    plain = tuple(token for token in tokens if (token,) not in clock["silent"])
    hours = _whole(plain[-1]) if plain else None
    before = plain[:-1]
    if hours is None or not before:
        return None if hours is None else _clock(hours, 0)
    if before in clock["fractions"]:
        return _clock(hours, int(clock["fractions"][before]))
    first = _whole(before[0])
    if first is None:
        return None
    if before[1:] in clock["minutes"]:
        return _clock(hours, first * int(clock["minutes"][before[1:]]))
    return None if before[1:] else _clock(first, hours)


def _clock(hours: int, minutes: int) -> int | None:
    is_time = 0 <= hours < _HOURS and abs(minutes) < _MINUTES
    return (_MINUTES * hours + minutes) % (_HOURS * _MINUTES) if is_time else None


def _written(minutes: int | None, half: str) -> str | None:
    """`19:30` of minutes since midnight, or since noon where that was said."""
    if minutes is None:
        return None
    hours, rest = divmod(minutes, _MINUTES)
    if half and hours <= _HALF_DAY:
        hours = hours % _HALF_DAY + (_HALF_DAY if half == "pm" else 0)
    return f"{hours:02}:{rest:02}"


def _whole(token: str) -> int | None:
    return int(token) if is_number(token) and token.isdecimal() else None
