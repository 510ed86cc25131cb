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

FURTHER_COLORS: Final[dict[str, str]] = {
    "aqua": "#00ffff",
    "aquamarine": "#7fffd4",
    "azure": "#0080ff",
    "beige": "#f5f5dc",
    "brown": "#a52a2a",
    "burgundy": "#800020",
    "chartreuse": "#7fff00",
    "chocolate": "#d2691e",
    "coral": "#ff7f50",
    "cornflower blue": "#6495ed",
    "cream": "#fffdd0",
    "crimson": "#dc143c",
    "dark blue": "#00008b",
    "dark green": "#006400",
    "dark orange": "#ff8c00",
    "dark purple": "#4b0082",
    "dark red": "#8b0000",
    "deep blue": "#0000cd",
    "deep pink": "#ff1493",
    "deep red": "#b00000",
    "forest green": "#228b22",
    "fuchsia": "#ff00ff",
    "gold": "#ffd700",
    "golden": "#ffd700",
    "hot pink": "#ff69b4",
    "ivory": "#fffff0",
    "khaki": "#f0e68c",
    "lavender": "#b57edc",
    "light blue": "#80c0ff",
    "light green": "#90ee90",
    "light pink": "#ffb6c1",
    "lilac": "#c8a2c8",
    "lime green": "#32cd32",
    "maroon": "#800000",
    "midnight blue": "#191970",
    "mint": "#98ff98",
    "mint green": "#98ff98",
    "navy": "#000080",
    "navy blue": "#000080",
    "olive": "#808000",
    "olive green": "#808000",
    "orchid": "#da70d6",
    "pale blue": "#afdcec",
    "pale green": "#98fb98",
    "pale pink": "#fadadd",
    "peach": "#ffcba4",
    "plum": "#8e4585",
    "rose": "#ff007f",
    "royal blue": "#4169e1",
    "ruby": "#e0115f",
    "salmon": "#fa8072",
    "scarlet": "#ff2400",
    "sea green": "#2e8b57",
    "sky blue": "#87ceeb",
    "steel blue": "#4682b4",
    "tan": "#d2b48c",
    "teal": "#008080",
    "tomato": "#ff6347",
    "ultramarine": "#120a8f",
    "yellow green": "#9acd32",
}
"""The same for words that are read, but neither listened for nor said."""

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

FURTHER_WHITES_K: Final[dict[str, int]] = {
    "candlelight": 2000,
    "candle": 2000,
    "amber white": 2200,
    "incandescent": 2700,
    "warm": 2700,
    "natural white": 4000,
    "natural light": 4000,
    "neutral": 4000,
    "neutral light": 4000,
    "cool": 5500,
    "bright white": 5500,
    "day light": 6000,
    "daylight white": 6000,
    "cold": 6000,
    "ice white": 6500,
}
"""The same for words that are read, but not listened for."""


def kelvin_of(color: str | None) -> int | None:
    """The colour temperature of a white by its name; None for everything else."""
    return None if color is None else (WHITES_K | FURTHER_WHITES_K).get(color)


def hex_of(color: str) -> str:
    """`#rrggbb` of a colour by its name; white for a white."""
    return (COLORS | FURTHER_COLORS).get(color, COLORS["white"])


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
