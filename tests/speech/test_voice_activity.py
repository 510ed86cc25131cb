from pathlib import Path

import numpy as np
import pytest
from fixtures.hearing import KITCHEN, RECORDINGS, VOICE_MODEL, frames_of

from edge_agent.errors import ModelError
from edge_agent.speech.voice_activity import VoiceActivity


def highest(detector: VoiceActivity, pcm: bytes) -> float:
    size = 2560
    return max(
        detector.probability(pcm[start : start + size]) for start in range(0, len(pcm), size)
    )


def test_silence_and_noises_are_no_voice(voice_activity: VoiceActivity) -> None:
    rng = np.random.default_rng(3)
    seconds = np.arange(32_000) / 16_000
    sounds = {
        "nothing": np.zeros(32_000),
        "hiss": rng.normal(0, 3_000, 32_000),
        "hum": 8_000 * np.sin(2 * np.pi * 50 * seconds),
        "whistle": 8_000 * np.sin(2 * np.pi * 1_000 * seconds),
    }
    for name, sound in sounds.items():
        voice_activity.reset()
        assert highest(voice_activity, sound.astype("<i2").tobytes()) < 0.5, name


@pytest.mark.parametrize("path", sorted(RECORDINGS.glob("*.wav")), ids=lambda path: path.stem)
@pytest.mark.parametrize("gain", [1.0, 0.05])
def test_speech_is_a_voice(voice_activity: VoiceActivity, path: Path, gain: float) -> None:
    pcm = b"".join(frame.pcm for frame in frames_of(path))
    quieter = (np.frombuffer(pcm, "<i2") * gain).astype("<i2").tobytes()
    assert highest(voice_activity, quieter) > 0.9


def test_pieces_of_any_length_give_the_same(voice_activity: VoiceActivity) -> None:
    pcm = b"".join(frame.pcm for frame in frames_of(KITCHEN))[: 512 * 2 * 40]
    whole = voice_activity.probability(pcm)
    voice_activity.reset()
    pieces = [voice_activity.probability(pcm[at : at + 700]) for at in range(0, len(pcm), 700)]
    assert max(pieces) == pytest.approx(whole, abs=1e-6)


def test_reset_forgets(voice_activity: VoiceActivity) -> None:
    frames = frames_of(KITCHEN)
    first = [voice_activity.accept(frame) for frame in frames]
    voice_activity.reset()
    assert [voice_activity.accept(frame) for frame in frames] == first


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"none\.onnx is missing"):
        VoiceActivity.load(tmp_path / "none.onnx")


@pytest.mark.parametrize("size", [0, 1_000, 600_000])
def test_a_damaged_model_is_named(tmp_path: Path, size: int) -> None:
    path = tmp_path / "vad.onnx"
    path.write_bytes(VOICE_MODEL.read_bytes()[:size])
    with pytest.raises(ModelError, match=r"vad\.onnx is"):
        VoiceActivity.load(path)
