"""The bytes that LEDs of the kind APA102 are sent."""

import errno

import pytest

from edge_agent.domain.agent_state import AgentState
from edge_agent.lights.apa102 import Apa102, wire_bytes
from edge_agent.lights.patterns import OFF, PATTERNS, Color

BLUE = Color(blue=1.0)


class Wire:
    """Keeps what is sent, as a port takes it."""

    def __init__(self, *, is_gone: bool = False) -> None:
        self.is_gone = is_gone
        self.sent: list[bytes] = []
        self.is_open = True

    def write(self, data: bytes) -> None:
        if self.is_gone:
            raise OSError(errno.ENODEV, "No such device")
        self.sent.append(data)

    def close(self) -> None:
        self.is_open = False


class Power:
    """A pin that gives power until it is closed."""

    def __init__(self) -> None:
        self.is_on = True

    def close(self) -> None:
        self.is_on = False


def test_each_led_gets_its_brightness_and_its_colours() -> None:
    sent = wire_bytes(Color(red=1.0, green=0.6, blue=0.2), count=3, brightness=1.0)
    assert sent == bytes(4) + bytes([0xFF, 51, 153, 255]) * 3 + bytes(4) + bytes(1)


@pytest.mark.parametrize("count", [1, 3, 12, 33])
def test_there_is_a_clock_for_every_two_leds(count: int) -> None:
    sent = wire_bytes(BLUE, count=count, brightness=0.5)
    tail = sent[4 + 4 * count :]
    assert tail == bytes(len(tail))
    assert 8 * (len(tail) - 4) >= count / 2
    assert all(led & 0b111_00000 == 0b111_00000 for led in sent[4 : 4 + 4 * count : 4])


@pytest.mark.parametrize(
    ("percent", "step", "full"),
    [(100, 31, 255), (50, 16, 247), (20, 7, 226), (1, 1, 79)],
)
def test_brightness_is_the_leds_own_as_far_as_possible(percent: int, step: int, full: int) -> None:
    led = wire_bytes(BLUE, count=1, brightness=percent / 100)[4:8]
    assert led == bytes([0b111_00000 | step, full, 0, 0])
    assert step / 31 * full / 255 == pytest.approx(percent / 100, abs=0.002)


def test_off_is_dark_at_any_brightness() -> None:
    assert set(wire_bytes(OFF, count=2, brightness=1.0)[4:12]) == {0xFF, 0}


def test_closed_it_is_dark_and_without_power() -> None:
    wire, power = Wire(), Power()
    leds = Apa102(wire, 12, 0.2, power)
    leds.show(BLUE)
    leds.close()
    assert wire.sent == [wire_bytes(color, count=12, brightness=0.2) for color in (BLUE, OFF)]
    assert not wire.is_open
    assert not power.is_on


def test_a_port_that_is_gone_is_let_go_of() -> None:
    wire, power = Wire(is_gone=True), Power()
    leds = Apa102(wire, 3, 0.2, power)
    with pytest.raises(OSError, match="No such device"):
        leds.show(BLUE)
    with pytest.raises(OSError, match="No such device"):
        leds.close()
    assert not wire.is_open
    assert not power.is_on


def test_every_state_looks_another_way() -> None:
    assert PATTERNS.keys() == set(AgentState)
    looks = {(one.color.brightest, one.on_s, one.off_s) for one in PATTERNS.values()}
    assert len(looks) == len(PATTERNS), "also without colours"
    assert len({one.color for one in PATTERNS.values()}) == len(PATTERNS)
