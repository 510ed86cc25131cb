"""One button at a GPIO pin."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from typing import Final, Protocol

from edge_agent.gpio import open_pin

_BOUNCE_S: Final = 0.02
"""Contacts bounce for so long."""


class _Button(Protocol):
    when_pressed: Callable[[], object] | None

    def close(self) -> None: ...


class GpioButton:
    """A button that is pressed to be listened to."""

    def __init__(self, button: _Button) -> None:
        """Take gpiozero's button; it calls from a thread of its own."""
        self._button = button

    @classmethod
    def open(cls, pin: int, *, pull_up: bool) -> "GpioButton":
        """A button at a pin.

        Args:
            pin: its number, as Broadcom counts.
            pull_up: the button connects it with ground; else with 3.3 V.

        Raises:
            ConfigError: gpiozero is missing, or there is no such pin to be used.
        """
        options = {"pull_up": pull_up, "bounce_time": _BOUNCE_S}
        return cls(open_pin("Button", pin, key="wake.button", **options))

    async def presses(self) -> AsyncGenerator[None, None]:
        """Each time that the button is pressed; ends only by cancellation, which lets go of it."""
        loop, is_pressed = asyncio.get_running_loop(), asyncio.Event()
        self._button.when_pressed = lambda: loop.call_soon_threadsafe(is_pressed.set)
        try:
            while True:
                await is_pressed.wait()
                is_pressed.clear()
                yield
        finally:
            self._button.when_pressed = None
            self._button.close()
