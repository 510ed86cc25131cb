import os
import signal
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fixtures.hearing import KITCHEN, PHRASES, RECORDINGS, SPEECH_MODEL, TIME, frames_of

from edge_agent.config.schema import SpeechSettings
from edge_agent.domain.audio import FRAME_BYTES, FRAME_S, AudioFrame
from edge_agent.domain.speech import (
    Completeness,
    DecodingLost,
    ListenerEvent,
    Partial,
    SpeechStarted,
    TimedOut,
    Transcript,
)
from edge_agent.speech.listener import Listener
from edge_agent.speech.recogniser import PhraseList, Recogniser, SpeechModel
from edge_agent.speech.search import Search
from edge_agent.speech.voice_activity import VoiceActivity

SILENCE = bytes(FRAME_BYTES)


def stream(*pieces: Iterable[AudioFrame] | float) -> list[AudioFrame]:
    """Recordings and seconds of silence in a row, as if captured from time 0."""
    sound: list[bytes] = []
    for piece in pieces:
        if isinstance(piece, float):
            sound += [SILENCE] * round(piece / FRAME_S)
        else:
            sound += [frame.pcm for frame in piece]
    return [
        AudioFrame(pcm=pcm, index=index, started_at=index * FRAME_S)
        for index, pcm in enumerate(sound)
    ]


def spoken(path: Path) -> list[AudioFrame]:
    return frames_of(path, silence_after_s=0)


def hear(listener: Listener, frames: Iterable[AudioFrame]) -> list[ListenerEvent]:
    return [event for frame in frames for event in listener.accept(frame)]


def transcripts(events: Iterable[ListenerEvent]) -> list[Transcript]:
    return [event for event in events if isinstance(event, Transcript)]


@pytest.mark.parametrize("path", sorted(RECORDINGS.glob("*.wav")), ids=lambda path: path.stem)
def test_an_utterance_is_heard(listener: Listener, path: Path) -> None:
    events = hear(listener, stream(1.0, spoken(path), 1.0))
    assert isinstance(events[0], SpeechStarted)
    assert all(isinstance(event, Partial) for event in events[1:-1])
    (transcript,) = transcripts(events)
    assert transcript is events[-1]
    assert transcript.text == path.stem
    assert not transcript.has_gap


def test_times_are_those_of_the_sound(listener: Listener) -> None:
    length_s = len(spoken(KITCHEN)) * FRAME_S
    events = hear(listener, stream(1.0, spoken(KITCHEN), 1.0))
    (transcript,) = transcripts(events)
    assert events[0] == SpeechStarted(at=transcript.speech_started_at)
    # The recording has short silences at both ends.
    assert 0.95 <= transcript.speech_started_at <= 1.5
    assert 0.95 + length_s - 0.5 <= transcript.speech_ended_at <= 1.05 + length_s + 0.1
    assert transcript.endpoint_at == transcript.decoded_at == 1_000.0


def test_two_utterances_are_two(listener: Listener) -> None:
    events = hear(listener, stream(0.5, spoken(KITCHEN), 1.0, spoken(TIME), 1.0))
    assert [found.text for found in transcripts(events)] == [KITCHEN.stem, TIME.stem]


def test_a_pause_within_an_utterance_does_not_cut_it(listener: Listener) -> None:
    events = hear(listener, stream(0.5, spoken(KITCHEN), 0.16, spoken(TIME), 1.0))
    assert len(transcripts(events)) == 1


@pytest.mark.parametrize(
    ("said", "settings", "silence_s"),
    [
        (Completeness.CLOSED, SpeechSettings(), 0.16),
        (Completeness.OPEN, SpeechSettings(), 0.4),
        (Completeness.UNFINISHED, SpeechSettings(), 1.2),
        (Completeness.CLOSED, SpeechSettings(short_silence_s=0.3), 0.32),
        (Completeness.CLOSED, SpeechSettings(silence_s=0.08), 0.08),
        (Completeness.UNFINISHED, SpeechSettings(long_silence_s=0.2), 0.4),
    ],
)
def test_an_utterance_ends_by_what_was_said(
    listener: Listener, said: Completeness, settings: SpeechSettings, silence_s: float
) -> None:
    heard: list[tuple[str, ...]] = []

    def judge(alternatives: tuple[str, ...]) -> Completeness:
        heard.append(alternatives)
        return said

    listener.judge_by(judge)
    listener.set_settings(settings)
    for frame in stream(0.5, spoken(KITCHEN), 2.0):
        if found := transcripts(listener.accept(frame)):
            break
    assert found[0].text == heard[-1][0] == KITCHEN.stem
    assert frame.started_at + FRAME_S - found[0].speech_ended_at == pytest.approx(silence_s)


@pytest.mark.parametrize("at", [9, 14])
def test_who_goes_on_after_a_pause_is_heard_as_if_there_were_none(
    listener: Listener, at: int
) -> None:
    whole = spoken(KITCHEN)
    listener.judge_by(lambda _: Completeness.UNFINISHED)
    (plain,) = transcripts(hear(listener, stream(0.5, whole, 2.0)))
    frames = stream(0.5, whole[:at], 0.8, whole[at:], 2.0)
    (paused,) = transcripts(hear(listener, frames))
    assert paused.text == plain.text == KITCHEN.stem
    assert paused.speech_ended_at - plain.speech_ended_at == pytest.approx(0.8)


def test_partials_grow_and_do_not_flood(listener: Listener) -> None:
    frames = stream(1.0, spoken(KITCHEN), 1.0)
    partials = [event.text for event in hear(listener, frames) if isinstance(event, Partial)]
    assert partials[-1] == KITCHEN.stem
    assert len(partials) == len(set(partials)) <= len(frames) * FRAME_S * 4


def test_the_end_of_the_sound_ends_the_utterance(listener: Listener) -> None:
    events = hear(listener, stream(0.5, spoken(KITCHEN)))
    assert not transcripts(events)
    (transcript,) = transcripts(listener.finish())
    assert transcript.text == KITCHEN.stem
    assert listener.finish() == ()


@pytest.mark.parametrize("loudness", [300, 3_000, 30_000])
def test_noise_gives_nothing_at_all(listener: Listener, loudness: int) -> None:
    rng = np.random.default_rng(loudness)
    clicks = np.zeros(80_000)
    clicks[10_000:10_400] = clicks[40_000:41_000] = 1
    hiss = rng.normal(0, 0.3, 80_000)
    for shape in (clicks, hiss, clicks + hiss / 10):
        pcm = np.clip(shape * loudness, -32_768, 32_767).astype("<i2").tobytes()
        frames = [
            AudioFrame(pcm=pcm[at : at + FRAME_BYTES], index=number, started_at=0.0)
            for number, at in enumerate(range(0, len(pcm) - FRAME_BYTES, FRAME_BYTES))
        ]
        assert hear(listener, frames) == []
        assert listener.finish() == ()
        listener.discard()


def test_speech_shorter_than_the_least_gives_nothing(
    speech_model: SpeechModel, voice_activity: VoiceActivity
) -> None:
    listener = Listener(voice_activity, SpeechSettings(min_speech_s=3.0))
    assert hear(listener, stream(0.5, spoken(TIME), 1.0)) == []
    assert listener.finish() == ()


def test_an_endless_utterance_is_ended(
    speech_model: SpeechModel, voice_activity: VoiceActivity
) -> None:
    settings = SpeechSettings(max_utterance_s=1.0, silence_s=5.0)
    listener = Listener(voice_activity, settings)
    listener.set_grammar(PhraseList(speech_model, PHRASES))
    events = hear(listener, stream(0.5, spoken(KITCHEN), 0.16, spoken(KITCHEN), 0.16))
    found = transcripts(events)
    assert len(found) >= 2
    assert all(transcript.is_other_speech for transcript in found)
    for transcript in found:
        assert transcript.speech_ended_at - transcript.speech_started_at <= 1.05


def test_what_is_too_soft_is_other_speech(
    speech_model: SpeechModel, voice_activity: VoiceActivity
) -> None:
    frames = stream(0.5, spoken(TIME), 2.0)
    found = []
    for min_level_db in (-120.0, 0.0):
        settings = SpeechSettings(min_level_db=min_level_db)
        listener = Listener(voice_activity, settings)
        listener.set_grammar(PhraseList(speech_model, PHRASES))
        found += transcripts(hear(listener, frames))
    assert [transcript.is_other_speech for transcript in found] == [False, True]
    assert found[0].level_db == found[1].level_db == pytest.approx(-15, abs=12)


def test_a_recording_read_at_once_is_as_long_as_it_sounds(listener: Listener) -> None:
    frames = [replace(frame, started_at=0.0) for frame in stream(1.0, spoken(KITCHEN), 1.0)]
    (transcript,) = transcripts(hear(listener, frames))
    assert transcript.text == KITCHEN.stem
    assert not transcript.is_other_speech


class Tape:
    """Stands where Vosk's decoder would, and keeps what it is given."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def accept(self, pcm: bytes) -> None:
        self.pieces.append(pcm)

    def partial(self) -> dict[str, Any]:
        return {"partial": ""}

    def finish(self) -> dict[str, Any]:
        return {"alternatives": [{"text": "Tape"}, {"text": ""}, {"text": "tape"}]}


class Taping:
    """A grammar that understands nothing and keeps a tape of each utterance."""

    def __init__(self) -> None:
        self.tapes: list[Tape] = []

    def knows(self, word: str) -> bool:
        return bool(word)

    def recogniser(self, alternatives: int) -> Recogniser:
        assert alternatives == SpeechSettings().alternatives
        self.tapes.append(Tape())
        return Recogniser(self.tapes[-1], Search())

    def any_words(self) -> None:
        """Nothing is compared."""


def test_recognised_is_all_from_the_pre_roll_to_the_first_silence(
    speech_model: SpeechModel, voice_activity: VoiceActivity
) -> None:
    settings = SpeechSettings(pre_roll_s=0.4)
    listener, grammar = Listener(voice_activity, settings), Taping()
    listener.set_grammar(grammar)
    # Every frame differs a little from every other, though not enough to be heard.
    frames = [
        replace(frame, pcm=np.frombuffer(frame.pcm, "<i2").tobytes()[:-2] + bytes([number, 0]))
        for number, frame in enumerate(stream(1.0, spoken(TIME), 2.0))
    ]
    (transcript,) = transcripts(hear(listener, frames))
    first = round((transcript.speech_started_at - 0.4) / FRAME_S)
    last = round(transcript.speech_ended_at / FRAME_S) + 1
    assert grammar.tapes[0].pieces == [frame.pcm for frame in frames[first:last]]
    assert transcript.alternatives == ("tape",)


def test_lost_frames_within_an_utterance_are_reported(listener: Listener) -> None:
    frames = stream(1.0, spoken(KITCHEN), 1.0)
    middle = len(frames) // 2
    (transcript,) = transcripts(hear(listener, frames[:middle] + frames[middle + 1 :]))
    assert transcript.has_gap


def test_lost_frames_between_utterances_do_not_matter(listener: Listener) -> None:
    frames = stream(2.0, spoken(KITCHEN), 1.0)
    (transcript,) = transcripts(hear(listener, frames[:3] + frames[10:]))
    assert not transcript.has_gap
    assert transcript.text == KITCHEN.stem


def test_a_new_grammar_holds_from_the_next_utterance_on(
    listener: Listener, speech_model: SpeechModel
) -> None:
    frames = stream(1.0, spoken(TIME), 1.0, spoken(TIME), 1.0)
    half = (round(1.0 / FRAME_S) + len(spoken(TIME))) - 3
    events = hear(listener, frames[:half])
    assert isinstance(events[0], SpeechStarted)
    listener.set_grammar(PhraseList(speech_model, ["lock the front door"]))
    events += hear(listener, frames[half:])
    first, second = transcripts(events)
    assert first.text == TIME.stem
    assert set(second.text.split()) <= {"lock", "the", "front", "door"}


def test_without_a_grammar_nothing_is_heard(voice_activity: VoiceActivity) -> None:
    listener = Listener(voice_activity, SpeechSettings())
    assert hear(listener, stream(0.5, spoken(TIME), 1.0)) == []
    assert listener.finish() == ()


@pytest.mark.parametrize("ends", [False, True], ids=["going on", "ending"])
def test_when_decoding_is_lost_a_new_grammar_is_needed(
    voice_activity: VoiceActivity, *, ends: bool
) -> None:
    model = SpeechModel.load(SPEECH_MODEL)
    listener = Listener(voice_activity, SpeechSettings())
    listener.set_grammar(PhraseList(model, PHRASES))
    assert isinstance(hear(listener, stream(0.5, spoken(KITCHEN)))[0], SpeechStarted)
    os.kill(model.process_id, signal.SIGSEGV)
    (lost,) = listener.finish() if ends else hear(listener, stream(spoken(KITCHEN), 1.0))
    assert isinstance(lost, DecodingLost)
    assert "makes Vosk crash" in lost.reason
    assert hear(listener, stream(0.5, spoken(KITCHEN), 1.0)) == []
    listener.set_grammar(PhraseList(SpeechModel.load(SPEECH_MODEL), PHRASES))
    (transcript,) = transcripts(hear(listener, stream(0.5, spoken(KITCHEN), 1.0)))
    assert transcript.text == KITCHEN.stem


def test_any_grammar_can_take_the_place_of_phrases(
    listener: Listener, speech_model: SpeechModel
) -> None:
    listener.set_grammar(PhraseList(speech_model, [TIME.stem]))
    (transcript,) = transcripts(hear(listener, stream(0.5, spoken(TIME), 1.0)))
    assert transcript.alternatives == (TIME.stem,)


def test_nobody_speaks_in_time(listener: Listener) -> None:
    listener.listen(0.8)
    events = hear(listener, stream(3.0))
    assert events == [TimedOut(at=pytest.approx(0.8))]


def test_somebody_speaks_in_time(listener: Listener) -> None:
    listener.listen(1.6)
    events = hear(listener, stream(0.8, spoken(KITCHEN), 4.0))
    assert not [event for event in events if isinstance(event, TimedOut)]
    assert len(transcripts(events)) == 1


def test_what_was_discarded_is_not_heard(listener: Listener) -> None:
    frames = stream(0.5, spoken(KITCHEN), 1.0)
    half = len(frames) // 2
    assert isinstance(hear(listener, frames[:half])[0], SpeechStarted)
    listener.discard()
    silence = [replace(frame, pcm=SILENCE) for frame in frames[half:]]
    assert hear(listener, silence) == []
    assert listener.finish() == ()


def test_other_settings_hold_from_the_next_utterance_on(listener: Listener) -> None:
    sound = stream(1.0, spoken(KITCHEN), 3.0, spoken(KITCHEN), 3.0)
    events: list[ListenerEvent] = []
    for frame in sound:
        heard = listener.accept(frame)
        if any(isinstance(event, SpeechStarted) for event in heard) and not transcripts(events):
            listener.set_settings(SpeechSettings(silence_s=1.6, min_level_db=0.0))
        events += heard
    first, second = transcripts(events)
    assert first.text == second.text == "turn on the kitchen light"
    assert [one.is_other_speech for one in (first, second)] == [False, True]


def test_other_settings_hold_at_once_where_nothing_is_said(listener: Listener) -> None:
    hear(listener, stream(1.0))
    listener.set_settings(SpeechSettings(min_level_db=0.0))
    (heard,) = transcripts(hear(listener, stream(1.0, spoken(KITCHEN), 2.0)))
    assert heard.is_other_speech
