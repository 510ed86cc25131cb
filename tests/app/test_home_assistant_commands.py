"""The one-shot commands in a home that is partly on MQTT and partly in Home Assistant."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fixtures.home_assistant import TOKEN, FakeHomeAssistant, HomeEntity, ServedHomeAssistant
from fixtures.mosquitto import Mosquitto
from fixtures.program import Launcher, announce_home, run_cli

CEILING = HomeEntity(entity_id="light.ceiling", name="Ceiling Lamp", state="off", area_id="kitchen")
GARAGE = HomeEntity(
    entity_id="cover.garage",
    name="Big Door",
    state="closed",
    attributes={"device_class": "garage", "supported_features": 3},
)


@pytest.fixture
def server() -> Iterator[FakeHomeAssistant]:
    with ServedHomeAssistant(FakeHomeAssistant(CEILING, GARAGE)) as server:
        yield server


@pytest.fixture
def config(
    mosquitto: Mosquitto, server: FakeHomeAssistant, launcher: Launcher, tmp_path: Path
) -> Path:
    announce_home(mosquitto)
    (tmp_path / "token").write_text(TOKEN)
    section = f"home_assistant: {{url: '{server.url}', token_file: token}}"
    return launcher.config(mosquitto.port, f"audio: {{input: none}}\n{section}")


def test_devices_tells_where_each_was_learnt(config):
    done = run_cli("devices", "--config", config, "--json")
    sources = {one["name"]: one["source"] for one in json.loads(done.stdout)["devices"]}
    assert sources["Ceiling Lamp"] == "home_assistant light.ceiling"
    assert sources["Kitchen Light"] == "homeassistant/light/kitchen/config"
    assert "home_assistant light.ceiling" in run_cli("devices", "--config", config).stdout


def test_parse_shows_messages_and_calls_of_one_plan_and_does_nothing(config, server):
    done = run_cli("parse", "turn on the lights", "--config", config, "--json")
    (command,) = json.loads(done.stdout)["commands"]
    assert {"topic": "home/kitchen/set", "payload": "ON"} in command["messages"]
    assert {
        "service": "light.turn_on",
        "target": {"entity_id": "light.ceiling"},
        "data": {},
    } in command["messages"]
    assert server.calls == []


def test_say_does_it(config, server):
    done = run_cli("say", "turn on the ceiling lamp", "--config", config)
    assert server.calls == [("light.turn_on", "light.ceiling", {})], done.stderr
    assert "acked: light.turn_on light.ceiling" in done.stdout


def test_say_tells_why_home_assistant_could_not(config, server):
    server.refusals["light.turn_on"] = "Bulb is broken"
    done = run_cli("say", "turn on the ceiling lamp", "--config", config)
    assert "Bulb is broken" in done.stderr
    assert done.stdout.splitlines()[-1].startswith("failed: ")


def test_what_opens_the_home_is_asked_about(config, server):
    done = run_cli("say", "open the big door", "--config", config, "--json")
    assert json.loads(done.stdout)["response"]["act"] == "confirm"
    assert server.calls == []


def test_check_looks_at_the_names_of_both(config):
    done = run_cli("check", "--config", config)
    assert done.stdout.startswith("6 devices in 3 rooms.") or "6 devices" in done.stdout


def test_without_home_assistant_the_rest_can_be_used(config, server):
    server.token = "another"
    done = run_cli("say", "turn on the kitchen light", "--config", config)
    assert "refuses the token" in done.stderr
    assert TOKEN not in done.stdout + done.stderr
    assert "home/kitchen/set ON" in done.stdout
