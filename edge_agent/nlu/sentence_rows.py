"""What may be said after what, in all sentences of a home: the states of its graph, unfilled."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from edge_agent.nlu.automaton import Dfa
from edge_agent.nlu.fillers import Filling, Fillings
from edge_agent.nlu.language import english
from edge_agent.nlu.pattern_nfa import Symbol
from edge_agent.nlu.skeleton import JOINABLE
from edge_agent.nlu.template import Slot

_JOIN_SHARE: Final = 0.05
"""How often another sentence follows one."""
_VERBLESS_SHARE: Final = 0.5
"""How often the next one leaves its verb out."""
_WAKING_SHARE: Final = 0.5
"""How often a wake word is said first, where there is one."""
_WAKING_ALONE_SHARE: Final = 0.2
"""How often nothing is said after it for now."""

Row = list[tuple[Symbol, int, float]]
"""What leaves a state: symbol, next state, probability."""
WakeWords = Mapping[Filling, bool]
"""Wake words as they are said, and whether each is heard in the midst of other speech, too."""
NO_WAKE_WORDS: Final[WakeWords] = MappingProxyType({})


class SentenceRows:
    """The states of a language's sentences, one or several joined; all begin at state 0.

    Args:
        dfa: the language.
        fillings: what fills its places; those that nothing fills are taken out.
    """

    def __init__(self, dfa: Dfa[Symbol], fillings: Mapping[Slot, Fillings]) -> None:
        rows, numbers = _alive(dfa, fillings)
        self.rows, self.ends = _joined(dfa, rows, numbers)
        """What leaves each state, and how often a sentence ends there."""

    def add(self, dfa: Dfa[str], total: float) -> None:
        """Let sentences begin where all begin, and go on beside them."""
        offset = len(self.rows) - 1
        beside: list[Row] = [
            [(word, offset + target, share) for word, (target, share) in row.items()]
            for row in dfa.arcs
        ]
        begin = ((word, target, share * total) for word, target, share in beside[0])
        self.rows[0] = [*self.rows[0], *begin]
        self.rows += beside[1:]
        self.ends += [sum(sorts.values()) for sorts in dfa.ends[1:]]

    def wake(self, wake_words: WakeWords) -> tuple[int, int | None]:
        """Let wake words lead from where all begin to a copy of it, where one may also end.

        Returns:
            The copy, and a state that only those leave that are heard in the midst of other speech,
            if there are any.
        """
        rows, ends = self.rows, self.ends
        woken, total = len(rows), sum(share for *_, share in rows[0])
        rows.append(rows[0])
        ends.append(total * _WAKING_ALONE_SHARE)
        arcs: Row = []
        calls: Row = []
        for words, is_call in wake_words.items():
            first = self._chain(words[1:], woken)
            arcs.append((words[0], first, total * _WAKING_SHARE / len(wake_words)))
            if is_call:
                calls.append(arcs[-1])
        rows[0] = [*rows[0], *arcs]
        if not calls:
            return woken, None
        rows.append(calls)
        ends.append(0.0)
        return woken, len(rows) - 1

    def _chain(self, words: Sequence[str], target: int) -> int:
        """The state from which words lead one after the other to a target."""
        for word in reversed(words):
            self.rows.append([(word, target, 1.0)])
            self.ends.append(0.0)
            target = len(self.rows) - 1
        return target


def places(row: Row) -> Iterator[tuple[frozenset[Slot], int, float]]:
    """The places of a state by where they lead, with their joint probability."""
    slots: dict[int, set[Slot]] = defaultdict(set)
    shares: dict[int, float] = defaultdict(float)
    for symbol, target, probability in row:
        if isinstance(symbol, Slot):
            slots[target].add(symbol)
            shares[target] += probability
    for target, found in slots.items():
        yield frozenset(found), target, shares[target]


def _alive(
    dfa: Dfa[Symbol], fillings: Mapping[Slot, Fillings]
) -> tuple[dict[int, Row], dict[int, int]]:
    """What is left where places that nothing fills are taken out, and new numbers of states."""
    alive = {state for state, ends in enumerate(dfa.ends) if ends}
    leads_to: dict[int, set[int]] = defaultdict(set)
    for state, row in enumerate(dfa.arcs):
        for symbol, (target, _) in row.items():
            if isinstance(symbol, str) or symbol in fillings:
                leads_to[target].add(state)
    waiting = list(alive)
    while waiting:
        for state in leads_to[waiting.pop()] - alive:
            alive.add(state)
            waiting.append(state)
    numbers, order = {0: 0}, [0]
    rows: dict[int, Row] = {}
    for state in order:  # grows while it is gone through
        left: Row = []
        for symbol, (target, probability) in dfa.arcs[state].items():
            if target in alive and (isinstance(symbol, str) or symbol in fillings):
                if target not in numbers:
                    numbers[target] = len(order)
                    order.append(target)
                left.append((symbol, numbers[target], probability))
        rows[numbers[state]] = left
    return rows, numbers


def _joined(
    dfa: Dfa[Symbol], rows: dict[int, Row], numbers: Mapping[int, int]
) -> tuple[list[Row], list[float]]:
    """Let `and`, `then` or both lead from where a sentence may end to where one begins."""
    graph = [rows[state] for state in range(len(rows))]
    states = [0] * len(rows)
    for state, number in numbers.items():
        states[number] = state
    ends = [sum(dfa.ends[state].values()) for state in states]
    again, after_and = len(graph), len(graph) + 1
    for number, state in enumerate(states):
        share = dfa.ends[state].get(JOINABLE, 0.0) * _JOIN_SHARE
        if share:
            graph[number] = [
                *graph[number],
                ("and", after_and, share * 0.8),
                ("then", again, share * 0.2),
            ]
            ends[number] -= share
    graph.append(_begin(dfa, graph, numbers))
    graph.append([*graph[again], ("then", again, 0.2)])
    return graph, [*ends, 0.0, 0.0]


def _begin(dfa: Dfa[Symbol], graph: list[Row], numbers: Mapping[int, int]) -> Row:
    """How a further sentence begins: as any does, or after the verb, which is left out."""
    verbs = (dfa.after(verb) for verb in english().verbs.values())
    starts = [graph[numbers[verb]] for verb in verbs if verb is not None and verb in numbers]
    row = [(symbol, target, p * (1 - _VERBLESS_SHARE)) for symbol, target, p in graph[0]]
    return row + [
        (symbol, target, p * _VERBLESS_SHARE / len(starts))
        for start in starts
        for symbol, target, p in start
    ]
