"""How answers are given, as a type."""

from collections.abc import Mapping
from datetime import time
from typing import Annotated, Final, Literal

import msgspec

from edge_agent.config.hours import is_within, span_of
from edge_agent.config.section import Section
from edge_agent.domain.earcon import Earcon

Percent = Annotated[int, msgspec.Meta(ge=0, le=100)]
VoiceName = Literal["auto", "espeak-ng", "piper", "none"]
_DEFAULT: Final = "default"


class ResponseSettings(Section, frozen=True):
    """How answers are given."""

    voice: VoiceName = "auto"
    """`auto` (piper where it has a voice, else espeak-ng where installed), `espeak-ng`, `piper`,
    or `none`."""
    piper_voice: str | None = None
    """File of a voice for piper, `.onnx`, beside which lies its `.onnx.json`."""
    piper_program: str = "piper"
    """The program, found on the PATH or given by its path."""
    words_per_minute: Annotated[int, msgspec.Meta(ge=80, le=450)] = 165
    output: str = "default"
    """`default` or a part of a sound device's name."""
    volume: Percent | dict[str, Percent] = 70
    """Percent; or by hours, such as `{default: 70, "22:00-07:00": 30}`."""
    earcons: bool | Literal["auto"] | tuple[Earcon, ...] = "auto"
    """Whether short sounds are played, or which; `auto` unless `voice` is `none`."""
    confirm: Literal["speech", "earcon"] = "speech"
    """How it is told aloud that something was simply done."""
    barge_in: bool = True
    """Whether "stop", said while the agent speaks, ends its speaking."""

    def __post_init__(self) -> None:
        """Refuse hours that nobody can read.

        Raises:
            ValueError: as msgspec expects it of a check.
        """
        if isinstance(self.volume, int):
            return
        if any(key != _DEFAULT and span_of(key) is None for key in self.volume):
            raise ValueError(
                "a 'volume' in percent, or by hours such as {default: 70, \"22:00-07:00\": 30}"
            )
        if _DEFAULT not in self.volume:
            raise ValueError("a 'volume' with a 'default' for all other hours")

    @property
    def has_earcons(self) -> frozenset[Earcon]:
        """The short sounds that are played."""
        if self.earcons == "auto":
            return frozenset(() if self.voice == "none" else Earcon)
        if isinstance(self.earcons, bool):
            return frozenset(Earcon if self.earcons else ())
        return frozenset(self.earcons)


def volume_at(volume: int | Mapping[str, int], now: time) -> int:
    """The volume of a time of day, percent; of hours that overlap the first that are written."""
    if isinstance(volume, int):
        return volume
    spans = ((span_of(key), percent) for key, percent in volume.items())
    fitting = (percent for span, percent in spans if span and is_within(span, now))
    return next(fitting, volume[_DEFAULT])
