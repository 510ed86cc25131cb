"""Colours as lamps speak them: red, green, blue; hue and saturation; CIE xy; kelvin.

A lamp's brightness is a value of its own, so colours are taken at full brightness. The xy formulas
are those Philips published for its lamps (wide gamut, D65); the kelvin curve is Tanner Helland's
fit to the black-body locus.
"""

import colorsys
import math
from typing import Final

Rgb = tuple[int, int, int]

_TO_XYZ: Final = (
    (0.664511, 0.154324, 0.162028),
    (0.283881, 0.668433, 0.047685),
    (0.000088, 0.072310, 0.986039),
)
_FROM_XYZ: Final = (
    (1.656492, -0.354851, -0.255038),
    (-0.707196, 1.655397, 0.036152),
    (0.051713, -0.121364, 1.011530),
)
_D65_XY: Final = (0.3127, 0.3290)
_GAMMA_KNEE: Final = 0.04045
_LINEAR_KNEE: Final = 0.0031308
_NEUTRAL_K: Final = 6600


def to_hex(rgb: tuple[float, float, float]) -> str:
    """`#rrggbb` of channels 0 to 255, which are rounded and clipped."""
    return "#{:02x}{:02x}{:02x}".format(*(min(255, max(0, round(channel))) for channel in rgb))


def full_brightness(rgb: tuple[float, float, float]) -> Rgb:
    """The same colour with its strongest channel at 255; black stays black."""
    peak = max(rgb)
    if peak <= 0:
        return (0, 0, 0)
    red, green, blue = (round(max(0.0, channel) / peak * 255) for channel in rgb)
    return red, green, blue


def rgb_to_hs(rgb: Rgb) -> tuple[float, float]:
    """Hue, 0 to 360 degrees, and saturation, 0 to 100 percent."""
    hue, saturation, _ = colorsys.rgb_to_hsv(*(channel / 255 for channel in rgb))
    return round(hue * 360, 3), round(saturation * 100, 3)


def hs_to_rgb(hue: float, saturation: float) -> Rgb:
    """The colour at full brightness."""
    share = min(100.0, max(0.0, saturation)) / 100
    return full_brightness(colorsys.hsv_to_rgb(hue % 360 / 360, share, 1.0))


def rgb_to_xy(rgb: Rgb) -> tuple[float, float]:
    """CIE x and y; black gives the white point."""
    linear = [_linear(channel / 255) for channel in rgb]
    x, y, z = (sum(a * b for a, b in zip(row, linear, strict=True)) for row in _TO_XYZ)
    total = x + y + z
    return (round(x / total, 3), round(y / total, 3)) if total > 0 else _D65_XY


def xy_to_rgb(x: float, y: float) -> Rgb:
    """The colour at full brightness; coordinates outside of the gamut are clipped."""
    y = max(y, 1e-6)
    xyz = (x / y, 1.0, (1 - x - y) / y)
    linear = [max(0.0, sum(a * b for a, b in zip(row, xyz, strict=True))) for row in _FROM_XYZ]
    peak = max(linear)
    if peak <= 0:
        return (255, 255, 255)
    red, green, blue = (_gamma(channel / peak) for channel in linear)
    return full_brightness((red, green, blue))


def kelvin_to_rgb(kelvin: float) -> Rgb:
    """The colour of a black body at 1000 to 12000 kelvin."""
    kelvin = min(12_000.0, max(1_000.0, kelvin))
    hundreds = kelvin / 100
    if kelvin <= _NEUTRAL_K:
        red = 255.0
        green = 99.4708 * math.log(hundreds) - 161.1196
    else:
        red = 329.6987 * (hundreds - 60) ** -0.13320
        green = 288.1222 * (hundreds - 60) ** -0.07551
    blue = 255.0 if kelvin >= _NEUTRAL_K else _warm_blue(hundreds)
    return full_brightness((red, min(255.0, green), blue))


def _warm_blue(hundreds: float) -> float:
    return 138.5177 * math.log(hundreds - 10) - 305.0448 if hundreds > 19 else 0.0  # noqa: PLR2004  the fit ends at 1900 K


def _linear(channel: float) -> float:
    return ((channel + 0.055) / 1.055) ** 2.4 if channel > _GAMMA_KNEE else channel / 12.92


def _gamma(channel: float) -> float:
    if channel <= _LINEAR_KNEE:
        return 12.92 * channel
    return 1.055 * float(channel ** (1 / 2.4)) - 0.055
