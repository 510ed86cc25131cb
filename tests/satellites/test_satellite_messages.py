import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from satellites.spoken import heard, rhythm

from edge_agent.satellites.bid import Standing, Told, Word
from edge_agent.satellites.messages import MAX_BYTES, TOLD_PIECES, decoded, encoded

BID = heard(rhythm(1, 1.5), satellite="kitchen", standing=Standing.QUESTION, since=95.0)
SENT_AT = 102.0
GOOD = json.loads(encoded(Told(word=Word.CLAIM, bid=BID), SENT_AT))


def test_times_come_back_by_the_clock_of_who_receives():
    sent = encoded(Told(word=Word.CLAIM, bid=BID), SENT_AT)
    told = decoded(sent.encode(), "kitchen", 7000.0)
    assert told is not None
    assert told.word is Word.CLAIM
    assert told.bid.satellite == "kitchen"
    assert told.bid.speech == BID.speech
    assert told.bid.standing is Standing.QUESTION
    assert told.bid.began_at == pytest.approx(7000.0 - 2.0)
    assert told.bid.voiced_at == pytest.approx(7000.0 - 0.48)
    assert told.bid.since == pytest.approx(7000.0 - 7.0)
    assert told.bid.snr_db == pytest.approx(BID.snr_db, abs=0.05)
    assert told.bid.curve == BID.curve[-TOLD_PIECES:]


def test_neither_words_nor_more_than_a_few_seconds_of_loudness_are_told():
    assert set(GOOD) == {
        "word", "speech", "began_ms", "voiced_ms", "heard_ms", "snr_db", "curve", "standing",
        "since_ms",
    }  # fmt: skip
    assert len(GOOD["curve"]) == TOLD_PIECES
    assert len(json.dumps(GOOD)) < MAX_BYTES


def test_who_it_is_left_to_is_told():
    sent = encoded(Told(word=Word.PASS, bid=BID, to="attic"), SENT_AT)
    told = decoded(sent.encode(), "kitchen", 7000.0)
    assert told is not None
    assert (told.word, told.to) == (Word.PASS, "attic")


def test_what_later_versions_add_is_no_hindrance():
    assert decoded(json.dumps(GOOD | {"color": "red"}).encode(), "kitchen", 1.0) is not None


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"null",
        b"[]",
        b"\xff\xfe",
        b"{" * 500,
        b"[" * 500,
        json.dumps(GOOD).encode() + b" " * MAX_BYTES,
        *(
            json.dumps(GOOD | change).encode()
            for change in (
                {"word": "shout"},
                {"word": None},
                {"speech": ""},
                {"speech": "x" * 8},
                {"speech": "0" * 9},
                {"began_ms": -1},
                {"began_ms": 30_001},
                {"began_ms": 1e300},
                {"began_ms": "1"},
                {"began_ms": 100, "voiced_ms": 200},
                {"heard_ms": None},
                {"snr_db": 1e9},
                {"snr_db": "loud"},
                {"curve": "0" * (TOLD_PIECES + 1)},
                {"curve": "xyz"},
                {"curve": [1, 2]},
                {"standing": "king"},
                {"since_ms": -5},
                {"to": "a/b"},
                {"to": 7},
            )
        ),
        json.dumps({name: value for name, value in GOOD.items() if name != "curve"}).encode(),
        json.dumps(GOOD).replace(str(GOOD["snr_db"]), "NaN").encode(),
    ],
)
def test_what_no_satellite_tells_is_ignored(payload):
    assert decoded(payload, "kitchen", 1.0) is None


@given(st.binary(max_size=200))
def test_no_bytes_are_trouble(payload):
    assert decoded(payload, "kitchen", 1.0) is None
