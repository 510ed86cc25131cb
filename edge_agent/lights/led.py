"""A single LED at a GPIO pin."""

from typing import Protocol

from edge_agent.lights.patterns import Color


class DimmedLed(Protocol):
    """gpiozero's `PWMLED`."""

    value: float
    """0 to 1."""

    def close(self) -> None:
        """Go out, and free the pin."""
        ...


class Led:
    """Shines as bright as the brightest part of a colour.

    Args:
        led: gpiozero's.
        brightness: at most, 0 to 1.
    """

    def __init__(self, led: DimmedLed, brightness: float) -> None:
        self._led = led
        self._brightness = brightness

    def show(self, color: Color) -> None:
        """As `Light.show`."""
        self._led.value = self._brightness * color.brightest

    def close(self) -> None:
        """As `Light.close`."""
        self._led.close()
