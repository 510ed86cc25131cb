import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_agent.config.schema import SpeechSettings
from edge_agent.domain.audio import FRAME_S, AudioFrame
from edge_agent.domain.speech import Completeness
from edge_agent.speech.endpointing import Endpointing, Verdict

SETTINGS = SpeechSettings(
    silence_s=0.4, short_silence_s=0.16, long_silence_s=0.56, min_speech_s=0.24, max_utterance_s=1.2
)
LETTERS = {
    Verdict.SILENT: "_",
    Verdict.HEARD: "h",
    Verdict.STARTED: "S",
    Verdict.SPEAKING: "s",
    Verdict.PAUSED: "p",
    Verdict.ENDED: "E",
    Verdict.DROPPED: "D",
}
PROBABILITIES = {"v": 0.9, ".": 0.1, "~": 0.4}


def frame(index: int) -> AudioFrame:
    return AudioFrame(pcm=b"", index=index, started_at=100 + index * FRAME_S)


def judge(
    voices: str, said: Completeness = Completeness.OPEN, settings: SpeechSettings = SETTINGS
) -> str:
    """One letter a frame; `|` skips ten frames. At each pause so much is said.

    An utterance that is over is reset.
    """
    endpointing, index, verdicts = Endpointing(settings), 0, ""
    for voice in voices:
        if voice == "|":
            index += 10
            continue
        verdict = endpointing.accept(frame(index), PROBABILITIES[voice])
        index += 1
        if verdict is Verdict.PAUSED:
            endpointing.expect(said)
            verdict = Verdict.ENDED if endpointing.is_over else verdict
        verdicts += LETTERS[verdict]
        if verdict in {Verdict.ENDED, Verdict.DROPPED}:
            endpointing.reset()
    return verdicts


@pytest.mark.parametrize(
    ("voices", "verdicts"),
    [
        ("", ""),
        (".....", "_____"),
        ("~~~~~", "_____"),  # not sure enough to begin
        ("v.......", "hhhhhD__"),  # a click
        ("vv.......", "hhhhhhD__"),
        ("vvv.....", "hhSpsssE"),
        ("..vvv......", "__hhSpsssE_"),
        ("v.v.v.....", "hhhhSpsssE"),  # a weak voice
        ("vvv....v.....", "hhSpssssspssE"),  # a pause just too short
        ("vvv~~~.....", "hhSssspsssE"),  # goes on where it would not have begun
        ("vvv.~~~~", "hhSpsssE"),  # having stopped, it does not go on by so little
        ("vvvvvvvvvvvvvvvvv", "hhSssssssssssshhS"[:14] + "Ehh"),  # as long as allowed
        ("vvv.....vvv.....", "hhSpsssEhhSpsssE"),
        ("vvv|.", "hhSE"),  # lost time counts
        ("v|v", "hh"),
    ],
)
def test_verdicts(voices: str, verdicts: str) -> None:
    assert judge(voices) == verdicts


@pytest.mark.parametrize(
    ("said", "verdicts"),
    [
        (Completeness.CLOSED, "hhSpE_____"),
        (Completeness.OPEN, "hhSpsssE__"),
        (Completeness.UNFINISHED, "hhSpsssssE"),
    ],
)
def test_the_less_was_said_the_longer_is_waited(said: Completeness, verdicts: str) -> None:
    assert judge("vvv.......", said) == verdicts


def test_who_goes_on_is_judged_anew_and_less_hastily() -> None:
    settings = msgspec.structs.replace(SETTINGS, max_utterance_s=4.0)
    voices = "vvvv.v.v..v..v...v"
    assert judge(voices, Completeness.UNFINISHED, settings) == "hhSspsssspssssssps"


def test_times_are_those_of_the_first_and_last_voiced_frame() -> None:
    endpointing = Endpointing(SETTINGS)
    for index, voice in enumerate("..vvvv....."):
        endpointing.accept(frame(index), PROBABILITIES[voice])
    assert endpointing.speech_started_at == pytest.approx(100 + 2 * FRAME_S)
    assert endpointing.speech_ended_at == pytest.approx(100 + 6 * FRAME_S)


@given(st.text("v.~|", max_size=120))
def test_every_utterance_has_one_start_and_one_end(voices: str) -> None:
    for part in judge(voices).replace("_", "").replace("D", "E").split("E")[:-1]:
        assert part.count("S") <= 1
        assert set(part.lstrip("h").lstrip("S")) <= {"s", "p"}


@given(st.text("v.~", max_size=120))
def test_no_utterance_is_longer_than_allowed(voices: str) -> None:
    utterances = judge(voices).replace("_", "|").replace("D", "D|").replace("E", "E|").split("|")
    assert max(map(len, utterances)) <= 15


def test_silence_is_rounded_up_to_frames() -> None:
    endpointing = Endpointing(SpeechSettings(silence_s=0.8, min_speech_s=0.08))
    endpointing.accept(frame(0), 1.0)
    verdicts = [endpointing.accept(frame(index), 0.0) for index in range(1, 11)]
    assert verdicts == [Verdict.PAUSED, *[Verdict.SPEAKING] * 8, Verdict.ENDED]
