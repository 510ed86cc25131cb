import time
from pathlib import Path

import numpy as np
import pytest
from fixtures.recorder import Recorder, is_event, is_frame, recorder
from fixtures.virtual_card import VirtualCard

from edge_agent.domain.audio import FRAME_S, SAMPLE_RATE_HZ

TONES_HZ = (400, 700, 1_100, 1_600, 2_200, 2_900, 3_700, 4_600)
"""One for each channel."""


def tones(rate_hz: int, channels: int, seconds: float = 0.5) -> np.ndarray:
    times = np.arange(round(rate_hz * seconds)) / rate_hz
    columns = [np.sin(2 * np.pi * TONES_HZ[channel] * times) for channel in range(channels)]
    return np.rint(8_000 * np.stack(columns, axis=1))


def heard_tones(path: Path) -> set[int]:
    """Which of the tones are in a recording."""
    heard = np.frombuffer(path.read_bytes(), "<i2").astype(float)
    spectrum = np.abs(np.fft.rfft(heard))
    hertz = np.fft.rfftfreq(len(heard), 1 / SAMPLE_RATE_HZ)
    loudest = {tone: spectrum[np.abs(hertz - tone) < 20].max() for tone in TONES_HZ}
    return {tone for tone, level in loudest.items() if level > max(loudest.values()) / 4}


def let_pass(recording: Recorder, frames: int) -> None:
    first = recording.wait_for(is_frame)["frame"]
    recording.wait_for(lambda line: line.get("frame", 0) > first + frames)


@pytest.mark.parametrize(
    ("rates_hz", "channels", "sample_format", "channel", "expected"),
    [
        ((16_000,), (1,), "S16_LE", "auto", TONES_HZ[:1]),
        ((44_100,), (1,), "S16_LE", "auto", TONES_HZ[:1]),
        ((48_000,), (2,), "S16_LE", "auto", TONES_HZ[:2]),
        ((44_100, 48_000), (2,), "S32_LE", "auto", TONES_HZ[:2]),
        ((48_000,), (2,), "S16_LE", 2, TONES_HZ[1:2]),
        ((16_000,), (6,), "S16_LE", "auto", TONES_HZ[:1]),
        ((16_000,), (6,), "S16_LE", 5, TONES_HZ[4:5]),
        ((48_000,), (4,), "S16_LE", "average", TONES_HZ[:4]),
        ((96_000,), (8,), "S32_LE", 8, TONES_HZ[7:8]),
        ((32_000,), (2, 4), "S16_LE", 3, TONES_HZ[2:3]),
    ],
)
def test_a_card_of_any_rate_and_channel_count_is_heard(
    card_directory, tmp_path, rates_hz, channels, sample_format, channel, expected
) -> None:
    card = VirtualCard(
        card_directory, rates_hz=rates_hz, channels=channels, sample_format=sample_format
    )
    path = tmp_path / "heard.raw"
    with recorder(card.environment, path, channel=channel) as recording:
        recording.wait_for(is_frame)
        card.hear(tones(rates_hz[0], max(channels)))
        let_pass(recording, 9)
    assert heard_tones(path) == set(expected)


def test_sound_from_a_card_without_16_khz_comes_two_frames_late_at_most(
    card_directory, tmp_path
) -> None:
    card = VirtualCard(card_directory, rates_hz=(44_100,))
    with recorder(card.environment, tmp_path / "raw", count=30) as recording:
        ages_s = [recording.wait_for(is_frame)["age_s"] for _ in range(30)]
    assert sorted(ages_s)[15] < 2 * FRAME_S


def test_a_channel_that_a_card_lacks_is_refused(card_directory, tmp_path) -> None:
    card = VirtualCard(card_directory, name="ReSpeaker", channels=(4,))
    with recorder(card.environment, tmp_path / "raw", channel=5) as recording:
        error = recording.error()
    assert error.startswith("Microphone 'ReSpeaker' has no channel 5: set audio.channel to")
    assert "1 to 4" in error


def test_a_name_that_is_nearly_right_is_told(card_directory, tmp_path) -> None:
    card = VirtualCard(card_directory, name="ReSpeaker")
    with recorder(card.environment, tmp_path / "raw", input="Respeeker") as recording:
        error = recording.error()
    assert error == "There is no microphone 'Respeeker'; did you mean audio.input: 'ReSpeaker'?"


@pytest.mark.parametrize("how", ["busy", "forbidden"])
def test_a_card_that_cannot_be_had_for_a_time_is_heard_afterwards(
    card_directory, tmp_path, how
) -> None:
    card = VirtualCard(card_directory)
    with recorder(card.environment, tmp_path / "raw") as recording:
        recording.wait_for(is_frame)
        card.refuse(how)
        card.unplug()
        recording.wait_for(is_event("microphone_lost"))
        card.plug_in()
        time.sleep(1.0)
        card.allow(how)
        allowed_at = time.monotonic()
        recording.wait_for(is_event("microphone_back"))
        assert time.monotonic() - allowed_at < 3.0


def test_a_card_that_comes_and_goes_is_heard_again_each_time(card_directory, tmp_path) -> None:
    card = VirtualCard(card_directory, rates_hz=(44_100,))
    with recorder(card.environment, tmp_path / "raw") as recording:
        recording.wait_for(is_frame)
        for absent_s in (0.0, 0.5, 2.2):
            card.unplug()
            time.sleep(absent_s)
            recording.wait_for(is_event("microphone_lost"))
            card.plug_in()
            back_at = time.monotonic()
            recording.wait_for(is_event("microphone_back"))
            assert time.monotonic() - back_at < 3.0
            recording.wait_for(is_frame)


def test_closing_lets_go_of_the_card(card_directory, tmp_path) -> None:
    card = VirtualCard(card_directory)
    with recorder(card.environment, tmp_path / "raw", count=3) as recording:
        recording.wait_for(is_frame)
        assert card.is_captured
        assert recording.child.wait(20) == 0
    assert not card.is_captured
