"""The lexicon graph, grammars as const FST, and final.mdl: all without torch."""

import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from fixtures.hearing import KITCHEN, SPEECH_MODEL

sys.path.insert(0, str(Path(__file__).parents[2] / "tools" / "acoustic"))

from const_fst import Grammar, write_acceptor
from graph import (
    DISAMBIGUATIONS,
    PHONE_IDS,
    PHONES,
    TRANSITIONS,
    Machine,
    expanded,
    lexicon_arcs,
    output_of,
    positioned,
)
from judge import (
    mixed,
    sentences_grammar,
    strict_model,
    transcribe,
    word_errors,
    word_ids,
)
from kaldi_model import read_model, strides_of, write_model
from phones import SILENT_WORD, UNKNOWN
from speech import read_wav

WORDS = [UNKNOWN, SILENT_WORD, "be", "bee", "tea", "oh"]
SOUNDS = {"be": [("B", "IY")], "bee": [("B", "IY")], "tea": [("T", "IY")], "oh": [("OW",)]}


def machine_of(arcs):
    rows = [[] for _ in range(1 + max(max(a.source, a.target) for a in arcs))]
    for arc in arcs:
        rows[arc.source].append(arc)
    return Machine(3, rows, {0: 0.0})


def spoken_words(machine, labels):
    """The words along a way through the machine that takes these input labels."""
    todo, found = [(machine.start, 0, ())], set()
    while todo:
        state, at, words = todo.pop()
        if at == len(labels) and state in machine.finals:
            found.add(words)
        for arc in machine.arcs[state]:
            step = 0 if arc.input == 0 else 1
            if step and (at == len(labels) or labels[at] != arc.input):
                continue
            said = (*words, WORDS[arc.output - 1]) if arc.output else words
            todo.append((arc.target, at + step, said))
    return found


def test_phones_are_those_of_the_shipped_model():
    lines = (SPEECH_MODEL / "graph" / "phones.txt").read_text("utf-8").splitlines()
    marks = [f"#{number} {len(PHONES) + number}" for number in range(DISAMBIGUATIONS)]
    assert lines == [*(f"{phone} {number}" for number, phone in enumerate(PHONES)), *marks]


@pytest.mark.parametrize(
    ("phones", "expected"),
    [
        (("OW",), ["OW_S"]),
        (("T", "IY"), ["T_B", "IY_E"]),
        (("K", "AE", "T"), ["K_B", "AE_I", "T_E"]),
        (("SIL",), ["SIL"]),
    ],
)
def test_a_phone_knows_its_place_in_the_word(phones, expected):
    assert [PHONES[number] for number in positioned(phones)] == expected


@pytest.mark.parametrize(
    ("sounds", "expected"),
    [
        (["T_B", "IY_E"], {("tea",)}),
        (["OW_S", "T_B", "IY_E"], {("oh", "tea")}),
        (["T_B", "IY_E", "SIL", None, "OW_S"], {("tea", "oh")}),
        (["B_B", "IY_E"], {("be",)}),
        (["B_B", "IY_E", 1], {("bee",)}),
        (["B_B"], set()),
    ],
)
def test_the_lexicon_tells_words_and_marks_homophones(sounds, expected):
    silence_mark = len(PHONES) + DISAMBIGUATIONS - 2
    labels = [
        silence_mark if sound is None
        else len(PHONES) + sound if isinstance(sound, int)
        else PHONE_IDS[sound]
        for sound in sounds
    ]  # fmt: skip
    assert spoken_words(machine_of(lexicon_arcs(WORDS, SOUNDS)), labels) == expected


def test_every_phone_of_the_expanded_graph_is_entered_once_and_may_last():
    machine = expanded(machine_of(lexicon_arcs(WORDS, SOUNDS)))
    entered = {}
    for row in machine.arcs:
        for arc in row:
            if 0 < arc.input <= TRANSITIONS and arc.source != arc.target:
                assert arc.input % 2 == 0
                assert entered.setdefault(arc.target, arc.input) == arc.input
    for state, forward in entered.items():
        loops = {arc.input for arc in machine.arcs[state] if arc.target == state}
        assert forward - 1 in loops
        assert loops <= {forward - 1, forward}, "a word of one phone may be said again"
    assert len(entered) > len(SOUNDS)


def test_outputs_are_shared_by_the_places_of_a_phone():
    assert output_of(PHONE_IDS["SIL"]) == 0
    assert len({output_of(PHONE_IDS[f"ZH_{place}"]) for place in "BEIS"}) == 1
    assert output_of(PHONE_IDS["SPN_B"]) == 1 + output_of(PHONE_IDS["ZH_B"])


def test_a_grammar_becomes_minimal_and_keeps_its_sentences():
    ids = {"red": 3, "blue": 1, "light": 2, "on": 4}
    grammar = Grammar()
    end = grammar.state()
    for sentence in ("red light on", "blue light on", "red light", "blue light"):
        grammar.add(0, end, sentence)
    rows, finals = grammar.acceptor(ids, [end])
    assert len(rows) == 4
    assert [label for label, _, _ in sorted(rows[0])] == [1, 3]
    assert len(finals) == 2


def test_written_arcs_are_sorted_by_label(tmp_path):
    path = tmp_path / "Gr.fst"
    write_acceptor(path, [[(9, 0.5, 1), (2, 0.0, 1)], []], {1: 0.0})
    raw = path.read_bytes()
    arcs = np.frombuffer(raw[-32:], "<i4").reshape(2, 4)
    assert [(row[0], row[1], row[3]) for row in arcs.tolist()] == [(2, 2, 1), (9, 9, 1)]
    assert all(a[0] < b[0] for a, b in pairwise(arcs.tolist()))


def test_the_shipped_model_is_read_and_written_byte_for_byte(tmp_path):
    path = SPEECH_MODEL / "am" / "final.mdl"
    weights = read_model(path)
    write_model(tmp_path / "final.mdl", weights, strides_of(weights))
    assert (tmp_path / "final.mdl").read_bytes() == path.read_bytes()


def test_what_is_no_model_is_refused(tmp_path):
    (tmp_path / "final.mdl").write_bytes(b"text")
    with pytest.raises(ValueError, match="no binary nnet3 model"):
        read_model(tmp_path / "final.mdl")


def test_vosk_hears_only_sentences_of_a_strict_grammar(tmp_path):
    ids = word_ids(SPEECH_MODEL)
    truth = "turn on the kitchen light"
    others = ["what time is it", "close the curtain"]
    right = strict_model(SPEECH_MODEL, sentences_grammar([truth, *others], ids), tmp_path / "a")
    wrong = strict_model(SPEECH_MODEL, sentences_grammar(others, ids), tmp_path / "b")
    speech = [read_wav(KITCHEN)]
    assert transcribe(right, speech).texts == (truth,)
    assert transcribe(wrong, speech).texts[0] in {*others, ""}


def test_noise_is_mixed_by_the_loudest_frame():
    draw = np.random.default_rng(1)
    speech = np.zeros(20_480, np.float32)
    speech[4096:6144] = 0.25
    noise = np.full(40_960, 0.01, np.float32)
    both = mixed(speech, noise, 12.0, draw)
    quiet, loud = both[0], both[5000] - both[0]
    assert 20 * np.log10(loud / quiet) == pytest.approx(12.0, abs=0.01)
    assert np.abs(both).max() == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("heard", "said", "expected"),
    [
        ("a b c", "a b c", (0, 3)),
        ("a c", "a b c", (1, 3)),
        ("x b c d", "a b c", (2, 3)),
        ("", "a", (1, 1)),
    ],
)
def test_word_errors(heard, said, expected):
    assert word_errors(heard, said) == expected
