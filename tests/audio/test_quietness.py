from pathlib import Path

import numpy as np
import pytest

from edge_agent.app.speech_models import load_voice_activity
from edge_agent.audio.quietness import Quietness
from edge_agent.audio.wav import WavReader
from edge_agent.domain.audio import FRAME_BYTES, FRAME_S, SAMPLE_RATE_HZ, AudioFrame
from edge_agent.domain.speech import Transcript
from edge_agent.speech.listener import Listener

RECORDINGS = sorted((Path(__file__).parents[1] / "speech" / "recordings").glob("*.wav"))
DEMO = sorted((Path(__file__).parents[2] / "edge_agent/demo/recordings").glob("*.wav"))
QUIET_S = 7


def noise(seconds: float, level: float, seed: int = 1) -> np.ndarray:
    """Noise with more of it at low pitches, as of a room."""
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(round(seconds * 16_000)))
    spectrum *= np.maximum(np.arange(len(spectrum)), 6) ** -0.5
    wave = np.fft.irfft(spectrum)
    return wave / np.sqrt(np.mean(wave**2)) * level


def spoken(path: Path) -> np.ndarray:
    reader = WavReader(path)
    blocks = list(reader.blocks(SAMPLE_RATE_HZ))
    reader.close()
    return np.concatenate(blocks)[:, 0] * 32_768


def pieces(samples: np.ndarray) -> list[bytes]:
    pcm = np.clip(np.rint(samples), -32_768, 32_767).astype("<i2").tobytes()
    return [pcm[at : at + FRAME_BYTES] for at in range(0, len(pcm) - FRAME_BYTES, FRAME_BYTES)]


def judged(samples: np.ndarray) -> list[bool]:
    quietness = Quietness()
    return [quietness.accept(pcm) for pcm in pieces(samples)]


@pytest.mark.parametrize("level", [10.0, 50.0, 500.0])
def test_the_steady_noise_of_a_room_is_quiet_after_some_seconds(level: float) -> None:
    found = judged(noise(30, level))
    assert not any(found[:39])
    assert sum(found[60:]) / len(found[60:]) > 0.95


def test_digital_silence_is_quiet_and_no_measure_for_the_room() -> None:
    samples = np.concatenate((np.zeros(5 * SAMPLE_RATE_HZ), noise(10, 50.0)))
    found = judged(samples)
    assert found[45]
    assert all(found[-20:])


def test_what_gets_louder_is_not_quiet_at_once() -> None:
    samples = np.concatenate((noise(6, 50.0), noise(1, 200.0)))
    found = judged(samples)
    assert found[70]
    assert not any(found[75:])


@pytest.mark.parametrize("ratio_db", [0, 10, 30])
@pytest.mark.parametrize("path", RECORDINGS + DEMO, ids=lambda path: path.stem)
def test_speech_is_no_noise_from_its_first_voiced_frame_on(path: Path, ratio_db: int) -> None:
    speech = spoken(path)
    level = np.sqrt(np.mean(speech**2)) * 10 ** (-ratio_db / 20)
    samples = noise(QUIET_S + len(speech) / SAMPLE_RATE_HZ, level)
    start = len(samples) - len(speech)
    samples[start:] += speech
    vad = load_voice_activity()
    voiced = [vad.probability(pcm) >= 0.5 for pcm in pieces(samples)]
    quiet = judged(samples)
    assert quiet[start // 1280 - 8]
    first = voiced.index(True, start // 1280) if any(voiced[start // 1280 :]) else len(voiced)
    assert not any(quiet[first:])


def test_the_voice_detector_hears_the_end_of_the_quiet_before_it_judges() -> None:
    samples = np.concatenate((noise(QUIET_S, 5.0), spoken(RECORDINGS[0])))
    all_heard, gated, quietness = load_voice_activity(), load_voice_activity(), Quietness()
    for at, pcm in enumerate(pieces(samples)):
        frame = AudioFrame(pcm=pcm, index=at, started_at=0.0, is_quiet=quietness.accept(pcm))
        expected, found = all_heard.probability(pcm), gated.accept(frame)
        assert (found >= 0.5) == (expected >= 0.5)
        assert found == 0.0 or not frame.is_quiet


@pytest.mark.parametrize("path", RECORDINGS, ids=lambda path: path.stem)
def test_a_soft_first_phoneme_after_a_long_quiet_is_heard(listener: Listener, path: Path) -> None:
    speech = spoken(path)
    loud = np.flatnonzero(np.abs(speech) > 0.1 * np.abs(speech).max())
    speech[: loud[0] + round(0.12 * SAMPLE_RATE_HZ)] *= 0.2  # the first 120 ms softer by 14 dB
    samples = noise(QUIET_S + len(speech) / SAMPLE_RATE_HZ + 1.0, np.abs(speech).max() / 300)
    start = QUIET_S * SAMPLE_RATE_HZ
    samples[start : start + len(speech)] += speech
    quietness = Quietness()
    frames = [
        AudioFrame(pcm=pcm, index=at, started_at=at * FRAME_S, is_quiet=quietness.accept(pcm))
        for at, pcm in enumerate(pieces(samples))
    ]
    events = [event for frame in frames for event in listener.accept(frame)]
    assert any(frame.is_quiet for frame in frames)
    assert [event.text for event in events if isinstance(event, Transcript)] == [path.stem]
