"""What is said nearby, told by its level."""

import numpy as np
import pytest

from edge_agent.domain.audio import FRAME_BYTES
from edge_agent.speech.loudness import Loudness


def at(level_db: float) -> bytes:
    """A frame of noise of a level."""
    noise = np.random.default_rng(1).normal(0, 32_768 * 10 ** (level_db / 20), FRAME_BYTES // 2)
    return np.clip(noise, -32_768, 32_767).astype("<i2").tobytes()


def heard(*stretches: tuple[float, int]) -> Loudness:
    loudness = Loudness()
    for level_db, frames in stretches:
        for _ in range(frames):
            loudness.accept(at(level_db))
    return loudness


def test_the_level_is_that_of_the_loudest_frame() -> None:
    assert heard((-40, 3), (-20, 1), (-30, 2)).level_db == pytest.approx(-20, abs=0.5)


@pytest.mark.parametrize(
    ("stretches", "near"),
    [
        ([(-20, 10)], (0, 10)),
        ([(-20, 10), (-35, 5)], (0, 11)),
        ([(-35, 30), (-20, 10)], (29, 40)),
        ([(-35, 30), (-20, 10), (-35, 5)], (29, 41)),
        ([(-20, 10), (-35, 5), (-20, 10)], (0, 25)),  # a gap between two words
        ([(-20, 10), (-35, 30), (-20, 10), (-35, 5)], (39, 51)),
        ([(-25, 30), (-20, 10)], (0, 40)),  # no softer than one's own words
        ([(-35, 10), (-20, 10)], (0, 20)),  # a soft beginning, too short for a background
    ],
)
def test_the_latest_loud_stretch_is_near(
    stretches: list[tuple[float, int]], near: tuple[int, int]
) -> None:
    first, end = heard(*stretches).near
    assert (first, min(end, sum(frames for _, frames in stretches))) == pytest.approx(near, abs=1)


def test_silence_alone_is_no_error() -> None:
    loudness = Loudness()
    for _ in range(20):
        loudness.accept(bytes(FRAME_BYTES))
    assert loudness.near[0] == 0


@pytest.mark.parametrize(
    ("stretches", "decibels"), [([(-20, 20), (-50, 8)], 30), ([(-20, 20), (-24, 20)], 4)]
)
def test_how_much_stands_out_of_the_background(
    stretches: list[tuple[float, int]], decibels: float
) -> None:
    assert heard(*stretches).over_background_db == pytest.approx(decibels, abs=3.0)
