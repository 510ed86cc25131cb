"""One button at a GPIO pin, through gpiozero, which is there only where it is wanted."""

import asyncio
import warnings
from collections.abc import AsyncGenerator, Callable
from typing import Final, Protocol

from edge_agent.errors import ConfigError

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
        try:
            import gpiozero  # noqa: PLC0415 - an extra, and no memory where there is no button
        except ImportError as error:
            raise ConfigError(
                "wake.button needs the package gpiozero; install it with: pip install"
                " 'edge-agent[gpio]'."
            ) from error
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of each backend that it tries in vain
                button = gpiozero.Button(pin, pull_up=pull_up, bounce_time=_BOUNCE_S)
        except Exception as error:  # gpiozero's errors and those of its backends share no base
            raise ConfigError(
                f"wake.button: GPIO pin {pin} cannot be used ({error}); is this a Raspberry Pi,"
                " is the pin free, and is the user that the agent runs as in the group gpio?"
            ) from error
        return cls(button)

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
