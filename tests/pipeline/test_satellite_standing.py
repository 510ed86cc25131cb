"""What ties somebody to this agent where several hear them, and what is left to another one."""

import asyncio
from dataclasses import replace
from time import monotonic

import pytest
from test_timers import Scene

from edge_agent.domain.turn import Place, Source, Utterance
from edge_agent.satellites.bid import Standing

KITCHEN = Place(source=Source.VOICE, area="kitchen")
ATTIC = Place(source=Source.VOICE, area="attic")


def said(text: str) -> Utterance:
    return Utterance(
        source=Source.VOICE, alternatives=(text,), ended_at=monotonic(), area="Kitchen"
    )


def standing_after(*texts: str, place: Place = KITCHEN) -> Standing:
    async def scene() -> Standing:
        stage = Scene()
        for text in texts:
            await stage.pipeline.handle(said(text))
        return stage.pipeline.standing(monotonic(), place)[0]

    return asyncio.run(scene())


@pytest.mark.parametrize(
    ("texts", "standing"),
    [
        ((), Standing.NONE),
        (("turn on the big light",), Standing.CONVERSATION),
        (("unlock the front door",), Standing.QUESTION),
        (("unlock the front door", "no"), Standing.CONVERSATION),
        (("turn on the bedside lamp",), Standing.QUESTION),
        (("the weather was nice",), Standing.NONE),
    ],
)
def test_whoever_was_answered_or_asked_here_is_tied_to_this_agent(texts, standing):
    assert standing_after(*texts) is standing


def test_a_question_ties_only_who_was_asked():
    assert standing_after("unlock the front door", place=ATTIC) is Standing.CONVERSATION


def test_what_rings_wants_to_be_stopped_here():
    async def scene() -> Standing:
        stage = Scene()
        await stage.say("set a timer for one minute")
        await stage.passes(1)
        return stage.pipeline.standing(monotonic(), KITCHEN)[0]

    assert asyncio.run(scene()) is Standing.QUESTION


def test_it_ends_with_the_time_for_it():
    async def scene() -> Standing:
        stage = Scene()
        await stage.pipeline.handle(said("turn on the big light"))
        return stage.pipeline.standing(monotonic() + 1000, KITCHEN)[0]

    assert asyncio.run(scene()) is Standing.NONE


@pytest.mark.parametrize(("is_other_speech", "sent"), [(False, []), (True, ["front UNLOCK"])])
def test_what_another_agent_answers_closes_a_question_here(is_other_speech, sent):
    async def scene() -> list[str]:
        stage = Scene()
        await stage.pipeline.handle(said("unlock the front door"))
        left = replace(said("turn on the big light"), is_other_speech=is_other_speech)
        stage.pipeline.leave(left)
        await stage.pipeline.handle(said("yes"))
        return stage.devices.sent

    assert asyncio.run(scene()) == sent
