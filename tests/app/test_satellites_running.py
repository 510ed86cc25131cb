"""Several agents in one home, as processes on a real broker, each with a microphone of its own."""

import json
import threading
import time

import numpy as np
import pytest
from fixtures.mosquitto import Mosquitto, wait_for
from fixtures.program import Launcher, announce_home
from fixtures.rooms import (
    FAR_DB,
    NEAR_DB,
    ListeningAgent,
    Rooms,
    carried,
    recorded,
    wait_listening,
)

from edge_agent.demo.expectation import recording_path

KITCHEN_LIGHT = recording_path("01-turn-on-the-kitchen-light")
LISTENS_S = 90.0
ANSWERS_S = 30.0


@pytest.fixture
def two_agents(tmp_path, mosquitto: Mosquitto):
    announce_home(mosquitto)
    agents = [
        ListeningAgent(tmp_path, agent_id, area, mosquitto.port, "")
        for agent_id, area in (("kitchen", "Kitchen"), ("bedroom", "Bedroom"))
    ]
    yield agents
    for agent in agents:
        agent.end()


@pytest.fixture
def rooms(two_agents):
    wait_listening(two_agents, within_s=LISTENS_S)
    rooms = Rooms([agent.microphone for agent in two_agents])
    time.sleep(2)  # a room has to be known before anything stands out from it
    yield rooms
    rooms.close()


def heard(*, is_near: bool):
    return carried(
        recorded(KITCHEN_LIGHT),
        softer_db=0 if is_near else 14,
        direct_db=NEAR_DB if is_near else FAR_DB,
        chance=np.random.default_rng(1),
    )


def test_what_two_agents_hear_is_acted_on_once_by_the_one_that_is_near(
    two_agents, rooms, mosquitto
):
    kitchen, bedroom = two_agents
    with mosquitto.watch() as watch:
        rooms.play(heard(is_near=False), heard(is_near=True))
        turn = json.loads(watch.wait("edge-agent/bedroom/command", within_s=ANSWERS_S))
        assert turn["area"] == "Bedroom"
        wait_for(lambda: "left to another agent agent=bedroom" in kitchen.log.read_text())

        rooms.play(heard(is_near=True), heard(is_near=False))
        turn = json.loads(watch.wait("edge-agent/kitchen/command", within_s=ANSWERS_S))
        assert turn["area"] == "Kitchen"
        wait_for(lambda: "left to another agent agent=kitchen" in bedroom.log.read_text())

        assert len(watch.payloads("edge-agent/bedroom/command")) == 1
        assert watch.payloads("home/kitchen/set") == ["ON", "ON"], "one for each time it was said"

        threading.Timer(0.8, kitchen.child.kill).start()
        rooms.play(heard(is_near=True), heard(is_near=False))
        wait_for(lambda: len(watch.payloads("edge-agent/bedroom/command")) == 2)
        turn = json.loads(watch.payloads("edge-agent/bedroom/command")[-1])
        assert turn["latency_ms"]["total"] < 5000, "nobody waits for who is dead"
        told = [p for topic, p in watch.messages if "/satellites/home" in topic]
    assert told
    assert not [payload for payload in told if "kitchen" in payload or "light" in payload]


def test_a_timer_rings_at_the_agent_where_it_was_set(launcher: Launcher, mosquitto: Mosquitto):
    config = launcher.config(mosquitto.port)
    other = config.with_name("other.yaml")
    other.write_text(
        config.read_text().replace("id: test, area: Kitchen", "id: other, area: Attic")
    )
    other.write_text(other.read_text().replace("timers.sqlite", "other.sqlite"))
    for agent_id, path in (("test", config), ("other", other)):
        launcher.start("--config", path).wait_online(mosquitto, agent_id)
    with mosquitto.watch() as watch:
        watch.publish("edge-agent/other/text/set", "set a noodle timer for two seconds")
        wait_for(lambda: any('"rings"' in p for p in watch.payloads("edge-agent/other/timer")))
        turn = json.loads(watch.payloads("edge-agent/other/command")[-1])
        assert (turn["source"], turn["area"]) == ("timer", "Attic")
        assert watch.payloads("edge-agent/test/timer") == []
        assert watch.payloads("edge-agent/test/command") == []
