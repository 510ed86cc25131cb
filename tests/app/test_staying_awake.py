"""How long no wake word is needed after what."""

import asyncio
from datetime import UTC, datetime

import pytest

from edge_agent.app.staying_awake import StayingAwake
from edge_agent.config.wake import WakeSettings
from edge_agent.domain.agent_state import AgentState
from edge_agent.domain.response import Act, Response
from edge_agent.domain.turn import Latency, Source, Turn
from edge_agent.domain.understanding import Reason, Rejection

FOLLOW_UP_S, ANSWER_S = 4.0, 20.0
NABU = "okay nabu"


class Ear:
    """Notes how long it is told to listen; it is its own worker."""

    def __init__(self, *, is_muted: bool = False) -> None:
        self.is_muted = is_muted
        self.told: list[tuple[float, str | None]] = []
        self.worker = self

    async def listen(self, within_s: float, wake: str | None = None) -> None:
        self.told.append((within_s, wake))


class States:
    """Notes what is published."""

    def __init__(self) -> None:
        self.states: list[AgentState] = []

    async def state(self, state: AgentState) -> None:
        self.states.append(state)


def turn(act: Act, *, source: Source = Source.VOICE, wake: str | None = None) -> Turn:
    is_rejected = act is Act.NOT_UNDERSTOOD
    return Turn(
        id="x",
        time=datetime.now(UTC),
        source=source,
        area=None,
        utterance="",
        outcomes=(),
        rejection=Rejection(reason=Reason.NOT_A_COMMAND) if is_rejected else None,
        response=Response(act=act, text=""),
        latency=Latency(),
        wake=wake,
    )


def told(
    after: Turn | None, *, is_asked: bool = False, is_muted: bool = False, follow_up_s=FOLLOW_UP_S
) -> list[tuple[float, str | None]]:
    ear, states = Ear(is_muted=is_muted), States()
    settings = WakeSettings(follow_up_s=follow_up_s)
    awake = StayingAwake(ear, states, settings, answer_within_s=ANSWER_S)
    asyncio.run(
        awake.after_ringing() if after is None else awake.after_turn(after, is_asked=is_asked)
    )
    assert states.states == [AgentState.LISTENING] * len(ear.told)
    return ear.told


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (turn(Act.DONE, wake=NABU), [(FOLLOW_UP_S, NABU)]),
        (turn(Act.DONE), [(FOLLOW_UP_S, None)]),
        (turn(Act.CONFIRM, wake=NABU), [(ANSWER_S, NABU)]),
        (turn(Act.CLARIFY), [(ANSWER_S, None)]),
        (turn(Act.NOT_UNDERSTOOD, wake=NABU), [(FOLLOW_UP_S, None)]),
        (turn(Act.NOT_UNDERSTOOD), []),
        (turn(Act.DONE, source=Source.TEXT), []),
        (turn(Act.CONFIRM, source=Source.TEXT), []),
        (None, [(FOLLOW_UP_S, None)]),
    ],
)
def test_what_is_listened_for_after_what(after: Turn | None, expected) -> None:
    assert told(after) == expected
    assert told(after, is_muted=True) == []


def test_words_that_are_awaited_are_waited_for_like_an_answer() -> None:
    assert told(turn(Act.NOT_UNDERSTOOD), is_asked=True) == [(ANSWER_S, None)]


def test_without_a_follow_up_only_questions_are_waited_for() -> None:
    assert told(turn(Act.DONE, wake=NABU), follow_up_s=0) == []
    assert told(None, follow_up_s=0) == []
    assert told(turn(Act.CONFIRM), follow_up_s=0) == [(ANSWER_S, None)]
