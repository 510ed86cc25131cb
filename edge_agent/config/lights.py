"""Lights that show what the agent is doing, as a type: the shape of `lights:`."""

from typing import Annotated, Final, Literal

import msgspec

from edge_agent.config.section import Section

Board = Literal["respeaker-2mic", "respeaker-4mic"]
Pin = Annotated[int, msgspec.Meta(ge=0, le=53)]
Percent = Annotated[int, msgspec.Meta(ge=1, le=100)]
LED_COUNTS: Final[dict[Board, int]] = {"respeaker-2mic": 3, "respeaker-4mic": 12}
POWER_PINS: Final[dict[Board, int]] = {"respeaker-4mic": 5}
"""Boards whose LEDs have power only while a pin is high."""


class LightsSettings(Section, frozen=True):
    """What shows what the agent is doing; without this section nothing does."""

    board: Board | None = None
    """A microphone board with coloured LEDs."""
    spi: str = "/dev/spidev0.1"
    """The device file that the board's LEDs are reached by."""
    pin: Pin | None = None
    """A single LED at a GPIO pin, as Broadcom counts (GPIO12 is 12)."""
    brightness: Percent = 20
    """Percent."""

    def __post_init__(self) -> None:
        """Refuse a section without any light.

        Raises:
            ValueError: as msgspec expects it of a check.
        """
        if self.board is None and self.pin is None:
            raise ValueError("given a 'board' or a 'pin'")
