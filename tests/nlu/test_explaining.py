"""What is told of how a sentence is understood."""

import pytest
from test_interpreter import GAZETTEER, MIN_CONFIDENCE, MODEL

from edge_agent.domain.intent import Intent
from edge_agent.domain.understanding import Reason
from edge_agent.nlu.explaining import Explanation, Way, explain
from edge_agent.nlu.interpreter import Interpreter
from edge_agent.nlu.telling import NoCommand

SURE = 1.0
"""More than any network is."""


@pytest.fixture(scope="module")
def interpreter() -> Interpreter:
    return Interpreter.load(MODEL)


def explained(
    interpreter: Interpreter, text: str, min_confidence: float = MIN_CONFIDENCE
) -> Explanation:
    return explain(interpreter, text, GAZETTEER, min_confidence=min_confidence)


@pytest.mark.parametrize(
    ("text", "way", "intents"),
    [
        ("turn on the piano lamp", Way.PATTERN, [Intent.TURN_ON]),
        ("turn off the radio and close the blinds", Way.PATTERN, [Intent.TURN_OFF, Intent.CLOSE]),
        ("at seven turn off the radio", Way.PATTERN, [Intent.SCHEDULE]),
        ("could you maybe kill the piano lamp", Way.NETWORK, [Intent.TURN_OFF]),
        ("could you maybe kill the piano lamp at seven", Way.NETWORK, [Intent.SCHEDULE]),
        ("term on the piano lamp", Way.MENDING, [Intent.TURN_ON]),
    ],
)
def test_the_way_is_told_by_which_a_command_is_taken(interpreter, text, way, intents):
    explanation = explained(interpreter, text)
    assert explanation.way is way
    assert [command.intent for command in explanation.understanding.commands] == intents
    assert explanation.confidence is not None
    assert explanation.confidence >= MIN_CONFIDENCE
    assert explanation.is_network_needed is (way is not Way.PATTERN)
    plain = interpreter.interpret([text], GAZETTEER, min_confidence=MIN_CONFIDENCE)
    assert explanation.understanding == plain


@pytest.mark.parametrize(
    ("text", "reason", "no_command"),
    [
        ("don't turn on the globe", Reason.NOT_A_COMMAND, NoCommand.FRAMED),
        ("she closed the blinds", Reason.NOT_A_COMMAND, NoCommand.TOLD),
        ("hello", Reason.NOT_A_COMMAND, NoCommand.SMALL_TALK),
        ("i really like the piano lamp", Reason.STATEMENT, None),
        ("turn on the zebra", Reason.UNKNOWN_NAME, None),
        ("", Reason.NOISE, None),
        ("word " * 40, Reason.NOT_A_COMMAND, None),
    ],
)
def test_it_is_told_why_something_is_not_taken(interpreter, text, reason, no_command):
    explanation = explained(interpreter, text)
    assert explanation.way is None
    assert explanation.understanding.rejection is not None
    assert explanation.understanding.rejection.reason is reason
    assert explanation.no_command is no_command


def test_the_confidence_is_told_that_was_too_low(interpreter):
    explanation = explained(interpreter, "could you maybe kill the piano lamp", SURE)
    assert explanation.understanding.rejection is not None
    assert explanation.understanding.rejection.reason is Reason.LOW_CONFIDENCE
    assert explanation.confidence is not None
    assert 0 < explanation.confidence < explanation.min_confidence
    assert explanation.others[0][0] is Intent.TURN_OFF


def test_words_and_places_are_told(interpreter):
    explanation = explained(interpreter, "Turn on the Piano Lamp!")
    assert explanation.trace.tokens == ("turn", "on", "the", "piano", "lamp")
    (name,) = explanation.names
    assert (name.name.text, name.score) == ("Piano Lamp", 1.0)
    (said,) = explanation.said
    assert {span.slot: span.tokens for span in said.spans} == {"name": ("piano", "lamp")}


def test_words_that_were_misheard_are_told(interpreter):
    judgement = explained(interpreter, "term on thee piano lamp").judgement
    assert judgement is not None
    assert judgement.mending is not None
    assert ("term", "turn") in judgement.mending.swaps


def test_a_joint_that_was_misheard_is_told(interpreter):
    judgement = explained(interpreter, "turn off the radio aunt turn on the glow").judgement
    assert judgement is not None
    assert judgement.mending is not None
    assert judgement.mending.swaps[:1] == (("aunt", "and"),)


def test_similar_names_are_told_and_near_ones_apart(interpreter):
    similar = explained(interpreter, "turn on the piano lamb").names
    assert [(m.name.text, m.score < 1) for m in similar] == [("Piano Lamp", True)]
    near = explained(interpreter, "turn on the nightstick").near
    assert [m.name.text for m in near] == ["Nightstand"]
    assert all(match.score < 0.75 for match in near)
    assert explained(interpreter, "turn on the zebra").near == ()
