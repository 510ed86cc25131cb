"""Sentences that follow the language's patterns to the word, read without the network."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from edge_agent.domain.entity import Domain
from edge_agent.domain.intent import Intent
from edge_agent.nlu.automaton import Dfa
from edge_agent.nlu.clock import ends_of_time
from edge_agent.nlu.compiled import compiled
from edge_agent.nlu.gazetteer import Match
from edge_agent.nlu.language import english
from edge_agent.nlu.name_likeness import OTHER_FORM
from edge_agent.nlu.normalise import normalise
from edge_agent.nlu.numbers import is_number
from edge_agent.nlu.pattern_nfa import PatternNfa, Symbol
from edge_agent.nlu.sharing import Swap
from edge_agent.nlu.skeleton import ANSWERS, SHARES
from edge_agent.nlu.tagging import Span, Tokens, quantifier_before
from edge_agent.nlu.template import Slot

_SPAN_COST: Final = 1.0
"""Nats for each place, so that one long name goes before two short ones."""
_KIND_COST: Final = 5.0
"""Nats for `windows` as the name `Windows` or `Window`, so that it rather is the kind."""
_FREE: Final = frozenset({"label", "free"})
"""Places for any words: what a timer is called, what a sensor measures."""
_FREE_COST: Final = 6.0
"""Nats for each of them."""
_LONGEST_FREE: Final = 8
_NAMES: Final = frozenset({"name", "area", "floor", "mode"})
_COUNTS: Final = frozenset(
    f"{start}{unit}" for start in ("", "start_") for unit in ("hours", "minutes", "seconds")
) | {"kelvin"}


@dataclass(frozen=True, slots=True)
class Path:
    """The best way to a state: its cost in nats, and the last step of it."""

    cost: float
    before: "Path | None" = None
    span: Span | None = None
    """Where the last step filled a place."""
    wrong: float = 0.0
    """Nats for words on it that were taken for others, lost or added."""
    others: int = 0
    """Tokens on it that were taken for other ones."""
    swap: Swap | None = None
    """Where the last step took one word for another."""


_Front = dict[int, Path]
"""The best path to each state after some tokens."""
_TOLD: Final = "told"
"""The ending of what tells something and asks for nothing."""


def read_by_pattern(
    tokens: Tokens, matches: Sequence[Match], senseless: frozenset[Intent] = frozenset()
) -> tuple[Intent, tuple[Span, ...]] | None:
    """What a sentence means if it is one of the patterns', told by the likeliest of them.

    Args:
        tokens: as `normalise` gives them.
        matches: the home's names in them; only those that are not merely similar count.
        senseless: what nobody means in this home.
    """
    best = best_path(Sentence(tokens, matches, senseless))
    return None if best is None or best[0] == _TOLD else (Intent(best[0]), spans_of(best[1]))


def is_told(tokens: Tokens, matches: Sequence[Match]) -> bool:
    """Whether a sentence is one of the patterns' that tell how something is, or what was done."""
    best = best_path(Sentence(tokens, matches))
    return best is not None and best[0] == _TOLD


def best_path(sentence: "Sentence") -> tuple[str, Path] | None:
    """The likeliest ending of a whole sentence, and the path to it."""
    fronts: list[_Front] = [{} for _ in range(len(sentence.tokens) + 1)]
    fronts[0][0] = Path(0.0)
    for at, front in enumerate(fronts):
        for state, path in list(front.items()):
            for target, longer in sentence.unheard(state, path):
                if target not in front or longer.cost < front[target].cost:
                    front[target] = longer
        if at == len(sentence.tokens):
            break
        for state, path in front.items():
            for end, target, following in sentence.steps(at, state, path):
                known = fronts[end].get(target)
                if known is None or following.cost < known.cost:
                    fronts[end][target] = following
    endings = [
        (path.cost - math.log(share), str(ending), path)
        for state, path in fronts[-1].items()
        for ending, share in ways().dfa.ends[state].items()
        if ending not in sentence.senseless
    ]
    if not endings:
        return None
    _, ending, path = min(endings, key=lambda ending: ending[:2])
    return ending, path


def spans_of(last: Path) -> tuple[Span, ...]:
    """Where a path fills places, in order."""
    found: list[Span] = []
    path: Path | None = last
    while path is not None:
        found += [path.span] if path.span is not None else []
        path = path.before
    return tuple(reversed(found))


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens, and the home's names in them."""

    tokens: Tokens
    matches: Sequence[Match]
    senseless: frozenset[Intent] = frozenset()
    """What nobody means in this home."""

    def unheard(self, state: int, path: Path) -> Iterator[tuple[int, Path]]:
        """Where a path leads by words that were not heard: nowhere."""
        del state, path
        yield from ()

    def steps(self, at: int, state: int, path: Path) -> Iterator[tuple[int, int, Path]]:
        """What can follow a path: the end in tokens, the next state and the longer path."""
        known = ways().dfa.arcs[state].get(self.tokens[at])
        if known is not None:
            target, share = known
            yield (
                at + 1,
                target,
                Path(path.cost - math.log(share), path, wrong=path.wrong, others=path.others),
            )
        for slot, target, share in ways().places[state]:
            cost = path.cost - math.log(share) + _SPAN_COST
            for end, extra in set(self.ends(slot, at)):
                span = self.span(slot, at, end, self.tokens[at:end])
                yield end, target, Path(cost + extra, path, span, path.wrong, path.others)

    def span(self, slot: Slot, start: int, end: int, words: Tokens) -> Span:
        """A place that some tokens fill, taken for these words."""
        before = quantifier_before(self.tokens, start)
        return Span(slot=slot.tag, start=start, end=end, tokens=words, quantifier=before)

    def ends(self, slot: Slot, at: int) -> Iterator[tuple[int, float]]:
        """Where what fills a place may end that begins at a token, and what that costs."""
        if slot.filled_by in _NAMES:
            for match in self.matches:
                if match.start == at and _fits(slot, match):
                    is_kind = self.tokens[at : match.end] in _kinds_rather_than_names()
                    yield match.end, _KIND_COST if is_kind or match.score < 1 else 0.0
        elif slot.tag == "time":
            yield from ((end, 0.0) for end in ends_of_time(self.tokens, at))
        elif slot.tag in _FREE:
            yield from self._free_ends(at, are_names=slot.tag == "label")
        elif is_numeric(slot) and is_number(self.tokens[at]):
            yield at + 1, 0.0
        for words in _words_from(slot).get(self.tokens[at], ()):
            if self.tokens[at : at + len(words)] == words:
                is_kind = slot.filled_by == "kind" and words not in _kinds_rather_than_names()
                yield from self._ends_of_player(at, words) if is_kind else ((at + len(words), 0.0),)

    def _ends_of_player(self, at: int, words: Tokens) -> Iterator[tuple[int, float]]:
        """A kind of player, in a home that has one; what is called so is rather that very thing."""
        end = at + len(words)
        is_name = any(m.start == at and m.end == end for m in self.matches if m.score == 1)
        if Intent.MEDIA_PLAY not in self.senseless:
            yield end, _KIND_COST if is_name else 0.0

    def _free_ends(self, at: int, *, are_names: bool) -> Iterator[tuple[int, float]]:
        """Any few words; a label has no small ones, and no number is in either."""
        for end in range(at + 1, min(len(self.tokens), at + _LONGEST_FREE) + 1):
            word = self.tokens[end - 1]
            is_small = word in english().words("function")
            if are_names and (is_small or is_number(word)):
                return
            if not is_small:
                yield end, _FREE_COST * (end - at)


@dataclass(frozen=True, slots=True)
class Ways:
    """The patterns over tokens, with an ending for each intent."""

    dfa: Dfa[Symbol]
    places: tuple[tuple[tuple[Slot, int, float], ...], ...]
    """By state: the places that may follow, with the next state and the probability."""


@lru_cache(maxsize=1)
def ways() -> Ways:
    """The patterns, read once."""
    dfa = compiled("patterns", meanings)
    places = tuple(
        tuple((slot, *arc) for slot, arc in row.items() if isinstance(slot, Slot))
        for row in dfa.arcs
    )
    return Ways(dfa, places)


@lru_cache(maxsize=1)
def language_words() -> tuple[str, ...]:
    """All words of the patterns and of what fills their places, but names."""
    plain = {symbol for row in ways().dfa.arcs for symbol in row if isinstance(symbol, str)}
    places = {symbol for row in ways().dfa.arcs for symbol in row if isinstance(symbol, Slot)}
    return tuple(sorted(plain.union(*(w for slot in places for w in words_of(slot)))))


def meanings() -> Dfa[Symbol]:
    """The patterns over tokens, with an ending for each intent and one for what is told."""
    grown = PatternNfa(lambda word: normalise(word) or (word,), lambda slot: (((slot,), 1.0),))
    total = sum(SHARES.get(intent, 1) for intent in english().all_patterns)
    for intent, patterns in english().all_patterns.items():
        share, tail = SHARES.get(intent, 1) / total, grown.ending(str(intent))
        grown.add(patterns, share, tail, is_asked=intent not in ANSWERS)
    grown.add(english().told, 1 / total, grown.ending(_TOLD), is_asked=False)
    return grown.nfa.minimal()


@lru_cache(maxsize=1)
def _kinds_rather_than_names() -> frozenset[Tokens]:
    """Words for kinds, also where something is called so: all but `radio`, `tv` and the like."""
    return frozenset(
        words
        for words, kinds in english().kinds_by_words.items()
        if any(kind.domain != Domain.MEDIA_PLAYER for kind in kinds)
    )


def _fits(slot: Slot, match: Match) -> bool:
    name = match.name
    if name.kind != slot.filled_by or match.score < OTHER_FORM:
        return False
    domains = set(slot.options) & set(Domain)
    return slot.filled_by != "name" or any(entity.domain in domains for entity in name.entities)


@lru_cache(maxsize=256)
def words_of(slot: Slot) -> frozenset[Tokens]:
    """The words that may fill a place of the language's own."""
    return frozenset(
        normalise(words)
        for words in english().slot_words.words_read_for(slot.filled_by, slot.options)
    )


@lru_cache(maxsize=256)
def _words_from(slot: Slot) -> dict[str, tuple[Tokens, ...]]:
    """The same by their first word."""
    found: dict[str, tuple[Tokens, ...]] = {}
    for words in words_of(slot):
        if words:
            found[words[0]] = (*found.get(words[0], ()), words)
    return found


def is_numeric(slot: Slot) -> bool:
    """Whether a number may fill a place."""
    if slot.tag in _COUNTS:
        return True
    return slot.tag in {"value", "step", "speed"} and (
        not words_of(slot) or slot.options == ("percent",)
    )
