"""What can only be asked about, and what a voice can do nothing with."""

import json

import pytest
from device_table import PAGE, page

from edge_agent.domain.entity import Domain
from edge_agent.home.codec import DIALECTS
from edge_agent.home.refusals import REFUSALS
from edge_agent.home.registry import HomeModel

PLATFORMS = frozenset(
    [
        "alarm_control_panel",
        "binary_sensor",
        "button",
        "camera",
        "climate",
        "cover",
        "date",
        "datetime",
        "device_automation",
        "device_tracker",
        "event",
        "fan",
        "humidifier",
        "image",
        "infrared",
        "lawn_mower",
        "light",
        "lock",
        "notify",
        "number",
        "scene",
        "select",
        "sensor",
        "siren",
        "switch",
        "tag",
        "text",
        "time",
        "update",
        "vacuum",
        "valve",
        "water_heater",
    ]
)
"""Those of Home Assistant's MQTT integration, November 2026."""


def test_no_platform_of_home_assistant_is_forgotten():
    assert frozenset(map(str, DIALECTS)) | REFUSALS.keys() >= PLATFORMS
    assert not DIALECTS.keys() & REFUSALS.keys()


def announced(platform: str, **config: object) -> HomeModel:
    model = HomeModel("homeassistant")
    named = {"name": "Thing", **config}
    model.accept(f"homeassistant/{platform}/x/config", json.dumps(named).encode())
    return model


@pytest.mark.parametrize("platform", sorted(PLATFORMS & REFUSALS.keys()))
def test_what_cannot_be_used_says_why(platform):
    model = announced(platform, command_topic="c", state_topic="s")
    assert model.home.entities == ()
    assert list(model.unusable.values()) == [REFUSALS[platform]]


READ = [
    ("text", {}, "Hello", "Hello"),
    ("date", {}, "2026-12-24", "2026-12-24"),
    ("date", {}, "tomorrow", None),
    ("time", {}, "07:30:00", "07:30"),
    ("time", {}, "25:00:00", None),
    ("datetime", {}, "2026-12-24T18:30:00+00:00", "2026-12-24 18:30"),
    ("text", {"value_template": "{{ value_json.note }}"}, '{"note": "Milk"}', "Milk"),
    ("device_tracker", {}, "home", "on"),
    ("device_tracker", {}, "not_home", "off"),
    ("device_tracker", {}, "Office", "off"),
    ("device_tracker", {"payload_home": "in"}, "in", "on"),
    ("update", {}, '{"installed_version": "1", "latest_version": "2"}', "on"),
    ("update", {}, '{"installed_version": "2", "latest_version": "2"}', "off"),
    ("update", {}, '{"installed_version": "2"}', None),
    ("update", {}, "2", None),
]


@pytest.mark.parametrize(("platform", "config", "payload", "state"), READ)
def test_what_it_says_is_read(platform, config, payload, state):
    model = announced(platform, state_topic="s", **config)
    (entity,) = model.home.entities
    assert entity.domain in {Domain.SENSOR, Domain.BINARY_SENSOR}
    model.accept("s", payload.encode())
    assert model.home.state_of(entity).get("state") == state


def test_a_newer_version_may_come_on_a_topic_of_its_own():
    model = announced("update", state_topic="s", latest_version_topic="l")
    (entity,) = model.home.entities
    model.accept("s", b"1.0")
    model.accept("l", b"1.1")
    assert model.home.state_of(entity).get("state") == "on"
    model.accept("s", b"1.1")
    assert model.home.state_of(entity).get("state") == "off"
    assert (entity.name, entity.device_class) == ("Thing", "update")


@pytest.mark.parametrize(
    ("platform", "config", "reason"),
    [
        ("text", {"command_topic": "c"}, "only be set"),
        ("text", {"state_topic": "s", "mode": "password"}, "not read out"),
        ("device_tracker", {"json_attributes_topic": "j"}, "coordinates"),
        ("gramophone", {"state_topic": "s"}, "'gramophone' are unknown"),
    ],
)
def test_what_is_of_no_use_says_why(platform, config, reason):
    (told,) = announced(platform, **config).unusable.values()
    assert reason in told


CHILDREN = {
    "dev": {"ids": ["bridge"], "name": "Bridge", "sa": "Porch"},
    "o": {"name": "firmware"},
    "avty_t": "bridge/status",
    "cdevs": [
        {
            "ids": ["lamp"],
            "name": "Porch Lamp",
            "cmps": {"lamp": {"p": "light", "name": None, "cmd_t": "lamp/set", "uniq_id": "l"}},
        },
        {
            "identifiers": "plug",
            "name": "Pond Plug",
            "components": {"plug": {"p": "switch", "name": None, "cmd_t": "plug/set"}},
        },
    ],
}


def test_devices_behind_a_device_are_devices_of_their_own():
    model = HomeModel("homeassistant")
    model.accept("homeassistant/device/bridge/config", json.dumps(CHILDREN).encode())
    found = {e.name: e for e in model.home.entities}
    assert found.keys() == {"Porch Lamp", "Pond Plug"}
    assert {e.area for e in found.values()} == {"Porch"}
    model.accept("bridge/status", b"offline")
    assert not model.home.state_of(found["Pond Plug"]).is_available, "what it shares counts"
    left = CHILDREN | {"cdevs": [CHILDREN["cdevs"][1], 5, {"cmps": 7}]}
    model.accept("homeassistant/device/bridge/config", json.dumps(left).encode())
    assert [e.name for e in model.home.entities] == ["Pond Plug"]


def test_an_entity_may_name_the_device_behind_its_device():
    child = {"ids": ["lamp"], "name": "Porch Lamp"}
    device = {"ids": ["bridge"], "name": "Bridge", "cdev": child}
    model = announced("light", name=None, command_topic="c", device=device)
    assert [e.name for e in model.home.entities] == ["Porch Lamp"]


def test_the_page_about_devices_tells_what_the_tests_hold():
    assert PAGE.read_text("utf-8") == page(), "run tests/home/device_table.py"
