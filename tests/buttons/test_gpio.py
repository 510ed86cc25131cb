"""A button at a pin of gpiozero's mock factory, on machines without pins."""

import asyncio
from contextlib import aclosing

import pytest
from gpiozero.pins.mock import MockFactory

from edge_agent.buttons.gpio import GpioButton
from edge_agent.errors import ConfigError

PIN = 17
LIMIT_S = 10.0


@pytest.mark.parametrize("pull_up", [True, False])
def test_each_press_counts(pins: MockFactory, *, pull_up: bool) -> None:
    async def scene() -> None:
        button, pin = GpioButton.open(PIN, pull_up=pull_up), pins.pin(PIN)
        press, release = (pin.drive_low, pin.drive_high)[:: 1 if pull_up else -1]
        async with aclosing(button.presses()) as presses:
            for _ in range(3):
                waiting = asyncio.ensure_future(anext(presses))
                await asyncio.sleep(0.05)
                assert not waiting.done()
                press()
                async with asyncio.timeout(LIMIT_S):
                    await waiting
                release()
                await asyncio.sleep(0.05)

    asyncio.run(scene())


def test_the_pin_is_free_again_afterwards(pins: MockFactory) -> None:
    async def scene() -> None:
        async with aclosing(GpioButton.open(PIN, pull_up=True).presses()) as presses:
            waiting = asyncio.ensure_future(anext(presses))
            await asyncio.sleep(0)
            waiting.cancel()
            await asyncio.wait({waiting})

    asyncio.run(scene())
    asyncio.run(scene())


def test_a_pin_that_is_in_use_is_told_in_one_sentence(pins: MockFactory) -> None:
    first = GpioButton.open(PIN, pull_up=True)
    with pytest.raises(ConfigError, match=r"GPIO pin 17 cannot be used"):
        GpioButton.open(PIN, pull_up=True)
    assert first is not None
