"""The frequent words of a model, by the grammar that it comes with.

Source of the layout `ngram`: OpenFst's `ngram-fst.h`.
"""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from edge_agent.errors import ModelError
from edge_agent.speech.grammar.const_fst import ARC, STATE
from edge_agent.speech.grammar.model_copy import GRAMMAR_FILE, graph_directory
from edge_agent.speech.lexicon.word_list import is_word
from edge_agent.speech.open_fst import FstHeader, Raw, read_header, read_symbols

_BITS: Final = 64
_COUNT: Final = 4_000
"""So many stand for all words; more cost work and hardly tell better what is no sentence."""


@dataclass(frozen=True, slots=True)
class FrequentWords:
    """Words with their costs, the most frequent ones first."""

    ids: NDArray[np.int32]
    """Shape (words,)."""
    costs: NDArray[np.float32]
    """Negative natural logarithms of their probabilities, shape (words,)."""


def words_of(model_directory: Path, known: Mapping[str, int]) -> FrequentWords:
    """The words that stand for all that people say to a model.

    Args:
        model_directory: the model.
        known: its words, as `known_words` tells them.

    Raises:
        ModelError: a file of the model is damaged.
    """
    words = [known[word] for word in known if is_word(word)]
    return frequent_words(graph_directory(model_directory) / GRAMMAR_FILE, words, _COUNT)


def frequent_words(path: Path, among: Collection[int], count: int) -> FrequentWords:
    """The most frequent words of a model.

    Args:
        path: its `Gr.fst`. In one that is laid out otherwise than Vosk's are, all words count the
            same.
        among: ids of its words.
        count: how many are wanted.

    Raises:
        ModelError: the file is damaged.
    """
    try:
        with path.open("rb") as file:
            raw = memoryview(mmap(file.fileno(), 0, access=ACCESS_READ))
        header, at = read_header(raw)
        _, at = read_symbols(raw, header, at)
        ids, costs = _LAYOUTS.get(header.kind, _unknown)(raw, header, at)
    except (ValueError, IndexError, OverflowError) as error:
        raise ModelError(f"Speech model file {path} is damaged; fetch the model again.") from error
    wanted = np.fromiter(among, np.int32)
    if not len(ids):
        ids, costs = wanted, np.full(len(wanted), math.log(max(len(wanted), 1)), np.float32)
    known = np.flatnonzero(np.isin(ids, wanted) & np.isfinite(costs))
    best = known[np.argsort(costs[known], kind="stable")[:count]]
    return FrequentWords(ids[best].astype(np.int32), costs[best].astype(np.float32))


_Words = tuple[NDArray[np.int32], NDArray[np.float32]]


def _of_const(raw: Raw, header: FstHeader, at: int) -> _Words:
    """The arcs of the state that has most: there, whatever was said before does not count."""
    states = np.frombuffer(raw, STATE, header.states, at)
    arcs = np.frombuffer(raw, ARC, header.arcs, at + states.nbytes)
    if not len(states):
        return _unknown(raw, header, at)
    state = states[states["arcs"].argmax()]
    found = arcs[int(state["first"]) : int(state["first"]) + int(state["arcs"])]
    return found["input"], found["cost"]


def _of_ngram(raw: Raw, _: FstHeader, at: int) -> _Words:
    """The words that follow no context come first, as many as there are ones in the bitmap."""
    states, futures, finals = (int(count) for count in np.frombuffer(raw, "<u8", 3, at))
    at += 24 + 8 * _bitmap_words(2 * states + 1)
    bitmap = np.frombuffer(raw, np.uint8, 8 * _bitmap_words(futures + states + 1), at)
    at += bitmap.nbytes + 8 * _bitmap_words(states) + 4 * (states + 1)
    ids = np.frombuffer(raw, "<i4", futures, at)
    at += ids.nbytes + 4 * (states + 1) + 4 * finals
    costs = np.frombuffer(raw, "<f4", futures, at)
    follows = np.unpackbits(bitmap, count=futures + 2, bitorder="little")[1:]
    count = int(follows.argmin())
    return ids[:count], costs[:count]


def _unknown(raw: Raw, header: FstHeader, at: int) -> _Words:  # noqa: ARG001 - as the others
    return np.empty(0, np.int32), np.empty(0, np.float32)


def _bitmap_words(bits: int) -> int:
    return -(-bits // _BITS)


_LAYOUTS: Final = {"const": _of_const, "ngram": _of_ngram}
