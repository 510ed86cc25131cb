"""Questions back: one thing at a time, with the choices in them."""

import pytest
from sayings import DOOR, LIGHTS, act, all_said, command, entity, plan, respond, said

from edge_agent.domain.action import ActionKind
from edge_agent.domain.intent import Intent
from edge_agent.domain.resolution import Clarify, Confirm, ConfirmReason
from edge_agent.domain.response import Act, Manner

GAS = entity("valve", "Gas Main")
GARAGE = entity("cover", "Garage Door")


def risky(*actions) -> Confirm:
    return Confirm(plan=plan(*actions), reason=ConfirmReason.RISKY)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        (risky(act(DOOR, ActionKind.UNLOCK)), "Shall I really unlock the Front Door?"),
        (risky(act(GAS, ActionKind.SET_POSITION, 10)), "Shall I really open the Gas Main?"),
        (
            risky(act(DOOR, ActionKind.UNLOCK), act(GARAGE, ActionKind.OPEN)),
            "Shall I really unlock the Front Door and open the Garage Door?",
        ),
        (
            Confirm(plan=plan(act(DOOR, ActionKind.LOCK)), reason=ConfirmReason.UNSURE),
            "Did you mean: lock the Front Door?",
        ),
        (
            Confirm(plan=plan(targets=LIGHTS), reason=ConfirmReason.WIDE),
            "That is five devices. Shall I do it?",
        ),
    ],
)
def test_before_it_is_done(question, text):
    assert respond(question).act is Act.CONFIRM
    assert said(question) == text


@pytest.mark.parametrize("manner", list(Manner))
@pytest.mark.parametrize("kind", list(ActionKind))
def test_every_action_can_be_asked_about(kind, manner):
    for text in all_said(risky(act(DOOR, kind, 5)), manner):
        assert "the Front Door" in text
        assert text.endswith("?")


def test_which_of_one_name():
    which = Clarify(
        command=command(Intent.TURN_ON, name="TV"),
        options=(entity("switch", "TV", "Office"), entity("switch", "TV", "Kitchen")),
    )
    assert respond(which).act is Act.CLARIFY
    assert said(which) == "Which TV: Office or Kitchen?"


@pytest.mark.parametrize(
    ("rooms", "text"),
    [
        (["Attic"], "Do you mean those in the Attic?"),
        (["Hall", "Attic"], "In which room: Attic or Hall?"),
        ([f"Room {at}" for at in range(6)], "In which room?"),
    ],
)
def test_in_which_room(rooms, text):
    options = tuple(entity("light", "Lamp", area) for area in rooms)
    assert said(Clarify(command=command(Intent.TOO_DARK), options=options)) == text
