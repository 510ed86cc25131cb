"""Colours that have a name."""

from typing import Final

COLORS: Final[dict[str, str]] = {
    "red": "#ff0000",
    "orange": "#ff8000",
    "amber": "#ffbf00",
    "yellow": "#ffff00",
    "lime": "#80ff00",
    "green": "#00ff00",
    "turquoise": "#00ffc0",
    "cyan": "#00ffff",
    "blue": "#0000ff",
    "indigo": "#4000ff",
    "purple": "#8000ff",
    "violet": "#a000ff",
    "magenta": "#ff00ff",
    "pink": "#ff40a0",
    "white": "#ffffff",
}
"""`#rrggbb` by the word people say."""

WHITES_K: Final[dict[str, int]] = {
    "candle light": 2000,
    "warm white": 2700,
    "warm light": 2700,
    "soft white": 3000,
    "neutral white": 4000,
    "cool white": 5500,
    "cool light": 5500,
    "cold white": 6000,
    "cold light": 6000,
    "daylight": 6000,
}
"""Colour temperature in kelvin by the words people say."""


def rgb(color: str) -> tuple[int, int, int]:
    """Red, green and blue, 0 to 255, of `#rrggbb`."""
    value = int(color.removeprefix("#"), 16)
    return value >> 16, value >> 8 & 255, value & 255


def color_name(color: str) -> str:
    """The word for the colour that is nearest to `#rrggbb`."""
    wanted = rgb(color)

    def distance(name: str) -> int:
        pairs = zip(wanted, rgb(COLORS[name]), strict=True)
        return sum((one - other) ** 2 for one, other in pairs)

    return min(COLORS, key=distance)
