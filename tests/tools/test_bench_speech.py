"""The benchmark of speech recognition, on one recording that is made here."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from fixtures.hearing import ROOT

sys.path.insert(0, str(ROOT / "tools" / "acoustic"))
sys.path.insert(0, str(ROOT / "tools" / "bench"))

from coffee_order import coffee_graph, coffee_slots
from generated_home import commands, generated_home
from report import Report
from sentences_of_graph import Sentences
from speech_trial import Heard, Measurement, read_measurement, read_trial
from sphinx import order_jsgf
from tables import marks, write_between_marks

from edge_agent.nlu.sentences import sentence_graph

ORDERS = Sentences(coffee_graph())
BEGIN, END = marks("bench_speech")


@pytest.mark.parametrize(
    ("text", "is_order"),
    [
        ("make me a latte", True),
        ("i'd like an iced mocha with brown sugar and some cream", True),
        ("brew a double shot dark roast small coffee", True),
        ("brew a small large coffee", False),
        ("make me a latte with milk and cream", False),
        ("make me a", False),
    ],
)
def test_the_graph_of_orders_holds_orders_only(text, is_order):
    assert ORDERS.accepts(text) is is_order


def test_sampled_orders_are_orders_and_name_a_drink():
    sampled = ORDERS.sample(60)
    assert len(sampled) > 40
    assert all(ORDERS.accepts(text) and "coffeeDrink" in coffee_slots(text) for text in sampled)


def test_pocketsphinx_gets_each_modifier_at_most_once_and_in_any_order():
    (line,) = (line for line in order_jsgf().splitlines() if line.startswith("<modifiers>"))
    ways = line.removesuffix(";").partition(" = ")[2].split(" | ")
    assert len(set(ways)) == 3 + 6 + 6
    assert all(len(set(way.split())) == len(way.split()) for way in ways)


def test_a_smaller_home_is_part_of_a_larger_one_and_its_commands_can_be_said_in_both():
    small, large = generated_home(10), generated_home(100)
    assert large.entities[:10] == small.entities
    assert len({entity.name for entity in large.entities}) == 100
    for home in (small, large):
        sentences = Sentences(sentence_graph(home))
        assert [text for text in commands(small) if not sentences.accepts(text)] == []


def test_what_a_trial_prints_is_read_back():
    found = {"heard": [[{"alternatives": ["a latte"], "lead": 2.5, "is_other_speech": False}], []]}
    read = read_measurement(json.dumps({**found, "sound_s": 3.0, "hearing_s": 0.5}))
    assert read == Measurement(
        sound_s=3.0, hearing_s=0.5, heard=[[Heard(alternatives=("a latte",), lead=2.5)], []]
    )
    assert read.speed == 6.0


def test_an_unknown_key_of_a_trial_is_refused():
    with pytest.raises(TypeError):
        read_trial('{"way": "strict", "model": "", "speaks": "10", "recordings": [], "loud": 1}')


def test_tables_take_the_place_between_the_marks(tmp_path: Path):
    document = tmp_path / "speech.md"
    document.write_text(f"before\n\n{BEGIN}\nold\n{END}\n\nafter\n")
    for _ in range(2):
        write_between_marks(document, "bench_speech", "new\n")
    assert document.read_text() == f"before\n\n{BEGIN}\n\nnew\n\n{END}\n\nafter\n"


@pytest.mark.parametrize("text", ["", f"{BEGIN}\n", f"{END}\n{BEGIN}\n"])
def test_a_document_without_marks_is_left_alone(tmp_path: Path, text: str):
    document = tmp_path / "speech.md"
    document.write_text(text)
    with pytest.raises(ValueError, match="lacks the line"):
        write_between_marks(document, "bench_speech", "new\n")
    assert document.read_text() == text


def test_the_document_has_the_marks():
    text = (ROOT / "docs" / "speech.md").read_text()
    assert text.count(BEGIN) == text.count(END) == 1


def test_what_was_not_measured_is_said():
    assert Report(remarks=("No recordings.",)).markdown() == "No recordings.\n"


@pytest.mark.skipif(not shutil.which("flite"), reason="flite is not installed")
def test_one_order_and_one_home_are_measured(tmp_path: Path):
    said = "make me a large latte"
    flite = ["flite", "-voice", "rms", "-t", said, "-o", str(tmp_path / "order.wav")]
    subprocess.run(flite, check=True)
    labels = {"order.wav": {"intent": "orderDrink", "slots": coffee_slots(said)}}
    (tmp_path / "labels.json").write_text(json.dumps(labels))
    tool = [
        sys.executable,
        str(ROOT / "tools" / "bench_speech"),
        "--json",
        "--without-pocketsphinx",
    ]
    options = ["--coffee", str(tmp_path), "--levels", "--home", "10", "--names", "10"]
    options += ["--beams", "8"]
    done = subprocess.run([*tool, *options], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert [one["clean"] for one in found["coffee"][:3]] == [1.0] * 3, "strict grammars"
    assert found["coffee"][1]["way"] == "strict grammar, beam 8"
    assert [one["by_level"] for one in found["coffee"]] == [{}] * 5
    assert found["taken_for_commands"] == {"vosk-en-us-starter": 0.0}
    assert [one["compares"] for one in found["homes"]] == [True, False]
    for one in found["homes"]:
        assert one["right"] > 0.8
        cost = one["cost"]
        assert 0 < cost["load_s"] < cost["load_s"] + cost["build_s"]
        assert cost["grammar_bytes"] > 10_000
        assert 10 < cost["loaded_mib"] <= cost["peak_mib"] < 90
