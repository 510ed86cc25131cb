"""What the benchmark of accuracy does by itself, without network, broker or agent."""

import json
import random
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from fixtures.hearing import ROOT

sys.path.insert(0, str(ROOT / "tools" / "bench"))

from acceptance import Case, IntentScore, read_cases, read_scores, tags_of, write_noisy
from accuracy_report import AccuracyReport
from english_sentences import Sentences, examples, replies, sentences, utterances
from false_acts import REAL_COMMANDS, FalseAct, FalseActs, RealCommands, false_acts, naming
from generated_home import generated_home
from packages import LISTED, checksum
from recogniser_noise import ALIKE_ONLY, SHORT_WORDS, SoundAlikes, noisy
from tables import marks

from edge_agent.domain.command import Command
from edge_agent.domain.intent import Intent
from edge_agent.domain.slots import Slots

AIML = """<category><pattern>DO YOU LIKE TEA</pattern>
<template>Yes, I do. Tom &amp; I drink it -- cold!</template></category>
<category><pattern>I AM *</pattern><template>Hello <star/>.</template></category>"""
WORDNET = """00001740 29 v 01 breathe 0 005 | take in air; "I can breathe now"; "You: asleep."
00002325 29 v 01 choke 0 001 | stop breathing
"""
WAYS = {
    "lamp": (("L", "AE", "M", "P"),),
    "lamb": (("L", "AE", "M"),),
    "ramp": (("R", "AE", "M", "P"),),
    "window": (("W", "IH", "N", "D", "OW"),),
    "two": (("T", "UW"),),
    "too": (("T", "UW"),),
}
ALIKES = SoundAlikes(WAYS, [*WAYS, "unheard"])


def case(*tags: str, turns: int = 1, has_passed: bool = True, did_unwanted: bool = False) -> Case:
    return Case(tags=tags, turns=turns, has_passed=has_passed, did_unwanted=did_unwanted)


def command(intent: Intent, **slots: str | int) -> Command:
    return Command(intent=intent, slots=Slots(**slots), confidence=0.9)


# ------------------------------------------------------------------- sentences


def test_a_chatbot_gives_what_is_said_to_it_and_its_replies():
    assert utterances(AIML) == ["DO YOU LIKE TEA"]
    assert replies(AIML) == ["Yes, I do", "Tom & I drink it -- cold"]


def test_wordnet_gives_its_examples_and_no_definitions():
    assert examples(WORDNET) == ["I can breathe now", "You: asleep"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("I can breathe now", "i can breathe now"),
        ("The patient:  asleep", "the patient asleep"),
        ("'Tis the patients' tea", "tis the patients tea"),
        ("I don't breathe", "i don't breathe"),
        ("a well-known patient", "a well known patient"),
        ("breathe", None),
        ("breathe 2 times", None),
        ("der Patient", None),
        (" ".join(["tea"] * 20), " ".join(["tea"] * 20)),
        (" ".join(["tea"] * 21), None),
    ],
)
def test_sentences_are_as_a_recogniser_prints_them(text, said):
    words = "i can breathe now the patient patients asleep tis tea don't a well known times"
    assert sentences([text], frozenset(words.split())) == ((said,) if said else ())


def test_each_sentence_counts_once_and_the_same_ones_are_drawn_each_time():
    found = sentences(["b a", "A b", "a  B"], frozenset("ab"))
    assert found == ("a b", "b a")
    given = Sentences(title="x", texts=tuple(f"a {n}" for n in range(50)))
    assert given.drawn(5) == given.drawn(5)
    assert len(set(given.drawn(5).texts)) == 5
    assert given.drawn(50) is given


# ------------------------------------------------------------------- false acts


@pytest.mark.parametrize(
    ("intent", "changes", "tells"),
    [
        (Intent.TURN_ON, True, False),
        (Intent.START_TIMER, True, False),
        (Intent.GET_TIME, False, True),
        (Intent.YES, False, False),
        (Intent.NEVER_MIND, False, False),
    ],
)
def test_false_acts_are_told_apart_by_what_they_do(intent, changes, tells):
    act = FalseAct(sentence="x", commands=(command(intent),))
    assert (act.changes, act.tells) == (changes, tells)


def test_a_false_act_is_shown_with_its_command():
    act = FalseAct(sentence="uh blue", commands=(command(Intent.LIGHT_SET, color="blue"),))
    assert act.line() == "uh blue => light_set color=blue"


def test_every_exception_has_its_reason():
    for entry in yaml.safe_load(REAL_COMMANDS.read_text()):
        assert entry.keys() == {"why", "sentences"}
        assert entry["why"]
        assert entry["sentences"]


@pytest.mark.parametrize(
    ("text", "is_real"),
    [
        ("turn on the lights", True),
        ("what time is it", True),
        ("what is time", False),
        ("i turn on the lights", False),
        ("turn on the lights of the city", False),
        ("light blue", False),
    ],
)
def test_only_whole_commands_are_excepted(text, is_real):
    assert (RealCommands.load().why(text) is not None) is is_real


def test_the_agents_own_understanding_judges():
    given = Sentences(title="x", texts=("what time is it", "never mind", "my sister has a cat"))
    (found,) = false_acts([given], generated_home(10))
    assert (found.sentences, found.left_out, found.changing, found.telling) == (2, 1, 0, 0)
    assert [act.sentence for act in found.acts] == ["never mind"]


def test_sentences_that_name_something_of_the_home_are_found():
    home = generated_home(10)
    name = home.entities[0].name.lower()
    texts = (f"i saw the {name} yesterday", "who left the lights on", "my sister has a cat")
    assert set(naming([Sentences(title="x", texts=texts)], home).texts) == set(texts[:2])


# ------------------------------------------------------------------- a recogniser's mistakes


def test_words_are_heard_as_those_that_sound_like_them():
    assert [word for word, _ in ALIKES.of("lamp")][:2] == ["ramp", "lamb"]
    assert ALIKES.of("too")[0] == ("two", 0.0)
    assert ALIKES.of("xyzzy") == []


def test_mistakes_are_the_same_each_time_and_others_with_another_seed():
    text = "lamp window two ramp too lamb " * 5
    one, same, other = (noisy(text, 0.5, ALIKES, random.Random(seed)) for seed in (1, 1, 2))
    assert one == same != other


def test_without_mistakes_a_text_stays_and_it_never_becomes_empty():
    draw = random.Random(0)
    assert noisy("lamp window", 0.0, ALIKES, draw) == "lamp window"
    assert all(noisy("two", 1.0, ALIKES, draw) for _ in range(100))


def test_mistakes_come_as_often_as_asked_and_in_proportion():
    words = ["window"] * 20_000
    heard = noisy(" ".join(words), 0.1, ALIKES, random.Random(3)).split()
    inserted = sum(word in SHORT_WORDS for word in heard)
    substituted = sum(word not in {"window", *SHORT_WORDS} for word in heard)
    lost = len(words) + inserted - len(heard)
    assert (substituted + lost + inserted) / len(words) == pytest.approx(0.1, abs=0.01)
    assert substituted / len(words) == pytest.approx(0.06, abs=0.006)
    assert lost / len(words) == pytest.approx(0.03, abs=0.005)
    assert inserted / len(words) == pytest.approx(0.01, abs=0.003)


def test_of_mistakes_only_those_asked_for_come():
    heard = noisy("window " * 500 + "xyzzy", 1.0, ALIKES, random.Random(4), ALIKE_ONLY).split()
    assert len(heard) == 501
    assert "window" not in heard
    assert heard[-1] == "xyzzy"


def test_copies_of_dialogues_differ_only_in_what_is_said(tmp_path: Path):
    turns = [{"say": "lamp window two", "expect": [1]}, {"say": "too lamb", "expect": []}]
    given = [{"id": f"d-{n}", "tags": ["direct"], "dialogue": turns} for n in range(9)]
    (tmp_path / "cases").mkdir()
    (tmp_path / "copy").mkdir()
    cases = tmp_path / "cases" / "direct.jsonl"
    cases.write_text("".join(f"{json.dumps(one)}\n" for one in given))
    write_noisy(cases.parent, tmp_path / "copy", 0.5, 1, ALIKES)
    copies = [json.loads(x) for x in (tmp_path / "copy" / cases.name).read_text().splitlines()]
    said = [[turn.pop("say") for turn in one["dialogue"]] for one in copies]
    assert len({tuple(turns) for turns in said}) > 1
    assert [one["dialogue"] for one in copies] == [[{"expect": [1]}, {"expect": []}]] * 9
    assert tags_of(tmp_path / "copy") == {f"d-{n}": ("direct",) for n in range(9)}


# ------------------------------------------------------------------- reports


def test_a_report_of_the_runner_is_read():
    report = {
        "passes": [{"id": "b", "turns": [{"say": "x"}, {"say": "y"}]}],
        "failures": [
            {"id": "a", "turns": [{"problems": ["missing: x"]}]},
            {"id": "c", "turns": [{"problems": ["missing: x", "unexpected: y"]}]},
        ],
    }
    tags = {"a": ("area",), "b": ("noact",), "c": ("value",)}
    assert read_cases(report, tags) == [
        case("area", has_passed=False),
        case("noact", turns=2),
        case("value", has_passed=False, did_unwanted=True),
    ]


def test_the_table_of_the_scorer_is_read():
    lines = [
        "HassTurnOn                     12/16   exact  75.0 %   intent  93.8 %",
        "16 sentences in 1.0 s; intent 93.8 %; exact 75.0 %",
    ]
    assert list(read_scores(lines)) == [
        IntentScore(intent="HassTurnOn", count=16, exact=12, intents=15)
    ]


def test_tables_tell_shares_and_differences():
    acts = (FalseAct(sentence="uh blue", commands=(command(Intent.LIGHT_SET),)),)
    text = AccuracyReport(
        clean=[case("direct"), case("noact", turns=2)],
        noisy={
            "words lost": [
                [case("direct", has_passed=False, did_unwanted=True), case("noact", turns=2)]
            ]
        },
        error_rate=0.1,
        scores=[IntentScore(intent="HassTurnOn", count=4, exact=1, intents=3)],
        acts=[FalseActs(title="x", sentences=200, left_out=2, acts=acts)],
        naming=FalseActs(title="naming", sentences=4, left_out=0, acts=acts),
        remarks=["No examples."],
    ).markdown()
    for row in (
        "| direct | 1 | 1 | 100.0 |",
        "| all | 2 | 2 | 100.0 |",
        "| HassTurnOn | 4 | 25.0 | 75.0 |",
        "| x | 200 | 2 | 1 (0.50 %) | 0 (0.00 %) | 0 (0.00 %) |",
        "| naming | 4 | 0 | 1 (25.00 %) | 0 (0.00 %) | 0 (0.00 %) |",
        "| of one turn | 1 | 100.0 | 0.0 | 100.0 | 0.0 | 100.0 |",
        "| of several turns | 1 | 100.0 | 100.0 | 0.0 | 0.0 | 0.0 |",
        "| all | 2 | 100.0 | 50.0 | 50.0 | 0.0 | 50.0 |",
    ):
        assert f"\n{row}\n" in f"{text}\n", row
    assert "\nWords lost, 10 % of words:\n" in text
    assert text.endswith("\n\nNo examples.\n")


def test_what_was_not_measured_has_no_table():
    assert AccuracyReport(remarks=["Nothing."]).markdown() == "Nothing.\n"


# ------------------------------------------------------------------- packages and documents


def test_what_is_fetched_has_a_version_and_a_checksum_and_the_project_needs_none_of_it():
    lines = [x for x in LISTED.read_text().splitlines() if x and not x.startswith("#")]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    needed = json.dumps([project["dependencies"], project["optional-dependencies"]])
    for line in lines:
        package, digest = line.split()
        assert digest.startswith("--hash=sha256:")
        assert package.partition("==")[0] not in needed


def test_a_checksum_is_that_of_all_files_together(tmp_path: Path):
    files = [tmp_path / name for name in "ab"]
    for file in files:
        file.write_text(file.name)
    (tmp_path / "ab").write_text("ab")
    assert checksum(files) == checksum([tmp_path / "ab"])


@pytest.mark.parametrize(
    ("document", "tool"), [("accuracy.md", "bench_accuracy"), ("performance.md", "bench_nlu")]
)
def test_the_documents_have_the_marks(document, tool):
    text = (ROOT / "docs" / document).read_text()
    assert [text.count(mark) for mark in marks(tool)] == [1, 1]


@pytest.mark.parametrize("tool", ["bench_accuracy", "bench_nlu"])
def test_the_tools_explain_themselves(tool):
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / tool, "--help"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert "--document" in done.stdout
