"""A reliability diagram as plain SVG: stated confidence across, the share that is right upwards."""

import math
from collections.abc import Iterator, Mapping
from html import escape
from typing import Final

from calibrating import Bin, Calibration

_SIDE: Final = 400
_MARGIN: Final = 60
_STEPS: Final = 5
_COLORS: Final = ("#1f5fa8", "#c2571a", "#3a7d44")
_LARGEST: Final = 9.0
_SMALLEST: Final = 2.5
"""Radius of the dots of bins with the most and the fewest answers."""


def plot(found: Mapping[str, Calibration]) -> str:
    """The diagram of some sets by their names."""
    whole = _SIDE + 2 * _MARGIN
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {whole}">',
        "<style>text { font: 13px sans-serif }</style>",
        f'<rect width="{whole}" height="{whole}" fill="#ffffff"/>',
        *_axes(),
    ]
    for at, (title, one) in enumerate(found.items()):
        lines += _curve(title, one, at, _COLORS[at % len(_COLORS)])
    return "\n".join([*lines, "</svg>"]) + "\n"


def _axes() -> Iterator[str]:
    low, high = _MARGIN, _MARGIN + _SIDE
    for step in range(_STEPS + 1):
        share = step / _STEPS
        x, y = _point(share, share)
        yield f'<path d="M{x} {low}V{high}M{low} {y}H{high}" stroke="#dddddd"/>'
        yield f'<text x="{x}" y="{high + 18}" text-anchor="middle">{share:.1f}</text>'
        yield f'<text x="{low - 8}" y="{y + 4}" text-anchor="end">{share:.1f}</text>'
    yield f'<path d="M{low} {high}L{high} {low}" stroke="#888888" stroke-dasharray="4 4"/>'
    middle = low + _SIDE / 2
    yield f'<text x="{middle}" y="{high + 42}" text-anchor="middle">stated confidence</text>'
    yield (
        f'<text x="{low - 40}" y="{middle}" text-anchor="middle" '
        f'transform="rotate(-90 {low - 40} {middle})">share that is right</text>'
    )


def _curve(title: str, one: Calibration, at: int, color: str) -> Iterator[str]:
    bins = [found for found in one.bins if found is not None]
    most = max((found.count for found in bins), default=1)
    points = [_point(found.stated, found.right) for found in bins]
    line = " ".join(f"{x},{y}" for x, y in points)
    yield f'<polyline points="{line}" fill="none" stroke="{color}" stroke-width="2"/>'
    for found, (x, y) in zip(bins, points, strict=True):
        yield f'<circle cx="{x}" cy="{y}" r="{_radius(found, most)}" fill="{color}"/>'
    y = _MARGIN + 20 + 20 * at
    yield f'<circle cx="{_MARGIN + 16}" cy="{y - 4}" r="5" fill="{color}"/>'
    label = escape(f"{title}: calibration error {one.error:.3f}")
    yield f'<text x="{_MARGIN + 28}" y="{y}">{label}</text>'


def _radius(found: Bin, most: int) -> float:
    """The area tells how many answers there are."""
    return round(max(_SMALLEST, _LARGEST * math.sqrt(found.count / most)), 1)


def _point(stated: float, right: float) -> tuple[float, float]:
    return round(_MARGIN + stated * _SIDE, 1), round(_MARGIN + (1 - right) * _SIDE, 1)
