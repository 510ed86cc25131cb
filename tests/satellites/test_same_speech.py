from dataclasses import replace

import pytest
from satellites.spoken import heard, rhythm

from edge_agent.satellites.likeness import is_same, likeness


@pytest.mark.parametrize("softer_db", [0, 10, 20])
@pytest.mark.parametrize("late_s", [-0.15, 0.0, 0.13])
@pytest.mark.parametrize("seconds", [0.6, 1.5, 3.0, 9.0])
def test_two_ears_of_one_speech_hear_the_same(softer_db, late_s, seconds):
    spoken = rhythm(7, seconds)
    near = heard(spoken, satellite="near")
    far = heard(spoken, satellite="far", softer_db=softer_db, late_s=late_s)
    assert is_same(near, far)
    assert is_same(far, near)


@pytest.mark.parametrize("later_s", [-0.8, -0.3, 0.3, 0.9])
def test_two_people_who_speak_at_once_are_told_apart(later_s):
    told = 0
    for seed in range(20):
        one = heard(rhythm(seed, 1.6), satellite="one")
        other = heard(rhythm(100 + seed, 1.9), satellite="other", at=100.0 + later_s)
        told += not is_same(one, other)
    assert told >= 19


def test_what_was_said_before_is_another_speech_however_alike():
    spoken = rhythm(3, 1.5)
    assert not is_same(heard(spoken, satellite="one"), heard(spoken, satellite="other", at=103.0))


def test_what_is_too_short_to_be_told_apart_counts_as_the_same():
    one, other = heard(rhythm(1, 0.2), satellite="one"), heard(rhythm(2, 0.2), satellite="other")
    one, other = (replace(bid, curve=bid.curve[-5:]) for bid in (one, other))
    assert likeness(one, other) is None
    assert is_same(one, other)


def test_likeness_is_the_same_from_both_sides():
    for seed in range(30):
        one = heard(rhythm(seed, 1.6), satellite="one")
        other = heard(rhythm(seed + 50, 1.6), satellite="other", at=100.1)
        there, back = likeness(one, other), likeness(other, one)
        assert there is not None
        assert back is not None
        assert there == pytest.approx(back, abs=0.15)
