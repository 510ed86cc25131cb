"""Commands amid other people's talk, as of a television."""

import numpy as np
import pytest
from fixtures.hearing import KITCHEN, ROOT, VOICE_MODEL
from fixtures.talk import BEFORE_S, amid_talk, samples

from edge_agent.app.home_grammar import HomeGrammar
from edge_agent.config.schema import SpeechSettings
from edge_agent.domain.audio import FRAME_BYTES, FRAME_S, AudioFrame
from edge_agent.domain.entity import Domain, Entity, Home
from edge_agent.domain.speech import Completeness, Transcript
from edge_agent.speech.listener import Listener
from edge_agent.speech.voice_activity import VoiceActivity

HOME = Home(
    entities=(
        Entity(entity_id="light.k", name="Kitchen Light", domain=Domain.LIGHT),
        Entity(entity_id="light.r", name="Reading Lamp", domain=Domain.LIGHT),
    )
)
MODEL = ROOT / "models" / "vosk-en-us-starter"


def judge(alternatives: tuple[str, ...]) -> Completeness:
    is_command = alternatives[:1] == (KITCHEN.stem,)
    return Completeness.CLOSED if is_command else Completeness.UNFINISHED


@pytest.fixture(scope="module")
def listener() -> Listener:
    settings = SpeechSettings()
    made = Listener(VoiceActivity.load(VOICE_MODEL), settings)
    made.judge_by(judge)
    made.set_grammar(HomeGrammar(MODEL, settings).grammar(HOME))
    return made


def heard(listener: Listener, pcm: bytes) -> list[tuple[Transcript, float]]:
    """Transcripts, and the second at which each came."""
    listener.discard()
    return [
        (event, (at // FRAME_BYTES + 1) * FRAME_S)
        for at in range(0, len(pcm) - FRAME_BYTES, FRAME_BYTES)
        for event in listener.accept(
            AudioFrame(
                pcm=pcm[at : at + FRAME_BYTES],
                index=at // FRAME_BYTES,
                started_at=at // FRAME_BYTES * FRAME_S,
            )
        )
        if isinstance(event, Transcript)
    ]


def test_a_command_amid_softer_talk_is_heard_and_its_turn_ends(listener: Listener) -> None:
    command = samples(KITCHEN)
    found = heard(listener, amid_talk(command, softer_db=14))
    ((transcript, at),) = [one for one in found if not one[0].is_other_speech]
    ended_at = BEFORE_S + len(command) / 16_000
    assert transcript.text == KITCHEN.stem
    assert transcript.speech_started_at == pytest.approx(BEFORE_S, abs=0.5)
    assert transcript.speech_ended_at == pytest.approx(ended_at, abs=0.5)
    assert at - ended_at < 1.0


def test_what_is_said_softly_before_or_behind_belongs_to_the_sentence(listener: Listener) -> None:
    words = samples(KITCHEN)
    softly = words * 10 ** (-10 / 20)
    half = 14 * FRAME_BYTES // 2
    for sentence in (
        np.concatenate((softly[:half], words[half:])),
        np.concatenate((words[:half], softly[half:])),
    ):
        silence = np.zeros(16_000)
        pcm = np.concatenate((silence, sentence, silence, silence)).astype("<i2").tobytes()
        ((transcript, _),) = heard(listener, pcm)
        assert transcript.text == KITCHEN.stem
