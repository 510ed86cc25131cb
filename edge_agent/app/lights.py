"""Lights that follow what the agent is doing."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress

import structlog

from edge_agent.config.lights import LED_COUNTS, POWER_PINS, LightsSettings
from edge_agent.domain.agent_state import AgentState
from edge_agent.gpio import open_pin
from edge_agent.lights.apa102 import Apa102
from edge_agent.lights.led import Led
from edge_agent.lights.patterns import OFF, PATTERNS, Color, Light
from edge_agent.lights.spi import SpiPort

_log = structlog.get_logger(__name__)


def open_lights(settings: LightsSettings) -> "Lights":
    """The configured lights, dark.

    Raises:
        ConfigError: one cannot be used.
    """
    brightness = settings.brightness / 100
    lights: list[Light] = []
    if settings.pin is not None:
        led = open_pin("PWMLED", settings.pin, key="lights.pin")
        lights.append(Led(led, brightness))
    if settings.board is not None:
        port = SpiPort.open(settings.spi)
        pin = POWER_PINS.get(settings.board)
        power = None
        if pin is not None:
            power = open_pin("LED", pin, key="lights.board", initial_value=True)
        lights.append(Apa102(port, LED_COUNTS[settings.board], brightness, power))
    return Lights(lights)


class Lights:
    """Shows states; one that fails goes out for good, which is told, and harms nothing else.

    Args:
        lights: what shines.
    """

    def __init__(self, lights: Sequence[Light]) -> None:
        self._lights = list(lights)
        self._state = AgentState.IDLE
        self._has_changed = asyncio.Event()

    def show(self, state: AgentState) -> None:
        """Show a state from now on."""
        self._state = state
        self._has_changed.set()

    async def run(self) -> None:
        """Shine until cancelled, then go out."""
        try:
            while True:
                await self._show_pattern()
        finally:
            for light in self._lights:
                with suppress(OSError):
                    light.close()

    async def _show_pattern(self) -> None:
        """Show a state once, or as long as it lasts."""
        pattern = PATTERNS[self._state]
        self._has_changed.clear()
        self._shine(pattern.color)
        if not pattern.off_s:
            await self._has_changed.wait()
        elif not await self._changes_within(pattern.on_s):
            self._shine(OFF)
            await self._changes_within(pattern.off_s)

    async def _changes_within(self, seconds: float) -> bool:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._has_changed.wait()
        return self._has_changed.is_set()

    def _shine(self, color: Color) -> None:
        for light in tuple(self._lights):
            try:
                light.show(color)
            except OSError as error:
                self._lights.remove(light)
                _log.warning("light lost", reason=error.strerror)
                with suppress(OSError):
                    light.close()
