"""What the callback of a loudspeaker is filled with."""

from itertools import count

import numpy as np
import pytest

from edge_agent.audio.playback import SILENT_DB, Loudness, Playback
from edge_agent.domain.sound import Sound


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def tone(seconds: float, rate_hz: int) -> Sound:
    times = np.arange(round(seconds * rate_hz)) / rate_hz
    pcm = np.rint(10_000 * np.sin(2 * np.pi * 400 * times)).astype("<i2").tobytes()
    return Sound(pcm=pcm, sample_rate_hz=rate_hz)


def playback(rate_hz: int = 22_050, channels: int = 1, gain: float = 1.0, **more) -> Playback:
    more.setdefault("loudness", Loudness())
    more.setdefault("clock", count(100.0).__next__)  # a slow device: a block takes a second
    return Playback(sample_rate_hz=rate_hz, channels=channels, gain=gain, **more)


def filled(
    source: Playback, channels: int = 1, frames: int = 441, most: int = 10_000
) -> np.ndarray:
    blocks = []
    for _ in range(most):
        block = bytearray(b"\x55" * frames * channels * 2)
        goes_on = source.fill(memoryview(block))
        blocks.append(np.frombuffer(bytes(block), np.int16).reshape(-1, channels))
        if not goes_on:
            break
    return np.concatenate(blocks)


@pytest.mark.parametrize("from_hz", [16_000, 22_050, 48_000])
@pytest.mark.parametrize(("to_hz", "channels"), [(22_050, 1), (48_000, 2), (44_100, 6)])
def test_all_is_played_at_the_devices_rate_and_on_each_channel(from_hz, to_hz, channels):
    source = playback(to_hz, channels)
    for _ in range(5):
        source.put(tone(0.1, from_hz))
    source.end()
    samples = filled(source, channels)
    assert len(samples) == pytest.approx(0.5 * to_hz, abs=500)
    assert (samples == samples[:, :1]).all()
    power = np.square(samples[:, 0].astype(float)).sum() / (0.5 * to_hz)
    assert np.sqrt(power) == pytest.approx(10_000 / np.sqrt(2), rel=0.03)
    assert source.is_over


def test_pieces_of_different_rates_follow_each_other():
    source = playback(48_000)
    for rate_hz in (16_000, 48_000, 22_050):
        source.put(tone(0.2, rate_hz))
    source.end()
    assert len(filled(source)) == pytest.approx(0.6 * 48_000, abs=500)


def test_where_nothing_has_come_yet_silence_is_played_and_it_goes_on():
    source = playback()
    assert not filled(source, most=3).any()
    assert source.first_at is None
    source.put(tone(0.02, 22_050))
    assert filled(source, most=1).any()
    assert source.first_at is not None


def test_silence_follows_the_end():
    source = playback()
    source.put(tone(0.1, 22_050))
    source.end(tail_s=0.2)
    samples = filled(source)
    assert len(samples) == pytest.approx(0.3 * 22_050, abs=441)
    assert not samples[round(0.11 * 22_050) :].any()


def test_nothing_at_all_ends_at_once():
    source = playback()
    source.end()
    assert len(filled(source)) == 441


def test_another_amplitude_comes_without_a_jump():
    source = playback()
    source.put(Sound(pcm=np.full(22_050, 10_000, "<i2").tobytes(), sample_rate_hz=22_050))
    before = filled(source, most=1)
    source.set_gain(0.2)
    change, after = filled(source, most=1), filled(source, most=1)
    assert (before == 10_000).all()
    assert (after == 2_000).all()
    assert np.abs(np.diff(np.concatenate([before, change, after])[:, 0])).max() < 50


def test_how_loud_it_has_been_is_remembered_for_a_while():
    clock, loudness = Clock(), Loudness()
    source = playback(gain=0.5, loudness=loudness, clock=clock)
    source.delay_s = 0.1
    source.put(Sound(pcm=np.full(441, 16_384, "<i2").tobytes(), sample_rate_hz=22_050))
    filled(source, most=1)
    assert loudness.loudest_db(100.05, 100.15) == pytest.approx(-12.04, abs=0.1)
    assert loudness.loudest_db(99.0, 100.05) == SILENT_DB
    clock.now = 110.0
    filled(source, most=1)
    assert loudness.loudest_db(0, 200) == SILENT_DB


def test_a_device_that_takes_all_at_once_has_it_played_nevertheless():
    clock = Clock()
    source = playback(clock=clock)
    source.put(tone(1.0, 22_050))
    source.end(tail_s=0.2)
    assert len(filled(source, most=100)) == 100 * 441, "so far two seconds"
    assert not source.is_over
    clock.now += 1.1
    filled(source, most=1)
    assert source.is_over
