"""One answer to a whole turn."""

import pytest
from sayings import BLINDS, DOOR, FAN, LAMP, act, command, first_responder, plan, respond, said

from edge_agent.domain.action import ActionKind
from edge_agent.domain.intent import Intent
from edge_agent.domain.resolution import Confirm, ConfirmReason, Unable, UnableReason
from edge_agent.domain.response import Act, Manner, Notice, Response
from edge_agent.respond.responder import Told

LAMP_OFF = plan(act(LAMP, ActionKind.TURN_OFF))
FAN_OFF = plan(act(FAN, ActionKind.TURN_OFF))
SHALL_I = Confirm(plan=plan(act(DOOR, ActionKind.UNLOCK)), reason=ConfirmReason.RISKY)
OFFLINE = Unable(command=command(Intent.TURN_ON), reason=UnableReason.UNAVAILABLE, entity=BLINDS)


@pytest.mark.parametrize(
    ("subjects", "kind"),
    [
        ((LAMP_OFF, FAN_OFF), Act.DONE),
        ((LAMP_OFF, SHALL_I), Act.CONFIRM),
        ((LAMP_OFF, OFFLINE), Act.FAILED),
        ((OFFLINE, SHALL_I), Act.CONFIRM),
        ((LAMP_OFF, Notice.NOT_CONNECTED), Act.NOT_CONNECTED),
        ((Notice.NEVER_MIND,), Act.CANCELLED),
    ],
)
def test_the_worst_names_the_whole(subjects, kind):
    assert respond(*subjects).act is kind


def test_one_thing_after_the_other():
    text = "Turned off the Desk Lamp. Shall I really unlock the Front Door?"
    assert said(LAMP_OFF, SHALL_I) == text
    assert said(OFFLINE, LAMP_OFF) == "The Blinds are offline. Turned off the Desk Lamp."


def test_the_manner_shows_once():
    text = said(LAMP_OFF, OFFLINE, FAN_OFF, manner=Manner.POLITE)
    expected = "Sure, I turned off the Desk Lamp. The Blinds are offline. Turned off the Tower Fan."
    assert text == expected


def test_what_is_silent_after_several_commands():
    told = [Told(about=LAMP_OFF), Told(about=FAN_OFF, silent=(FAN,))]
    text = "I turned off the Desk Lamp; the Tower Fan did not answer."
    assert first_responder().respond(told).text == text


def test_the_same_is_not_said_twice():
    assert said(Notice.NOT_CONNECTED, Notice.NOT_CONNECTED) == said(Notice.NOT_CONNECTED)


def test_what_is_ready_is_told_as_it_is():
    ready = Response(act=Act.ANSWER, text="I know two phrases.")
    assert respond(ready) == ready
