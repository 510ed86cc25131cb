"""What can be said to appliances: heard and read by the phrases of their packs, in any order."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Final

from edge_agent.domain.appliance import (
    Appliance,
    ApplianceAction,
    ApplianceOrder,
    Parameter,
    ParameterValue,
)
from edge_agent.nlu.automaton import Dfa
from edge_agent.nlu.language import english
from edge_agent.nlu.normalise import normalise
from edge_agent.nlu.numbers import number_of, number_words
from edge_agent.nlu.pattern_nfa import PatternNfa, Symbol
from edge_agent.nlu.skeleton import ALONE
from edge_agent.nlu.template import Choice, Part, Sequence_, Slot, parse
from edge_agent.nlu.wording import without_politeness

Tokens = tuple[str, ...]
Slots = dict[str, ParameterValue]

_MOST_NUMBERS: Final = 400
"""Of one parameter, that are listened for."""


class ApplianceLanguage:
    """All that can be said to the appliances of a home."""

    def __init__(self, appliances: Sequence[Appliance]) -> None:
        """Take appliances whose phrases have been checked."""
        self._actions = tuple(
            _Spoken(appliance, action) for appliance in appliances for action in appliance.actions
        )

    def __bool__(self) -> bool:
        """Whether there is any appliance."""
        return bool(self._actions)

    def read(self, text: str) -> ApplianceOrder | None:
        """What a text asks of an appliance; None where it is about something else.

        A phrase to the word goes before other words for the same, and these before a phrase that
        lacks something, or has a number that the appliance does not know.
        """
        tokens = without_politeness(_plain(text))
        for reading in (_Spoken.exactly, _Spoken.loosely, _Spoken.nearly):
            for spoken in self._actions:
                slots = reading(spoken, tokens)
                if slots is not None:
                    return ApplianceOrder(
                        appliance=spoken.appliance, action=spoken.action, slots=slots
                    )
        return None

    def graph(self) -> Dfa[str]:
        """All phrases as an automaton over words, for the recogniser."""
        grown = PatternNfa(lambda word: (word,), lambda _: ())
        tail = grown.ending(ALONE)
        for spoken in self._actions:
            spoken.grow(grown, 1 / len(self._actions), tail)
        return _of_words(grown.nfa.minimal())


@dataclass(frozen=True)
class _Spoken:
    """The phrases of one action."""

    appliance: Appliance
    action: ApplianceAction

    @cached_property
    def patterns(self) -> tuple[Sequence_, ...]:
        return tuple(parse(phrase, self.appliance.words) for phrase in self.action.phrases)

    @cached_property
    def places(self) -> dict[str, "_Place"]:
        return {one.name: _Place(one) for one in self.action.parameters}

    def exactly(self, tokens: Tokens) -> Slots | None:
        """The parameters of a sentence that is one of the phrases."""
        whole = (slots for slots in self._wholes(tokens) if self._is_fit(slots))
        return next(whole, None)

    def nearly(self, tokens: Tokens) -> Slots | None:
        """The same where something is missing, or a number is out of range."""
        return next(self._wholes(tokens), None)

    def _wholes(self, tokens: Tokens) -> Iterator[Slots]:
        for pattern in self.patterns:
            for end, slots in self._match(pattern, tokens, 0):
                if end == len(tokens):
                    yield slots

    def _is_fit(self, slots: Slots) -> bool:
        numbers = ((self.places[name].parameter, value) for name, value in slots.items())
        return self.action.needs <= slots.keys() and all(
            not parameter.is_number or parameter.takes(float(value)) for parameter, value in numbers
        )

    def loosely(self, tokens: Tokens) -> Slots | None:
        """The parameters of a sentence that begins as a phrase does and has only words of them."""
        for pattern in self.patterns:
            at = next((i for i, part in enumerate(pattern) if _has_place(part)), len(pattern))
            for end, _ in self._match(pattern[:at], tokens, 0):
                slots = self._spotted(tokens[end:]) if end else None
                if slots is not None and self._is_fit(slots):
                    return slots
        return None

    def grow(self, grown: PatternNfa, share: float, tail: int) -> None:
        """Add the phrases to what is listened for."""
        patterns = [_filled(pattern, self.places) for pattern in self.patterns]
        grown.add(patterns, share, tail)

    def _match(self, parts: Sequence_, tokens: Tokens, at: int) -> Iterator[tuple[int, Slots]]:
        if not parts:
            yield at, {}
            return
        first, rest = parts[0], parts[1:]
        if isinstance(first, Choice):
            for option in first.options:
                yield from self._match((*option, *rest), tokens, at)
        elif isinstance(first, str):
            words = _plain(first)
            if tokens[at : at + len(words)] == words:
                yield from self._match(rest, tokens, at + len(words))
        else:
            for end, value in self.places[first.tag].found(tokens, at):
                for last, slots in self._match(rest, tokens, end):
                    if first.tag not in slots:
                        yield last, {first.tag: value, **slots}

    def _spotted(self, tokens: Tokens) -> Slots | None:
        """Parameters in any order among words that mean nothing else; None where one does."""
        found: Slots = {}
        at = 0
        while at < len(tokens):
            hits = [
                (end, name, value)
                for name, place in self.places.items()
                if name not in found
                for end, value in place.found(tokens, at)
            ]
            if hits:
                at, name, value = max(hits, key=lambda hit: hit[0])
                found[name] = value
            elif tokens[at] in self._small_words:
                at += 1
            else:
                return None
        return found

    @cached_property
    def _small_words(self) -> frozenset[str]:
        own = chain.from_iterable(_literals(pattern) for pattern in self.patterns)
        return frozenset(own) | english().words("slips")


class _Place:
    """What may stand for a parameter."""

    def __init__(self, parameter: Parameter) -> None:
        self.parameter = parameter
        self._values = {
            normalise(said): value for value, ways in parameter.values for said in (value, *ways)
        }
        self._longest = max(map(len, self._values), default=0)
        self._units = {normalise(unit) for unit in parameter.units}

    def found(self, tokens: Tokens, at: int) -> Iterator[tuple[int, ParameterValue]]:
        """Where a value ends that begins at a token, and the value; the longest first."""
        if self.parameter.is_number:
            yield from self._number(tokens, at)
            return
        for end in range(min(len(tokens), at + self._longest), at, -1):
            if tokens[at:end] in self._values:
                yield end, self._values[tokens[at:end]]

    def spoken(self) -> tuple[Tokens, ...]:
        """All ways to say it."""
        if not self.parameter.is_number:
            ways = (w for value, further in self.parameter.values for w in (value, *further))
            return tuple(tuple(way.split()) for way in ways)
        numbers = [tuple(words.split()) for words in map(number_words, self._numbers())]
        units = [tuple(unit.split()) for unit in ("", *self.parameter.units)]
        return tuple((*words, *unit) for words in numbers for unit in units)

    def _number(self, tokens: Tokens, at: int) -> Iterator[tuple[int, ParameterValue]]:
        found = number_of(tokens[at : at + 1])
        if found is None:
            return
        number = int(found) if found.is_integer() else found
        for unit in self._units:
            if tokens[at + 1 : at + 1 + len(unit)] == unit:
                yield at + 1 + len(unit), number
        yield at + 1, number

    def _numbers(self) -> list[int]:
        low, high = self.parameter.lowest or 0, self.parameter.highest or 0
        count = min(_MOST_NUMBERS, int((high - low) / self.parameter.step) + 1)
        found = (low + at * self.parameter.step for at in range(count))
        return [int(number) for number in found if number == int(number)]


def _filled(pattern: Sequence_, places: Mapping[str, _Place]) -> Sequence_:
    """A pattern with all that may be said in its places."""

    def part(one: Part) -> Part:
        if isinstance(one, str):
            return one
        if isinstance(one, Slot):
            return Choice(places[one.tag].spoken())
        return Choice(tuple(_filled(option, places) for option in one.options))

    return tuple(part(one) for one in pattern)


def _of_words(dfa: Dfa[Symbol]) -> Dfa[str]:
    """The same; every place has been filled."""
    arcs = tuple({str(symbol): target for symbol, target in row.items()} for row in dfa.arcs)
    return Dfa(arcs=arcs, ends=dfa.ends)


def _has_place(part: Part) -> bool:
    if isinstance(part, Choice):
        return any(_has_place(one) for option in part.options for one in option)
    return isinstance(part, Slot)


def _literals(pattern: Sequence_) -> Iterator[str]:
    for part in pattern:
        if isinstance(part, str):
            yield from _plain(part)
        elif isinstance(part, Choice):
            for option in part.options:
                yield from _literals(option)


def _plain(text: str) -> Tokens:
    """Words as they are compared: numbers in digits."""
    return normalise(text)
