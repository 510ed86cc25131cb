"""Colours survive the way to the lamp and back."""

import pytest

from edge_agent.domain.color import COLORS, rgb
from edge_agent.home.codec.light_color import ColorMode, channels, color_of
from edge_agent.home.colorspace import kelvin_to_rgb, rgb_to_hs, rgb_to_xy, xy_to_rgb

TOLERANCES = {
    ColorMode.RGB: 0,
    ColorMode.RGBW: 1,
    ColorMode.RGBWW: 1,
    ColorMode.HS: 1,
    ColorMode.XY: 12,
}


def test_every_mode_has_a_tolerance():
    assert set(TOLERANCES) == set(ColorMode)


@pytest.mark.parametrize("color", COLORS.values(), ids=COLORS.keys())
@pytest.mark.parametrize("mode", ColorMode)
def test_every_named_colour_survives_every_mode(mode, color):
    back = color_of(mode, channels(mode, color))
    pairs = zip(rgb(color), rgb(back), strict=True)
    assert max(abs(first - second) for first, second in pairs) <= TOLERANCES[mode]


@pytest.mark.parametrize(
    ("color", "hs", "xy"),
    [
        ((255, 0, 0), (0, 100), (0.701, 0.299)),
        ((0, 255, 0), (120, 100), (0.172, 0.747)),
        ((0, 0, 255), (240, 100), (0.136, 0.04)),
        ((255, 255, 255), (0, 0), (0.323, 0.329)),
        ((255, 128, 0), (30.118, 100), (0.611, 0.375)),
    ],
)
def test_known_coordinates(color, hs, xy):
    assert rgb_to_hs(color) == pytest.approx(hs, abs=0.01)
    assert rgb_to_xy(color) == pytest.approx(xy, abs=0.002)


@pytest.mark.parametrize("xy", [(0, 0), (1, 0), (0, 1), (0.3, 0.0), (5, -3), (1e9, 1e9)])
def test_impossible_coordinates_still_give_a_colour(xy):
    assert all(0 <= channel <= 255 for channel in xy_to_rgb(*xy))


def test_black_has_no_chromaticity_of_its_own():
    assert rgb_to_xy((0, 0, 0)) == (0.3127, 0.3290)


@pytest.mark.parametrize("kelvin", [0, 1000, 1900, 2700, 4000, 6600, 9000, 40_000])
def test_a_warmer_white_is_redder(kelvin):
    red, _, blue = kelvin_to_rgb(kelvin)
    assert red >= blue if kelvin <= 6600 else blue >= red
    assert max(kelvin_to_rgb(kelvin)) == 255
