"""The grammar that the coffee recordings are judged with."""

import sys
from pathlib import Path

import pytest
from fixtures.hearing import SPEECH_MODEL

sys.path.insert(0, str(Path(__file__).parents[2] / "tools" / "acoustic"))

from coffee import coffee_grammar, coffee_slots
from judge import word_ids

IDS = word_ids(SPEECH_MODEL)
GRAMMAR = coffee_grammar(IDS)


def is_sentence(text):
    state = 0
    for word in text.split():
        targets = {label: target for label, _, target in GRAMMAR.rows[state]}
        if IDS[word] not in targets:
            return False
        state = targets[IDS[word]]
    return state in GRAMMAR.finals


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("", {}),
        ("make me a latte", {"coffeeDrink": "latte"}),
        (
            "can i have a medium roast drip coffee with a lot of cream",
            {"roast": "medium roast", "coffeeDrink": "drip coffee", "milkAmount": "a lot of cream"},
        ),
        (
            "get me a double shot large iced mocha with sugar and some almond milk",
            {"numberOfShots": "double shot", "size": "large", "coffeeDrink": "iced mocha",
             "sugarAmount": "sugar", "milkAmount": "some almond milk"},
        ),
        (
            "i'd like an eight ounce dark roast single shot americano",
            {"size": "eight ounce", "roast": "dark roast", "numberOfShots": "single shot",
             "coffeeDrink": "americano"},
        ),
    ],
)  # fmt: skip
def test_a_sentence_is_taken_and_its_slots_are_found(text, slots):
    assert is_sentence(text)
    assert coffee_slots(text) == slots


@pytest.mark.parametrize(
    "text",
    ["latte", "make me a", "make me a large small latte", "make me a latte with milk and cream",
     "make me a latte with", "turn on the light"],
)  # fmt: skip
def test_other_sentences_are_not(text):
    assert not is_sentence(text)
