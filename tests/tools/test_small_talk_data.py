"""Small talk for the training: rich, of every topic; what is measured is not learnt."""

from itertools import product
from pathlib import Path

import pytest
import yaml

from edge_agent.domain.response import Manner, Topic
from edge_agent.nlu.normalise import normalise
from edge_agent.nlu.template import Choice, parse, slots
from edge_agent.nlu.tone import small_talk

SOURCE = yaml.safe_load(
    (Path(__file__).parents[2] / "tools" / "intent" / "small_talk.yaml").read_text("utf-8")
)


def patterns(section: str, topic: str):
    return [parse(line, SOURCE["macros"]) for line in SOURCE[section][topic].splitlines()]


def sentences(sequence):
    readings = [
        [words for option in part.options for words in sentences(option)]
        if isinstance(part, Choice)
        else [(part,)]
        for part in sequence
    ]
    for chosen in product(*readings):
        yield tuple(word for words in chosen for word in words)


@pytest.mark.parametrize("topic", list(Topic))
def test_every_topic_is_rich(topic):
    assert len(patterns("topics", topic)) >= 40
    assert len(patterns("held_out", topic)) >= 10
    assert not any(list(slots(p)) for p in patterns("topics", topic))


def test_there_are_no_other_topics():
    assert set(SOURCE["topics"]) == set(SOURCE["held_out"]) == set(Topic)


@pytest.mark.parametrize("topic", list(Topic))
def test_what_is_measured_is_neither_learnt_nor_a_pattern(topic):
    held_out = {normalise(line) for line in SOURCE["held_out"][topic].splitlines()}
    learnt = {
        normalise(" ".join(words)) for p in patterns("topics", topic) for words in sentences(p)
    }
    assert not held_out & learnt
    assert not held_out & small_talk().keys()


def test_manners_stand_around_a_command():
    assert set(SOURCE["manners"]) == {Manner.POLITE, Manner.BRIEF}
    for manner in SOURCE["manners"]:
        for pattern in patterns("manners", manner):
            assert [slot.tag for slot in slots(pattern)] == ["command"]
