"""Lights that follow what the agent is doing."""

import asyncio
import errno
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from fixtures.mosquitto import Mosquitto
from fixtures.program import Launcher

from edge_agent.app.lights import Lights
from edge_agent.config.load import load_config
from edge_agent.domain.agent_state import AgentState
from edge_agent.errors import ConfigError
from edge_agent.lights.patterns import OFF, PATTERNS, Color

ORANGE = PATTERNS[AgentState.PROCESSING].color
BLUE = PATTERNS[AgentState.LISTENING].color


class Lamp:
    """Keeps what it was told to show."""

    def __init__(self, *, is_broken: bool = False) -> None:
        self.is_broken = is_broken
        self.shown: list[Color] = []
        self.is_open = True

    def show(self, color: Color) -> None:
        if self.is_broken:
            raise OSError(errno.EIO, "Input/output error")
        self.shown.append(color)

    def close(self) -> None:
        self.is_open = False
        self.show(OFF)


def shown_in(scene: Callable[[Lights], Awaitable[None]], *lamps: Lamp) -> None:
    """Let lamps shine as long as a scene lasts."""

    async def run() -> None:
        lights = Lights(lamps)
        shining = asyncio.create_task(lights.run())
        await asyncio.sleep(0)
        await scene(lights)
        shining.cancel()
        await asyncio.wait({shining})
        assert shining.cancelled()

    asyncio.run(run())


async def listening(lights: Lights) -> None:
    lights.show(AgentState.LISTENING)
    await asyncio.sleep(0.05)


async def processing(lights: Lights) -> None:
    lights.show(AgentState.PROCESSING)
    await asyncio.sleep(0.5)


def test_a_state_is_shown_and_in_the_end_nothing() -> None:
    lamp = Lamp()
    shown_in(listening, lamp)
    assert lamp.shown == [OFF, BLUE, OFF]
    assert not lamp.is_open


def test_some_states_blink() -> None:
    lamp = Lamp()
    shown_in(processing, lamp)
    assert lamp.shown[:4] == [OFF, ORANGE, OFF, ORANGE]
    assert lamp.shown[-1] == OFF


def test_another_state_is_shown_at_once() -> None:
    async def scene(lights: Lights) -> None:
        lights.show(AgentState.MUTED)
        await asyncio.sleep(0.3)  # dark for 2.8 s now
        await listening(lights)

    lamp = Lamp()
    shown_in(scene, lamp)
    assert lamp.shown == [OFF, PATTERNS[AgentState.MUTED].color, OFF, BLUE, OFF]


def test_a_light_that_fails_harms_no_other() -> None:
    broken, lamp = Lamp(is_broken=True), Lamp()
    shown_in(listening, broken, lamp)
    assert lamp.shown == [OFF, BLUE, OFF]
    assert not broken.is_open


def test_the_program_shows_states_and_ends_in_peace(launcher: Launcher, mosquitto: Mosquitto):
    config = launcher.config(mosquitto.port, more="audio: {input: none}\nlights: {pin: 12}")
    mock = {"GPIOZERO_PIN_FACTORY": "mock", "GPIOZERO_MOCK_PIN_CLASS": "mockpwmpin"}
    agent = launcher.start("--config", config, **mock)
    agent.wait_online(mosquitto, "test")
    agent.terminate()
    assert agent.child.returncode == 0, agent.log.read_text()


def test_without_spi_the_program_ends_with_a_sentence(launcher: Launcher, mosquitto: Mosquitto):
    more = "audio: {input: none}\nlights: {board: respeaker-2mic, spi: /dev/nowhere}"
    agent = launcher.start("--config", launcher.config(mosquitto.port, more=more))
    assert agent.child.wait(60) == 2
    assert "lights.spi: /dev/nowhere cannot be used" in agent.log.read_text()


@pytest.mark.parametrize(
    "section",
    ["{}", "{board: respeaker}", "{pin: 99}", "{pin: 12, brightness: 0}", "{leds: 3}"],
)
def test_what_makes_no_sense_is_refused_in_one_sentence(tmp_path: Path, section: str) -> None:
    path = tmp_path / "home.yaml"
    path.write_text(f"lights: {section}\n")
    with pytest.raises(ConfigError, match="lights") as raised:
        load_config(path)
    assert "\n" not in str(raised.value)
