"""Who was taken to have finished, and goes on, is heard as if there had been no pause."""

import pytest
from fixtures.hearing import KITCHEN, TIME
from test_listener import hear, spoken, stream, transcripts

from edge_agent.domain.audio import FRAME_S
from edge_agent.domain.speech import Completeness, Transcript
from edge_agent.speech.listener import Listener

AFTER_FIRST_WORDS = 14


def heard(listener: Listener, pause_s: float, at: int = AFTER_FIRST_WORDS) -> list[Transcript]:
    whole = spoken(KITCHEN)
    frames = stream(0.5, whole[:at], pause_s, whole[at:], 2.0)
    return transcripts(hear(listener, frames))


def always_open(_alternatives: tuple[str, ...]) -> Completeness:
    return Completeness.OPEN


@pytest.mark.parametrize("pause_s", [0.56, 0.8])
def test_both_parts_are_one_sentence(listener: Listener, pause_s: float) -> None:
    listener.judge_by(always_open, extends=lambda _, whole: whole[:1] == (KITCHEN.stem,))
    (plain,) = transcripts(hear(listener, stream(0.5, spoken(KITCHEN), 2.0)))
    begun, whole = heard(listener, pause_s)
    assert begun.text != plain.text == whole.text
    assert whole.speech_started_at == begun.speech_started_at
    assert whole.speech_ended_at - plain.speech_ended_at == pytest.approx(
        pause_s, abs=1.01 * FRAME_S
    )
    assert whole.continues == (None if begun.is_other_speech else begun.speech_ended_at)
    assert not whole.has_gap


def test_what_comes_late_is_said_for_itself(listener: Listener) -> None:
    asked = []

    def extends(begun: tuple[str, ...], whole: tuple[str, ...]) -> bool:
        asked.append((begun, whole))
        return True

    listener.judge_by(always_open, extends=extends)
    assert all(one.continues is None for one in heard(listener, 1.6))
    assert not asked


def test_another_sentence_stands_by_itself(listener: Listener) -> None:
    listener.judge_by(always_open, extends=lambda _begun, _whole: False)
    frames = stream(0.5, spoken(KITCHEN), 0.56, spoken(TIME), 2.0)
    found = transcripts(hear(listener, frames))
    assert [(one.text, one.continues) for one in found] == [(KITCHEN.stem, None), (TIME.stem, None)]


def test_what_the_agent_says_between_parts_them(listener: Listener) -> None:
    listener.judge_by(always_open, extends=lambda _begun, _whole: True)
    whole = spoken(KITCHEN)
    begun = hear(listener, stream(0.5, whole[:AFTER_FIRST_WORDS], 0.56))
    listener.discard()
    rest = hear(listener, stream(whole[AFTER_FIRST_WORDS:], 2.0))
    assert len(transcripts(begun)) == 1
    assert all(one.continues is None for one in transcripts(rest))
