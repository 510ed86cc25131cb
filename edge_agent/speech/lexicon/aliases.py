"""Known words that sound like an unknown one, for models whose lexicon cannot be extended."""

import heapq
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Final

from edge_agent.speech.lexicon.likeness import loss, replacement
from edge_agent.speech.lexicon.phones import Pronunciation

_MOST_WORDS: Final = 20_000
"""How many words are tried; the commonest."""
_MOST_IN_CHAIN: Final = 3
_JOINT: Final = 0.2
"""What each further word of a chain costs: its phones sound a little otherwise."""
_FARTHEST_EACH: Final = 0.22
"""For each phone of the word; what differs more does not sound like it."""
_MOST_STEPS: Final = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """Known words that stand for an unknown one."""

    words: tuple[str, ...]
    """One after the other."""
    distance: float
    """How much they differ in sound; 0 is not at all."""


@dataclass(slots=True)
class _Node:
    deeper: dict[str, "_Node"] = field(default_factory=dict)
    word: str = ""


class AliasFinder:
    """Finds chains of known words that sound like something."""

    def __init__(
        self, entries: Iterable[tuple[str, Pronunciation]], knows: Callable[[str], bool]
    ) -> None:
        """Sort the known words by sound; takes some tenths of a second.

        Args:
            entries: words with a way to say them, common ones first.
            knows: whether the model knows a lower-case word.
        """
        self._root = _Node()
        words: set[str] = set()
        for word, way in entries:
            if len(words) >= _MOST_WORDS:
                break
            if knows(word):
                words.add(word)
                self._add(word, way)

    def aliases(self, ways: Sequence[Pronunciation], *, most: int = 3) -> tuple[Alias, ...]:
        """What sounds like a word, nearest first; nothing where nothing does.

        Args:
            ways: how the word is said.
            most: how many aliases at most.
        """
        found: dict[tuple[str, ...], float] = {}
        for way in ways:
            for words, apart in self._chains(way, most):
                found[words] = min(apart, found.get(words, apart))
        best = sorted(found.items(), key=lambda item: item[1])[:most]
        return tuple(Alias(words=words, distance=apart) for words, apart in best)

    def _add(self, word: str, way: Pronunciation) -> None:
        node = self._root
        for phone in way:
            node = node.deeper.setdefault(phone, _Node())
        node.word = node.word or word

    def _chains(self, way: Pronunciation, most: int) -> Iterator[tuple[tuple[str, ...], float]]:
        """A best-first search over what is said so far and where in a word one is."""
        farthest, order = _FARTHEST_EACH * len(way), count()
        heap: list[tuple[float, int, int, _Node, tuple[str, ...]]] = [
            (0.0, next(order), 0, self._root, ())
        ]
        seen: set[tuple[int, int, tuple[str, ...]]] = set()
        left = most
        while heap and left and len(seen) < _MOST_STEPS:
            apart, _, at, node, words = heapq.heappop(heap)
            if at == len(way) and node is self._root and words:
                left -= 1
                yield words, apart
                continue
            if (at, id(node), words) in seen:
                continue
            seen.add((at, id(node), words))
            for step, place, to, chain in self._steps(way, at, node, words):
                if apart + step <= farthest:
                    heapq.heappush(heap, (apart + step, next(order), place, to, chain))

    def _steps(
        self, way: Pronunciation, at: int, node: _Node, words: tuple[str, ...]
    ) -> Iterator[tuple[float, int, _Node, tuple[str, ...]]]:
        said = way[at] if at < len(way) else None
        if node.word and len(words) < _MOST_IN_CHAIN:
            joint = _JOINT if words else 0.0
            yield joint, at, self._root, (*words, node.word)
        if said is not None:
            yield loss(said), at + 1, node, words
        for phone, deeper in node.deeper.items():
            if said is not None:
                yield replacement(said, phone), at + 1, deeper, words
            yield loss(phone), at, deeper, words
