"""The home as a whole: what is announced, declared, called otherwise and reported."""

import json

import pytest

from edge_agent.domain.action import Action, ActionKind, MqttMessage
from edge_agent.home.declared import declared
from edge_agent.home.registry import Change, HomeModel

TOPIC = "homeassistant/light/x/config"
LAMP = json.dumps({"name": "Lamp", "cmd_t": "lamp/set", "stat_t": "lamp"}).encode()
PUMP = {"platform": "switch", "name": "Pump", "command_topic": "pump/set"}


@pytest.fixture
def model() -> HomeModel:
    return HomeModel("homeassistant", declared((PUMP,)), {"Lamp": ["lantern"], "nobody": ["x"]})


def test_messages_change_the_home_or_the_states_or_nothing(model):
    assert model.accept(TOPIC, LAMP) is Change.HOME
    assert model.accept(TOPIC, LAMP) is Change.NOTHING
    assert model.subscriptions == {"lamp"}
    assert model.accept("lamp", b"ON") is Change.STATES
    assert model.accept("lamp", b"ON") is Change.NOTHING
    assert model.accept("elsewhere", b"ON") is Change.NOTHING
    assert model.accept(TOPIC, b"") is Change.HOME
    assert model.subscriptions == frozenset()


def test_the_home_is_a_snapshot_that_is_kept_until_something_changes(model):
    model.accept(TOPIC, LAMP)
    model.accept("lamp", b"ON")
    before = model.home
    assert model.home is before
    model.accept("lamp", b"OFF")
    entity = before.entities[1]
    assert (before.state_of(entity).get("state"), model.home.state_of(entity).get("state")) == (
        "on",
        "off",
    )


def test_declared_and_announced_devices_make_one_home(model):
    model.accept(TOPIC, LAMP)
    assert [entity.entity_id for entity in model.home.entities] == ["switch.pump", "light.lamp"]


def test_a_declared_device_keeps_its_id_when_a_namesake_announces_itself(model):
    namesake = json.dumps({"name": "Pump", "cmd_t": "other"}).encode()
    model.accept("homeassistant/switch/p/config", namesake)
    bounds = [model.bound("switch.pump"), model.bound("switch.pump_2")]
    assert [bound.entity.source for bound in bounds if bound] == [
        "devices[0]",
        "homeassistant/switch/p/config",
    ]


def test_aliases_come_by_name_or_entity_id():
    model = HomeModel("homeassistant", aliases={"LAMP": ["lantern"], "light.lamp": ["glow"]})
    model.accept(TOPIC, LAMP)
    (entity,) = model.home.entities
    assert set(entity.names) == {"Lamp", "lantern", "glow"}
    assert model.unmatched_aliases == ()


def test_aliases_of_nothing_are_told(model):
    model.accept(TOPIC, LAMP)
    assert model.unmatched_aliases == ("nobody",)


def test_an_action_is_encoded_for_its_device(model):
    model.accept(TOPIC, LAMP)
    bound = model.bound("light.lamp")
    assert bound is not None
    action = Action(entity=bound.entity, kind=ActionKind.TURN_ON)
    assert model.encode(action) == (MqttMessage(topic="lamp/set", payload="ON"),)
    model.accept(TOPIC, b"")
    assert model.bound("light.lamp") is None
    assert model.encode(action) == ()
    assert model.is_confirmed(action) is False
    assert model.assume(action) is Change.NOTHING


def test_an_action_is_confirmed_by_the_devices_report(model):
    model.accept(TOPIC, LAMP)
    action = Action(entity=model.home.entities[1], kind=ActionKind.TURN_ON)
    assert model.is_confirmed(action) is False
    model.accept("lamp", b"ON")
    assert model.is_confirmed(action) is True


def test_an_action_on_a_device_that_does_not_report_is_assumed(model):
    action = Action(entity=model.home.entities[0], kind=ActionKind.TURN_ON)
    assert model.is_confirmed(action) is None
    assert model.assume(action) is Change.STATES
    assert model.home.state_of(action.entity).get("state") == "on"
    assert model.assume(action) is Change.NOTHING


def test_an_unavailable_device_confirms_nothing(model):
    config = {"name": "Lamp", "cmd_t": "c", "stat_t": "lamp", "avty_t": "up"}
    model.accept(TOPIC, json.dumps(config).encode())
    model.accept("lamp", b"ON")
    model.accept("up", b"offline")
    action = Action(entity=model.home.entities[1], kind=ActionKind.TURN_ON)
    assert model.is_confirmed(action) is False


def test_state_topics_below_the_discovery_prefix_are_states(model):
    config = {"name": "Lamp", "cmd_t": "c", "stat_t": "homeassistant/light/x/state"}
    model.accept(TOPIC, json.dumps(config).encode())
    assert model.accept("homeassistant/light/x/state", b"ON") is Change.STATES


def test_reasons_are_kept_for_messages_and_reports(model):
    model.accept("homeassistant/vacuum/v/config", b"{}")
    model.accept(TOPIC, LAMP)
    model.accept("lamp", b"perhaps")
    assert list(model.unusable) == ["homeassistant/vacuum/v/config"]
    assert list(model.unreadable) == [("light.lamp", "lamp")]


def test_a_thousand_devices_are_read_in_one_pass(model):
    for number in range(1000):
        config = {"name": f"Lamp {number}", "cmd_t": f"c/{number}", "stat_t": f"s/{number}"}
        model.accept(f"homeassistant/light/l{number}/config", json.dumps(config).encode())
    assert len(model.home.entities) == 1001
    assert len(model.subscriptions) == 1000
