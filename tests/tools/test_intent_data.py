"""What the intent network is trained with, as far as it needs no training libraries."""

import random
import sys

import numpy as np
import pytest
from fixtures.hearing import ROOT

sys.path.insert(0, str(ROOT / "tools" / "intent"))

from everyday import everyday
from example import command, no_command
from generate import Source
from manners import manner_of, mannered
from trust import regression
from variants import NearWords, variants

from edge_agent.domain.intent import Intent
from edge_agent.domain.response import Manner
from edge_agent.nlu.network import SpeechAct

LAMP_ON = command(["turn", "on", "the", "lamp"], ["O", "O", "O", "B-kind"], Intent.TURN_ON)


@pytest.mark.parametrize(
    ("words", "intent", "manner"),
    [
        ("turn on the lamp", Intent.TURN_ON, Manner.PLAIN),
        ("please turn on the lamp", Intent.TURN_ON, Manner.POLITE),
        ("would you turn on the lamp", Intent.TURN_ON, Manner.POLITE),
        ("lamp on quickly", Intent.TURN_ON, Manner.BRIEF),
        ("please i am freezing", Intent.TOO_COLD, Manner.WARM),
    ],
)
def test_how_a_command_is_spoken_is_told_by_its_words(words, intent, manner):
    tokens = words.split()
    assert manner_of(command(tokens, ["O"] * len(tokens), intent)) is manner


def test_a_frame_leaves_the_command_whole():
    for seed in range(30):
        framed = mannered(LAMP_ON, random.Random(seed))
        at = framed.tokens.index("turn") if "turn" in framed.tokens else 0
        assert framed.tokens[at : at + 4] == LAMP_ON.tokens
        assert framed.tags.count("B-kind") == 1
        assert framed.begins == [True, *[False] * (len(framed.tokens) - 1)]
        assert set(framed.intents) == {str(Intent.TURN_ON)}


def test_small_talk_is_drawn_with_its_topic_and_asks_for_nothing():
    source = Source(3)
    drawn = [source.small_talk() for _ in range(60)]
    assert all(one.tokens and not any(one.begins) for one in drawn)
    assert len({one.response for one in drawn}) > 8


def test_everyday_sentences_are_the_same_for_the_same_seed():
    first, again = (list(everyday(["tent"], random.Random(5), 40)) for _ in range(2))
    assert [one.tokens for one in first] == [one.tokens for one in again]
    assert all(one.act is SpeechAct.CHATTER for one in first)


def test_only_words_that_fill_no_slot_are_exchanged():
    vectors = np.array([[1.0, 0.1], [1.0, 0.0], [0.9, 0.1]])
    near = NearWords.of(["turn", "lamp", "switch"], vectors)
    flicked = command(["flick", "the", "lamp"], ["O", "O", "B-kind"], Intent.TURN_ON)
    plain = NearWords({"flick": ("flip",), "lamp": ("light",), "the": ("a",)})
    assert set(near.by_word["lamp"]) == {"turn", "switch"}
    found = list(variants([flicked] * 40, plain, random.Random(1)))
    assert 0 < len(found) < 40
    assert all(one.tokens == ["flip", "the", "lamp"] for one in found)
    assert list(variants([no_command(["the"], SpeechAct.CHATTER)], plain, random.Random(1))) == []


def test_the_regression_finds_the_weights_by_which_truths_were_drawn():
    draw = np.random.default_rng(2)
    found = np.column_stack([np.ones(6_000), draw.normal(size=(6_000, 2))])
    truth = draw.uniform(size=6_000) < 1 / (1 + np.exp(-(found @ [0.5, -2.0, 1.0])))
    assert regression(found, truth.astype(float)) == pytest.approx([0.5, -2.0, 1.0], abs=0.2)
