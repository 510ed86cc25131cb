"""Free speech as a branch of a grammar: it takes what the sentences explain badly."""

import math
from typing import Final

import numpy as np

from edge_agent.speech.grammar.const_fst import ARC, ConstFst
from edge_agent.speech.grammar.frequent_words import FrequentWords

WORDS: Final = 4_000
"""So many stand for all words; more cost work and hardly tell better what is no sentence."""
_ENDING: Final = -math.log(0.1)
"""The cost of ending after a word; the loops of our own models are made with it, too."""
_EARLY: Final = 0.25
"""The share of the head start that free speech has from the beginning: the more, the better other
speech is told, and the more sentences in noise fall out of the search before they are over."""


def with_free_speech(
    sentences: ConstFst, words: FrequentWords, *, mark: int, head_start: float
) -> ConstFst:
    """The sentences, and beside them any words in any order.

    Args:
        sentences: a grammar to whose start nothing leads back.
        words: what free speech consists of.
        mark: id of what is printed for all of it, once.
        head_start: nats by which it is cheaper than its words make it.
    """
    loop, count = len(sentences.finals), len(words.ids)
    arcs = np.zeros(2 * count, ARC)
    arcs["input"] = np.tile(words.ids, 2)
    arcs["output"][:count] = mark
    arcs["cost"] = np.tile(words.costs, 2)
    arcs["cost"][:count] -= _EARLY * head_start
    arcs["target"] = loop
    return ConstFst(
        sources=np.concatenate(
            (sentences.sources, np.repeat(np.array([0, loop], np.int32), count))
        ),
        arcs=np.concatenate((sentences.arcs, arcs)),
        finals=np.append(sentences.finals, np.float32(_ENDING - (1 - _EARLY) * head_start)),
    )
