"""Everything that can be said to one home, for the recogniser."""

import math
from array import array
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from edge_agent.domain.entity import Domain, Home
from edge_agent.domain.grammar import WordGraph
from edge_agent.nlu.automaton import Dfa, Nfa
from edge_agent.nlu.fillers import Filling, fillers
from edge_agent.nlu.language import english
from edge_agent.nlu.pattern_nfa import Symbol
from edge_agent.nlu.skeleton import ALONE, JOINABLE, TO_PLAYERS, skeleton
from edge_agent.nlu.template import Slot

_JOIN_SHARE: Final = 0.05
"""How often another sentence follows one."""
_APPLIANCE_SHARE: Final = 0.2
"""How often an appliance is spoken to, in a home that has one with a pack."""
_PIN_SHARE: Final = 0.01
"""How often a PIN is said, where one is set."""
_WAKING_SHARE: Final = 0.5
"""How often a wake word is said first, where there is one."""
_WAKING_ALONE_SHARE: Final = 0.2
"""How often nothing is said after it for now."""
_VERBLESS_SHARE: Final = 0.5
"""How often the next one leaves its verb out."""
_EXIT: Final = -1
"""In a block: the state after it."""

_ARC: Final = np.dtype([("source", "i4"), ("label", "i4"), ("target", "i4"), ("cost", "f4")])
_Arcs = NDArray[np.void]
_Row = list[tuple[Symbol, int, float]]
"""What leaves a state: symbol, next state, probability."""
Fillings = Mapping[Filling, float]
WakeWords = Mapping[Filling, bool]
"""Wake words as they are said, and whether each is heard in the midst of other speech, too."""
NO_WAKE_WORDS: Final[WakeWords] = MappingProxyType({})


def sentence_graph(
    home: Home,
    further: Fillings = MappingProxyType({}),
    appliances: Dfa[str] | None = None,
    pins: Dfa[str] | None = None,
    wake_words: WakeWords = NO_WAKE_WORDS,
) -> WordGraph:
    """All sentences about a home, also several joined; the more usual, the cheaper.

    Args:
        home: what can be named.
        further: other sentences that stand alone, and how often each is said, of all sentences.
        appliances: all that can be said to appliances.
        pins: all PINs, where one may be asked for.
        wake_words: what may be said before any sentence, or alone, and how.
    """
    beside = [(_listed(further), sum(further.values()))] if further else []
    beside += [(appliances, _APPLIANCE_SHARE)] if appliances else []
    beside += [(pins, _PIN_SHARE)] if pins else []
    return _Compiler(fillers(home)).compile(_said_to(home), beside, wake_words)


def _said_to(home: Home) -> Dfa[Symbol]:
    """The language's sentences; what is said to media players only where the home has one."""
    dfa = skeleton()
    has_player = any(entity.domain is Domain.MEDIA_PLAYER for entity in home.entities)
    sorts = {JOINABLE: JOINABLE, ALONE: ALONE} | ({TO_PLAYERS: JOINABLE} if has_player else {})
    ends: list[dict[Hashable, float]] = []
    for kept in dfa.ends:
        end: dict[Hashable, float] = defaultdict(float)
        for sort, share in kept.items():
            if sort in sorts:
                end[sorts[str(sort)]] += share
        ends.append(dict(end))
    return replace(dfa, ends=tuple(ends))


@dataclass(frozen=True, slots=True)
class _Block:
    """What fills a place, as a piece of graph; it is entered at its state 0."""

    entry: _Arcs
    body: _Arcs
    states: int
    """How many, without state 0."""


class _Compiler:
    """Puts the fillings into their places; places that lead to one state share a copy."""

    def __init__(self, fillings: Mapping[Slot, Fillings]) -> None:
        self._fillings = fillings
        self._labels: dict[str, int] = {}
        self._blocks: dict[frozenset[Slot], _Block] = {}
        self._copies: dict[tuple[frozenset[Slot], int], _Arcs] = {}
        self._pieces: list[_Arcs] = []
        self._states = 0

    def compile(
        self,
        dfa: Dfa[Symbol],
        beside: Sequence[tuple[Dfa[str], float]],
        wake_words: WakeWords,
    ) -> WordGraph:
        """The graph of a language's sentences with these fillings, and of others with a share."""
        rows, ends = _joined(dfa, *_alive(dfa, self._fillings))
        for others, share in beside:
            _add(others, share, rows, ends)
        waking = _wake(wake_words, rows, ends)
        self._states = len(rows)
        for state, row in enumerate(rows):
            total = sum(probability for *_, probability in row) + ends[state]
            words = ((w, t, p / total) for w, t, p in row if isinstance(w, str))
            self._pieces.append(self._arcs((state, w, t, p) for w, t, p in words))
            for slots, target, probability in _places(row):
                self._insert(state, slots, target, probability / total)
            ends[state] /= total
        if waking is None:
            return self._graph(ends)
        woken, call = waking
        return replace(self._graph(ends), starts=(0, woken), call=call)

    def _insert(self, state: int, slots: frozenset[Slot], target: int, share: float) -> None:
        """Let what fills the places lead from one state to another."""
        entry = self._entry(slots, target).copy()
        entry["source"] = state
        entry["cost"] -= math.log(share)
        self._pieces.append(entry)

    def _entry(self, slots: frozenset[Slot], target: int) -> _Arcs:
        """The first arcs of a copy of the block that leads to the target."""
        if (slots, target) not in self._copies:
            block = self._block(slots)
            offset = self._states - 1
            self._states += block.states
            entry, body = block.entry.copy(), block.body.copy()
            body["source"] += offset
            for arcs in (entry, body):
                arcs["target"] = np.where(arcs["target"] == _EXIT, target, arcs["target"] + offset)
            self._pieces.append(body)
            self._copies[slots, target] = entry
        return self._copies[slots, target]

    def _block(self, slots: frozenset[Slot]) -> _Block:
        if slots not in self._blocks:
            often = dict(chain.from_iterable(self._fillings[slot].items() for slot in slots))
            self._blocks[slots] = self._compiled(often)
        return self._blocks[slots]

    def _compiled(self, often: Fillings) -> _Block:
        nfa: Nfa[str] = Nfa()
        end = nfa.state(JOINABLE)
        total = sum(often.values())
        for words, weight in sorted(often.items()):
            nfa.chain(0, words, weight / total, end)
        dfa = nfa.minimal()
        arcs = self._arcs(_with_exits(dfa))
        is_entry = arcs["source"] == 0
        # Without the first state, which is the caller's, and the last, which nothing follows.
        return _Block(entry=arcs[is_entry], body=arcs[~is_entry], states=len(dfa.arcs) - 2)

    def _arcs(self, rows: Iterable[tuple[int, str, int, float]]) -> _Arcs:
        labelled = [
            (source, self._labels.setdefault(word, len(self._labels)), target, -math.log(share))
            for source, word, target, share in rows
        ]
        return np.array(labelled, _ARC)

    def _graph(self, ends: list[float]) -> WordGraph:
        arcs = np.concatenate(self._pieces)
        finals = np.full(self._states, math.inf, "f4")
        finals[: len(ends)] = [-math.log(end) if end else math.inf for end in ends]
        return WordGraph(
            words=tuple(self._labels),
            sources=_column("i", arcs["source"]),
            labels=_column("i", arcs["label"]),
            targets=_column("i", arcs["target"]),
            costs=_column("f", np.maximum(arcs["cost"], 0)),
            finals=_column("f", finals),
        )


def _listed(sentences: Fillings) -> Dfa[str]:
    """An automaton of some sentences."""
    nfa: Nfa[str] = Nfa()
    end = nfa.state(ALONE)
    total = sum(sentences.values())
    for words, weight in sorted(sentences.items()):
        nfa.chain(0, words, weight / total, end)
    return nfa.minimal()


def _add(dfa: Dfa[str], total: float, rows: list[_Row], ends: list[float]) -> None:
    """Let sentences begin where all begin, and go on beside them."""
    offset = len(rows) - 1
    beside: list[_Row] = [
        [(word, offset + target, share) for word, (target, share) in row.items()]
        for row in dfa.arcs
    ]
    rows[0] = [*rows[0], *((word, target, share * total) for word, target, share in beside[0])]
    rows += beside[1:]
    ends += [sum(sorts.values()) for sorts in dfa.ends[1:]]


def _wake(
    wake_words: WakeWords, rows: list[_Row], ends: list[float]
) -> tuple[int, int | None] | None:
    """Let wake words lead from where all begin to a copy of it, where one may also end.

    Returns:
        The copy, and a state that only those leave that are heard in the midst of other speech, if
        there are any; None where there are no wake words.
    """
    if not wake_words:
        return None
    woken, total = len(rows), sum(share for *_, share in rows[0])
    rows.append(rows[0])
    ends.append(total * _WAKING_ALONE_SHARE)
    arcs: _Row = []
    calls: _Row = []
    for words, is_call in wake_words.items():
        states = [*range(len(rows), len(rows) + len(words) - 1), woken]
        rows += [[(word, state, 1.0)] for word, state in zip(words[1:], states[1:], strict=True)]
        ends += [0.0 for _ in words[1:]]
        arcs.append((words[0], states[0], total * _WAKING_SHARE / len(wake_words)))
        if is_call:
            calls.append(arcs[-1])
    rows[0] = [*rows[0], *arcs]
    if not calls:
        return woken, None
    rows.append(calls)
    ends.append(0.0)
    return woken, len(rows) - 1


def _with_exits(dfa: Dfa[str]) -> Iterator[tuple[int, str, int, float]]:
    """The arcs of an automaton; each that ends a filling leads out, too."""
    for state, row in enumerate(dfa.arcs):
        for word, (target, probability) in row.items():
            ending = sum(dfa.ends[target].values())
            if ending:
                yield state, word, _EXIT, probability * ending
            if dfa.arcs[target]:
                yield state, word, target, probability


def _places(row: _Row) -> Iterator[tuple[frozenset[Slot], int, float]]:
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
) -> tuple[dict[int, _Row], dict[int, int]]:
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
    rows: dict[int, _Row] = {}
    for state in order:  # grows while it is gone through
        left: _Row = []
        for symbol, (target, probability) in dfa.arcs[state].items():
            if target in alive and (isinstance(symbol, str) or symbol in fillings):
                if target not in numbers:
                    numbers[target] = len(order)
                    order.append(target)
                left.append((symbol, numbers[target], probability))
        rows[numbers[state]] = left
    return rows, numbers


def _joined(
    dfa: Dfa[Symbol], rows: dict[int, _Row], numbers: Mapping[int, int]
) -> tuple[list[_Row], list[float]]:
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


def _begin(dfa: Dfa[Symbol], graph: list[_Row], numbers: Mapping[int, int]) -> _Row:
    """How a further sentence begins: as any does, or after the verb, which is left out."""
    verbs = (dfa.after(verb) for verb in english().verbs.values())
    starts = [graph[numbers[verb]] for verb in verbs if verb is not None and verb in numbers]
    row = [(symbol, target, p * (1 - _VERBLESS_SHARE)) for symbol, target, p in graph[0]]
    return row + [
        (symbol, target, p * _VERBLESS_SHARE / len(starts))
        for start in starts
        for symbol, target, p in start
    ]


def _column(typecode: str, values: NDArray[Any]) -> "array[Any]":
    column = array(typecode)
    column.frombytes(np.ascontiguousarray(values).tobytes())
    return column
