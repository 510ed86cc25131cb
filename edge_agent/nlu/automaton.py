"""Finite automata over words and places: made deterministic, small and weighted."""

import heapq
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import Final, Generic, TypeVar

Symbol = TypeVar("Symbol", bound=Hashable)

_EPSILON: Final = None


class Nfa(Generic[Symbol]):
    """A non-deterministic automaton without cycles; what leaves a state has probabilities.

    State 0 is the start.
    """

    def __init__(self) -> None:
        self._arcs: list[list[tuple[Symbol | None, float, int]]] = [[]]
        self._ends: dict[int, Hashable] = {}

    def state(self, end: Hashable = None) -> int:
        """A new state; with `end`, one where sentences end that are of this sort."""
        self._arcs.append([])
        state = len(self._arcs) - 1
        if end is not None:
            self._ends[state] = end
        return state

    def add(self, source: int, symbol: Symbol | None, probability: float, target: int) -> None:
        """Lead from one state to another by a symbol, or by none."""
        self._arcs[source].append((symbol, probability, target))

    def chain(
        self, source: int, symbols: Sequence[Symbol], probability: float, target: int
    ) -> None:
        """Lead from one state to another by several symbols in order."""
        for symbol in symbols[:-1]:
            middle = self.state()
            self.add(source, symbol, probability, middle)
            source, probability = middle, 1.0
        self.add(source, symbols[-1] if symbols else _EPSILON, probability, target)

    def minimal(self) -> "Dfa[Symbol]":
        """The smallest deterministic automaton of the same sentences.

        Where several states have become one, its probabilities are the mean of theirs.
        """
        arcs, ends = _minimised(*self._determinised())
        return self._weighted(arcs, ends)

    # ---------------------------------------------------------------- determinising

    def _determinised(self) -> tuple[list[dict[Symbol, int]], list[frozenset[Hashable]]]:
        closures = self._closures()
        places = {closures[0]: 0}
        subsets = [closures[0]]
        arcs: list[dict[Symbol, int]] = []
        for subset in subsets:  # grows while it is gone through
            targets: dict[Symbol, set[int]] = defaultdict(set)
            for state in subset:
                for symbol, _, target in self._arcs[state]:
                    if symbol is not None:
                        targets[symbol] |= closures[target]
            row = {}
            for symbol, states in targets.items():
                key = frozenset(states)
                if key not in places:
                    places[key] = len(subsets)
                    subsets.append(key)
                row[symbol] = places[key]
            arcs.append(row)
        ends = [frozenset(self._ends[s] for s in subset if s in self._ends) for subset in subsets]
        return arcs, ends

    def _closures(self) -> dict[int, frozenset[int]]:
        """For each state, those reached without a symbol; states that do nothing are left out."""
        found: dict[int, frozenset[int]] = {}
        for state in reversed(self._order()):
            own = {state} if self._does_something(state) else set()
            found[state] = frozenset(own).union(
                *(found[target] for symbol, _, target in self._arcs[state] if symbol is None)
            )
        return found

    def _does_something(self, state: int) -> bool:
        return state in self._ends or any(symbol is not None for symbol, *_ in self._arcs[state])

    def _order(self) -> list[int]:
        """States, each before those that it leads to."""
        return _order([{target for *_, target in row} for row in self._arcs])

    # ---------------------------------------------------------------- probabilities

    def _weighted(
        self, arcs: Sequence[Mapping[Symbol, int]], ends: Sequence[frozenset[Hashable]]
    ) -> "Dfa[Symbol]":
        """Send all sentences through the deterministic automaton and count which way they go."""
        rank = {state: at for at, state in enumerate(self._order())}
        masses: list[dict[int, float]] = [defaultdict(float) for _ in arcs]
        masses[0][0] = 1.0
        rows: list[dict[Symbol, tuple[int, float]]] = [{} for _ in arcs]
        finals: list[dict[Hashable, float]] = [{} for _ in ends]
        for place in _order([set(row.values()) for row in arcs]):
            total = sum(masses[place].values())
            outgoing: dict[Symbol, float] = defaultdict(float)
            ended: dict[Hashable, float] = defaultdict(float)
            for state, mass in _spread(masses[place], self._arcs, rank):
                if state in self._ends:
                    ended[self._ends[state]] += mass / total
                for symbol, probability, target in self._arcs[state]:
                    if symbol is not None:
                        outgoing[symbol] += mass * probability / total
                        masses[arcs[place][symbol]][target] += mass * probability
            rows[place] = {s: (arcs[place][s], p) for s, p in outgoing.items()}
            finals[place] = dict(ended)
            masses[place].clear()
        return Dfa(arcs=tuple(rows), ends=tuple(finals))


@dataclass(frozen=True, slots=True, kw_only=True)
class Dfa(Generic[Symbol]):
    """A deterministic automaton; what leaves a state, endings included, sums up to 1."""

    arcs: tuple[Mapping[Symbol, tuple[int, float]], ...]
    """By state and symbol: the next state and the probability."""
    ends: tuple[Mapping[Hashable, float], ...]
    """By state and sort of sentence: the probability that it ends there."""

    def after(self, symbols: Iterable[Symbol]) -> int | None:
        """The state after some symbols from the start."""
        state = 0
        for symbol in symbols:
            if symbol not in self.arcs[state]:
                return None
            state = self.arcs[state][symbol][0]
        return state


def _spread(
    entered: Mapping[int, float],
    arcs: Sequence[Sequence[tuple[Symbol | None, float, int]]],
    rank: Mapping[int, int],
) -> list[tuple[int, float]]:
    """The states that are reached without a symbol, with what reaches them."""
    masses = dict(entered)
    waiting = [(rank[state], state) for state in masses]
    heapq.heapify(waiting)
    spread = []
    while waiting:
        _, state = heapq.heappop(waiting)
        spread.append((state, masses[state]))
        for symbol, probability, target in arcs[state]:
            if symbol is None:
                if target not in masses:
                    masses[target] = 0.0
                    heapq.heappush(waiting, (rank[target], target))
                masses[target] += masses[state] * probability
    return spread


def _minimised(
    arcs: Sequence[Mapping[Symbol, int]], ends: Sequence[frozenset[Hashable]]
) -> tuple[list[dict[Symbol, int]], list[frozenset[Hashable]]]:
    """Make one of the states from which the same can be said; the start stays first."""
    classes: dict[Hashable, int] = {}
    of_state: dict[int, int] = {}
    kept: list[int] = []
    for state in reversed(_order([set(row.values()) for row in arcs])):
        row = frozenset((symbol, of_state[target]) for symbol, target in arcs[state].items())
        signature = (ends[state], row)
        if signature not in classes:
            classes[signature] = len(kept)
            kept.append(state)
        of_state[state] = classes[signature]
    last = len(kept) - 1  # the start is dealt with last
    return (
        [{s: last - of_state[t] for s, t in arcs[state].items()} for state in reversed(kept)],
        [ends[state] for state in reversed(kept)],
    )


def _order(successors: Sequence[set[int]]) -> list[int]:
    """States that can be reached from 0, each before its successors."""
    sorter: TopologicalSorter[int] = TopologicalSorter()
    seen, waiting = {0}, [0]
    sorter.add(0)
    while waiting:
        state = waiting.pop()
        for target in successors[state]:
            sorter.add(target, state)
            if target not in seen:
                seen.add(target)
                waiting.append(target)
    return list(sorter.static_order())
