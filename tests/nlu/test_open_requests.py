"""Which of what is rejected may be handed on: questions and requests, nothing else that is said."""

from pathlib import Path

import pytest

from edge_agent.domain.entity import Domain, Entity, Home
from edge_agent.domain.understanding import Reason, Rejection, Understanding
from edge_agent.nlu.gazetteer import Gazetteer
from edge_agent.nlu.interpreter import Interpreter
from edge_agent.nlu.open_requests import (
    announces_question,
    is_open_request,
    opening_sentences,
    spoken_openings,
)

INTERPRETER = Interpreter.load(Path(__file__).parents[2] / "models" / "intent")
HOME = Home(
    entities=(
        Entity(entity_id="light.lamp", name="Floor Lamp", domain=Domain.LIGHT, area="Den"),
        Entity(entity_id="cover.blinds", name="Blinds", domain=Domain.COVER, area="Den"),
    )
)
GAZETTEER = Gazetteer(HOME)

GO = """who wrote hamlet
how high is mount kenya
when was the wheel invented
why is grass green
what's the weather like in oslo
is a whale a fish
will it snow tomorrow
explain rainbows
could you please tell me how far the moon is
can you give me a recipe for lentil soup
i would like to know how bread rises
translate good evening into spanish please
how do you spell rhythm
suggest a present for a gardener""".splitlines()
STAY = """don't turn on the floor lamp
please don't open the blinds
we never close the blinds
she opened the blinds this morning
the floor lamp was a present
turn on the
could you
turn on the disco ball
open the window in the loft
did you close the blinds
where have you been
what are you doing tonight
why did she say that
what do you want for lunch
how was your meeting
are you coming with us
will you marry me
what a lovely evening
what about dinner
who knows
so what
pass me the salt
i think it will rain
tell
see you later
not now""".splitlines()
COMMANDS = ["turn on the floor lamp", "open the blinds", "what time is it", "never mind"]


def understood(text: str) -> Understanding:
    return INTERPRETER.interpret((text,), GAZETTEER, min_confidence=0.6)


@pytest.mark.parametrize("text", GO)
def test_questions_and_requests_may_go(text: str):
    assert is_open_request(understood(text))


@pytest.mark.parametrize("text", [*STAY, *COMMANDS])
def test_all_else_stays(text: str):
    assert not is_open_request(understood(text))


@pytest.mark.parametrize("text", ["the capital of france", "where have you been", *GO])
def test_what_was_announced_may_be_in_any_words(text: str):
    assert is_open_request(understood(text), is_announced=True)


@pytest.mark.parametrize("reason", list(Reason))
def test_even_announced_some_never_go(reason: Reason):
    rejected = Understanding(text="something or other", rejection=Rejection(reason=reason))
    expected = reason in {Reason.NOT_A_COMMAND, Reason.LOW_CONFIDENCE, Reason.UNKNOWN_NAME}
    assert is_open_request(rejected, is_announced=True) is expected
    asked = Understanding(text="who wrote hamlet", rejection=Rejection(reason=reason))
    never = {Reason.NOISE, Reason.GAP, Reason.OTHER_SPEECH, Reason.NEGATED, Reason.INCOMPLETE}
    assert is_open_request(asked) is (reason not in never)


@pytest.mark.parametrize("text", ["don't open the blinds", "we never close the blinds", *COMMANDS])
def test_announced_negations_and_commands_stay(text: str):
    assert not is_open_request(understood(text), is_announced=True)


def test_questions_are_announced():
    for text in (*spoken_openings(), "I have a question", "ask the assistant please"):
        assert announces_question(text), text
        assert not understood(text).commands
    assert not announces_question("i have a question mark on my shirt")


def test_what_is_listened_for_names_whom_it_is_for():
    assert all("assistant" in opening for opening in spoken_openings())
    assert sum(opening_sentences(spoken_openings()).values()) == pytest.approx(0.005)
    assert opening_sentences(()) == {}
