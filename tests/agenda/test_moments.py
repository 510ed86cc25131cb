"""When something is to be, from what was said at a given time."""

# ruff: noqa: DTZ001, DTZ006, DTZ007 - times of the machine's own zone are what this is about

from datetime import datetime

import pytest

from edge_agent.agenda.moments import MORNING, WAKING, When, following, when
from edge_agent.agenda.sun import Sun
from edge_agent.domain.appointment import EVERY_DAY, WEEKDAYS, TimingAct
from edge_agent.domain.slots import Slots

NOW = "2026-11-24 14:00"
"""A Tuesday."""


def at(text: str) -> float:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").timestamp()


def said(text: str) -> Slots:
    """`time period day`, with `-` for what was not said."""
    time, period, day = (None if part == "-" else part for part in text.split())
    return Slots(time=time, period=period, day=day)


@pytest.mark.parametrize(
    ("text", "now", "due"),
    [
        # without a half of the day: what comes next
        ("07:00 - -", NOW, "2026-11-24 19:00"),
        ("03:00 - -", NOW, "2026-11-24 15:00"),
        ("02:00 - -", NOW, "2026-11-25 02:00"),
        ("12:00 - -", NOW, "2026-11-25 00:00"),
        ("12:30 - -", "2026-11-24 09:00", "2026-11-24 12:30"),
        # with one
        ("07:00 am -", NOW, "2026-11-25 07:00"),
        ("19:00 pm -", NOW, "2026-11-24 19:00"),
        ("12:00 pm -", NOW, "2026-11-25 12:00"),
        ("00:00 am -", NOW, "2026-11-25 00:00"),
        ("18:30 - -", NOW, "2026-11-24 18:30"),
        ("00:30 - -", NOW, "2026-11-25 00:30"),
        # on a day: an hour at which people are awake
        ("07:00 - tomorrow", NOW, "2026-11-25 07:00"),
        ("02:00 - tomorrow", NOW, "2026-11-25 14:00"),
        ("07:00 - today", NOW, "2026-11-24 19:00"),
        ("09:00 - monday", NOW, "2026-11-30 09:00"),
        ("09:00 - tuesday", NOW, "2026-12-01 09:00"),
        ("20:00 pm today", NOW, "2026-11-24 20:00"),
        ("09:00 - daily", NOW, "2026-11-25 09:00"),
        ("08:00 - mondays", NOW, "2026-11-30 08:00"),
        # only a part of the day, or only the day
        ("morning - tomorrow", NOW, "2026-11-25 08:00"),
        ("evening - today", NOW, "2026-11-24 19:00"),
        ("night - -", NOW, "2026-11-24 22:00"),
        ("- - tomorrow", NOW, "2026-11-25 09:00"),
    ],
)
def test_what_is_said_of_a_command(text, now, due):
    found = when(said(text), at(now), usual=WAKING)
    assert isinstance(found, When)
    assert datetime.fromtimestamp(found.due_at) == datetime.fromtimestamp(at(due))


@pytest.mark.parametrize(
    ("text", "now", "due"),
    [
        ("07:00 - -", NOW, "2026-11-25 07:00"),
        ("07:00 - -", "2026-11-24 22:30", "2026-11-25 07:00"),
        ("07:00 - -", "2026-11-24 06:00", "2026-11-24 07:00"),
        ("03:00 - -", NOW, "2026-11-24 15:00"),
        ("05:00 pm -", NOW, "2026-11-24 17:00"),
        ("07:00 - today", NOW, "2026-11-24 19:00"),
        ("06:30 - weekdays", "2026-11-27 08:00", "2026-11-30 06:30"),
    ],
)
def test_who_is_woken_means_the_morning(text, now, due):
    text = text.replace("05:00 pm", "17:00 pm")
    found = when(said(text), at(now), usual=MORNING)
    assert isinstance(found, When)
    assert datetime.fromtimestamp(found.due_at) == datetime.fromtimestamp(at(due))


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("- - -", TimingAct.NO_TIME),
        ("- - later", TimingAct.NO_TIME),
        ("later - -", TimingAct.NO_TIME),
        ("- - today", TimingAct.NO_TIME),
        ("08:00 am today", TimingAct.NO_TIME),
        ("sunset - -", TimingAct.NO_SUN),
        ("sunrise - tomorrow", TimingAct.NO_SUN),
    ],
)
def test_what_tells_no_moment(text, act):
    assert when(said(text), at(NOW)) is act


def test_a_duration_counts_from_now():
    found = when(Slots(hours=1, minutes=2, seconds=3), 1000.0)
    assert found == When(due_at=1000.0 + 3723, duration_s=3723)


def test_what_comes_again_keeps_its_days():
    found = when(said("06:30 am weekdays"), at(NOW))
    assert isinstance(found, When)
    assert (found.clock, found.days) == ("06:30", WEEKDAYS)
    friday = at("2026-11-27 06:30")
    assert following("06:30", WEEKDAYS, friday, None) == at("2026-11-30 06:30")


@pytest.mark.parametrize(
    ("after", "due"),
    [
        ("2026-10-24 07:00", "2026-10-25 07:00"),  # clocks go back in between
        ("2027-03-27 07:00", "2027-03-28 07:00"),  # and forward
    ],
)
def test_seven_stays_seven_when_the_clocks_change(after, due):
    found = following("07:00", EVERY_DAY, at(after), None)
    assert found == at(due)
    assert abs(found - at(after)) in {23 * 3600, 25 * 3600}


def test_an_hour_that_the_clocks_leave_out_is_not_lost():
    found = following("02:30", EVERY_DAY, at("2027-03-27 12:00"), None)
    assert datetime.fromtimestamp(found) == datetime(2027, 3, 28, 3, 30)
    assert datetime.fromtimestamp(following("02:30", EVERY_DAY, found, None)).hour == 2


BERLIN = Sun(52.52, 13.40)
NORTH_CAPE = Sun(71.17, 25.78)


@pytest.mark.parametrize(
    ("text", "due"),
    [
        # as almanacs have it, to the minute or two
        ("sunset - -", "2026-11-24 16:01"),
        ("sunrise - -", "2026-11-25 07:44"),
        ("sunset - tomorrow", "2026-11-25 16:00"),
        ("sunset - daily", "2026-11-24 16:01"),
        ("sunset - saturday", "2026-11-28 15:57"),
    ],
)
def test_the_sun_rises_and_sets_where_the_home_is(text, due):
    found = when(said(text), at(NOW), sun=BERLIN)
    assert isinstance(found, When)
    assert abs(found.due_at - at(due)) <= 120
    assert found.clock == text.split()[0]


def test_each_day_has_its_own_sunset():
    first = following("sunset", EVERY_DAY, at(NOW), BERLIN)
    assert first is not None
    second = following("sunset", EVERY_DAY, first, BERLIN)
    assert second is not None
    assert 86_000 < second - first < 86_400, "in November it sets earlier every day"
    assert following("sunset", EVERY_DAY, at(NOW), None) is None


def test_where_the_sun_does_not_set_there_is_no_sunset():
    assert when(said("sunset - -"), at("2026-12-24 12:00"), sun=NORTH_CAPE) is TimingAct.NO_TIME
