"""Which words sound like those that commands are made of."""

import gzip
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Final

SOUNDS_FILE: Final = "en.sounds.txt.gz"
"""Beside this module; tools/compile_sounds writes it. A line for each word that may be heard, with
those that it may have been, each with ten times the distance of their sounds."""


def alikes(heard: str) -> tuple[tuple[str, float], ...]:
    """Words that a word may be misheard for, nearest first, with how far apart they sound.

    The distance is 0 for the same sound and about 0.5 for one phone more, less, or other.
    """
    found = (pair.rpartition(":") for pair in _lines().get(heard, "").split())
    return tuple((word, int(apart) / 10) for word, _, apart in found)


@lru_cache(maxsize=1)
def _lines() -> Mapping[str, str]:
    """Kept as text: few of them are ever asked for."""
    text = gzip.decompress((files("edge_agent.nlu") / SOUNDS_FILE).read_bytes()).decode()
    return dict(line.split(" ", 1) for line in text.splitlines())
