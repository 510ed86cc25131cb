import math
import shutil
import struct
import subprocess
from pathlib import Path

import numpy as np
import pytest
from fixtures.hearing import SPEECH_MODEL

from edge_agent.errors import ModelError
from edge_agent.speech.grammar.const_fst import ARC, ConstFst
from edge_agent.speech.grammar.free_speech import with_free_speech
from edge_agent.speech.grammar.frequent_words import FrequentWords, frequent_words
from edge_agent.speech.lexicon import known_words

MARK = 99


def loop(costs: dict[int, float]) -> ConstFst:
    """A grammar whose second state, the one with most arcs, takes any word."""
    arcs = [(0, 7, 7, 0.0, 1), *((1, word, word, cost, 1) for word, cost in costs.items())]
    return ConstFst(
        sources=np.array([source for source, *_ in arcs], np.int32),
        arcs=np.array([tuple(rest) for _, *rest in arcs], ARC),
        finals=np.array([math.inf, 1.0], np.float32),
    )


def test_the_frequent_words_of_a_loop(tmp_path: Path) -> None:
    loop({0: 0.1, 3: 4.0, 5: 2.0, 8: 3.0, 9: math.inf}).write(tmp_path / "Gr.fst")
    found = frequent_words(tmp_path / "Gr.fst", [3, 5, 8, 9], 2)
    assert found.ids.tolist() == [5, 8]
    assert found.costs.tolist() == [2.0, 3.0]


def test_the_frequent_words_of_a_real_model() -> None:
    ids = known_words(SPEECH_MODEL)
    words = {number: word for word, number in ids.items()}
    found = frequent_words(SPEECH_MODEL / "graph" / "Gr.fst", list(words), 100)
    assert {"the", "and", "is", "that", "you"} < {words[number] for number in found.ids.tolist()}


def test_in_an_unknown_layout_all_words_count_the_same(tmp_path: Path) -> None:
    loop({3: 4.0}).write(tmp_path / "Gr.fst")
    raw = (tmp_path / "Gr.fst").read_bytes().replace(b"const", b"other")
    (tmp_path / "Gr.fst").write_bytes(raw)
    found = frequent_words(tmp_path / "Gr.fst", [3, 5, 8], 2)
    assert len(found.ids) == 2
    assert found.costs == pytest.approx(math.log(3))


@pytest.mark.parametrize("kept", [0, 3, 60, 90, 130])
def test_a_damaged_grammar_is_told(tmp_path: Path, kept: int) -> None:
    path = tmp_path / "Gr.fst"
    loop({3: 4.0, 5: 2.0}).write(path)
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(ModelError, match="damaged; fetch the model again"):
        frequent_words(path, [3, 5], 2)


def test_a_hostile_ngram_is_told(tmp_path: Path) -> None:
    path = tmp_path / "Gr.fst"
    loop({3: 4.0}).write(path)
    head = path.read_bytes()[:65].replace(b"const", b"ngram")
    for counts in ((1 << 62, 1 << 62, 1), ((1 << 64) - 1, 1 << 63, 1), (5, 1 << 40, 2), (1, 30, 0)):
        path.write_bytes(head + struct.pack("<3Q", *counts) + bytes(64))
        with pytest.raises(ModelError, match="damaged"):
            frequent_words(path, [3], 2)
    path.write_bytes(head + bytes(64))
    assert frequent_words(path, [3], 2).ids.tolist() == [3]


SENTENCE = ConstFst(
    sources=np.array([0, 1], np.int32),
    arcs=np.array([(3, 3, 1.0, 1), (5, 5, 1.0, 2)], ARC),
    finals=np.array([math.inf, math.inf, 0.0], np.float32),
)
BOTH = with_free_speech(
    SENTENCE,
    FrequentWords(np.array([3, 5], np.int32), np.array([2.0, 3.0], np.float32)),
    mark=MARK,
    head_start=2.0,
)
ENTRY, LOOP = 3, 4


def test_free_speech_begins_anywhere_but_where_a_sentence_has_ended() -> None:
    begins = BOTH.arcs[BOTH.arcs["target"] == ENTRY]
    assert BOTH.sources[BOTH.arcs["target"] == ENTRY].tolist() == [0, 1]
    assert begins["input"].tolist() == [0, 0]
    assert begins["output"].tolist() == [MARK, MARK]
    # A tenth of the head start comes at the beginning.
    assert begins["cost"].tolist() == pytest.approx([-0.2, 10.8])


def test_free_speech_is_at_least_a_word_and_no_more_is_printed() -> None:
    for state in (ENTRY, LOOP):
        spoken = BOTH.arcs[BOTH.sources == state]
        assert spoken["input"].tolist() == [3, 5]
        assert spoken["output"].tolist() == [0, 0]
        assert spoken["cost"].tolist() == [2.0, 3.0]
        assert set(spoken["target"]) == {LOOP}
    assert BOTH.finals[[ENTRY, LOOP]].tolist() == [math.inf, pytest.approx(-math.log(0.1) - 1.8)]


@pytest.mark.skipif(not shutil.which("fstinfo"), reason="OpenFst's fstinfo is not installed")
def test_openfst_takes_it(tmp_path: Path) -> None:
    BOTH.write(tmp_path / "Gr.fst")
    told = subprocess.run(
        ["fstinfo", tmp_path / "Gr.fst"], capture_output=True, text=True, check=True
    ).stdout
    assert [line.split()[-1] for line in told.splitlines() if line.startswith("# of ")][:2] == [
        "5",
        "8",
    ]
