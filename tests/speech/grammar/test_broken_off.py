"""Sentences that may break off after any word."""

import math

import numpy as np

from edge_agent.speech.grammar.broken_off import with_broken_off
from edge_agent.speech.grammar.const_fst import ARC, ConstFst

MARK = 99


def test_a_sentence_breaks_off_after_each_word_but_not_before_the_first_or_behind_the_last() -> (
    None
):
    # 0 -7-> 1 -8-> 2 -9-> 3, and 2 may end
    sentences = ConstFst(
        sources=np.array([0, 1, 2], np.int32),
        arcs=np.array([(7, 7, 0.5, 1), (8, 8, 0.5, 2), (9, 9, 0.5, 3)], ARC),
        finals=np.array([math.inf, math.inf, 1.0, 0.0], np.float32),
    )
    found = with_broken_off(sentences, mark=MARK)
    added = [
        (int(source), *arc[["input", "output", "target"]].item())
        for source, arc in zip(found.sources[3:], found.arcs[3:], strict=True)
    ]
    assert added == [(1, 0, MARK, 4)]
    assert found.arcs[3]["cost"] > 0
    assert found.finals.tolist() == [math.inf, math.inf, 1.0, 0.0, 0.0]
    assert (found.arcs[:3] == sentences.arcs).all()
