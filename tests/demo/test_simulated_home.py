import asyncio
import json
from collections.abc import Mapping
from typing import Any

import aiomqtt
import pytest
from fixtures.mosquitto import Mosquitto

from edge_agent.demo.announcements import ANNOUNCEMENTS, STATUS_TOPIC
from edge_agent.demo.household import ENTITIES
from edge_agent.demo.simulated_home import Change, simulated_home

COMMANDS: tuple[tuple[str, str, str, Mapping[str, Any]], ...] = (
    ("demo/kitchen/light/set", "ON", "light.kitchen_light", {"state": "on"}),
    ("demo/kitchen/light/brightness/set", "102", "light.kitchen_light", {"brightness": 40}),
    ("demo/coffee/power/set", "1", "switch.coffee_maker", {"state": "on"}),
    (
        "demo/floor-lamp/set",
        '{"state": "ON", "brightness": 128, "color": {"r": 128, "g": 0, "b": 255}}',
        "light.floor_lamp",
        {"brightness": 50, "color": "#8000ff"},
    ),
    ("demo/floor-lamp/set", '{"state": "OFF"}', "light.floor_lamp", {"state": "off"}),
    ("demo/reading/switch/set", "OFF", "light.reading_lamp", {"state": "off"}),
    ("demo/reading/level/set", "40", "light.reading_lamp", {"state": "on", "brightness": 40}),
    ("demo/blinds/set", "OPEN", "cover.living_room_blinds", {"state": "open", "position": 100}),
    ("demo/blinds/position/set", "30", "cover.living_room_blinds", {"position": 30}),
    ("demo/heating/target/set", "21.5", "climate.thermostat", {"temperature": 21.5}),
    ("demo/heating/mode/set", "off", "climate.thermostat", {"state": "off"}),
    ("demo/fan/speed/set", "60", "fan.ceiling_fan", {"state": "on", "percentage": 60}),
    ("demo/bedroom/lamp/set", "ON", "light.bedroom_lamp", {"state": "on"}),
    ("demo/garage/set", "OPEN", "cover.garage_door", {"state": "open"}),
    ("demo/front-door/set", "UNLOCK", "lock.front_door", {"state": "unlocked"}),
    ("demo/scene/movie-night/set", "ON", "light.floor_lamp", {"brightness": 10}),
)

BAD = (
    ("demo/kitchen/light/set", "on"),
    ("demo/kitchen/light/brightness/set", "bright"),
    ("demo/floor-lamp/set", "{"),
    ("demo/floor-lamp/set", '{"brightness": 1}'),
    ("demo/floor-lamp/set", '{"state": "ON", "color": {"h": 1}}'),
)


@pytest.mark.parametrize(("topic", "payload", "entity_id", "wanted"), COMMANDS)
def test_a_command_changes_the_state(
    mosquitto: Mosquitto, topic: str, payload: str, entity_id: str, wanted: Mapping[str, Any]
) -> None:
    async def command() -> None:
        async with (
            simulated_home(mosquitto.host, mosquitto.port) as home,
            aiomqtt.Client(mosquitto.host, mosquitto.port) as client,
            asyncio.timeout(10),
        ):
            await client.publish(topic, payload, qos=1)
            await home.wait_until(lambda states: wanted.items() <= states[entity_id].items())

    asyncio.run(command())


def test_every_command_topic_has_a_case() -> None:
    topics = {topic for entity in ENTITIES for topic in entity.commands}
    assert topics - {"demo/fan/set"} == {topic for topic, *_ in COMMANDS}


def test_bad_payloads_change_nothing_and_do_no_harm(mosquitto: Mosquitto) -> None:
    changes: list[Change] = []

    async def command() -> None:
        async with (
            simulated_home(mosquitto.host, mosquitto.port, on_change=changes.append) as home,
            aiomqtt.Client(mosquitto.host, mosquitto.port) as client,
            asyncio.timeout(10),
        ):
            for topic, payload in BAD:
                await client.publish(topic, payload, qos=1)
            await client.publish("demo/bedroom/lamp/set", "ON", qos=1)
            await home.wait_until(lambda states: states["light.bedroom_lamp"]["state"] == "on")

    asyncio.run(command())
    assert [change.entity_id for change in changes] == ["light.bedroom_lamp"]
    assert (changes[0].before, changes[0].after) == ({"state": "off"}, {"state": "on"})


def test_a_lock_passes_through_locking_on_its_state_topic(mosquitto: Mosquitto) -> None:
    async def unlock() -> None:
        async with (
            simulated_home(mosquitto.host, mosquitto.port) as home,
            aiomqtt.Client(mosquitto.host, mosquitto.port) as client,
            asyncio.timeout(10),
        ):
            await client.publish("demo/front-door/set", "UNLOCK", qos=1)
            await home.wait_until(lambda states: states["lock.front_door"]["state"] == "unlocked")

    with mosquitto.watch("demo/front-door/state") as watcher:
        asyncio.run(unlock())
        watcher.wait("demo/front-door/state", "UNLOCKED")
        assert watcher.payloads("demo/front-door/state") == ["LOCKED", "UNLOCKING", "UNLOCKED"]


def test_it_announces_itself_retained_and_says_farewell(mosquitto: Mosquitto) -> None:
    statuses = []

    async def visit() -> None:
        async with simulated_home(mosquitto.host, mosquitto.port, discovery_prefix="ha"):
            statuses.append(await asyncio.to_thread(mosquitto.retained, STATUS_TOPIC))

    asyncio.run(visit())
    assert statuses == ["online"]
    assert mosquitto.retained(STATUS_TOPIC) == "offline"
    for name, payload in ANNOUNCEMENTS.items():
        assert json.loads(mosquitto.retained(f"ha/{name}/config") or "") == payload
    for entity in ENTITIES:
        for topic, report in entity.reports.items():
            assert mosquitto.retained(topic) == report(entity.initial)
