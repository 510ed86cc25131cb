"""Sentences that break off: somebody has stopped to think and will go on.

A grammar of whole sentences takes "turn off the" for "turn off it". So a sentence may also end
after any of its words, for a price, and says then that it did.
"""

from typing import Final

import numpy as np

from edge_agent.speech.grammar.const_fst import ARC, ConstFst

_PRICE: Final = 2.0
"""What it costs in nats; with less, the last word of a whole sentence gets lost in noise."""


def with_broken_off(sentences: ConstFst, *, mark: int, starts: tuple[int, ...] = (0,)) -> ConstFst:
    """The sentences, and beside them their beginnings.

    Args:
        sentences: a grammar to whose start nothing leads back.
        mark: id of what is printed behind a beginning.
        starts: states at which nothing was said yet.
    """
    inside = np.setdiff1d(sentences.sources, starts)
    inside = inside[np.isinf(sentences.finals[inside])].astype(np.int32)
    ends = np.zeros(len(inside), ARC)
    ends["output"], ends["cost"], ends["target"] = mark, _PRICE, len(sentences.finals)
    return ConstFst(
        sources=np.concatenate((sentences.sources, inside)),
        arcs=np.concatenate((sentences.arcs, ends)),
        finals=np.append(sentences.finals, np.float32(0)),
    )
