"""What sounds like what: names that are too alike, known words for unknown ones."""

import itertools
import struct

import pytest
from fixtures.hearing import ROOT, SPEECH_MODEL

from edge_agent.errors import ModelError
from edge_agent.speech.lexicon import (
    AliasFinder,
    ModelLexicon,
    Origin,
    Pronouncer,
    Treatment,
    alike,
    known_words,
)
from edge_agent.speech.lexicon.dictionary import Dictionary
from edge_agent.speech.lexicon.likeness import distance, loss, replacement
from edge_agent.speech.lexicon.phones import ARPABET, SCHWA

MODEL = ROOT / "models" / "g2p"
PHONES = sorted(ARPABET | {SCHWA})
WORDS = frozenset(
    word
    for row in (
        ("the", "turn", "light", "kitchen", "seven", "please", "window", "through", "lamp", "on"),
        ("dim", "her", "zig", "fig", "bee", "row", "bow", "rock", "car", "a", "shell", "e"),
    )
    for word in row
)


@pytest.fixture(scope="module")
def pronouncer() -> Pronouncer:
    return Pronouncer.load(MODEL, sounds_like={"hue": "shell"})


class Knows:
    """A model that knows some words and cannot learn."""

    def __init__(self, words: frozenset[str]) -> None:
        self._words = words

    def knows(self, word: str) -> bool:
        return word in self._words


def test_distances_are_fair():
    for one, other in itertools.product(PHONES, PHONES):
        assert replacement(one, other) == replacement(other, one)
        assert (replacement(one, other) == 0) == (one == other)
        assert 0 <= replacement(one, other) <= 1
        assert 0 < loss(one) < 1


@pytest.mark.parametrize(
    ("one", "near", "far"),
    [
        ("B AE TH", "P AE TH", "SH AE TH"),
        ("D IH N ER", "D IH M ER", "D IH CH ER"),
        ("L AE M P", "L AE M", "L IY M P S"),
        ("L AY T", "L AY T S", "L UW T"),
        ("K IH CH AX N", "K IH CH IH N", "CH IH K AX N"),
    ],
)
def test_the_ear_decides(one, near, far):
    one, near, far = (text.split() for text in (one, near, far))
    assert 0 < distance(one, near) < distance(one, far)
    assert distance(one, near) == pytest.approx(distance(near, one))
    assert distance(one, one) == 0


NAMES = {
    "Reading Lamp": ["R EH D IH NG L AE M P"],
    "Reading Lamb": ["R EH D IH NG L AE M"],
    "Den Light": ["D EH N L AY T"],
    "Ten Light": ["T EH N L AY T"],
    "Hue Lamp": ["HH Y UW L AE M P"],
    "Hugh Lamp": ["Y UW L AE M P", "HH Y UW L AE M P"],
    "Kitchen Light": ["K IH CH AX N L AY T"],
    "Chicken Light": ["CH IH K AX N L AY T"],
    "Bedroom Lamp": ["B EH D R UW M L AE M P"],
    "Bathroom Lamp": ["B AE TH R UW M L AE M P"],
    "Unsaid": [],
}


def test_names_that_sound_alike_are_found_nearest_first():
    ways = {name: [tuple(way.split()) for way in said] for name, said in NAMES.items()}
    assert [pair[:2] for pair in alike(ways)] == [
        ("Hue Lamp", "Hugh Lamp"),
        ("Den Light", "Ten Light"),
        ("Reading Lamp", "Reading Lamb"),
    ]


@pytest.mark.parametrize(
    ("phones", "words"),
    [
        ("Z IH G B IY", ("zig", "bee")),
        ("D IH M ER", ("dim", "a")),
        ("AX K AA R AX", ("a", "car", "a")),
        ("SH EH L IY", ("shell", "e")),
        ("L AE M P", ("lamp",)),
    ],
)
def test_known_words_stand_for_an_unknown_one(phones, words):
    finder = AliasFinder(Dictionary.load(MODEL).entries(), WORDS.__contains__)
    found = finder.aliases([tuple(phones.split())])
    assert found[0].words == words
    assert [alias.distance for alias in found] == sorted(alias.distance for alias in found)


def test_nothing_stands_for_what_sounds_like_nothing():
    finder = AliasFinder(Dictionary.load(MODEL).entries(), WORDS.__contains__)
    assert finder.aliases([("ZH", "OY", "S", "UW", "V", "OY", "JH", "UH", "NG")]) == ()
    assert AliasFinder((), WORDS.__contains__).aliases([("B", "IY")]) == ()


def test_what_is_done_where_the_model_cannot_learn(pronouncer):
    lexicon = ModelLexicon(Knows(WORDS | {"hue"}), None, pronouncer)
    done = {word: lexicon.heard(word) for word in ("kitchen", "zigbee", "hue", "dimmer", "\u043a")}
    assert {word: heard.treatment for word, heard in done.items()} == {
        "kitchen": Treatment.KNOWN,
        "zigbee": Treatment.ALIAS,
        "hue": Treatment.ALIAS,  # the user wrote that it sounds otherwise
        "dimmer": Treatment.ALIAS,
        "\u043a": Treatment.UNHEARD,
    }
    assert done["zigbee"].aliases[0].words == ("zig", "bee")
    assert done["hue"].aliases[0].words == ("shell",)


def test_nothing_is_done_for_another_language(pronouncer, tmp_path):
    lexicon = ModelLexicon(Knows(frozenset({"zig", "bee"})), None, pronouncer)
    assert lexicon.heard("zigbee").treatment == Treatment.UNHEARD
    assert not lexicon.extend([lexicon.heard("zigbee")], tmp_path)


def test_what_is_done_where_the_model_learns(pronouncer, speech_model, tmp_path):
    lexicon = ModelLexicon.load(SPEECH_MODEL, speech_model, pronouncer)
    assert lexicon.is_extensible
    done = [lexicon.heard(word) for word in ("kitchen", "zorblaxing", "hue", "\u043a")]
    assert [heard.treatment for heard in done] == [
        Treatment.KNOWN,
        Treatment.ADDED,
        Treatment.FURTHER if speech_model.knows("hue") else Treatment.ADDED,
        Treatment.UNHEARD,
    ]
    assert done[2].sound is not None
    assert done[2].sound.origin == Origin.SOUNDS_LIKE
    assert lexicon.extend(done, tmp_path)
    assert known_words_of(tmp_path).keys() - known_words(SPEECH_MODEL).keys() >= {"zorblaxing"}
    assert not lexicon.extend(done[:1], tmp_path)


def known_words_of(graph) -> dict[str, int]:
    (graph.parent / "graph").symlink_to(graph)
    try:
        return known_words(graph.parent)
    finally:
        (graph.parent / "graph").unlink()


def test_words_are_read_from_the_symbols_of_a_grammar(tmp_path):
    """The header of an OpenFst file with its input symbols inside, as stock models have it."""
    symbols = {"<eps>": 0, "licht": 1, "küche": 2}
    path = tmp_path / "graph" / "Gr.fst"
    path.parent.mkdir()
    content = grammar_file(symbols)
    path.write_bytes(content)
    assert known_words(tmp_path) == symbols
    path.write_bytes(content[:-1])
    with pytest.raises(ModelError, match="cut off"):
        known_words(tmp_path)
    path.unlink()
    assert known_words(tmp_path) == {}


def grammar_file(symbols: dict[str, int]) -> bytes:
    def text(said: str) -> bytes:
        raw = said.encode()
        return struct.pack("<i", len(raw)) + raw

    table = b"".join(text(word) + struct.pack("<q", number) for word, number in symbols.items())
    return (
        struct.pack("<i", 2_125_659_606)
        + text("ngram")
        + text("standard")
        + struct.pack("<iiQ3q", 4, 1, 0, 0, 1, 1)
        + struct.pack("<i", 2_125_658_996)
        + text("words")
        + struct.pack("<qq", 3, len(symbols))
        + table
    )
