"""Sentences that follow the language's patterns to the word, read without the network."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from edge_agent.domain.command import Intent
from edge_agent.domain.entity import Domain
from edge_agent.nlu.automaton import Dfa
from edge_agent.nlu.compiled import compiled
from edge_agent.nlu.gazetteer import OTHER_FORM, Match
from edge_agent.nlu.language import english
from edge_agent.nlu.normalise import normalise
from edge_agent.nlu.numbers import is_number
from edge_agent.nlu.pattern_nfa import PatternNfa, Symbol
from edge_agent.nlu.skeleton import ANSWERS, SHARES
from edge_agent.nlu.tagging import Span, Tokens
from edge_agent.nlu.template import Slot

_SPAN_COST: Final = 1.0
"""Nats for each place, so that one long name goes before two short ones."""
_KIND_COST: Final = 5.0
"""Nats for `windows` as the name `Windows` or `Window`, so that it rather is the kind."""
_NAMES: Final = frozenset({"name", "area", "floor"})
_COUNTS: Final = frozenset({"hours", "minutes", "seconds"})


@dataclass(frozen=True, slots=True)
class _Path:
    """The best way to a state: its cost in nats, and the last step of it."""

    cost: float
    before: "_Path | None" = None
    span: Span | None = None
    """Where the last step filled a place."""


_Front = dict[int, _Path]
"""The best path to each state after some tokens."""
_TOLD: Final = "told"
"""The ending of what tells something and asks for nothing."""


def read_by_pattern(
    tokens: Tokens, matches: Sequence[Match]
) -> tuple[Intent, tuple[Span, ...]] | None:
    """What a sentence means if it is one of the patterns', told by the likeliest of them.

    Args:
        tokens: as `normalise` gives them.
        matches: the home's names in them; only those that are not merely similar count.
    """
    best = _best(tokens, matches)
    return None if best is None or best[0] == _TOLD else (Intent(best[0]), _spans(best[1]))


def is_told(tokens: Tokens, matches: Sequence[Match]) -> bool:
    """Whether a sentence is one of the patterns' that tell how something is, or what was done."""
    best = _best(tokens, matches)
    return best is not None and best[0] == _TOLD


def _best(tokens: Tokens, matches: Sequence[Match]) -> tuple[str, _Path] | None:
    """The likeliest ending of a whole sentence, and the path to it."""
    sentence = _Sentence(tokens, matches)
    fronts: list[_Front] = [{} for _ in range(len(tokens) + 1)]
    fronts[0][0] = _Path(0.0)
    for at, front in enumerate(fronts[:-1]):
        for state, path in front.items():
            for end, target, following in sentence.steps(at, state, path):
                known = fronts[end].get(target)
                if known is None or following.cost < known.cost:
                    fronts[end][target] = following
    endings = [
        (path.cost - math.log(share), str(ending), path)
        for state, path in fronts[-1].items()
        for ending, share in _ways().dfa.ends[state].items()
    ]
    if not endings:
        return None
    _, ending, path = min(endings, key=lambda ending: ending[:2])
    return ending, path


def _spans(last: _Path) -> tuple[Span, ...]:
    found: list[Span] = []
    path: _Path | None = last
    while path is not None:
        found += [path.span] if path.span is not None else []
        path = path.before
    return tuple(reversed(found))


@dataclass(frozen=True, slots=True)
class _Sentence:
    """Tokens, and the home's names in them."""

    tokens: Tokens
    matches: Sequence[Match]

    def steps(self, at: int, state: int, path: _Path) -> Iterator[tuple[int, int, _Path]]:
        """What can follow a path: the end in tokens, the next state and the longer path."""
        known = _ways().dfa.arcs[state].get(self.tokens[at])
        if known is not None:
            target, share = known
            yield at + 1, target, _Path(path.cost - math.log(share), path)
        for slot, target, share in _ways().places[state]:
            cost = path.cost - math.log(share) + _SPAN_COST
            for end, extra in set(self._ends(slot, at)):
                span = Span(slot=slot.tag, start=at, end=end, tokens=self.tokens[at:end])
                yield end, target, _Path(cost + extra, path, span)

    def _ends(self, slot: Slot, at: int) -> Iterator[tuple[int, float]]:
        """Where what fills a place may end that begins at a token, and what that costs."""
        if slot.tag in _NAMES:
            for match in self.matches:
                if match.start == at and _fits(slot, match):
                    is_kind = self.tokens[at : match.end] in english().kinds_by_words
                    yield match.end, _KIND_COST if is_kind or match.score < 1 else 0.0
        elif _takes_number(slot) and is_number(self.tokens[at]):
            yield at + 1, 0.0
        for words in _words_of(slot):
            if self.tokens[at : at + len(words)] == words:
                yield at + len(words), 0.0


@dataclass(frozen=True, slots=True)
class _Ways:
    """The patterns over tokens, with an ending for each intent."""

    dfa: Dfa[Symbol]
    places: tuple[tuple[tuple[Slot, int, float], ...], ...]
    """By state: the places that may follow, with the next state and the probability."""


@lru_cache(maxsize=1)
def _ways() -> _Ways:
    dfa = compiled("patterns", meanings)
    places = tuple(
        tuple((slot, *arc) for slot, arc in row.items() if isinstance(slot, Slot))
        for row in dfa.arcs
    )
    return _Ways(dfa, places)


def meanings() -> Dfa[Symbol]:
    """The patterns over tokens, with an ending for each intent and one for what is told."""
    grown = PatternNfa(lambda word: normalise(word) or (word,), lambda slot: (((slot,), 1.0),))
    total = sum(SHARES.get(intent, 1) for intent in english().patterns)
    for intent, patterns in english().patterns.items():
        share, tail = SHARES.get(intent, 1) / total, grown.ending(str(intent))
        grown.add(patterns, share, tail, is_asked=intent not in ANSWERS)
    grown.add(english().told, 1 / total, grown.ending(_TOLD), is_asked=False)
    return grown.nfa.minimal()


def _fits(slot: Slot, match: Match) -> bool:
    name = match.name
    if name.kind != slot.tag or match.score < OTHER_FORM:
        return False
    domains = set(slot.options) & set(Domain)
    return slot.tag != "name" or any(entity.domain in domains for entity in name.entities)


@lru_cache(maxsize=256)
def _words_of(slot: Slot) -> frozenset[Tokens]:
    return frozenset(normalise(words) for words in english().words_for(slot.tag, slot.options))


def _takes_number(slot: Slot) -> bool:
    if slot.tag in _COUNTS:
        return True
    return slot.tag in {"value", "step"} and (not _words_of(slot) or slot.options == ("percent",))
