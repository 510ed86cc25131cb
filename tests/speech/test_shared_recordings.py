"""Recordings of many speakers that lie beside some checkouts; they are never shipped."""

import json
from pathlib import Path

import pytest
from fixtures.hearing import ROOT, frames_of

from edge_agent.config.schema import SpeechSettings
from edge_agent.domain.speech import SpeechStarted, Transcript
from edge_agent.speech.listener import Listener
from edge_agent.speech.recogniser import PhraseList, SpeechModel
from edge_agent.speech.voice_activity import VoiceActivity

HOME = ROOT.parent / "shared" / "audio" / "home"
LABELS = HOME / "labels.json"

pytestmark = pytest.mark.skipif(not LABELS.exists(), reason="../shared/audio is not there")


def recordings() -> list[Path]:
    return sorted(HOME.glob("*.wav"))


def sentence(path: Path) -> str:
    return path.stem.removeprefix("tts ").lower()


@pytest.fixture(scope="module")
def grammar(speech_model: SpeechModel) -> PhraseList:
    spoken = [sentence(path) for path in recordings() if not path.stem.startswith("oov")]
    return PhraseList(speech_model, spoken)


def test_each_recording_is_one_utterance(
    speech_model: SpeechModel, voice_activity: VoiceActivity, grammar: PhraseList
) -> None:
    right = 0
    wanted = set(grammar.phrases)
    for path in recordings():
        listener = Listener(voice_activity, SpeechSettings())
        listener.discard()
        listener.set_grammar(grammar)
        events = [event for frame in frames_of(path) for event in listener.accept(frame)]
        events += listener.finish()
        assert isinstance(events[0], SpeechStarted), path.name
        (transcript,) = [event for event in events if isinstance(event, Transcript)]
        if path.name in json.loads(LABELS.read_text()) and sentence(path) in wanted:
            assert transcript.alternatives, path.name
            right += sentence(path) in transcript.alternatives
    assert right >= 15
