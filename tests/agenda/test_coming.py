"""What is due, what was missed, and for how long something rings."""

from dataclasses import replace

import pytest

from edge_agent.agenda.coming import (
    LATE_S,
    RINGS_FOR_S,
    RINGS_LATE_S,
    due,
    next_at,
    quiet_after,
    shifted,
)
from edge_agent.domain.appointment import EVERY_DAY, Appointment, AppointmentKind

K = AppointmentKind
NOW = 1_800_000_000.0


def one(kind: K = K.TIMER, due_in_s: float = 0.0, **more) -> Appointment:
    return Appointment(id=f"{kind}{due_in_s}", kind=kind, due_at=NOW + due_in_s, **more)


def test_nothing_is_due_before_its_time():
    found = due([one(due_in_s=0.1), one(left_s=5.0, due_in_s=-9)], NOW)
    assert found.now_due == found.missed == found.kept == found.dropped == ()


@pytest.mark.parametrize("kind", [K.TIMER, K.ALARM])
def test_what_is_due_rings_until_it_is_stopped_or_has_rung_for_long(kind):
    (ringing,) = due([one(kind)], NOW).kept
    assert ringing.rings_since == NOW
    assert due([ringing], NOW + 1).now_due == (), "handed out once"
    until = NOW + RINGS_FOR_S[kind]
    assert next_at([ringing]) == until
    assert quiet_after([ringing], until - 1).now_due == ()
    assert quiet_after([ringing], until).dropped == (ringing.id,)


@pytest.mark.parametrize("kind", [K.REMINDER, K.COMMAND])
def test_what_is_told_or_done_is_over_then(kind):
    found = due([one(kind)], NOW)
    assert [a.kind for a in found.now_due] == [kind]
    assert found.dropped == (found.now_due[0].id,)


@pytest.mark.parametrize("kind", list(K))
def test_what_comes_again_is_put_to_its_next_time(kind):
    daily = one(kind, clock="07:00", days=EVERY_DAY)
    found = due([daily], NOW)
    assert found.dropped == ()
    kept = (
        found.kept if kind in {K.REMINDER, K.COMMAND} else quiet_after(found.kept, NOW + 900).kept
    )
    assert NOW < kept[0].due_at <= NOW + 86_400 + 900
    assert kept[0].rings_since is None


@pytest.mark.parametrize(
    ("kind", "late_s", "is_missed"),
    [
        (K.COMMAND, LATE_S - 1, False),
        (K.COMMAND, LATE_S + 1, True),
        (K.ALARM, RINGS_LATE_S - 1, False),
        (K.ALARM, RINGS_LATE_S + 1, True),
        (K.TIMER, RINGS_LATE_S + 1, True),
        (K.REMINDER, RINGS_LATE_S + 1, True),
    ],
)
def test_what_comes_too_late_is_only_told(kind, late_s, is_missed):
    found = due([one(kind, -late_s)], NOW)
    assert (len(found.missed), len(found.now_due)) == (is_missed, not is_missed)


def test_the_order_is_that_of_their_times():
    later, sooner = one(K.REMINDER, -1), one(K.ALARM, -2)
    assert due([later, sooner], NOW).now_due == (sooner, later)


def test_only_durations_move_with_the_clock():
    timer, alarm = one(duration_s=60.0, due_in_s=60), one(K.ALARM, 60, clock="07:00")
    paused = replace(timer, left_s=30.0)
    assert shifted([timer, alarm, paused], 3600) == (replace(timer, due_at=NOW + 3660),)
    assert next_at([]) is None
