"""The running program and its microphone: muted it is closed, and lost it is looked for."""

import json
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fixtures.mosquitto import Mosquitto, wait_for
from fixtures.program import Launcher
from fixtures.virtual_card import VirtualCard
from fixtures.wave_likeness import samples_of

from edge_agent.domain.audio import SAMPLE_RATE_HZ

PREFIX = "edge-agent/test"
LONGER_THAN_FRAMES_MAY_STOP_S = 14.0
SPOKEN = Path(__file__).parents[1] / "speech" / "recordings" / "what time is it.wav"


@pytest.fixture
def card(card_directory: Path) -> VirtualCard:
    return VirtualCard(card_directory, rates_hz=(SAMPLE_RATE_HZ,), channels=(1,))


@pytest.fixture
def notices(tmp_path: Path) -> Iterator[socket.socket]:
    """Where systemd would be told how the agent is."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told:
        told.bind(str(tmp_path / "notify"))
        told.settimeout(20)
        yield told


def started(launcher: Launcher, mosquitto: Mosquitto, card: VirtualCard, **environment: str):
    config = launcher.config(mosquitto.port, more="")
    agent = launcher.start("--config", config, **card.environment, **environment)
    agent.wait_online(mosquitto, "test")
    return agent


def state(mosquitto: Mosquitto) -> str:
    return json.loads(mosquitto.retained(f"{PREFIX}/state") or "{}").get("state", "")


def health(mosquitto: Mosquitto) -> dict:
    return json.loads(mosquitto.retained(f"{PREFIX}/health") or "{}")


def test_muted_no_stream_is_open_and_a_restart_opens_none(launcher, mosquitto, card) -> None:
    agent = started(launcher, mosquitto, card)
    wait_for(lambda: card.is_captured)
    mosquitto.publish(f"{PREFIX}/mute/set", "ON")
    wait_for(lambda: state(mosquitto) == "muted")
    wait_for(lambda: not card.is_captured)
    agent.terminate()
    started(launcher, mosquitto, card)
    assert state(mosquitto) == "muted"
    time.sleep(1.0)
    assert not card.is_captured
    mosquitto.publish(f"{PREFIX}/mute/set", "OFF")
    wait_for(lambda: card.is_captured)
    assert state(mosquitto) == "idle"


def test_systemd_is_told_that_a_muted_agent_is_ready(
    launcher, mosquitto, card, notices: socket.socket, tmp_path: Path
) -> None:
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "muted.test").touch()
    started(launcher, mosquitto, card, NOTIFY_SOCKET=notices.getsockname())
    assert b"READY=1" in notices.recv(100)
    assert not card.is_captured


def test_systemd_does_not_start_an_agent_again_whose_microphone_is_away(
    launcher, mosquitto, card, notices: socket.socket
) -> None:
    environment = {"NOTIFY_SOCKET": notices.getsockname(), "WATCHDOG_USEC": "1000000"}
    started(launcher, mosquitto, card, **environment)
    card.unplug()
    notices.settimeout(3)
    away_since = time.monotonic()
    while time.monotonic() < away_since + LONGER_THAN_FRAMES_MAY_STOP_S:
        notices.recv(100)  # fails where no sign comes in time


def test_a_person_who_asks_for_it_is_told_how_to_be_heard_again(launcher, mosquitto, card) -> None:
    started(launcher, mosquitto, card)
    wait_for(lambda: card.is_captured)
    with mosquitto.watch() as watch:
        watch.publish(f"{PREFIX}/text/set", json.dumps({"text": "stop listening", "id": "one"}))
        wait_for(lambda: not card.is_captured)
        wait_for(lambda: state(mosquitto) == "muted")
        answer = json.loads(watch.wait(f"{PREFIX}/response"))
    assert answer["act"] == "done"
    assert "mute switch" in answer["text"]


def test_unmuted_without_its_microphone_it_waits_for_it(launcher, mosquitto, card) -> None:
    agent = started(launcher, mosquitto, card)
    mosquitto.publish(f"{PREFIX}/mute/set", "ON")
    wait_for(lambda: state(mosquitto) == "muted")
    wait_for(lambda: not card.is_captured)
    card.unplug()
    mosquitto.publish(f"{PREFIX}/mute/set", "OFF")
    wait_for(lambda: health(mosquitto)["problems"] == ["microphone"])
    assert health(mosquitto)["reason"].startswith("There is no microphone")
    assert agent.child.poll() is None
    card.plug_in()
    wait_for(lambda: health(mosquitto)["problems"] == [])
    assert card.is_captured


def test_a_microphone_that_is_lost_within_a_sentence_leaves_nobody_listened_to(
    launcher, mosquitto, card
) -> None:
    started(launcher, mosquitto, card)
    wait_for(lambda: card.is_captured)
    card.hear(samples_of(SPOKEN)[:, None])
    wait_for(lambda: state(mosquitto) == "listening")
    card.unplug()
    wait_for(lambda: health(mosquitto).get("problems") == ["microphone"])
    wait_for(lambda: state(mosquitto) == "idle")
    with mosquitto.watch() as watch:
        watch.publish(f"{PREFIX}/text/set", json.dumps({"text": "what time is it", "id": "one"}))
        assert json.loads(watch.wait(f"{PREFIX}/response"))["act"] == "answer"
        card.plug_in()
        wait_for(lambda: card.is_captured)
        card.hear(samples_of(SPOKEN)[:, None])
        watch.wait(f"{PREFIX}/command")
        wait_for(lambda: len(watch.payloads(f"{PREFIX}/command")) == 2)
    assert json.loads(watch.payloads(f"{PREFIX}/command")[-1])["source"] == "voice"
