"""Short sounds are played into an open ear: nobody seems to speak in them."""

from itertools import count

import numpy as np
import pytest
import soxr
from fixtures.hearing import VOICE_MODEL

from edge_agent.config.schema import SpeechSettings
from edge_agent.domain.audio import FRAME_BYTES, FRAME_S, SAMPLE_RATE_HZ, AudioFrame
from edge_agent.domain.earcon import Earcon
from edge_agent.respond.earcons import earcon_sound
from edge_agent.speech.listener import Listener
from edge_agent.speech.recogniser import Grammar, Recogniser
from edge_agent.speech.voice_activity import VoiceActivity


class NothingSaid:
    """A grammar that nobody may come to use."""

    def recogniser(self, alternatives: int) -> Recogniser:  # noqa: ARG002 - as the protocol has it
        return None  # prepared before anybody speaks

    def any_words(self) -> None:
        """Nothing is compared."""


@pytest.mark.parametrize("level_db", [0, -10, -20, -40])
@pytest.mark.parametrize("earcon", Earcon)
def test_nobody_speaks_in_a_short_sound(earcon: Earcon, level_db: int) -> None:
    listener = Listener(VoiceActivity.load(VOICE_MODEL), SpeechSettings())
    grammar: Grammar = NothingSaid()
    listener.set_grammar(grammar)
    sound = earcon_sound(earcon)
    samples = np.frombuffer(sound.pcm, "<i2").astype(np.float64) * 10 ** (level_db / 20)
    heard = soxr.resample(np.pad(samples, 22_050), sound.sample_rate_hz, SAMPLE_RATE_HZ)
    noise = np.random.default_rng(3).standard_normal(len(heard)) * 10
    pcm = np.rint(np.clip(heard + noise, -32_768, 32_767)).astype("<i2").tobytes()
    starts = range(0, len(pcm) - FRAME_BYTES, FRAME_BYTES)
    for index, start in zip(count(), starts, strict=False):
        frame = AudioFrame(
            pcm=pcm[start : start + FRAME_BYTES], index=index, started_at=index * FRAME_S
        )
        assert listener.accept(frame) == ()
