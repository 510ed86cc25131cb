"""Small talk: an answer to each topic, and what the agent can do told from the home."""

import pytest
from sayings import BLINDS, DOOR, FAN, HEATING, LAMP, SCENE, WARMTH, entity, first_responder

from edge_agent.domain.entity import Home
from edge_agent.domain.response import Act, Topic
from edge_agent.respond.responder import Responder

ALWAYS = "tell you the time and help when you are cold or want it cozy"


@pytest.mark.parametrize("topic", list(Topic))
def test_every_topic_has_answers(topic):
    responder = Responder()
    answers = [responder.small_talk(topic, Home()) for _ in range(20)]
    assert {answer.act for answer in answers} == {Act.SMALL_TALK}
    assert len({answer.text for answer in answers}) >= 2
    assert not any("{" in answer.text for answer in answers)


@pytest.mark.parametrize(
    ("entities", "abilities"),
    [
        ((), ALWAYS),
        ((LAMP,), f"switch and dim your lights, {ALWAYS.replace(' and help', ', and help')}"),
        (
            (BLINDS, SCENE, WARMTH),
            (
                "open and close the Blinds, activate Movie Time, tell you what your sensors say,"
                " tell you the time, and help when you are cold or want it cozy"
            ),
        ),
    ],
)
def test_abilities_come_from_the_home(entities, abilities):
    answer = first_responder().small_talk(Topic.ABILITIES, Home(entities=entities))
    assert answer.text == f"I can {abilities}."


def test_only_the_most_important_abilities_are_told():
    buttons = tuple(entity("button", f"Button {at}") for at in range(20))
    home = Home(entities=(*buttons, LAMP, BLINDS, DOOR, FAN, HEATING))
    text = first_responder().small_talk(Topic.ABILITIES, home).text
    assert "dim your lights" in text
    assert "press" not in text
