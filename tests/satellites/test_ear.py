import math

import pytest

from edge_agent.satellites.bid import LOUDEST, Standing
from edge_agent.satellites.ear import RENEW_S, Ear
from edge_agent.satellites.room_levels import SNR_DB

FRAME_S = 0.08
ROOM_DB, SPEECH_DB = -60.0, -35.0


class Room:
    """Feeds an ear frame by frame."""

    def __init__(self, **options):
        standing = options.pop("standing", (Standing.NONE, 0.0))
        self.ear = Ear(
            "kitchen", gain_db=options.pop("gain_db", 0.0), standing_at=lambda _: standing
        )
        self.at = 1000.0
        self.index = 0

    def hear(self, level_db, seconds):
        bids = []
        for _ in range(round(seconds / FRAME_S)):
            self.at += FRAME_S
            bids.append(self.ear.accept(self.index, (level_db, level_db), self.at))
            self.index += 1
        return [bid for bid in bids if bid is not None]


def test_a_speech_is_told_while_it_lasts_and_no_longer():
    room = Room()
    assert room.hear(ROOM_DB, 5) == []
    began_at = room.at
    room.hear(SPEECH_DB, 0.32)
    first = room.ear.begin(began_at)
    renewed = room.hear(SPEECH_DB, 2.0)
    assert len(renewed) == round(2.0 / RENEW_S)
    assert {bid.speech for bid in renewed} == {first.speech}
    ended_at = room.at
    room.hear(ROOM_DB, 0.64)
    last = room.ear.end(began_at, ended_at)
    assert (last.speech, last.began_at, last.voiced_at) == (first.speech, began_at, ended_at)
    assert last.heard_at == pytest.approx(room.at)
    assert room.hear(ROOM_DB, 3) == []
    assert room.ear.begin(room.at).speech != first.speech


def test_how_well_it_is_heard_is_its_distance_from_the_noise_of_the_room():
    room = Room()
    room.hear(ROOM_DB, 5)
    began_at = room.at
    room.hear(SPEECH_DB, 1)
    assert room.ear.end(began_at, room.at).snr_db == pytest.approx(25, abs=0.1)


def test_a_sensitive_microphone_gains_nothing():
    bids = []
    for gain_db in (0, 20):
        room = Room()
        room.hear(ROOM_DB + gain_db, 5)
        began_at = room.at
        room.hear(SPEECH_DB + gain_db, 1)
        bids.append(room.ear.end(began_at, room.at))
    assert bids[0].snr_db == pytest.approx(bids[1].snr_db)


def test_what_is_configured_is_added():
    room = Room(gain_db=-6)
    room.hear(ROOM_DB, 5)
    began_at = room.at
    room.hear(SPEECH_DB, 1)
    assert room.ear.end(began_at, room.at).snr_db == pytest.approx(19, abs=0.1)


@pytest.mark.parametrize(("room_db", "speech_db"), [(-120, 0), (-120, -120), (0, -120)])
def test_even_odd_sound_is_told_within_the_limits(room_db, speech_db):
    room = Room(gain_db=30)
    room.hear(room_db, 5)
    began_at = room.at
    room.hear(speech_db, 1)
    bid = room.ear.end(began_at, room.at)
    assert SNR_DB[0] <= bid.snr_db <= SNR_DB[1]
    assert math.isfinite(bid.snr_db)


def test_the_curve_rises_and_falls_with_the_sound():
    room = Room()
    room.hear(ROOM_DB, 1.6)
    began_at = room.at
    room.hear(SPEECH_DB, 0.8)
    curve = room.ear.end(began_at, room.at).curve
    assert curve == (LOUDEST - 12,) * 40 + (LOUDEST,) * 20


def test_a_hole_in_the_sound_ends_the_curve_but_not_the_memory_of_the_room():
    room = Room()
    room.hear(ROOM_DB, 8)
    room.index += 5
    began_at = room.at
    room.hear(SPEECH_DB, 0.8)
    bid = room.ear.end(began_at, room.at)
    assert bid.curve == (LOUDEST,) * 20
    assert bid.snr_db == pytest.approx(25, abs=0.1)


def test_nothing_is_told_of_a_speech_that_was_lost_from_sight():
    room = Room()
    room.hear(ROOM_DB, 1)
    room.ear.begin(room.at)
    assert len(room.hear(SPEECH_DB, 60)) < 16 / RENEW_S


def test_a_speech_began_when_it_was_told_to_begin_whatever_is_found_out_later():
    room = Room()
    room.hear(ROOM_DB, 1)
    began_at = room.at
    first = room.ear.begin(began_at)
    room.hear(SPEECH_DB, 1)
    assert room.ear.end(began_at + 0.3, room.at).began_at == first.began_at


def test_nothing_is_told_any_more_of_what_came_to_nothing():
    room = Room()
    room.hear(ROOM_DB, 1)
    room.ear.begin(room.at)
    room.ear.stop()
    assert room.hear(SPEECH_DB, 2) == []


def test_a_bid_before_any_sound_is_possible():
    assert Room().ear.begin(1000.0).snr_db == SNR_DB[0]


def test_a_standing_goes_with_every_bid():
    room = Room(standing=(Standing.QUESTION, 900.0))
    room.hear(ROOM_DB, 1)
    bid = room.ear.begin(room.at)
    assert (bid.standing, bid.since) == (Standing.QUESTION, 900.0)
