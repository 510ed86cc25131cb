"""New words in the graph of a speech model: it hears them, and nothing else changes."""

import random
import shutil
import struct
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from fixtures.hearing import KITCHEN, PHRASES, SPEECH_MODEL, frames_of

from edge_agent.errors import ModelError
from edge_agent.speech.lexicon import LexiconGraph
from edge_agent.speech.lexicon.lookahead_fst import read_lookahead_fst
from edge_agent.speech.recogniser import PhraseList, SpeechModel

KITCHEN_PHONES = ("K", "IH", "CH", "AX", "N")
CHANGED = ("HCLr.fst", "words.txt")


def extended(directory: Path, words: dict, *, model: Path = SPEECH_MODEL) -> Path:
    """A model with more words: the files that do not change are links."""
    for path in SPEECH_MODEL.rglob("*"):
        place = directory / path.relative_to(SPEECH_MODEL)
        if path.is_dir():
            place.mkdir(parents=True, exist_ok=True)
        elif path.name not in CHANGED:
            place.symlink_to(path)
    graph = LexiconGraph.load(model)
    assert graph is not None
    graph.extend(words, directory / "graph")
    return directory


@pytest.fixture(scope="module")
def zorblax(tmp_path_factory) -> Path:
    """A model that knows four words that sound like kitchen, and some others."""
    words = {
        "zorblax": [KITCHEN_PHONES],
        "käse": [("K", "EY", "Z")],
        "zorblaxes": [
            (*KITCHEN_PHONES, "Z"),
            ("Z", "AO", "R", "B", "L", "AE", "K", "S", "IH", "Z"),
        ],
        "bedroom": [KITCHEN_PHONES],
        "zee": [("Z",)],
    }
    return extended(tmp_path_factory.mktemp("zorblax"), words)


def heard(model: Path, *phrases: str) -> str:
    recogniser = PhraseList(SpeechModel.load(model), phrases).recogniser(alternatives=1)
    for frame in frames_of(KITCHEN):
        recogniser.accept(frame.pcm)
    return recogniser.partial()


def test_a_new_word_is_heard(zorblax):
    phrases = ("turn on the zorblax light", "turn on the käse light", "turn off the zee light")
    assert heard(zorblax, *phrases) == phrases[0]


def test_a_known_word_gets_a_further_pronunciation(zorblax):
    assert heard(zorblax, "turn on the bedroom light", "turn off it") == "turn on the bedroom light"


def test_known_words_are_heard_as_before(zorblax):
    assert heard(zorblax, *PHRASES) == heard(SPEECH_MODEL, *PHRASES) == "turn on the kitchen light"


def test_the_model_knows_the_new_words_and_the_old_ones(zorblax):
    model = SpeechModel.load(zorblax)
    assert all(map(model.knows, ("zorblax", "zorblaxes", "käse", "zee", "kitchen")))
    old, new = (
        dict(line.rsplit(" ", 1) for line in (path / "graph/words.txt").read_text().splitlines())
        for path in (SPEECH_MODEL, zorblax)
    )
    assert old.items() <= new.items()
    assert len(set(new.values())) == len(new) == len(old) + 4


@pytest.mark.parametrize(
    ("word", "phones", "is_said"),
    [
        ("kitchen", "K IH CH AX N", True),
        ("kitchen", "K IH CH IH N", False),
        ("kitchen", "K IH CH AX", False),
        ("chicken", "K IH CH AX N", False),
        ("a", "AX", True),
        ("a", "EY", True),
        ("the", "DH AX", True),
        ("zorblax", "K IH CH AX N", True),
        ("zorblax", "Z AO R B L AE K S", False),
        ("zorblaxes", "Z AO R B L AE K S IH Z", True),
        ("zee", "Z", True),
        ("unknown-word", "Z", False),
    ],
)
def test_it_tells_how_a_word_is_heard(zorblax, word, phones, is_said):
    graph = LexiconGraph.load(zorblax)
    assert graph is not None
    assert graph.says(word, tuple(phones.split())) == is_said


def reachable(fst, state: int) -> set[int]:
    """By walking: the output labels that can come first from a state."""
    found, seen, waiting = set(), {state}, [state]
    while waiting:
        at = waiting.pop()
        if np.isfinite(fst.finals[at]):
            found.add(fst.final_label)
        for arc in fst.arcs[fst.offsets[at] : fst.offsets[at + 1]]:
            if arc["olabel"]:
                found.add(int(arc["olabel"]))
            elif arc["to"] not in seen:
                seen.add(int(arc["to"]))
                waiting.append(int(arc["to"]))
    return found


def test_the_tables_say_what_can_be_reached(zorblax):
    old = len(read_lookahead_fst(SPEECH_MODEL / "graph/HCLr.fst").finals)
    fst = read_lookahead_fst(zorblax / "graph/HCLr.fst")
    states = [*random.Random(0).sample(range(old), 40), *range(old, len(fst.finals))]
    assert len(states) > 55
    for state in states:
        labels = {label for low, high in fst.reach[state] for label in range(low, high)}
        assert labels == reachable(fst, state)
        assert all(one[1] < two[0] for one, two in pairwise(fst.reach[state]))


def test_without_new_words_the_graph_stays_as_it_is(tmp_path):
    model = extended(tmp_path, {"empty": ()})
    one, two = (read_lookahead_fst(path / "graph/HCLr.fst") for path in (SPEECH_MODEL, model))
    assert np.array_equal(one.arcs, two.arcs)
    assert np.array_equal(one.finals, two.finals)
    assert one.reach == two.reach
    words = (SPEECH_MODEL / "graph/words.txt").read_text()
    assert (model / "graph/words.txt").read_text() == words


def test_an_extended_model_can_be_extended_again(zorblax, tmp_path):
    again = extended(tmp_path, {"blorp": [KITCHEN_PHONES]}, model=zorblax)
    assert heard(again, "turn on the blorp light", "turn off it") == "turn on the blorp light"
    assert heard(again, "turn on the zorblax light", "turn off it") == "turn on the zorblax light"


def test_a_word_may_be_very_long(tmp_path):
    graph = LexiconGraph.load(SPEECH_MODEL)
    assert graph is not None
    graph.extend({"long": [("B", "AA") * 2_000], "longer": [("B", "AA") * 2_001]}, tmp_path)
    assert len(read_lookahead_fst(tmp_path / "HCLr.fst").finals) > 4_000


@pytest.mark.parametrize(
    ("word", "phones"),
    [
        ("two words", KITCHEN_PHONES),
        ("", KITCHEN_PHONES),
        ("<eps>", KITCHEN_PHONES),
        ("#0", KITCHEN_PHONES),
        ("word", ()),
        ("word", ("K", "Q")),
        ("word", ("K_B",)),
    ],
)
def test_what_is_no_word_is_refused(tmp_path, word, phones):
    graph = LexiconGraph.load(SPEECH_MODEL)
    assert graph is not None
    with pytest.raises(ModelError):
        graph.extend({word: [phones]}, tmp_path)


@pytest.fixture
def copy(tmp_path) -> Path:
    return shutil.copytree(SPEECH_MODEL, tmp_path / "model")


def rewrite(path: Path, change) -> None:
    path.write_bytes(change(path.read_bytes()))


FOREIGN = {
    "no graph of this kind": ("graph/HCLr.fst", lambda _: b""),
    "another graph": ("graph/HCLr.fst", lambda raw: raw[80:]),
    "no transition model": ("am/final.mdl", lambda _: b"nonsense" * 500),
    "phones in context": (
        "am/final.mdl",
        # One more tuple than phones.
        lambda raw: raw.replace(b"<Tuples> \4\xa5", b"<Tuples> \4\xa6"),
    ),
    "other phones": ("graph/phones.txt", lambda raw: raw.replace(b"ZH_", b"X_")),
    "no positions": ("graph/phones.txt", lambda raw: raw.replace(b"_", b"-")),
    "gaps among the phones": ("graph/phones.txt", lambda raw: raw.replace(b"SIL 1\n", b"")),
}


@pytest.mark.parametrize(("name", "change"), FOREIGN.values(), ids=FOREIGN)
def test_other_kinds_of_models_are_left_alone(copy, name, change):
    rewrite(copy / name, change)
    assert LexiconGraph.load(copy) is None


@pytest.mark.parametrize("name", ["HCLr.fst", "words.txt", "phones.txt"])
def test_a_model_without_these_files_is_left_alone(copy, name):
    (copy / "graph" / name).unlink()
    assert LexiconGraph.load(copy) is None


def arcs_at(raw: bytes) -> int:
    """Where the arcs begin: behind the headers and the states."""
    (states,) = struct.unpack_from("<q", raw, raw.index(b"const") + 41)
    return raw.index(b"const") + 57 + 20 * states


DAMAGED = {
    "cut off": ("HCLr.fst", lambda raw: raw[:-1]),
    "cut in half": ("HCLr.fst", lambda raw: raw[: len(raw) // 2]),
    "too long": ("HCLr.fst", lambda raw: raw + b"\0"),
    "arcs into nowhere": (
        "HCLr.fst",
        lambda raw: raw[: arcs_at(raw)] + b"\xff" * 16 + raw[arcs_at(raw) + 16 :],
    ),
    "labels of no phone": (
        "HCLr.fst",
        lambda raw: raw[: arcs_at(raw)] + b"\0\2\0\0" * 2 + raw[arcs_at(raw) + 8 :],
    ),
    "costs that are none": (
        "HCLr.fst",
        lambda raw: raw[: arcs_at(raw) + 8] + b"\0\0\x80\x7f" + raw[arcs_at(raw) + 12 :],
    ),
    "words without ids": ("words.txt", lambda raw: raw + b"word\n"),
    "no words": ("words.txt", lambda _: b""),
    "phones without ids": ("phones.txt", lambda raw: raw + b"AA_B\n"),
}


@pytest.mark.parametrize(("name", "change"), DAMAGED.values(), ids=DAMAGED)
def test_damage_is_told(copy, name, change):
    rewrite(copy / "graph" / name, change)
    with pytest.raises(ModelError, match="fetch") as caught:
        LexiconGraph.load(copy)
    assert name in str(caught.value)


def test_no_damage_does_anything_worse(copy):
    """Any byte, wherever it is wrong: an error, or a graph all of whose parts fit together."""
    draw, path = random.Random(1), copy / "graph" / "HCLr.fst"
    raw = path.read_bytes()
    for _ in range(60):
        at = draw.choice([draw.randrange(150), draw.randrange(len(raw))])
        path.write_bytes(raw[:at] + bytes([raw[at] ^ draw.randrange(1, 256)]) + raw[at + 1 :])
        try:
            graph = LexiconGraph.load(copy)
            if graph is not None:
                graph.extend({"zorblax": [KITCHEN_PHONES]}, copy.parent)
                read_lookahead_fst(copy.parent / "HCLr.fst")
        except ModelError:
            continue
