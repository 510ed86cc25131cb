"""New words as a tree of states that hangs on one hub and leads back to the start of the graph."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from edge_agent.speech.lexicon.lookahead_fst import ARC, Intervals
from edge_agent.speech.lexicon.phones import forward_id, loop_id

EPSILON: Final = 0
Arc = tuple[int, int, float, int]
"""Input label, output label, cost, next state."""


@dataclass(slots=True)
class Node:
    """A place in the tree: what was said so far of a word."""

    words: dict[str, None] = field(default_factory=dict)
    """The words that pass here, in order."""
    deeper: dict[int, "Node"] = field(default_factory=dict)
    """By the next phone, where the word goes on."""
    ends: dict[int, dict[str, None]] = field(default_factory=dict)
    """By the last phone, the words that end with it."""


def word_tree(words: Mapping[str, Iterable[tuple[int, ...]]]) -> Node:
    """The tree of words given as phone ids."""
    root = Node()
    for word, pronunciations in words.items():
        for *phones, last in pronunciations:
            node = root
            node.words[word] = None
            for phone in phones:
                node = node.deeper.setdefault(phone, Node())
                node.words[word] = None
            node.ends.setdefault(last, {})[word] = None
    return root


def in_tree_order(root: Node) -> Iterator[str]:
    """Words as the tree meets them, so that neighbours in the tree get neighbouring ids."""
    waiting = [root]
    met: dict[str, None] = {}
    while waiting:
        node = waiting.pop()
        for words in node.ends.values():
            met.update(words)
        waiting += reversed(node.deeper.values())
    yield from met


@dataclass(frozen=True, slots=True, kw_only=True)
class NewStates:
    """States to append to a graph, in order."""

    arcs: tuple[tuple[Arc, ...], ...]
    """The arcs of each state, by rising output label."""
    reach: tuple[Intervals, ...]
    """The output labels that can come first from each state."""

    def table(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.void]]:
        """How many arcs each state has, and all of them."""
        counts = np.array([len(arcs) for arcs in self.arcs], np.int64)
        return counts, np.array([arc for arcs in self.arcs for arc in arcs], ARC)


def grow(
    root: Node, ids: Mapping[str, int], *, hub: int, start: int, start_reach: Intervals
) -> NewStates:
    """The states of a tree.

    A word's id stands on the first arc that belongs to this word alone. Behind its last phone it
    goes on as at the start of the graph: another word or silence, as after any word.

    Args:
        root: the tree.
        ids: the output label of each word.
        hub: the number of the first new state, which stands for the root.
        start: the state at which words begin.
        start_reach: the output labels that can come first there.
    """
    return _Growth(ids, hub=hub, start=start, start_reach=start_reach).grown(root)


class _Growth:
    def __init__(
        self, ids: Mapping[str, int], *, hub: int, start: int, start_reach: Intervals
    ) -> None:
        self._ids = ids
        self._hub = hub
        self._start = start
        self._start_reach = start_reach
        self._arcs: list[list[Arc]] = []
        self._reach: list[Intervals] = []
        self._ends: dict[int, int] = {}

    def grown(self, root: Node) -> NewStates:
        waiting = [(root, self._state(merged(self._ids[word] for word in root.words)), False)]
        while waiting:
            node, state, is_said = waiting.pop()
            is_said = is_said or (len(node.words) == 1 and state != self._hub)
            for phone, words in node.ends.items():
                to = self._end(phone)
                for word in words:
                    label = EPSILON if is_said else self._ids[word]
                    self._add(state, (forward_id(phone), label, 0.0, to))
            for phone, deeper in node.deeper.items():
                is_alone = not is_said and len(deeper.words) == 1
                label = self._ids[next(iter(deeper.words))] if is_alone else EPSILON
                to = self._inner(phone, deeper, is_said=is_said or is_alone)
                self._add(state, (forward_id(phone), label, 0.0, to))
                waiting.append((deeper, to, is_said or is_alone))
        arcs = tuple(tuple(sorted(row, key=lambda arc: arc[1])) for row in self._arcs)
        return NewStates(arcs=arcs, reach=tuple(self._reach))

    def _state(self, reach: Intervals) -> int:
        self._arcs.append([])
        self._reach.append(reach)
        return self._hub + len(self._arcs) - 1

    def _add(self, state: int, arc: Arc) -> None:
        self._arcs[state - self._hub].append(arc)

    def _inner(self, phone: int, node: Node, *, is_said: bool) -> int:
        open_words = merged(self._ids[word] for word in node.words)
        state = self._state(self._start_reach if is_said else open_words)
        self._add(state, (loop_id(phone), EPSILON, 0.0, state))
        return state

    def _end(self, phone: int) -> int:
        if phone not in self._ends:
            state = self._ends[phone] = self._state(self._start_reach)
            self._add(state, (loop_id(phone), EPSILON, 0.0, state))
            self._add(state, (EPSILON, EPSILON, 0.0, self._start))
        return self._ends[phone]


def merged(labels: Iterable[int], intervals: Intervals = ()) -> Intervals:
    """Intervals and labels together: sorted, and joined where they touch."""
    found: list[tuple[int, int]] = []
    for low, high in sorted([*intervals, *((label, label + 1) for label in labels)]):
        if found and low <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], high))
        else:
            found.append((low, high))
    return tuple(found)
