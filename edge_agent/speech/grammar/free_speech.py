"""Free speech beside the sentences of a grammar: it takes what they explain badly.

What is no sentence often begins like one: "the kitchen light was broken". So free speech may also
begin after the beginning of a sentence, for a price. Else the search, for which the words of
sentences are cheap, would have lost sight of it when the sentence no longer fits.
"""

import math
from typing import Final

import numpy as np

from edge_agent.speech.grammar.const_fst import ARC, ConstFst
from edge_agent.speech.grammar.frequent_words import FrequentWords

_ENDING: Final = -math.log(0.1)
"""The cost of ending after a word; the loops of our own models are made with it, too."""
_WITHIN: Final = 11.0
"""What it costs in nats to begin after the beginning of a sentence; with less, the last word of one
that is hard to hear becomes another."""
_EARLY: Final = 0.1
"""The share of the head start that free speech has from the beginning: the more, the better other
speech is told, and the more sentences in noise fall out of the search before they are over."""


def with_free_speech(  # noqa: PLR0913 - how the two are put together
    sentences: ConstFst,
    words: FrequentWords,
    *,
    mark: int,
    head_start: float,
    starts: tuple[int, ...] = (0,),
    call: int | None = None,
) -> ConstFst:
    """The sentences, and beside them any words in any order.

    Args:
        sentences: a grammar to whose start nothing leads back.
        words: what free speech consists of.
        mark: id of what is printed for all of it, once.
        head_start: nats by which it is cheaper than its words make it.
        starts: states at which a sentence begins; there free speech may begin for nothing.
        call: a state that free speech may lead to, which is then no more than what came before.
    """
    entry = len(sentences.finals)
    loop, count = entry + 1, len(words.ids)
    within = np.union1d(sentences.sources, starts)
    begins = np.zeros(len(within), ARC)
    begins["output"], begins["target"] = mark, entry
    begins["cost"] = np.where(np.isin(within, starts), 0, _WITHIN) - _EARLY * head_start
    spoken = np.zeros((2, count), ARC)
    spoken["input"], spoken["cost"], spoken["target"] = words.ids, words.costs, loop
    calls = np.zeros(0 if call is None else 1, ARC)
    calls["target"] = call or 0
    sources = (within, np.repeat([entry, loop], count), np.repeat([loop], len(calls)))
    return ConstFst(
        sources=np.concatenate((sentences.sources, *sources)).astype(np.int32),
        arcs=np.concatenate((sentences.arcs, begins, spoken.ravel(), calls)),
        finals=np.concatenate(
            (sentences.finals, [np.inf, _ENDING - (1 - _EARLY) * head_start])
        ).astype(np.float32),
    )
