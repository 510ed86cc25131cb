import math
from dataclasses import replace

import numpy as np
import pytest

from edge_agent.config.schema import SpeechSettings
from edge_agent.speech.plausibility import SILENT_DB, Evidence, Plausibility, level_db
from edge_agent.speech.search import search_of

COMMAND = Evidence(
    text="turn on the kitchen light", speech_s=1.4, level_db=-25.0, lead=12.0, is_cut=False
)
SETTINGS = SpeechSettings(min_lead=2.0, min_level_db=-60.0)


def is_other(settings: SpeechSettings = SETTINGS, **changes: object) -> bool:
    return Plausibility(settings).is_other_speech(replace(COMMAND, **changes))


def test_a_command_is_none() -> None:
    assert not is_other()


@pytest.mark.parametrize("lead", [None, 5.0, 5.1])
def test_a_lead_that_is_large_enough_or_unknown_is_none(lead: float | None) -> None:
    assert not is_other(lead=lead)


@pytest.mark.parametrize(("words", "least", "least_exact"), [(1, 2, 2), (2, 2, 2), (5, 5, 8)])
def test_each_further_word_must_add_to_the_lead(
    words: int, least: float, least_exact: float
) -> None:
    said = {"text": " ".join(["light"] * words), "speech_s": words / 2}
    assert not is_other(**said, lead=least)
    assert is_other(**said, lead=least - 0.1)
    assert not is_other(**said, lead=least_exact, is_exact=True)
    assert is_other(**said, lead=least_exact - 0.1, is_exact=True)


def test_a_question_may_be_heard_less_well() -> None:
    assert not is_other(lead=2.0, is_question=True)
    assert is_other(lead=1.9, is_question=True)
    assert is_other(lead=7.9, is_question=True, is_exact=True)


def test_more_than_the_search_can_tell_is_not_asked_of_it() -> None:
    most = search_of(SETTINGS).most_lead
    long = {"text": "light " * 30, "speech_s": 10.0}
    assert not is_other(**long, lead=most)
    assert is_other(**long, lead=most - 0.1)
    assert is_other(**long, lead=most, is_exact=True)


@pytest.mark.parametrize(
    "changes",
    [
        {"lead": 4.9},
        {"lead": -math.inf},
        {"level_db": -60.1},
        {"is_cut": True},
        {"speech_s": 0.3},
        {"speech_s": 12.0},
        {"text": "stop", "speech_s": 3.0},
    ],
    ids=str,
)
def test_what_no_command_is(changes: dict[str, object]) -> None:
    assert is_other(**changes)


@pytest.mark.parametrize(
    ("text", "speech_s"),
    [
        ("yes", 0.24),
        ("no", 1.9),
        ("stop", 2.0),
        ("turn on the light", 6.0),
        ("set it to five", 0.5),
    ],
)
def test_people_speak_fast_and_slowly(text: str, speech_s: float) -> None:
    assert not is_other(text=text, speech_s=speech_s)


def test_noise_is_no_other_speech() -> None:
    assert not is_other(text="", speech_s=11.0)


def test_without_thresholds_words_and_loudness_do_not_matter() -> None:
    settings = SpeechSettings(min_lead=None, min_level_db=-120.0)
    assert not is_other(settings, lead=-40.0, level_db=SILENT_DB)


def test_level() -> None:
    tone = np.sin(np.arange(1280) / 5)
    assert level_db(bytes(2560)) == level_db(b"") == SILENT_DB
    full = level_db((tone * 32767).astype("<i2").tobytes())
    assert full == pytest.approx(-3.01, abs=0.05)
    tenth = level_db((tone * 3277).astype("<i2").tobytes())
    assert full - tenth == pytest.approx(20, abs=0.05)
