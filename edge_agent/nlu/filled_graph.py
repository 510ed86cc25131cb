"""The graph of a home's sentences: what fills their places, put into them."""

import math
from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from edge_agent.domain.grammar import WordGraph
from edge_agent.nlu.automaton import Dfa, Nfa
from edge_agent.nlu.fillers import Fillings
from edge_agent.nlu.sentence_rows import SentenceRows, places
from edge_agent.nlu.skeleton import ALONE
from edge_agent.nlu.template import Slot

_EXIT: Final = -1
"""In a block: the state after it."""
_ARC: Final = np.dtype([("source", "i4"), ("label", "i4"), ("target", "i4"), ("cost", "f4")])
_Arcs = NDArray[np.void]


@dataclass(frozen=True, slots=True)
class _Block:
    """What fills a place, as a piece of graph; it is entered at its state 0."""

    entry: _Arcs
    body: _Arcs
    states: int
    """How many, without state 0."""


def filled(sentences: SentenceRows, fillings: Mapping[Slot, Fillings]) -> WordGraph:
    """The graph of sentences with these fillings; the more usual, the cheaper."""
    return _Filling(fillings, len(sentences.rows)).graph(sentences)


class _Filling:
    """Puts the fillings into their places; places that lead to one state share a copy."""

    def __init__(self, fillings: Mapping[Slot, Fillings], states: int) -> None:
        self._fillings = fillings
        self._labels: dict[str, int] = {}
        self._blocks: dict[frozenset[Slot], _Block] = {}
        self._copies: dict[tuple[frozenset[Slot], int], _Arcs] = {}
        self._pieces: list[_Arcs] = []
        self._states = states

    def graph(self, sentences: SentenceRows) -> WordGraph:
        """All sentences, filled."""
        finals = list[float]()
        for state, (row, end) in enumerate(zip(sentences.rows, sentences.ends, strict=True)):
            total = sum(probability for *_, probability in row) + end
            words = ((w, t, p / total) for w, t, p in row if isinstance(w, str))
            self._pieces.append(self._arcs((state, w, t, p) for w, t, p in words))
            for slots, target, probability in places(row):
                self._insert(state, slots, target, probability / total)
            finals.append(-math.log(end / total) if end else math.inf)
        return self._whole(finals)

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
        dfa = listed(often)
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

    def _whole(self, ends: list[float]) -> WordGraph:
        arcs = np.concatenate(self._pieces)
        finals = np.full(self._states, math.inf, "f4")
        finals[: len(ends)] = ends
        return WordGraph(
            words=tuple(self._labels),
            sources=_column("i", arcs["source"]),
            labels=_column("i", arcs["label"]),
            targets=_column("i", arcs["target"]),
            costs=_column("f", np.maximum(arcs["cost"], 0)),
            finals=_column("f", finals),
        )


def listed(sentences: Fillings) -> Dfa[str]:
    """An automaton of some sentences."""
    nfa: Nfa[str] = Nfa()
    end = nfa.state(ALONE)
    total = sum(sentences.values())
    for words, weight in sorted(sentences.items()):
        nfa.chain(0, words, weight / total, end)
    return nfa.minimal()


def _with_exits(dfa: Dfa[str]) -> Iterator[tuple[int, str, int, float]]:
    """The arcs of an automaton; each that ends a filling leads out, too."""
    for state, row in enumerate(dfa.arcs):
        for word, (target, probability) in row.items():
            ending = sum(dfa.ends[target].values())
            if ending:
                yield state, word, _EXIT, probability * ending
            if dfa.arcs[target]:
                yield state, word, target, probability


def _column(typecode: str, values: NDArray[Any]) -> "array[Any]":
    column = array(typecode)
    column.frombytes(np.ascontiguousarray(values).tobytes())
    return column
