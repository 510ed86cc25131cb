"""The language's sentences, with places for what only a home or a list of numbers can fill."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from edge_agent.domain.command import Intent
from edge_agent.domain.entity import Domain
from edge_agent.nlu.automaton import Dfa, Nfa
from edge_agent.nlu.language import english
from edge_agent.nlu.template import Choice, Part, Sequence_, Slot, parse

Symbol = str | Slot
"""A word, or a place that is filled later: see `fillers`."""

JOINABLE: Final = "joinable"
"""Sort of sentence that another may follow."""
ALONE: Final = "alone"
"""Sort of sentence that stands by itself."""

_POLITE_SHARE: Final = 0.12
_WORD_SHARE: Final = 0.3
"""How often a share is said in words like `half`."""
_HALF_SHARE: Final = 0.1
"""How often a number of degrees has `and a half`."""
_WEIGHTS: Final = {
    Intent.TURN_ON: 6, Intent.TURN_OFF: 6, Intent.LIGHT_SET: 6, Intent.GET_STATE: 3,
    Intent.OPEN: 3, Intent.CLOSE: 3, Intent.SET_TEMPERATURE: 3, Intent.START_TIMER: 3,
    Intent.GET_TIME: 3, Intent.GET_TEMPERATURE: 2, Intent.LOCK: 2,
}  # fmt: skip
"""How many times as often as the others these are said."""
_SPOKEN_WEIGHT: Final = 0.5


@lru_cache(maxsize=1)
def skeleton() -> Dfa[Symbol]:
    """All sentences of the language; takes about a second the first time."""
    return _Builder().build()


class _Builder:
    def __init__(self) -> None:
        self._nfa: Nfa[Symbol] = Nfa()
        self._ends = {sort: self._nfa.state(sort) for sort in (JOINABLE, ALONE)}

    def build(self) -> Dfa[Symbol]:
        before, after = english().polite
        body = self._nfa.state()
        self._options(0, before, body)
        tails = {sort: self._nfa.state() for sort in self._ends}
        for sort, tail in tails.items():
            self._options(tail, after, self._ends[sort])
        groups: list[tuple[float, str, tuple[Sequence_, ...]]] = [
            (_WEIGHTS.get(intent, 1), JOINABLE if _goes_on(intent) else ALONE, patterns)
            for intent, patterns in english().patterns.items()
        ]
        for sort, source in ((JOINABLE, english().spoken), (ALONE, english().answers)):
            sentences = tuple(parse(text, english().macros) for text in source)
            groups.append((_SPOKEN_WEIGHT, sort, sentences))
        total = sum(weight for weight, *_ in groups)
        for weight, sort, patterns in groups:
            for pattern in patterns:
                self._sequence(body, pattern, weight / total / len(patterns), tails[sort])
        return self._nfa.minimal()

    def _options(self, source: int, phrases: Sequence[str], target: int) -> None:
        """Perhaps one of the phrases."""
        self._nfa.add(source, None, 1 - _POLITE_SHARE, target)
        for phrase in phrases:
            self._nfa.chain(source, phrase.split(), _POLITE_SHARE / len(phrases), target)

    def _sequence(self, source: int, parts: Sequence_, probability: float, target: int) -> None:
        if not parts:
            self._nfa.add(source, None, probability, target)
        for at, part in enumerate(parts):
            end = target if at == len(parts) - 1 else self._nfa.state()
            self._part(source, part, probability, end)
            source, probability = end, 1.0

    def _part(self, source: int, part: Part, probability: float, target: int) -> None:
        if isinstance(part, str):
            self._nfa.add(source, part, probability, target)
        elif isinstance(part, Choice):
            for option in part.options:
                self._sequence(source, option, probability / len(part.options), target)
        else:
            for symbols, share in _fillings(part):
                self._nfa.chain(source, symbols, probability * share, target)


@dataclass(frozen=True, slots=True)
class _Number:
    """Where a number stands in a pattern."""

    place: Slot
    has_half: bool


def _fillings(slot: Slot) -> Iterator[tuple[tuple[Symbol, ...], float]]:
    """What may fill a slot, as far as the language knows, and how often."""
    words = english().words_for(slot.tag, slot.options)
    number = _number(slot, has_words=bool(words))
    if slot.tag == "name":
        domains = [domain for option in slot.options for domain in _domains(option)]
        places: list[Symbol] = [Slot("name", domain) for domain in domains]
        yield from (((place,), 1 / len(places)) for place in places)
    elif not words and number is None:
        yield (slot,), 1.0
    else:
        word_share = 1.0 if number is None else _WORD_SHARE if words else 0.0
        yield from ((tuple(word.split()), word_share / len(words)) for word in words)
        if number is not None:
            yield from _numbers(number, 1 - word_share)


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
    return not intent.is_question and intent not in {Intent.YES, Intent.NO, Intent.NEVER_MIND}
