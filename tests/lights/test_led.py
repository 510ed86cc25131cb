"""A LED at a pin of gpiozero's mock factory, on machines without pins."""

import pytest
from gpiozero.pins.mock import MockFactory

from edge_agent.app.lights import open_lights
from edge_agent.config.lights import LightsSettings
from edge_agent.errors import ConfigError
from edge_agent.gpio import open_pin
from edge_agent.lights.led import Led
from edge_agent.lights.patterns import OFF, Color

PIN = 12


def test_it_shines_as_bright_as_is_wished_and_goes_out(pins: MockFactory) -> None:
    led, pin = Led(open_pin("PWMLED", PIN, key="lights.pin"), 0.3), pins.pin(PIN)
    led.show(Color(red=1.0, green=0.6))
    assert pin.state == pytest.approx(0.3)
    led.show(OFF)
    assert pin.state == 0
    led.show(Color(blue=1.0))
    led.close()
    assert pin.state == 0
    assert pin.function == "input", "the pin is free"


def test_a_pin_that_is_in_use_is_told_in_one_sentence(pins: MockFactory) -> None:
    button = open_pin("Button", PIN, key="wake.button")
    assert pins.pin(PIN) is button.pin
    with pytest.raises(ConfigError, match=r"lights\.pin: GPIO pin 12 cannot be used"):
        open_lights(LightsSettings(pin=PIN))
