"""Needs are answered kindly: why, where that was measured, and what was done."""

from dataclasses import replace

import pytest
from sayings import (
    BLINDS,
    FAN,
    HEATING,
    LAMP,
    LIGHTS,
    WARMTH,
    act,
    all_said,
    command,
    entity,
    plan,
    respond,
    said,
)

from edge_agent.domain.action import ActionKind
from edge_agent.domain.intent import Intent
from edge_agent.domain.resolution import Finding, Unable, UnableReason
from edge_agent.domain.response import Act, Manner

AIR = entity("sensor", "Air", "Office", device_class="carbon_dioxide", unit="ppm")


@pytest.mark.parametrize(
    ("actions", "because", "area", "text"),
    [
        (
            [act(HEATING, ActionKind.SET_TEMPERATURE, 20.5)],
            Finding(entity=WARMTH, attribute="state", value=18.5),
            None,
            "It is 18.5 degrees here, so I set the Heating to 20.5 degrees.",
        ),
        (
            [act(LAMP, ActionKind.SET_BRIGHTNESS, 35), act(BLINDS, ActionKind.CLOSE)],
            None,
            None,
            "I set the Desk Lamp to 35 percent and closed the Blinds.",
        ),
        (
            [
                act(LAMP, ActionKind.SET_BRIGHTNESS, 35),
                act(LAMP, ActionKind.SET_COLOR_TEMPERATURE, 2700),
                act(BLINDS, ActionKind.CLOSE),
            ],
            None,
            None,
            "I set the Desk Lamp to 35 percent and warm white, and closed the Blinds.",
        ),
        (
            [
                act(HEATING, ActionKind.SET_MODE, "heat"),
                act(HEATING, ActionKind.SET_TEMPERATURE, 21.0),
            ],
            Finding(entity=HEATING, attribute="current_temperature", value=19),
            "Office",
            "It is 19 degrees in the Office, so I set the Heating to heat and 21 degrees.",
        ),
        (
            [act(FAN, ActionKind.TURN_ON)],
            Finding(entity=AIR, attribute="state", value=1150),
            None,
            (
                "The air has 1150 parts per million of carbon dioxide here,"
                " so I turned on the Tower Fan."
            ),
        ),
        (
            [*(act(light, ActionKind.TURN_OFF) for light in LIGHTS), act(FAN, ActionKind.TURN_OFF)],
            None,
            None,
            "I turned off five lights in the Hall and the Tower Fan.",
        ),
    ],
)
def test_what_was_done_about_a_need(actions, because, area, text):
    done = replace(plan(*actions, intent=Intent.COZY, area=area), because=because)
    assert said(done, manner=Manner.WARM) == f"Make yourself comfortable. {text}"
    assert said(done, manner=Manner.BRIEF) == text


@pytest.mark.parametrize("need", [intent for intent in Intent if intent.is_need])
def test_every_need_is_met_with_kind_words(need):
    deed = "I turned on the Desk Lamp."
    for text in all_said(plan(act(LAMP, ActionKind.TURN_ON), intent=need), Manner.WARM):
        kindly, _, _ = text.partition(deed.removeprefix("I "))
        assert text.endswith(deed.removeprefix("I "))
        assert len(kindly) > len("So I ")


def test_a_need_that_nothing_helps():
    problem = Unable(command=command(Intent.COFFEE), reason=UnableReason.NOTHING_HELPS)
    assert respond(problem).act is Act.UNSUPPORTED
    assert said(problem) == "I know nothing here that would help with that."
