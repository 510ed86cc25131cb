"""A question back stays open for its time, and no longer."""

from dataclasses import replace

import pytest

from edge_agent.domain.command import Command
from edge_agent.domain.entity import Domain, Entity
from edge_agent.domain.intent import Intent
from edge_agent.domain.resolution import Clarify
from edge_agent.domain.slots import Slots
from edge_agent.domain.turn import Place, Source
from edge_agent.home.conversation import Conversation, chosen

OPTIONS = tuple(
    Entity(entity_id=f"switch.{area}", name="TV", area=area, domain=Domain.SWITCH)
    for area in ("Kitchen", "Living Room", "Office")
)
HERE = Place(source=Source.VOICE, area="kitchen")
QUESTION = Clarify(
    command=Command(intent=Intent.TURN_ON, slots=Slots(name="TV"), confidence=1), options=OPTIONS
)


def test_a_question_lapses():
    conversation = Conversation(answer_within_s=20, context_s=90)
    assert conversation.open_question(0, HERE) is None
    conversation.ask(QUESTION, now=100, place=HERE)
    assert conversation.open_question(120, HERE) is QUESTION
    assert conversation.open_question(120.1, HERE) is None


def test_what_was_said_before_the_question_is_no_answer():
    conversation = Conversation(answer_within_s=20, context_s=90)
    conversation.ask(QUESTION, now=100, place=HERE)
    assert conversation.open_question(99.9, HERE) is None


@pytest.mark.parametrize(
    "elsewhere",
    [
        Place(source=Source.TEXT, area="kitchen"),
        Place(source=Source.VOICE, area="office"),
        Place(source=Source.VOICE, area=None),
    ],
)
def test_a_question_is_answered_where_it_was_asked(elsewhere):
    conversation = Conversation(answer_within_s=20, context_s=90)
    conversation.ask(QUESTION, now=100, place=HERE)
    assert conversation.open_question(101, elsewhere) is None
    conversation.close_question(elsewhere)
    assert conversation.open_question(101, HERE) is QUESTION
    conversation.close_question(HERE)
    assert conversation.open_question(101, HERE) is None


def test_reset_forgets():
    conversation = Conversation(answer_within_s=20, context_s=90)
    conversation.ask(QUESTION, now=100, place=HERE)
    conversation.reset()
    assert conversation.open_question(101, HERE) is None


@pytest.mark.parametrize(
    ("words", "area"),
    [
        ("kitchen", "Kitchen"),
        ("the living room one", "Living Room"),
        ("room", None),
        ("the kitchen or the office", None),
        ("", None),
    ],
)
def test_the_option_that_an_answer_names(words, area):
    assert [option.area for option in chosen(QUESTION, words)] == ([area] if area else [])


def test_a_room_with_several_answers_for_a_kind_but_not_for_a_name():
    more = (*OPTIONS, replace(OPTIONS[0], entity_id="switch.second"))
    by_name = replace(QUESTION, options=more)
    assert chosen(by_name, "kitchen") == ()
    kind = replace(QUESTION.command, slots=Slots(domain="switch"))
    by_kind = replace(QUESTION, command=kind, options=more)
    assert chosen(by_kind, "the kitchen") == (more[0], more[-1])
