"""A chain of APA102 LEDs, as on the ReSpeaker boards.

Source of the format: data sheet of the APA102: 32 zero bits, then 32 bits a LED (111, 5 bits of
brightness, blue, green, red), then at least one more clock for every two LEDs. The SK9822, which is
sold as the same, needs 32 zero bits before these to show anything.
"""

import math
from typing import Final, Protocol

from edge_agent.lights.patterns import OFF, Color

_BEGIN: Final = bytes(4)
_RESET: Final = bytes(4)
_LED: Final = 0b111_00000
_STEPS: Final = 31
_FULL: Final = 255


class Port(Protocol):
    """Takes the bytes: `SpiPort`."""

    def write(self, data: bytes) -> None:
        """Send bytes."""
        ...

    def close(self) -> None:
        """Let go of the device."""
        ...


class PowerPin(Protocol):
    """Gives the LEDs power while it is open."""

    def close(self) -> None:
        """Take the power away."""
        ...


class Apa102:
    """All LEDs show the same.

    Args:
        port: leads to them.
        count: how many there are.
        brightness: of a full colour, more than 0 to 1.
        power: is closed with them.
    """

    def __init__(
        self, port: Port, count: int, brightness: float, power: PowerPin | None = None
    ) -> None:
        self._port = port
        self._count = count
        self._brightness = brightness
        self._power = power

    def show(self, color: Color) -> None:
        """As `Light.show`."""
        self._port.write(wire_bytes(color, count=self._count, brightness=self._brightness))

    def close(self) -> None:
        """As `Light.close`."""
        try:
            self.show(OFF)
        finally:
            self._port.close()
            if self._power is not None:
                self._power.close()


def wire_bytes(color: Color, *, count: int, brightness: float) -> bytes:
    """What makes so many LEDs show a colour.

    Args:
        color: of each.
        count: how many.
        brightness: of a full colour, more than 0 to 1; in steps of a LED's own as far as possible,
            which keep the colour.
    """
    step = math.ceil(_STEPS * brightness)
    full = _FULL * brightness * _STEPS / step
    parts = (round(full * part) for part in (color.blue, color.green, color.red))
    clocks = bytes(math.ceil(count / 2 / 8))
    return _BEGIN + bytes((_LED | step, *parts)) * count + _RESET + clocks
