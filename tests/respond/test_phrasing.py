"""What is said of what was done: short, true, and in the words of the home."""

from dataclasses import replace

import pytest
from sayings import (
    BLINDS,
    DOOR,
    FAN,
    HEATER,
    HEATING,
    LAMP,
    LIGHTS,
    ROBOT,
    SCENE,
    VOLUME,
    act,
    all_said,
    command,
    entity,
    plan,
    respond,
    said,
)

from edge_agent.domain.action import ActionKind
from edge_agent.domain.entity import Domain
from edge_agent.domain.intent import Intent
from edge_agent.domain.resolution import Unable, UnableReason
from edge_agent.domain.response import Act, Manner, Notice
from edge_agent.domain.understanding import Reason, Rejection


@pytest.mark.parametrize("manner", list(Manner))
@pytest.mark.parametrize("kind", list(ActionKind))
def test_every_action_can_be_said_in_every_manner(kind, manner):
    for text in all_said(plan(act(LAMP, kind, 5)), manner):
        assert "the desk lamp" in text.casefold()
        assert text[0].isupper()
        assert text.endswith(".")


@pytest.mark.parametrize("kind", list(ActionKind))
def test_every_action_can_be_needless(kind):
    done = plan(act(LAMP, kind, 5), is_already=True)
    assert respond(done).act is Act.ALREADY
    for text in all_said(done):
        assert "already" in text


@pytest.mark.parametrize(
    ("actions", "text"),
    [
        (
            [act(light, ActionKind.TURN_OFF) for light in LIGHTS],
            "Turned off five lights in the Hall.",
        ),
        (
            [act(LAMP, ActionKind.SET_COLOR, "#ff0000"), act(LAMP, ActionKind.SET_BRIGHTNESS, 40)],
            "Set the Desk Lamp to red and 40 percent.",
        ),
        ([act(LAMP, ActionKind.SET_COLOR, "#fe0102")], "Set the Desk Lamp to red."),
        ([act(LAMP, ActionKind.SET_COLOR_TEMPERATURE, 2725)], "Set the Desk Lamp to warm white."),
        ([act(BLINDS, ActionKind.CLOSE)], "Closing the Blinds."),
        ([act(BLINDS, ActionKind.SET_POSITION, 40)], "Moving the Blinds to 40 percent."),
        (
            [act(BLINDS, ActionKind.CLOSE), act(LAMP, ActionKind.TURN_ON)],
            "Closed the Blinds and turned on the Desk Lamp.",
        ),
        ([act(SCENE, ActionKind.ACTIVATE)], "Activated Movie Time."),
        ([act(ROBOT, ActionKind.START)], "Started the Robot."),
        ([act(ROBOT, ActionKind.RETURN_HOME)], "Sent the Robot home."),
        ([act(VOLUME, ActionKind.SET_VALUE, 40.0)], "Set the Doorbell Volume to 40 percent."),
        ([act(HEATER, ActionKind.SET_MODE, "heat_pump")], "Set the Boiler to heat pump."),
        ([act(HEATING, ActionKind.SET_TEMPERATURE, -1.5)], "Set the Heating to minus 1.5 degrees."),
        ([act(FAN, ActionKind.SET_OSCILLATION, True)], "Turned on the swing of the Tower Fan."),  # noqa: FBT003 - the value that the device takes
        ([act(FAN, ActionKind.SET_DIRECTION, "reverse")], "Set the Tower Fan to reverse."),
    ],
)
def test_done(actions, text):
    assert said(plan(*actions)) == text


def test_the_ways_to_say_that_something_is_done():
    assert all_said(plan(act(LAMP, ActionKind.TURN_OFF))) == {
        "Turned off the Desk Lamp.",
        "I turned off the Desk Lamp.",
        "Okay, I turned off the Desk Lamp.",
        "The Desk Lamp is off now.",
        "Okay, the Desk Lamp is off.",
    }


def test_blinds_are_several():
    shut = plan(act(BLINDS, ActionKind.CLOSE), is_already=True)
    assert said(shut) == "The Blinds are already closed."


def test_a_number_of_one_name_is_told_apart_by_rooms():
    other = replace(BLINDS, entity_id="cover.other", area="Bedroom")
    both = plan(act(BLINDS, ActionKind.CLOSE), act(other, ActionKind.CLOSE))
    assert said(both) == "Closing the Blinds in the Office and the Blinds in the Bedroom."


def test_several_commands_are_answered_in_one_sentence():
    first = plan(act(LAMP, ActionKind.TURN_OFF))
    second = plan(act(FAN, ActionKind.TURN_OFF))
    third = plan(act(DOOR, ActionKind.LOCK))
    assert said(first, second) == "Turned off the Desk Lamp and the Tower Fan."
    polite = said(first, second, third, manner=Manner.POLITE)
    assert (
        polite == "Sure, I turned off the Desk Lamp and the Tower Fan, and locked the Front Door."
    )
    needless = plan(act(DOOR, ActionKind.LOCK), is_already=True)
    assert said(first, needless) == "Turned off the Desk Lamp. The Front Door is already locked."


def test_devices_that_do_not_answer_are_named():
    lights = plan(*(act(light, ActionKind.TURN_OFF) for light in (*LIGHTS[:3], LAMP)))
    text = "I turned off three lights in the Hall; the Desk Lamp did not answer."
    assert said(lights, silent=(LAMP,)) == text
    alone = plan(act(LAMP, ActionKind.TURN_ON))
    assert said(alone, silent=(LAMP,)) == "I asked, but the Desk Lamp did not answer."


@pytest.mark.parametrize("domain", list(Domain))
def test_every_domain_has_a_plural(domain):
    many = tuple(entity(domain, f"Thing {at}") for at in range(4))
    text = said(plan(*(act(one, ActionKind.TURN_OFF) for one in many)))
    assert "four " in text
    assert "devices" not in text


@pytest.mark.parametrize(
    ("actions", "text"),
    [
        ([act(LAMP, ActionKind.TURN_ON)], "The Desk Lamp is already on."),
        ([act(LAMP, ActionKind.SET_BRIGHTNESS, 40)], "The Desk Lamp is already at 40 percent."),
        (
            [act(LAMP, ActionKind.SET_COLOR, "#0000ff"), act(LAMP, ActionKind.SET_BRIGHTNESS, 40)],
            "The Desk Lamp is already blue and at 40 percent.",
        ),
        (
            [act(light, ActionKind.TURN_OFF) for light in LIGHTS],
            "Five lights in the Hall are already off.",
        ),
        (
            [act(LAMP, ActionKind.TURN_ON), act(DOOR, ActionKind.LOCK)],
            "The Desk Lamp and the Front Door are already like that.",
        ),
    ],
)
def test_already(actions, text):
    assert said(plan(*actions, is_already=True)) == text


def test_what_is_as_it_is_needed():
    needless = plan(targets=(LAMP,), intent=Intent.TOO_DARK)
    assert said(needless) == "The Desk Lamp is already like that."


@pytest.mark.parametrize(
    ("device", "text"),
    [
        (HEATER, "The Boiler goes from 40 to 65 degrees."),
        (VOLUME, "The Doorbell Volume goes from 0 to 90 percent."),
        (ROBOT, "That is out of range."),
        (None, "That is out of range."),
    ],
)
def test_limits_are_told_in_the_devices_unit(device, text):
    reason = UnableReason.OUT_OF_RANGE
    assert (
        said(Unable(command=command(Intent.SET_TEMPERATURE), reason=reason, entity=device)) == text
    )


@pytest.mark.parametrize("device", [LAMP, None])
@pytest.mark.parametrize("reason", list(UnableReason))
def test_every_inability_has_a_sentence(reason, device):
    problem = Unable(command=command(Intent.TURN_ON, name="Toaster"), reason=reason, entity=device)
    for text in all_said(problem):
        assert text.endswith(".")


def test_what_there_is_not():
    problem = Unable(
        command=command(Intent.TURN_ON, domain="light", area="Attic"),
        reason=UnableReason.NO_SUCH_DEVICE,
    )
    assert respond(problem).act is Act.UNKNOWN_DEVICE
    assert said(problem) == "I don't know of any light in the Attic."


@pytest.mark.parametrize("reason", list(Reason))
def test_every_rejection_is_phrased(reason):
    for text in all_said(Rejection(reason=reason, heard="toaster", nearest="Heater")):
        assert bool(text) == (reason is not Reason.NOISE)


@pytest.mark.parametrize("notice", list(Notice))
def test_every_notice_is_phrased(notice):
    for text in all_said(notice):
        assert bool(text) == (notice is not Notice.NOTHING_TO_ANSWER)


@pytest.mark.parametrize(
    ("heard", "nearest", "text"),
    [
        (
            "desk lamb",
            "Desk Lamp",
            "I don't know a device called desk lamb. Did you mean Desk Lamp?",
        ),
        ("toaster", None, "I don't know a device called toaster."),
        ("", None, "Sorry, I don't know that one."),
    ],
)
def test_an_unknown_name(heard, nearest, text):
    unknown = Rejection(reason=Reason.UNKNOWN_NAME, heard=heard, nearest=nearest)
    assert respond(unknown).act is Act.UNKNOWN_DEVICE
    assert said(unknown) == text


def test_braces_in_a_name_are_only_characters():
    odd = entity("light", "{what} {0} {{", "{area}")
    assert said(plan(act(odd, ActionKind.TURN_ON))) == "Turned on the {what} {0} {{."
