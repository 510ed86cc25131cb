"""Where sound comes from, as a type: the shape of `audio:`."""

from typing import Annotated, Final

import msgspec

from edge_agent.config.section import Seconds, Section

_MOST_CHANNELS: Final = 32
_MOST_GAIN_DB: Final = 40


class AudioSettings(Section, frozen=True):
    """Where sound comes from."""

    input: str = "default"
    """`default`, `none` (text and MQTT only), or a part of a sound device's name."""
    channel: int | str = "auto"
    """Which channel is heard: a number from 1, `average`, or `auto` (stereo is averaged, of more
    channels the first is taken)."""
    gain: float | str = 0.0
    """Decibels louder or softer, or `auto`."""
    noise_suppression: Annotated[int, msgspec.Meta(ge=0, le=4)] = 0
    """How much steady noise is taken out, from 0 (none) to 4."""
    buffer_s: Seconds = 3.0
    """How much sound may wait for the recogniser before the oldest is dropped."""

    def __post_init__(self) -> None:
        """Refuse what is neither a word that is known nor a number in its range.

        Raises:
            ValueError: as msgspec expects it of a check.
        """
        is_number = isinstance(self.channel, int) and 1 <= self.channel <= _MOST_CHANNELS
        if not is_number and self.channel not in ("auto", "average"):
            raise ValueError(
                f"given a channel that is `auto`, `average` or a number from 1 to {_MOST_CHANNELS}"
            )
        is_number = not isinstance(self.gain, str) and abs(self.gain) <= _MOST_GAIN_DB
        if not is_number and self.gain != "auto":
            raise ValueError(
                f"given a gain that is `auto` or from -{_MOST_GAIN_DB} to {_MOST_GAIN_DB} dB"
            )
