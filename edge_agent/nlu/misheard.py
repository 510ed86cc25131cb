"""Sentences that nearly follow the patterns: with words misheard, lost or added."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import jellyfish
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from edge_agent.domain.command import Intent
from edge_agent.nlu.gazetteer import Match
from edge_agent.nlu.language import english
from edge_agent.nlu.numbers import is_number
from edge_agent.nlu.pattern_reader import Path, Sentence, best_path, spans_of, ways, words_of
from edge_agent.nlu.tagging import Span, Tokens
from edge_agent.nlu.template import Slot

_MOST_ERRORS: Final = 2
_SAME_SOUND: Final = 1.5
_ONE_LETTER: Final = 2.5
_ONE_SOUND: Final = 3.5
"""Costs in nats of taking a word for one with the same sound, or with one other letter or sound."""
_ADDED: Final = 3.0
_LOST: Final = 3.5
_LESS_ALIKE: Final = 12.0
"""What a name costs for each bit of likeness that it lacks, 0 to 1."""
_LONGEST_ADDED: Final = 3
"""Letters of words that are heard where nobody said any."""
_SHORTEST: Final = 3
"""Letters and sounds of words that may differ in one of them."""


def read_misheard(
    tokens: Tokens, matches: Sequence[Match]
) -> tuple[Intent, tuple[Span, ...], int] | None:
    """What a sentence means if at most two of its words are wrong, and how many are.

    Args:
        tokens: as `normalise` gives them.
        matches: the home's names in them, also those that are merely similar.
    """
    best = best_path(_Misheard(tokens, matches))
    if best is None or best[0] not in set(Intent):
        return None
    return Intent(best[0]), spans_of(best[1]), best[1].errors


@dataclass(frozen=True, slots=True)
class _Misheard(Sentence):
    """A sentence whose words may be wrong."""

    def unheard(self, state: int, path: Path) -> Iterator[tuple[int, Path]]:
        """Small words that were lost."""
        if path.errors >= _MOST_ERRORS:
            return
        for word in english().words("often_lost"):
            known = ways().dfa.arcs[state].get(word)
            if known is not None:
                target, share = known
                cost = path.cost - math.log(share) + _LOST
                yield target, Path(cost, path, errors=path.errors + 1)

    def steps(self, at: int, state: int, path: Path) -> Iterator[tuple[int, int, Path]]:
        """As for any sentence, and what a wrong word may stand for."""
        yield from Sentence.steps(self, at, state, path)
        token = self.tokens[at]
        if path.errors >= _MOST_ERRORS or is_number(token):
            return
        errors = path.errors + 1
        arcs = ways().dfa.arcs[state]
        for word, cost in _alikes(token):
            if word in arcs:
                target, share = arcs[word]
                longer = path.cost - math.log(share) + cost
                yield at + 1, target, Path(longer, path, errors=errors)
        if len(token) <= _LONGEST_ADDED and token not in english().words("particles"):
            yield at + 1, state, Path(path.cost + _ADDED, path, errors=errors)
        for slot, target, share in ways().places[state]:
            for words in words_of(slot):
                likeness = _likeness(token, words[0]) if len(words) == 1 else None
                if likeness is not None:
                    longer = path.cost - math.log(share) + likeness
                    span = self.span(slot, at, at + 1, words)
                    yield at + 1, target, Path(longer, path, span, errors)

    def ends(self, slot: Slot, at: int) -> Iterator[tuple[int, float]]:
        """As for any sentence, and names that are merely similar."""
        yield from Sentence.ends(self, slot, at)
        if slot.filled_by in {"name", "area", "floor"}:
            for match in self.matches:
                name = match.name
                fits = slot.filled_by == name.kind and match.start == at and match.score < 1
                has_kind = any(entity.domain in slot.options for entity in name.entities)
                if fits and (has_kind or name.kind != "name"):
                    yield match.end, _LESS_ALIKE * (1 - match.score)


@lru_cache(maxsize=2_000)
def _alikes(token: str) -> tuple[tuple[str, float], ...]:
    """The words of the patterns that sound like a word, with what it costs to take it for them."""
    words, sounds = _words()
    near = process.extract(
        jellyfish.metaphone(token), sounds, scorer=Levenshtein.distance, score_cutoff=1, limit=None
    )
    found = {words[at] for _, _, at in near}
    alike = process.extract(token, words, scorer=Levenshtein.distance, score_cutoff=1, limit=None)
    found.update(word for word, _, _ in alike)
    costs = ((word, _likeness(token, word)) for word in found)
    return tuple((word, cost) for word, cost in costs if cost is not None)


@lru_cache(maxsize=1)
def _words() -> tuple[list[str], list[str]]:
    """All words of the patterns, and how they sound."""
    words = sorted({s for row in ways().dfa.arcs for s in row if isinstance(s, str)})
    return words, [jellyfish.metaphone(word) for word in words]


@lru_cache(maxsize=20_000)
def _likeness(token: str, word: str) -> float | None:
    """What it costs to take a word for another; None where they are not alike."""
    if token == word or is_number(word) or is_number(token):
        return None
    sound, other = jellyfish.metaphone(token), jellyfish.metaphone(word)
    if sound and sound == other:
        return _SAME_SOUND
    if min(len(token), len(word)) >= _SHORTEST and Levenshtein.distance(token, word) == 1:
        return _ONE_LETTER
    if max(len(sound), len(other)) >= _SHORTEST and Levenshtein.distance(sound, other) == 1:
        return _ONE_SOUND
    return None
