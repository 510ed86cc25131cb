"""The lexicon graph of a speech model, and new words in it.

`graph/HCLr.fst` turns transitions of phones into words; libvosk composes it with the grammar while
it listens. Wherever a sentence could end, another word could begin: in the graph of a lexicon these
are the same places. So each state that can end gets one more way, without any sound, to a hub from
which the new words branch, at the cost of ending there. What was in the graph stays as it was.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np

from edge_agent.errors import ModelError
from edge_agent.speech.lexicon.lookahead_fst import (
    ARC,
    LOOKAHEAD,
    LookaheadFst,
    fst_type,
    read_lookahead_fst,
    write_lookahead_fst,
)
from edge_agent.speech.lexicon.new_words import (
    EPSILON,
    Node,
    grow,
    in_tree_order,
    merged,
    word_tree,
)
from edge_agent.speech.lexicon.phones import PhoneSet, Pronunciation, forward_id, read_phone_set
from edge_agent.speech.lexicon.word_list import read_words

GRAPH_FILE: Final = "HCLr.fst"
WORDS_FILE: Final = "words.txt"

_Place = tuple[int, int]
"""A state, and the word that was said on the way to it, or epsilon."""


class LexiconGraph:
    """The words that a model can hear, as a graph that takes more of them."""

    def __init__(self, fst: LookaheadFst, phones: PhoneSet, words: Mapping[str, int]) -> None:
        self._fst = fst
        self._phones = phones
        self.words = words
        """The ids of words, as `words.txt` has them."""

    @classmethod
    def load(cls, model_directory: Path) -> "LexiconGraph | None":
        """The graph of a model; None where the model is not of the kind that can be extended.

        That kind has an `olabel_lookahead` graph, ARPAbet phones with positions, and one chain
        state for each phone whatever its neighbours. Most stock models are of another kind.

        Raises:
            ModelError: the model is of this kind, but a file of it is damaged.
        """
        graph = model_directory / "graph"
        paths = graph / GRAPH_FILE, graph / WORDS_FILE, graph / "phones.txt"
        acoustic = model_directory / "am" / "final.mdl"
        if not all(path.is_file() for path in (*paths, acoustic)):
            return None
        if fst_type(paths[0]) != LOOKAHEAD:
            return None
        phones = read_phone_set(paths[2], acoustic)
        if phones is None:
            return None
        fst = read_lookahead_fst(paths[0])
        words = read_words(paths[1])
        _check_labels(fst, phones, words, paths[0])
        if not np.isfinite(fst.finals[fst.start]) or not fst.can_end(fst.start):
            return None
        return cls(fst, phones, words)

    def says(self, word: str, pronunciation: Pronunciation) -> bool:
        """Whether a known word is heard in this way already.

        Raises:
            ModelError: the model does not have one of the phones.
        """
        number = self.words.get(word)
        if number is None:
            return False
        places = self._without_sound({(self._fst.start, EPSILON)}, number)
        for phone in self._phones.positioned(pronunciation):
            entered = self._along(places, forward_id(phone), forward_id(phone), number)
            places = self._without_sound(entered, number)
        return any(said == number for _, said in places)

    def _without_sound(self, places: set[_Place], number: int) -> set[_Place]:
        """The places, and those that marks and epsilons lead to."""
        found, new = set(places), set(places)
        while new:
            new = self._along(new, EPSILON, EPSILON, number)
            new |= self._along(found, self._phones.first_mark, self._phones.last_input, number)
            new -= found
            found |= new
        return found

    def _along(self, places: set[_Place], first: int, last: int, number: int) -> set[_Place]:
        """Where arcs lead whose input lies in a range and that say nothing but one word."""
        found = set()
        for state, said in places:
            arcs = self._fst.arcs[self._fst.offsets[state] : self._fst.offsets[state + 1]]
            fits = (arcs["ilabel"] >= first) & (arcs["ilabel"] <= last)
            outputs = (EPSILON,) if said else (EPSILON, number)
            for arc in arcs[fits & np.isin(arcs["olabel"], outputs)]:
                found.add((int(arc["to"]), said or int(arc["olabel"])))
        return found

    def extend(
        self, pronunciations: Mapping[str, Sequence[Pronunciation]], directory: Path
    ) -> None:
        """Write the graph with more words, `HCLr.fst` and `words.txt`, into a directory.

        A word that is known already gets further pronunciations. All other files of a model stay
        as they are.

        Args:
            pronunciations: each word, without blanks, with the ways it is said.
            directory: where the files are written; it exists.

        Raises:
            ModelError: a word or a pronunciation cannot be taken.
        """
        positioned = {
            _checked(word): [self._phones.positioned(one) for one in dict.fromkeys(ways)]
            for word, ways in pronunciations.items()
            if ways
        }
        root = word_tree(positioned)
        first = max(self._fst.final_label, *self.words.values()) + 1
        new = [word for word in in_tree_order(root) if word not in self.words]
        ids = {**self.words, **{word: first + at for at, word in enumerate(new)}}
        fst = _with_tree(self._fst, root, ids) if positioned else self._fst
        write_lookahead_fst(directory / GRAPH_FILE, fst)
        _write_words(directory / WORDS_FILE, ids)


def _with_tree(fst: LookaheadFst, root: Node, ids: Mapping[str, int]) -> LookaheadFst:
    """The graph with a tree of words at each of its ends."""
    labels = merged(ids[word] for word in root.words)
    reach = tuple(
        merged((), (*intervals, *labels)) if fst.can_end(state) else intervals
        for state, intervals in enumerate(fst.reach)
    )
    hub = len(fst.finals)
    new = grow(root, ids, hub=hub, start=fst.start, start_reach=reach[fst.start])
    ends = np.flatnonzero(np.isfinite(fst.finals))
    ways = np.array([(EPSILON, EPSILON, cost, hub) for cost in fst.finals[ends]], ARC)
    # Epsilon comes before every word: at the front, a state's arcs stay sorted.
    arcs = np.insert(fst.arcs, fst.offsets[ends], ways)
    counts = np.diff(fst.offsets)
    counts[ends] += 1
    new_counts, new_arcs = new.table()
    return replace(
        fst,
        finals=np.concatenate((fst.finals, np.full(len(new_counts), np.inf, np.float32))),
        offsets=np.concatenate(([0], np.cumsum(np.concatenate((counts, new_counts))))),
        arcs=np.concatenate((arcs, new_arcs)),
        reach=(*reach, *new.reach),
    )


def _check_labels(
    fst: LookaheadFst, phones: PhoneSet, words: Mapping[str, int], path: Path
) -> None:
    """Whether each arc has a transition or a mark that keeps words apart, and a word or none."""
    inputs, outputs = fst.arcs["ilabel"], fst.arcs["olabel"]
    if len(inputs) == 0 or inputs.max() > phones.last_input or outputs.max() > max(words.values()):
        raise ModelError(
            f"Speech model file {path} does not fit the others; fetch the model again."
        )


def _checked(word: str) -> str:
    if word.split() != [word] or word[0] in "<#":
        raise ModelError(
            f"The speech model cannot take {word!r} as a word; write it without blanks."
        )
    return word


def _write_words(path: Path, ids: Mapping[str, int]) -> None:
    lines = (f"{word} {number}\n" for word, number in ids.items())
    path.write_text("".join(lines), encoding="utf-8")
