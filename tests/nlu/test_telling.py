"""What is said about a command is none, however much it sounds like one."""

import pytest
from test_interpreter import GAZETTEER, MODEL

from edge_agent.domain.understanding import Reason
from edge_agent.nlu.interpreter import Interpreter
from edge_agent.nlu.language import english
from edge_agent.nlu.normalise import normalise
from edge_agent.nlu.telling import is_no_command

TOLD = (
    "don't turn on the piano lamp",
    "please do not close the shutters",
    "i turned off the globe",
    "she has already closed the shutters",
    "did you turn on the piano lamp",
    "who left the globe on",
    "the piano lamp is still on",
    "the shutters were closed",
    "if you turn off the globe and open the shutters",
    "we never turn off the globe please",
    "i have to turn on the piano lamp",
)
COMMANDS = (
    "turn on the piano lamp",
    "could you please close the shutters",
    "just turn off the globe",
    "is the piano lamp on",
    "make sure the globe is on",
    "the piano lamp on",
    "no",
    "please don't",
)


@pytest.fixture(scope="module")
def interpreter() -> Interpreter:
    return Interpreter.load(MODEL)


@pytest.mark.parametrize("text", TOLD)
def test_what_is_told_is_no_command(text):
    assert is_no_command(normalise(text), GAZETTEER)


@pytest.mark.parametrize("text", [*COMMANDS, "the lorry is still on", "did you hear the news"])
def test_a_command_or_other_talk_is_not_taken_for_it(text):
    assert not is_no_command(normalise(text), GAZETTEER)


@pytest.mark.parametrize("text", TOLD)
def test_no_later_reading_is_taken_after_what_is_told(interpreter, text):
    read = interpreter.interpret(
        [text, "turn on the piano lamp", "close the shutters"], GAZETTEER, min_confidence=0.5
    )
    assert read.commands == ()
    assert read.text == text
    assert read.rejection is not None
    assert read.rejection.reason is Reason.NOT_A_COMMAND


@pytest.mark.parametrize("text", COMMANDS)
def test_commands_are_still_understood(interpreter, text):
    assert interpreter.interpret([text], GAZETTEER, min_confidence=0.5).commands


def test_no_frame_is_polite():
    before, _ = english().polite
    assert not set(english().frames) & set(before)
