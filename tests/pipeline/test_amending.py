"""Who was taken to have finished, and goes on: what was done for the beginning is put right."""

import asyncio
from time import monotonic

import pytest
from test_timers import Scene

from edge_agent.domain.response import Act
from edge_agent.domain.turn import Source, Turn, Utterance


def heard(text: str, *, continues: Utterance | None = None) -> Utterance:
    return Utterance(
        source=Source.VOICE,
        alternatives=(text,),
        ended_at=monotonic(),
        area="Lounge",
        continues=None if continues is None else continues.ended_at,
    )


async def said(scene: Scene, utterance: Utterance) -> Turn:
    scene.devices.sent = []
    return await scene.pipeline.handle(utterance)


def gone_on(*texts: str, between: str | None = None) -> tuple[Turn, Scene]:
    """The turn of the last text; each is the whole of what the one before began."""

    async def scene() -> tuple[Turn, Scene]:
        stage, last = Scene(), None
        for text in texts:
            if last is not None and between is not None:
                await said(stage, heard(between))
            utterance = heard(text, continues=last)
            turn = await said(stage, utterance)
            last = utterance
        return turn, stage

    return asyncio.run(scene())


@pytest.mark.parametrize(
    ("texts", "sent"),
    [
        (
            ["turn on all the lights", "turn on all the lights in the bedroom"],
            "bedside-bedroom ON, big OFF, corner OFF",
        ),
        (
            ["turn on the lights", "turn on the lights in the lounge"],
            "big ON, corner ON, reading ON",
        ),
        (["turn on the big light", "turn on the big light at seven"], "big OFF"),
        (["turn on the big light", "turn on the big light for ten minutes"], "big ON"),
        (
            ["set the reading lamp to twenty", "set the reading lamp to twenty five percent"],
            "reading 25",
        ),
        (["make the reading lamp brighter", "make the reading lamp in the lounge brighter"], ""),
        (["unlock the front door", "unlock the front door in the hall"], ""),
        (
            ["turn on", "turn on the lights", "turn on the lights in the bedroom"],
            "bedside-bedroom ON, big OFF, corner OFF",
        ),
    ],
    ids=lambda value: value[-1] if isinstance(value, list) else "",
)
def test_only_the_whole_is_done_in_the_end(texts: list[str], sent: str) -> None:
    turn, scene = gone_on(*texts)
    assert turn.rejection is None
    assert ", ".join(sorted(scene.devices.sent)) == sent


def test_a_timer_takes_the_place_of_the_shorter_one() -> None:
    turn, scene = gone_on("set a timer for an hour", "set a timer for an hour and ten minutes")
    assert [one.duration_s for one in scene.agenda.appointments] == [4200]
    assert turn.response.text == "Okay, the timer is set for one hour and ten minutes."
    assert len(turn.outcomes) == 1


def test_a_timer_stays_where_the_longer_one_cannot_be() -> None:
    turn, scene = gone_on("set a timer for an hour", "set a timer for nine hundred hours")
    assert [one.duration_s for one in scene.agenda.appointments] == [3600]
    assert turn.response.act is not Act.DONE


def test_a_command_for_later_is_not_done_at_once() -> None:
    turn, scene = gone_on("turn on the big light", "turn on the big light at seven")
    (later,) = scene.agenda.appointments
    assert later.text == "turn on the Big Light"
    assert turn.response.act is Act.DONE


def test_what_was_asked_back_is_asked_no_longer() -> None:
    turn, scene = gone_on("turn on the bedside lamp", "turn on the bedside lamp in the nursery")
    assert scene.devices.sent == ["bedside-nursery ON"]
    assert turn.response.act is Act.DONE


def test_nothing_is_taken_back_once_something_else_was_said() -> None:
    _, scene = gone_on(
        "turn on the lights", "turn on the lights in the bedroom", between="turn on the ceiling fan"
    )
    assert scene.devices.sent == ["bedside-bedroom ON"]
