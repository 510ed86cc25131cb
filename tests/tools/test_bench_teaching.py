"""Phrases taught by example, measured: the data, the verdicts, and commands undisturbed."""

import json
import sys

import pytest
from fixtures.hearing import ROOT

sys.path.insert(0, str(ROOT / "tools" / "bench"))

from generated_home import commands, generated_home
from teaching_trial import (
    THRESHOLDS,
    Verdict,
    markdown,
    read_lesson,
    refused,
    sentences_of,
    taught,
    threshold_table,
    verdicts,
)

from edge_agent.app.understanding import Understander
from edge_agent.config.paths import models_directory
from edge_agent.config.schema import UnderstandingSettings
from edge_agent.domain.phrase import Phrase
from edge_agent.nlu.network import Network

HOME = generated_home(50)
LEAST_RECOGNISED = 0.88
MOST_MISTAKEN = 1


@pytest.fixture(scope="module")
def understander() -> Understander:
    return taught(read_lesson("test"), HOME)


@pytest.mark.parametrize("part", ["test", "development"])
def test_the_data_are_whole(part):
    lesson = read_lesson(part)
    assert len(lesson.phrases) == len(set(lesson.phrases)) == 20
    assert all(len(phrase.examples) == 3 for phrase in lesson.phrases)
    said = [text for text, _ in lesson.paraphrases]
    examples = {example for phrase in lesson.phrases for example in phrase.examples}
    others = [text for texts in lesson.others.values() for text in texts]
    assert len(said) >= 5 * len(lesson.phrases)
    assert len(others) >= (200 if part == "test" else 100)
    assert len({*said, *others, *examples}) == len(said) + len(others) + len(examples)


def test_test_and_development_share_no_phrase():
    test, development = (
        {example for phrase in read_lesson(part).phrases for example in phrase.examples}
        for part in ("test", "development")
    )
    assert test.isdisjoint(development)


def test_all_examples_can_be_taught():
    assert refused(read_lesson("test"), HOME) == []


def test_paraphrases_are_recognised_and_commands_and_chatter_are_not(understander):
    lesson = read_lesson("test")
    examples = [(said, phrase) for phrase in lesson.phrases for said in phrase.examples]
    assert all(v.phrase == v.wanted for v in verdicts(understander, examples))
    found = verdicts(understander, lesson.paraphrases)
    right = sum(v.phrase == v.wanted for v in found)
    assert right >= LEAST_RECOGNISED * len(found)
    none = [(text, None) for sort in ("commands", "chatter") for text in lesson.others[sort]]
    mistaken = [v.text for v in verdicts(understander, none) if v.phrase]
    assert len(mistaken) <= MOST_MISTAKEN, mistaken


def test_phrases_change_no_command(understander):
    plain = Understander(UnderstandingSettings())
    plain.learn(HOME)
    said = [*commands(HOME), *read_lesson("test").others["commands"]]
    for text in said:
        before = plain.understand((text,))
        if before.commands:
            assert understander.understand((text,)) == before


def test_the_table_counts_each_sentence_once():
    found = [
        Verdict(text="a", wanted="x", phrase="x", is_command=False),
        Verdict(text="b", wanted="x", phrase="y", is_command=False),
        Verdict(text="c", wanted="x", phrase=None, is_command=True),
        Verdict(text="d", wanted="x", phrase=None, is_command=False),
    ]
    none = [Verdict(text="e", wanted=None, phrase="x", is_command=False)]
    lines = markdown({"paraphrases": found, "chatter": none}).splitlines()
    assert lines[2:] == [
        "| paraphrases | 4 | 25.0 % | 1 | 1 | 1 |",
        "| chatter | 1 | - | 1 | 0 | 0 |",
    ]


def test_a_higher_threshold_takes_less():
    text = threshold_table(read_lesson("development"), Network.load(models_directory() / "intent"))
    rows = [row.split(" | ") for row in text.splitlines()[2:]]
    shares = [float(row[1]) for row in rows]
    assert len(rows) == len(THRESHOLDS)
    assert shares == sorted(shares, reverse=True)


def test_all_that_is_said_in_dialogues_is_taken(tmp_path):
    case = {"dialogue": [{"say": "a"}, {"wait": 3}, {"say": "b"}]}
    (tmp_path / "x.jsonl").write_text(json.dumps(case) + "\n")
    assert sentences_of(tmp_path) == ["a", "b"]


def test_what_a_phrase_does_is_understood_when_it_is_said(understander):
    lamp = next(e for e in HOME.entities if e.domain == "light")
    own = Understander(UnderstandingSettings())
    own.learn(HOME)
    own.teach((Phrase(examples=("zork",), does=f"turn on the {lamp.name}"),))
    found = own.understand(("zork",))
    assert found.text == found.phrase == "zork"
    assert found.commands[0].slots.name == lamp.name
    heard = own.understand(("fork", "zork"))
    assert heard.phrase == "zork"
    assert own.understand(("no zork", "zork")).phrase is None
