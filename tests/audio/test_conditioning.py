import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from edge_agent.audio.conditioning import Conditioning, conditioning_of
from edge_agent.config.audio import AudioSettings
from edge_agent.domain.audio import FRAME_BYTES, SAMPLE_RATE_HZ
from edge_agent.errors import ConfigError

ROOT = Path(__file__).parents[2]


def frames(samples: np.ndarray) -> list[bytes]:
    pcm = np.clip(np.rint(samples), -32_768, 32_767).astype("<i2").tobytes()
    return [pcm[at : at + FRAME_BYTES] for at in range(0, len(pcm), FRAME_BYTES)]


def level_db(pcm: bytes) -> float:
    samples = np.frombuffer(pcm, "<i2").astype(float)
    return float(20 * np.log10(np.sqrt(np.mean(samples**2)) / 32_768 + 1e-9))


def made(**settings: object) -> Conditioning:
    conditioning = conditioning_of(AudioSettings(**settings))
    assert conditioning is not None
    return conditioning


def voice_like(seconds: float, level: float) -> np.ndarray:
    """Harmonics of 120 Hz that come and go four times a second."""
    times = np.arange(round(seconds * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    harmonics = sum(np.sin(2 * np.pi * 120 * n * times) / n for n in range(1, 20))
    return level * harmonics * (np.sin(2 * np.pi * 4 * times) > 0)


def test_without_wishes_sound_stays_as_it_is() -> None:
    assert conditioning_of(AudioSettings()) is None


@pytest.mark.parametrize(("gain", "expected_db"), [(6, 6.0), (-12.5, -12.5)])
def test_a_fixed_gain_is_that_much_louder(gain: float, expected_db: float) -> None:
    frame = frames(1_000 * np.sin(np.arange(1280) / 5))[0]
    louder = made(gain=gain).accept(frame)
    assert len(louder) == FRAME_BYTES
    assert level_db(louder) - level_db(frame) == pytest.approx(expected_db, abs=0.05)


def test_a_fixed_gain_stops_at_full_scale() -> None:
    frame = frames(np.tile([20_000.0, -20_000.0], 640))[0]
    assert set(np.frombuffer(made(gain=40).accept(frame), "<i2")) == {32_767, -32_768}


def test_automatic_gain_makes_far_speech_louder() -> None:
    soft = frames(voice_like(8, 300.0))
    conditioning = made(gain="auto")
    louder = [conditioning.accept(frame) for frame in soft]
    assert {len(frame) for frame in louder} == {FRAME_BYTES}
    assert level_db(b"".join(louder[-30:])) - level_db(b"".join(soft[-30:])) > 4


@pytest.mark.parametrize("gain", [0, 6])
def test_noise_suppression_takes_out_steady_noise(gain: float) -> None:
    noise = frames(np.random.default_rng(1).normal(0, 500, 8 * SAMPLE_RATE_HZ))
    conditioning = made(noise_suppression=3, gain=gain)
    left = [conditioning.accept(frame) for frame in noise]
    assert level_db(b"".join(noise[-30:])) + gain - level_db(b"".join(left[-30:])) > 6


def test_a_missing_library_is_named(tmp_path: Path) -> None:
    (tmp_path / "webrtc_noise_gain.py").write_text("raise ImportError\n")
    code = (
        "from edge_agent.audio.conditioning import conditioning_of as c;"
        "from edge_agent.config.schema import AudioSettings as A; c(A(gain='auto'))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": f"{tmp_path}:{ROOT}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "pip install webrtc-noise-gain" in ended.stderr
    assert ConfigError.exit_status == 2
