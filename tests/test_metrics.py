"""The figures of a minute."""

from dataclasses import replace
from datetime import UTC, datetime

from edge_agent.domain.action import CommandOutcome, OutcomeKind
from edge_agent.domain.command import Command
from edge_agent.domain.escalation import Escalated, Trouble
from edge_agent.domain.intent import Intent
from edge_agent.domain.response import Act, Response
from edge_agent.domain.slots import Slots
from edge_agent.domain.turn import Latency, Source, Turn
from edge_agent.domain.understanding import Reason, Rejection
from edge_agent.metrics import Metrics

COMMAND = Command(intent=Intent.TURN_ON, slots=Slots(), confidence=1)


def turn(total_ms: int, rejection: Rejection | None = None) -> Turn:
    outcome = CommandOutcome(command=COMMAND, kind=OutcomeKind.ACKED)
    return Turn(
        id="1",
        time=datetime.now(UTC),
        source=Source.VOICE,
        area=None,
        utterance="",
        outcomes=() if rejection else (outcome,),
        rejection=rejection,
        response=Response(act=Act.NOT_UNDERSTOOD if rejection else Act.DONE, text=""),
        latency=Latency(total=total_ms),
    )


def test_figures_sum_up_and_begin_anew():
    metrics = Metrics()
    for total_ms in range(1, 101):
        metrics.note(turn(total_ms))
    metrics.note(turn(9999, Rejection(reason=Reason.NOISE)))
    metrics.note_dropped()
    figures = metrics.figures()
    assert figures["turns"] == 101
    assert figures["acts"] == {"done": 100, "not_understood": 1}
    assert figures["rejections"] == {"noise": 1}
    assert figures["dropped"] == 1
    p50, p95 = figures["latency_ms"]["p50"], figures["latency_ms"]["p95"]
    assert abs(p50 - 50) <= 1
    assert abs(p95 - 95) <= 1
    assert figures["memory_mb"] > 5
    assert metrics.figures()["turns"] == 0


def test_one_turn_is_its_own_percentile():
    metrics = Metrics()
    metrics.note(turn(42))
    assert metrics.figures()["latency_ms"] == {"p50": 42, "p95": 42}


def test_what_was_handed_on_is_counted_by_what_came_of_it():
    metrics = Metrics()
    metrics.note(turn(100))
    assert "escalated" not in metrics.figures()
    for escalated in (
        Escalated(tokens=90),
        Escalated(tokens=30),
        Escalated(trouble=Trouble.TOO_SLOW),
        Escalated(was_left=True),
    ):
        metrics.note(replace(turn(9_000), escalated=escalated))
    figures = metrics.figures()
    assert figures["escalated"] == {"answered": 2, "too_slow": 1, "left": 1}
    assert figures["tokens"] == 120
    assert figures["latency_ms"] == {}, "how long others take tells nothing of the agent"
