"""A graph of words as a transducer over a model's word ids."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from edge_agent.domain.grammar import WordGraph
from edge_agent.speech.grammar.const_fst import ARC, ConstFst

SCALE: Final = 0.8
"""How much the sentences' probabilities count beside the sound's, which are too sure."""

Arcs = tuple[NDArray[np.int32], NDArray[np.void]]
"""States that arcs leave, and the arcs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """A way in which a model hears a word: as one or several that it knows."""

    inputs: tuple[int, ...]
    """Ids of what is heard, at least one."""
    outputs: tuple[int, ...]
    """Ids of what is printed, as many."""


def sentence_fst(graph: WordGraph, spellings: Mapping[str, Sequence[Spelling]]) -> ConstFst:
    """The graph for one model; arcs of words without a spelling are left out."""
    pieces = [_plain(graph, spellings)]
    states = len(graph.finals)
    for word in range(len(graph.words)):
        for spelling in spellings.get(graph.words[word], ()):
            if len(spelling.inputs) > 1:
                piece, states = _chains(graph, word, spelling, states)
                pieces.append(piece)
    finals = np.full(states, np.inf, np.float32)
    # Infinite times anything is infinite: no end stays none.
    finals[: len(graph.finals)] = SCALE * np.frombuffer(graph.finals, np.float32)
    return ConstFst(
        sources=np.concatenate([sources for sources, _ in pieces]),
        arcs=np.concatenate([arcs for _, arcs in pieces]),
        finals=finals,
    )


def _plain(graph: WordGraph, spellings: Mapping[str, Sequence[Spelling]]) -> Arcs:
    """The arcs of all words that are heard as one word; each in each way."""
    single = [
        (at, spelling.inputs[0], spelling.outputs[0])
        for at, word in enumerate(graph.words)
        for spelling in spellings.get(word, ())
        if len(spelling.inputs) == 1
    ]
    pieces: list[Arcs] = [_selected(graph, np.zeros(len(graph.labels), bool), 0, 0)]
    while single:
        # Each round takes at most one spelling of each word.
        this_round = {at: (heard, printed) for at, heard, printed in reversed(single)}
        single = [one for one in single if this_round[one[0]] != one[1:]]
        table = np.zeros((len(graph.words), 2), np.int32)
        table[list(this_round)] = list(this_round.values())
        heard, printed = table[np.frombuffer(graph.labels, np.int32)].T
        is_heard = heard > 0
        pieces.append(_selected(graph, is_heard, heard[is_heard], printed[is_heard]))
    return (
        np.concatenate([sources for sources, _ in pieces]),
        np.concatenate([arcs for _, arcs in pieces]),
    )


def _selected(
    graph: WordGraph,
    which: NDArray[np.bool_],
    heard: NDArray[np.int32] | int,
    printed: NDArray[np.int32] | int,
) -> Arcs:
    """Some arcs of the graph, with labels of the model."""
    arcs = np.zeros(int(which.sum()), ARC)
    arcs["input"], arcs["output"] = heard, printed
    arcs["cost"] = SCALE * np.frombuffer(graph.costs, np.float32)[which]
    arcs["target"] = np.frombuffer(graph.targets, np.int32)[which]
    return np.frombuffer(graph.sources, np.int32)[which], arcs


def _chains(graph: WordGraph, word: int, spelling: Spelling, states: int) -> tuple[Arcs, int]:
    """Chains of several arcs for each arc of a word, and how many states there are then."""
    which = np.frombuffer(graph.labels, np.int32) == word
    sources, last = _selected(graph, which, 0, 0)
    steps, count = len(spelling.inputs), len(last)
    middles = states + np.arange(count * (steps - 1), dtype=np.int32).reshape(steps - 1, count)
    arcs = np.zeros((steps, count), ARC)
    arcs["input"] = np.array(spelling.inputs)[:, None]
    arcs["output"] = np.array(spelling.outputs)[:, None]
    arcs["cost"][0] = last["cost"]
    arcs["target"] = np.vstack((middles, last["target"]))
    all_sources = np.vstack((sources, middles)).astype(np.int32)
    return (all_sources.ravel(), arcs.ravel()), states + count * (steps - 1)
