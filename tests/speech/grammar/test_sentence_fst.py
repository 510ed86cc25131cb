from array import array
from math import inf

import pytest

from edge_agent.domain.grammar import WordGraph
from edge_agent.speech.grammar.const_fst import ConstFst
from edge_agent.speech.grammar.sentence_fst import SCALE, Spelling, sentence_fst

GRAPH = WordGraph(
    words=("light", "lamp", "on"),
    sources=array("i", [0, 0, 1]),
    labels=array("i", [0, 1, 2]),
    targets=array("i", [1, 1, 2]),
    costs=array("f", [1.0, 2.0, 0.0]),
    finals=array("f", [inf, inf, 4.0]),
)


def one(*ids: int) -> list[Spelling]:
    return [Spelling(inputs=ids, outputs=ids)]


def sentences(fst: ConstFst) -> dict[tuple[tuple[int, int], ...], float]:
    """All pairs of heard and printed labels, with costs."""
    found = {}

    def walk(state: int, labels: tuple[tuple[int, int], ...], cost: float) -> None:
        if fst.finals[state] < inf:
            found[labels] = cost + float(fst.finals[state])
        for arc in fst.arcs[fst.sources == state]:
            pair = (int(arc["input"]), int(arc["output"]))
            walk(int(arc["target"]), (*labels, pair), cost + float(arc["cost"]))

    walk(0, (), 0.0)
    return found


def test_words_become_ids_and_costs_are_scaled() -> None:
    fst = sentence_fst(GRAPH, {"light": one(10), "lamp": one(11), "on": one(12)})
    assert sentences(fst) == {
        ((10, 10), (12, 12)): pytest.approx(SCALE * 5.0),
        ((11, 11), (12, 12)): pytest.approx(SCALE * 6.0),
    }


def test_what_cannot_be_heard_is_left_out() -> None:
    fst = sentence_fst(GRAPH, {"light": one(10), "lamp": [], "on": one(12)})
    assert list(sentences(fst)) == [((10, 10), (12, 12))]


def test_several_words_stand_for_one() -> None:
    alias = Spelling(inputs=(21, 22, 23), outputs=(11, 99, 99))
    fst = sentence_fst(GRAPH, {"light": [], "lamp": [alias], "on": one(12)})
    assert sentences(fst) == {((21, 11), (22, 99), (23, 99), (12, 12)): pytest.approx(SCALE * 6.0)}


@pytest.mark.parametrize("second", [Spelling(inputs=(31,), outputs=(11,)), one(31, 32)[0]])
def test_a_word_is_heard_in_each_of_its_ways(second: Spelling) -> None:
    spellings = {"light": one(10), "lamp": [*one(11), second], "on": one(12)}
    first_words = {labels[0][0] for labels in sentences(sentence_fst(GRAPH, spellings))}
    assert first_words == {10, 11, 31}


def test_nothing_at_all_can_be_heard() -> None:
    assert sentences(sentence_fst(GRAPH, {})) == {}
