"""Keys and buttons that make the agent listen."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from pathlib import Path
from typing import Protocol

import structlog

from edge_agent.app.ear_orders import EarOrders
from edge_agent.buttons.gpio import GpioButton
from edge_agent.buttons.key import Key
from edge_agent.config.wake import WakeSettings
from edge_agent.mqtt.inbound import Listen

_log = structlog.get_logger(__name__)


class Pressed(Protocol):
    """What can be pressed."""

    def presses(self) -> AsyncGenerator[None, None]:
        """Each time that it is."""
        ...


def pressed(settings: WakeSettings | None) -> tuple[Pressed, ...]:
    """The configured keys and buttons.

    Raises:
        ConfigError: a button cannot be used.
    """
    if settings is None:
        return ()
    key, button = settings.key, settings.button
    keys = () if key is None else (Key(Path(key.device), key.code),)
    buttons = () if button is None else (GpioButton.open(button.pin, pull_up=button.pull_up),)
    return (*keys, *buttons)


async def push_to_talk(all_pressed: Sequence[Pressed], ear: EarOrders) -> None:
    """Listen whenever something is pressed, until cancelled."""
    async with asyncio.TaskGroup() as tasks:
        for one in all_pressed:
            tasks.create_task(_follow(one, ear), name="push to talk")


async def _follow(one: Pressed, ear: EarOrders) -> None:
    async with aclosing(one.presses()) as presses:
        async for _ in presses:
            try:
                ear.enqueue(Listen())
            except asyncio.QueueFull:
                _log.warning("key ignored, too many are waiting")
