"""Entities that come neither from MQTT Discovery nor from the configuration."""

import json

import pytest

from edge_agent.domain.entity import Domain, Entity, EntityState
from edge_agent.home.binding import Bound
from edge_agent.home.codec.switch import switch
from edge_agent.home.fields import Fields
from edge_agent.home.registry import Change, HomeModel
from edge_agent.home.states import Report

ID = "switch.lamp"


def _bound(name: str = "Lamp") -> Bound:
    entity = Entity(entity_id=ID, name=name, domain=Domain.SWITCH)
    return switch(Fields({"command_topic": "c", "state_topic": "s"})).bound(entity)


@pytest.fixture
def model() -> HomeModel:
    model = HomeModel("homeassistant")
    assert model.adopt({"theirs": _bound()}, {"theirs too": "is of no use."}) is Change.HOME
    return model


def _state(model: HomeModel, entity_id: str = ID) -> EntityState | None:
    return model.home.states.get(entity_id)


def test_they_are_there_with_their_states(model):
    assert [entity.name for entity in model.home.entities] == ["Lamp"]
    assert _state(model) is None
    report = Report(entity_id="theirs", values={"state": "on"})
    assert model.report([report]) is Change.STATES
    assert _state(model) == EntityState(values={"state": "on"})
    assert model.report([report]) is Change.NOTHING
    assert model.report([Report(entity_id="nobody's", values={})]) is Change.NOTHING


def test_what_cannot_be_reached_keeps_what_was_known(model):
    model.report([Report(entity_id="theirs", values={"state": "on"})])
    model.report([Report(entity_id="theirs", values={}, is_available=False)])
    assert _state(model) == EntityState(values={"state": "on"}, is_available=False)


def test_those_on_mqtt_come_first(model):
    announced = json.dumps({"name": "Lamp", "command_topic": "a", "default_entity_id": ID})
    model.accept("homeassistant/switch/lamp/config", announced.encode())
    assert [entity.entity_id for entity in model.home.entities] == [ID, f"{ID}_2"]
    model.report([Report(entity_id="theirs", values={"state": "on"})])
    assert _state(model) is None
    assert _state(model, f"{ID}_2") == EntityState(values={"state": "on"})


def test_they_are_replaced_together(model):
    assert model.unusable == {"theirs too": "is of no use."}
    assert model.adopt({"theirs": _bound("Sunflower")}, {}) is Change.HOME
    assert [entity.name for entity in model.home.entities] == ["Sunflower"]
    assert model.unusable == {}
    assert model.adopt({}, {}) is Change.HOME
    assert model.home.entities == ()
    assert model.adopt({}, {}) is Change.NOTHING
