"""The language's sentences, with places for what only a home or a list of numbers can fill."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from edge_agent.domain.entity import Domain
from edge_agent.domain.intent import Intent
from edge_agent.nlu.automaton import Dfa
from edge_agent.nlu.compiled import compiled
from edge_agent.nlu.language import english
from edge_agent.nlu.pattern_nfa import PatternNfa, Symbol
from edge_agent.nlu.template import Sequence_, Slot, parse
from edge_agent.nlu.tone import patterns_of

JOINABLE: Final = "joinable"
"""Sort of sentence that another may follow."""
ALONE: Final = "alone"
"""Sort of sentence that stands by itself."""
TO_PLAYERS: Final = "to_players"
"""Sort of sentence that another may follow, and that is said only where the home has a player."""

_WORD_SHARE: Final = 0.3
"""How often a share is said in words like `half`."""
_HALF_SHARE: Final = 0.1
"""How often a number of degrees has `and a half`."""
SHARES: Final = {
    Intent.TURN_ON: 6, Intent.TURN_OFF: 6, Intent.LIGHT_SET: 6, Intent.GET_STATE: 4,
    Intent.OPEN: 3, Intent.CLOSE: 3, Intent.SET_TEMPERATURE: 3, Intent.START_TIMER: 3,
    Intent.GET_TIME: 3, Intent.GET_TEMPERATURE: 2, Intent.LOCK: 2,
    Intent.INCREASE_TIMER: 0.2, Intent.DECREASE_TIMER: 0.2, Intent.PAUSE: 0.3, Intent.LOCATE: 0.2,
    Intent.PRESS: 0.5, Intent.SET_MODE: 0.5, Intent.SET_VALUE: 0.5, Intent.MOWER_START: 0.3,
    Intent.MOWER_RETURN: 0.3, Intent.VACUUM_START: 0.5, Intent.VACUUM_CLEAN_AREA: 0.3,
    Intent.VACUUM_RETURN: 0.5, Intent.FOLLOW_UP: 0.5, Intent.UNDO: 0.3,
    Intent.CORRECT: 0.2, Intent.CHOOSE: 0.1, Intent.SCHEDULE: 0.1, Intent.SET_REMINDER: 0.3,
    Intent.HUSH: 6, Intent.ALARM_ARM: 0.3, Intent.ALARM_DISARM: 0.2, Intent.SET_TILT: 0.3,
    **{intent: 0.05 for intent in Intent if intent.is_need}, Intent.ACTIVATE: 2,
}  # fmt: skip
"""How many times as often as the others these are said."""
_SPOKEN_WEIGHT: Final = 0.5
_TIMES_WEIGHT: Final = 1.0
_MEDIA_WEIGHT: Final = 3.0
_TOLD_WEIGHT: Final = 4.0
_SMALL_TALK_WEIGHT: Final = 0.1
_ONLY_IF_OWNED: Final = frozenset(
    {Domain.SENSOR, Domain.BINARY_SENSOR, Domain.ALARM_CONTROL_PANEL, Domain.MEDIA_PLAYER}
)
"""What is spoken of only in homes that have it."""
ANSWERS: Final = frozenset({Intent.YES, Intent.NO, Intent.NEVER_MIND})
"""Intents of set phrases that answer a question or break off."""


@lru_cache(maxsize=1)
def skeleton() -> Dfa[Symbol]:
    """All sentences of the language."""
    return compiled("sentences", sentences)


def sentences() -> Dfa[Symbol]:
    """The same, made anew, which takes seconds."""
    grown = PatternNfa(lambda word: (word,), _fillings, english().frames)
    tails = {sort: grown.ending(sort) for sort in (JOINABLE, ALONE, TO_PLAYERS)}
    groups = [
        _Group(
            english().spoken_patterns(intent),
            SHARES.get(intent, 1),
            _goes_on(intent),
            intent not in ANSWERS,
        )
        for intent in english().patterns
    ]
    for source, weight, is_command in (
        (english().spoken, _SPOKEN_WEIGHT, True),
        (english().spoken_times, _TIMES_WEIGHT, False),
        (english().answers, _SPOKEN_WEIGHT, False),
    ):
        parsed = tuple(parse(text, english().macros) for text in source)
        groups.append(_Group(parsed, weight, is_command, is_command))
    media = tuple(parse(text, english().macros) for text in english().spoken_media)
    small_talk = tuple(p for found in patterns_of("spoken").values() for p in found)
    groups.append(_Group(small_talk, _SMALL_TALK_WEIGHT, goes_on=False, is_asked=False))
    groups.append(_Group(english().told, _TOLD_WEIGHT, goes_on=False, is_asked=False))
    total = sum(group.weight for group in groups)
    for group in groups:
        tail = tails[JOINABLE if group.goes_on else ALONE]
        grown.add(group.patterns, group.weight / total, tail, is_asked=group.is_asked)
    grown.add(media, _MEDIA_WEIGHT / total, tails[TO_PLAYERS])
    return grown.nfa.minimal()


@dataclass(frozen=True, slots=True)
class _Group:
    """Patterns that are treated alike."""

    patterns: tuple[Sequence_, ...]
    weight: float
    goes_on: bool
    is_asked: bool


@dataclass(frozen=True, slots=True)
class _Number:
    """Where a number stands in a pattern."""

    place: Slot
    has_half: bool


def _fillings(slot: Slot) -> Iterator[tuple[tuple[Symbol, ...], float]]:
    """What may fill a slot, as far as the language knows, and how often."""
    slot = Slot(slot.filled_by, slot.argument)
    words = english().slot_words.words_for(slot.tag, slot.options)
    number = _number(slot, has_words=bool(words))
    if slot.tag == "name":
        domains = [domain for option in slot.options for domain in _domains(option)]
        places: list[Symbol] = [Slot("name", domain) for domain in domains]
        yield from (((place,), 1 / len(places)) for place in places)
    elif slot.tag == "kind":
        yield from _kinds(slot)
    elif not words and number is None:
        yield (slot,), 1.0
    else:
        word_share = 1.0 if number is None else _WORD_SHARE if words else 0.0
        yield from ((tuple(word.split()), word_share / len(words)) for word in words)
        if number is not None:
            yield from _numbers(number, 1 - word_share)


def _kinds(slot: Slot) -> Iterator[tuple[tuple[Symbol, ...], float]]:
    """Words for kinds of device; some are spoken of only where the home has them."""
    kinds = english().slot_words.kinds_of(slot.options)
    count = sum(len(kind.words) for kind in kinds)
    for kind in kinds:
        if kind.domain in _ONLY_IF_OWNED:
            yield (Slot("kind", kind.key),), len(kind.words) / count
        else:
            yield from ((tuple(words.split()), 1 / count) for words in kind.words)


def _number(slot: Slot, *, has_words: bool) -> _Number | None:
    is_share = slot.options == ("percent",)
    if slot.tag not in {"value", "step"} or (has_words and not is_share):
        return None
    is_degrees = slot.options == ("degrees",)
    unit = "degrees" if is_degrees else "percent"
    return _Number(Slot("number", unit), has_half=is_degrees)


def _numbers(number: _Number, share: float) -> Iterator[tuple[tuple[Symbol, ...], float]]:
    half = _HALF_SHARE if number.has_half else 0.0
    yield (number.place,), share * (1 - half)
    if half:
        yield (number.place, "and", "a", "half"), share * half


def _domains(option: str) -> Sequence[str]:
    return (Domain(option),) if option in set(Domain) else ()


def _goes_on(intent: Intent) -> bool:
    return not intent.is_question and intent not in ANSWERS
