"""PINs are taken digit by digit, never guessed, and masked wherever else they stand."""

import random

import pytest

from edge_agent.domain.entity import Home
from edge_agent.nlu.sentences import sentence_graph
from edge_agent.nlu.spoken_pins import (
    LONGEST,
    MASK,
    NUMBERS_ALONE,
    SHORTEST,
    digits_of,
    masked,
    masked_as_heard,
    pin_graph,
    pin_pairs,
)

SAID = [
    ("one two three four", "1234"),
    ("zero oh o nine", "0009"),
    ("my pin is eight eight eight eight", "8888"),
    ("It's 1, 2, 3, 4.", "1234"),
    ("1234", "1234"),
    ("12 34", "1234"),
    ("1-2-3-4-5-6-7-8", "12345678"),
    ("\N{FULLWIDTH DIGIT ONE}234", "1234"),
    ("twelve thirty four", ""),
    ("twelve thirty-four", ""),
    ("one hundred twenty three four", ""),
    ("double five one two", ""),
    ("one two three", ""),
    ("one two three four five six seven eight nine", ""),
    ("123", ""),
    ("never mind", None),
    ("no", None),
    ("the pin", None),
    ("set the lamp to fifty percent", None),
    ("unlock the front door one two three four", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "digits"), SAID)
def test_only_single_digits_are_a_pin(text, digits):
    assert digits_of(text) == digits


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("one two three four", NUMBERS_ALONE),
        ("twelve thirty four", NUMBERS_ALONE),
        ("my pin is one two three four", f"my pin is {MASK}"),
        ("call 555 12 34 please", f"call {MASK} please"),
        ("ONE TWO, THREE-FOUR", NUMBERS_ALONE),
        ("turn on lamp two", "turn on lamp two"),
        ("dim it to 21.5 percent", "dim it to 21.5 percent"),
        ("someone two three four five", "someone ****"),
        ("two", "two"),
        ("", ""),
    ],
)
def test_what_may_be_a_pin_is_masked(text, left):
    assert masked(text) == left


@pytest.mark.parametrize("text", ["one", "one two", "one two three", "one two three four"])
def test_nothing_of_a_pin_is_seen_while_it_is_said(text):
    assert masked_as_heard(text) == NUMBERS_ALONE
    assert masked_as_heard(f"lamp {text} please") in {f"lamp {text} please", f"lamp {MASK} please"}


def test_every_pin_that_can_be_said_is_listened_for():
    graph = pin_graph()
    draw = random.Random(1)
    words = sorted(graph.arcs[0])
    assert len(words) == 11
    for length in range(1, LONGEST + 1):
        said = [draw.choice(words) for _ in range(length)]
        state = graph.after(said)
        assert state is not None
        assert bool(graph.ends[state]) == (length >= SHORTEST)
        is_pin = length >= SHORTEST
        assert (digits_of(" ".join(said)) != "") == is_pin
    assert graph.arcs[state] == {}
    assert "oh seven" in pin_pairs()


def test_pins_are_listened_for_only_where_one_is_set():
    home = Home()
    plain, with_pins = sentence_graph(home), sentence_graph(home, pins=pin_graph())
    more = len(with_pins.sources) - len(plain.sources)
    assert 0 < more < 120
