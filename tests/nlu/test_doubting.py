"""What is too unsure to act on, but sure enough to ask about."""

import pytest
from test_interpreter import GAZETTEER, MIN_CONFIDENCE, MODEL

from edge_agent.domain.intent import Intent
from edge_agent.nlu.interpreter import Interpreter

SURE = 1.0
"""More than any network is: whatever follows no pattern is unsure."""


@pytest.fixture(scope="module")
def interpreter() -> Interpreter:
    return Interpreter.load(MODEL)


@pytest.mark.parametrize(
    ("text", "intent", "name"),
    [
        ("could you maybe kill the piano lamp", Intent.TURN_OFF, "Piano Lamp"),
        ("term on the piano lamp", Intent.TURN_ON, "Piano Lamp"),
    ],
)
def test_what_may_have_been_meant(interpreter, text, intent, name):
    found = interpreter.interpret([text], GAZETTEER, min_confidence=SURE, ask_confidence=0.3)
    assert found.rejection is not None
    (command,) = found.unsure
    assert (command.intent, command.slots.name) == (intent, name)
    assert 0.3 <= command.confidence < SURE


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "do not kill the piano lamp",
        "she closed the blinds",
        "i really like the piano lamp",
        "turn on the zebra",
        "could you maybe kill the piano lamp at seven",
        "would you say the piano lamp is on now",
        "could you maybe kill it",
    ],
)
def test_what_asks_for_nothing_now_is_not_asked_about(interpreter, text):
    found = interpreter.interpret([text], GAZETTEER, min_confidence=SURE, ask_confidence=0.3)
    assert found.unsure == ()


@pytest.mark.parametrize("ask_confidence", [None, SURE, 0.999])
def test_the_threshold_switches_it_off(interpreter, ask_confidence):
    text = "could you maybe kill the piano lamp"
    found = interpreter.interpret(
        [text], GAZETTEER, min_confidence=SURE, ask_confidence=ask_confidence
    )
    assert found.rejection is not None
    assert found.unsure == ()


def test_what_is_sure_is_done_without_a_question(interpreter):
    found = interpreter.interpret(
        ["could you maybe kill the piano lamp"],
        GAZETTEER,
        min_confidence=MIN_CONFIDENCE,
        ask_confidence=0.3,
    )
    assert found.commands
    assert found.unsure == ()
