"""Sentences that nearly follow the patterns: with words misheard, lost or added."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from edge_agent.domain.intent import Intent
from edge_agent.nlu.gazetteer import Gazetteer
from edge_agent.nlu.language import english
from edge_agent.nlu.pattern_reader import (
    Path,
    Sentence,
    best_path,
    is_numeric,
    spans_of,
    ways,
    words_of,
)
from edge_agent.nlu.playing import senseless
from edge_agent.nlu.sharing import Said, Swap
from edge_agent.nlu.standing_in import StandIns
from edge_agent.nlu.tagging import Tokens
from edge_agent.nlu.template import Slot

_MOST_WRONG: Final = 2.5
_MOST_WRONG_A_WORD: Final = 0.9
"""Nats that wrong words may cost in all."""
_ADDED: Final = 3.0
_LOST: Final = 3.5


def mended(tokens: Tokens, gazetteer: Gazetteer) -> Said | None:
    """What the likeliest sentence of the patterns says that may have been heard as another one.

    Its places are filled with the words that are meant rather than those that were heard.

    Args:
        tokens: as `normalise` gives them.
        gazetteer: the names of the home.
    """
    stand_ins = StandIns.of(tokens, gazetteer)
    matches = gazetteer.matches(tokens)
    best = best_path(_Misheard(tokens, matches, senseless(gazetteer), stand_ins=stand_ins))
    if best is None or best[0] not in english().patterns:
        return None
    ending, path = best
    return Said(
        intent=Intent(ending),
        spans=spans_of(path),
        confidence=1.0,
        wrong=path.wrong,
        others=path.others,
        swaps=_swaps_of(path, tokens),
    )


def _swaps_of(last: Path, tokens: Tokens) -> tuple[Swap, ...]:
    """The words that a path takes for others, in order."""
    found: list[Swap] = []
    path = last
    while path.before is not None:
        span = path.span
        if path.swap is not None:
            found.append(path.swap)
        elif span is not None and path.wrong > path.before.wrong:
            heard = tokens[span.start : span.end]
            found.append((" ".join(heard), " ".join(span.tokens)))
        path = path.before
    return tuple(reversed(found))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Misheard(Sentence):
    """A sentence whose words may be wrong."""

    stand_ins: StandIns
    known: dict[tuple[Slot, int], tuple[tuple[int, Tokens, float], ...]] = field(
        default_factory=dict
    )
    """What may stand for a place at a token: the end, the words that are meant, and nats."""

    def unheard(self, state: int, path: Path) -> Iterator[tuple[int, Path]]:
        """Small words that were lost."""
        for word in english().words("often_lost"):
            known = ways().dfa.arcs[state].get(word)
            if known is not None and self._may(path.wrong + _LOST):
                target, share = known
                cost = path.cost - math.log(share) + _LOST
                wrong = path.wrong + _LOST
                yield target, Path(cost, path, wrong=wrong, others=path.others, swap=("", word))

    def steps(self, at: int, state: int, path: Path) -> Iterator[tuple[int, int, Path]]:
        """As for any sentence, and what a wrong word may stand for."""
        yield from Sentence.steps(self, at, state, path)
        token = self.tokens[at]
        arcs = ways().dfa.arcs[state]
        for word, nats in self.stand_ins.words[at].items():
            if word in arcs and self._may(path.wrong + nats):
                target, share = arcs[word]
                longer = path.cost - math.log(share) + nats
                yield at + 1, target, _swapped(path, longer, nats, (token, word))
        for words, nats in self.stand_ins.phrases[at]:
            found = _after(state, words) if self._may(path.wrong + nats) else None
            if found is not None:
                target, share = found
                longer = path.cost - math.log(share) + nats
                yield at + 1, target, _swapped(path, longer, nats, (token, " ".join(words)))
        if _may_be_added(token) and self._may(path.wrong + _ADDED):
            longer = path.cost + _ADDED
            yield at + 1, state, _swapped(path, longer, _ADDED, (token, ""))
        for slot, target, share in ways().places[state]:
            for end, words, nats in self._standing(slot, at):
                if self._may(path.wrong + nats):
                    longer = path.cost - math.log(share) + nats
                    span = self.span(slot, at, end, words)
                    wrong, others = path.wrong + nats, path.others + end - at
                    yield end, target, Path(longer, path, span, wrong, others)

    def _may(self, wrong: float) -> bool:
        return wrong <= _MOST_WRONG + _MOST_WRONG_A_WORD * len(self.tokens)

    def _standing(self, slot: Slot, at: int) -> tuple[tuple[int, Tokens, float], ...]:
        key = slot, at
        if key not in self.known:
            self.known[key] = tuple(self._found(slot, at))
        return self.known[key]

    def _found(self, slot: Slot, at: int) -> Iterator[tuple[int, Tokens, float]]:
        if is_numeric(slot):
            yield from self.stand_ins.numbers[at]
        for words in words_of(slot):
            nats = self.stand_ins.cost(at, words)
            if nats:
                yield at + len(words), words, nats
        for end, name, nats in self.stand_ins.names[at]:
            has_kind = any(entity.domain in slot.options for entity in name.entities)
            if slot.filled_by == name.kind and (has_kind or name.kind != "name"):
                yield end, name.tokens, nats


def _after(state: int, words: Tokens) -> tuple[int, float] | None:
    """Where some words of the patterns lead, and how likely they are; None: nowhere."""
    share = 1.0
    for word in words:
        known = ways().dfa.arcs[state].get(word)
        if known is None:
            return None
        state, share = known[0], share * known[1]
    return state, share


def _swapped(path: Path, cost: float, nats: float, swap: Swap) -> Path:
    """A step on which one word is taken for another."""
    return Path(cost, path, None, path.wrong + nats, path.others + 1, swap)


def _may_be_added(token: str) -> bool:
    """Whether nobody may have said a word that was heard; what tells a thing apart was said."""
    words = english().words
    return token in words("slips") and token not in words("particles")
