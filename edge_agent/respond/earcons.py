"""The short sounds that come with the program; tools/make_earcons makes them."""

import wave
from functools import cache
from pathlib import Path
from typing import Final

from edge_agent.domain.earcon import Earcon
from edge_agent.domain.sound import Sound

_DIRECTORY: Final = Path(__file__).with_name("sounds")


@cache
def earcon_sound(earcon: Earcon) -> Sound:
    """How it sounds."""
    with wave.open(str(_DIRECTORY / f"{earcon}.wav"), "rb") as file:
        return Sound(pcm=file.readframes(file.getnframes()), sample_rate_hz=file.getframerate())
