import random
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from satellites.simulated_group import WAIT_S, Group, Member
from satellites.spoken import heard, rhythm

from edge_agent.satellites.arbitration import (
    FRESH_S,
    MOST_SATELLITES,
    Arbitration,
    Contest,
    Won,
)
from edge_agent.satellites.bid import Standing, Told, Word

SPOKEN = rhythm(5, 1.6)
NAMES = ("kitchen", "bedroom", "office")


def _members(*softer_db, **traits):
    return [
        Member(heard(SPOKEN, satellite=name, softer_db=softer), **traits)
        for name, softer in zip(NAMES, softer_db, strict=False)
    ]


def test_the_one_that_hears_best_acts_at_once_and_the_others_leave_it():
    members = _members(12, 0, 20)
    assert Group(*members).run() == ["bedroom"]
    kitchen, bedroom, office = members
    assert bedroom.settled_at - bedroom.heard.voiced_at == pytest.approx(0.602, abs=0.001)
    assert kitchen.outcome == office.outcome == "left to bedroom"


def test_who_alone_hears_it_only_waits_for_its_own_claim():
    (member,) = members = _members(0)
    assert Group(*members).run() == ["kitchen"]
    assert member.settled_at - member.heard.voiced_at == pytest.approx(0.602, abs=0.001)


def test_one_that_ends_its_turn_earlier_waits_for_the_better_one():
    near, far = _members(0, 15)
    near.endpoint_s, far.endpoint_s = 0.6, 0.4
    assert Group(near, far).run() == ["kitchen"]


def test_one_that_is_held_open_is_not_waited_for_and_does_nothing_afterwards():
    near, far = _members(0, 15)
    near.endpoint_s = 5.0
    assert Group(near, far).run() == ["bedroom"]
    assert far.settled_at - far.heard.voiced_at == pytest.approx(0.6 + WAIT_S, abs=0.01)
    assert near.outcome == "left to bedroom"


@pytest.mark.parametrize("after_s", [0.3, 0.7, 1.7, 2.15])
def test_one_that_dies_is_not_waited_for_for_long(after_s):
    near, far = _members(0, 15)
    near.dies_at = near.heard.began_at + after_s
    assert Group(near, far).run() == ["bedroom"]
    assert far.settled_at - far.heard.voiced_at <= 0.6 + WAIT_S + 0.01
    if after_s < near.heard.voiced_at - near.heard.began_at - FRESH_S:
        assert far.settled_at - far.heard.voiced_at == pytest.approx(0.602, abs=0.001)


def test_one_that_cannot_act_on_it_says_so_and_the_next_best_need_not_wait():
    near, far, farther = _members(0, 10, 20)
    near.passes = True
    near.endpoint_s = 0.5
    assert Group(near, far, farther).run() == ["bedroom"]
    assert far.settled_at - far.heard.voiced_at == pytest.approx(0.602, abs=0.001)


def test_without_bids_the_first_claim_that_the_broker_has_wins():
    near, far = _members(0, 15, loses_bid=lambda: True)
    far.to_broker_s = lambda: 0.05
    assert Group(near, far).run() == ["kitchen"]
    near, far = _members(0, 15, loses_bid=lambda: True)
    near.to_broker_s = lambda: 0.05
    assert Group(near, far).run() == ["bedroom"]


def test_a_claim_that_does_not_come_back_is_given_up():
    (member,) = members = _members(0, to_broker_s=lambda: 3.0)
    assert Group(*members).run() == []
    assert member.outcome == "unconfirmed"


def test_two_people_who_speak_at_once_in_two_rooms_are_both_served():
    other = rhythm(99, 1.9)
    members = [
        Member(heard(SPOKEN, satellite="kitchen")),
        Member(heard(other, satellite="bedroom", at=100.4, softer_db=5)),
    ]
    assert sorted(Group(*members).run()) == ["bedroom", "kitchen"]


@pytest.mark.parametrize(
    ("standing", "leans", "winner"),
    [
        (Standing.NONE, True, "bedroom"),
        (Standing.CONVERSATION, True, "kitchen"),
        (Standing.CONVERSATION, False, "bedroom"),
        (Standing.QUESTION, True, "kitchen"),
        (Standing.QUESTION, False, "bedroom"),
        (Standing.ADDRESSED, False, "kitchen"),
        (Standing.ADDRESSED, True, "kitchen"),
    ],
)
def test_words_that_lean_on_a_conversation_are_for_who_holds_it(standing, leans, winner):
    far = heard(SPOKEN, satellite="kitchen", softer_db=15, standing=standing, since=90.0)
    near = heard(SPOKEN, satellite="bedroom")
    assert Group(Member(far, leans=leans), Member(near, leans=leans)).run() == [winner]


def test_what_a_far_one_makes_of_the_words_takes_nothing_from_the_near_one():
    far = heard(SPOKEN, satellite="kitchen", softer_db=15, standing=Standing.QUESTION, since=90.0)
    near = heard(SPOKEN, satellite="bedroom")
    assert Group(Member(far, leans=True), Member(near, leans=False)).run() == ["bedroom"]


def test_one_between_them_does_not_answer_for_the_one_that_has_asked():
    asked = heard(SPOKEN, satellite="kitchen", softer_db=15, standing=Standing.QUESTION, since=90.0)
    between = heard(SPOKEN, satellite="hall", softer_db=8)
    near = heard(SPOKEN, satellite="bedroom")
    members = [Member(asked), Member(between, leans=False), Member(near, leans=True)]
    assert Group(*members).run() == ["kitchen"]


def test_an_answer_is_not_lost_with_the_one_that_has_asked():
    asked = heard(SPOKEN, satellite="kitchen", softer_db=15, standing=Standing.QUESTION, since=90.0)
    near = Member(heard(SPOKEN, satellite="bedroom"), leans=True)
    dead = Member(asked, dies_at=asked.voiced_at + 0.55)
    assert Group(dead, near).run() == ["bedroom"]


def test_of_two_conversations_the_newer_one_is_meant():
    old = heard(SPOKEN, satellite="kitchen", standing=Standing.CONVERSATION, since=50.0)
    new = heard(
        SPOKEN, satellite="bedroom", softer_db=15, standing=Standing.CONVERSATION, since=90.0
    )
    assert Group(Member(old, leans=True), Member(new, leans=True)).run() == ["bedroom"]


def test_who_lags_behind_finds_that_it_was_done():
    near, far = _members(0, 15)
    far.endpoint_s = 4.0
    assert Group(near, far).run() == ["kitchen"]
    assert far.outcome == "left to kitchen"


def test_the_same_words_again_a_little_later_are_another_speech():
    member = heard(SPOKEN, satellite="kitchen")
    arbitration = Arbitration("bedroom")
    arbitration.take(Told(word=Word.CLAIM, bid=member), member.voiced_at + 0.6)
    again = heard(SPOKEN, satellite="bedroom", at=103.0)
    now = again.voiced_at + 0.6
    contest = Contest(arbitration, again, now=now, wait_s=WAIT_S)
    contest.step(now)
    arbitration.take(Told(word=Word.CLAIM, bid=again), now)
    assert contest.step(now) == Won()


def test_who_floods_is_not_listened_to_for_a_while():
    arbitration = Arbitration("kitchen")
    bid = heard(SPOKEN, satellite="bedroom")
    counted = [arbitration.take(Told(word=Word.BID, bid=bid), 103.0) for _ in range(100)]
    assert sum(counted) == 30
    assert arbitration.take(Told(word=Word.BID, bid=bid), 104.0)


def test_more_satellites_than_a_home_can_have_are_not_remembered():
    arbitration = Arbitration("kitchen")
    bid = heard(SPOKEN, satellite="bedroom")
    crowd = [replace(bid, satellite=f"s{n}") for n in range(1000)]
    counted = sum(arbitration.take(Told(word=Word.CLAIM, bid=one), 103.0) for one in crowd)
    assert counted == MOST_SATELLITES
    later = replace(bid, satellite="late")
    assert arbitration.take(Told(word=Word.BID, bid=later), 130.0)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32), st.integers(2, 5))
def test_it_is_acted_on_exactly_once_whatever_messages_do(seed, count):
    members = _random_members(seed, count)
    assert len(Group(*members).run()) == 1, [m.outcome for m in members]


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32), st.integers(2, 5), st.integers(1, 5))
def test_it_is_never_acted_on_twice_whoever_dies(seed, count, dying):
    chance = random.Random(seed)
    members = _random_members(seed, count)
    for member in members[:dying]:
        member.dies_at = 100.0 + chance.uniform(0, 3.5)
    acted = Group(*members).run()
    assert len(acted) <= 1
    has_died_with_claim = any(m.outcome.endswith(d.name) for d in members[:dying] for m in members)
    assert acted or has_died_with_claim or dying >= count


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32), st.integers(2, 5))
def test_it_is_never_acted_on_twice_whose_line_ever_is_stuck(seed, count):
    chance = random.Random(seed)
    members = _random_members(seed, count)
    for member in members:
        if chance.random() < 0.5:
            member.to_broker_s = lambda: 3.0
        if chance.random() < 0.3:
            member.from_broker_s = lambda: 3.0
    assert len(Group(*members).run()) <= 1


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32), st.integers(2, 5))
def test_with_a_quick_broker_the_one_that_hears_best_acts(seed, count):
    members = _random_members(seed, count)
    for member in members:
        member.heard = replace(member.heard, standing=Standing.NONE)
        member.loses_bid = lambda: False
        member.to_broker_s = member.from_broker_s = lambda: 0.01
        member.endpoint_s = min(member.endpoint_s, 0.7)
    second, best = sorted(members, key=lambda one: one.heard.snr_db)[-2:]
    assume(best.heard.snr_db - second.heard.snr_db > 2)
    best.endpoint_s = min(best.endpoint_s, min(m.endpoint_s for m in members) + 0.2)
    assert Group(*members).run() == [best.name]


def _random_members(seed: int, count: int) -> list[Member]:
    """Satellites that hear one speech differently, with lines that delay and lose bids."""
    chance = random.Random(seed)
    spoken = rhythm(seed, chance.uniform(0.8, 4.0))

    def member(number: int) -> Member:
        bid = heard(
            spoken,
            satellite=f"s{number}",
            softer_db=chance.uniform(0, 20),
            late_s=chance.uniform(0, 0.05),
            seed=seed,
            standing=chance.choice([Standing.NONE, *Standing]),
            since=chance.uniform(0, 90),
        )
        return Member(
            bid,
            leans=chance.random() < 0.5,
            endpoint_s=chance.uniform(0.2, 1.0),
            to_broker_s=lambda: chance.choice([0.001, 0.02, 0.08]),
            from_broker_s=lambda: chance.choice([0.001, 0.02, 0.08]),
            loses_bid=lambda: chance.random() < 0.3,
        )

    return [member(number) for number in range(count)]
