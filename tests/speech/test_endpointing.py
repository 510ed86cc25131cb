import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_agent.config.schema import SpeechSettings
from edge_agent.domain.audio import FRAME_S, AudioFrame
from edge_agent.speech.endpointing import Endpointing, Verdict

SETTINGS = SpeechSettings(silence_s=0.4, min_speech_s=0.24, max_utterance_s=1.2)
LETTERS = {
    Verdict.SILENT: "_",
    Verdict.HEARD: "h",
    Verdict.STARTED: "S",
    Verdict.SPEAKING: "s",
    Verdict.ENDED: "E",
    Verdict.DROPPED: "D",
}
PROBABILITIES = {"v": 0.9, ".": 0.1, "~": 0.4}


def frame(index: int) -> AudioFrame:
    return AudioFrame(pcm=b"", index=index, started_at=100 + index * FRAME_S)


def judge(voices: str) -> str:
    """One letter a frame; `|` skips ten frames. An utterance that is over is reset."""
    endpointing, index, verdicts = Endpointing(SETTINGS), 0, ""
    for voice in voices:
        if voice == "|":
            index += 10
            continue
        verdict = endpointing.accept(frame(index), PROBABILITIES[voice])
        verdicts += LETTERS[verdict]
        index += 1
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
        ("vvv.....", "hhSssssE"),
        ("..vvv......", "__hhSssssE_"),
        ("v.v.v.....", "hhhhSssssE"),  # a weak voice
        ("vvv....v.....", "hhSsssssssssE"),  # a pause just too short
        ("vvv~~~.....", "hhSsssssssE"),  # goes on where it would not have begun
        ("vvv.~~~~", "hhSssssE"),  # having stopped, it does not go on by so little
        ("vvvvvvvvvvvvvvvvv", "hhSssssssssssshhS"[:14] + "Ehh"),  # as long as allowed
        ("vvv.....vvv.....", "hhSssssEhhSssssE"),
        ("vvv|.", "hhSE"),  # lost time counts
        ("v|v", "hh"),
    ],
)
def test_verdicts(voices: str, verdicts: str) -> None:
    assert judge(voices) == verdicts


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
        assert part.lstrip("h").lstrip("S").strip("s") == ""


@given(st.text("v.~", max_size=120))
def test_no_utterance_is_longer_than_allowed(voices: str) -> None:
    utterances = judge(voices).replace("_", "|").replace("D", "D|").replace("E", "E|").split("|")
    assert max(map(len, utterances)) <= 15


def test_silence_is_rounded_up_to_frames() -> None:
    endpointing = Endpointing(SpeechSettings(silence_s=0.8, min_speech_s=0.08))
    endpointing.accept(frame(0), 1.0)
    verdicts = [endpointing.accept(frame(index), 0.0) for index in range(1, 11)]
    assert verdicts == [Verdict.SPEAKING] * 9 + [Verdict.ENDED]
