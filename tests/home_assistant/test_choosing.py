"""Which entities are taken, where they are, and what they are called."""

import pytest
from fixtures.home_assistant import HomeEntity

from edge_agent.config.schema import HomeAssistantSettings
from edge_agent.domain.entity import Entity
from edge_agent.home_assistant import registries
from edge_agent.home_assistant.choosing import MAX_ENTITIES, Snapshot, chosen
from edge_agent.home_assistant.entities import Entities
from edge_agent.home_assistant.mirror import states
from edge_agent.home_assistant.registries import Registries
from edge_agent.home_assistant.service_binding import Units

AREAS = [
    {"area_id": "k", "name": "Kitchen", "floor_id": "g", "aliases": ["galley", 7]},
    {"area_id": "b", "name": "Bedroom", "floor_id": None},
]
DEVICES = [
    {"id": "hub", "name": "Hue bridge", "area_id": "k", "parent_device_id": None},
    {"id": "part", "name": "x", "name_by_user": "Stove Top", "parent_device_id": "hub"},
    {"id": "host", "name": "esp-0a3f", "area_id": None},
]
FLOORS = [{"floor_id": "g", "name": "Ground"}]


def _snapshot(*entities: HomeEntity, **more: object) -> Snapshot:
    listed = [
        {"entity_id": one.entity_id, "state": one.state, "attributes": one.attributes}
        for one in entities
    ]
    return Snapshot(
        registries=Registries(
            entities=registries.registered([one.entry() for one in entities if one.is_registered]),
            devices=registries.devices(DEVICES),
            areas=registries.areas(AREAS),
            floors=registries.floors(FLOORS),
        ),
        states=states(listed),
        **more,
    )


def _settings(**more: object) -> HomeAssistantSettings:
    return HomeAssistantSettings(url="http://ha:8123", **more)


UNSETTLED = {"options": {}}


@pytest.mark.parametrize(
    ("entity", "is_taken"),
    [
        (HomeEntity(entity_id="light.a"), True),
        (HomeEntity(entity_id="light.a", is_exposed=False), False),
        (HomeEntity(entity_id="lock.a"), True),
        (HomeEntity(entity_id="light.a", platform="mqtt"), False),
        (HomeEntity(entity_id="light.a", platform="tasmota"), False),
        (HomeEntity(entity_id="light.a", more={"hidden_by": "user"}), False),
        (HomeEntity(entity_id="light.a", more={"disabled_by": "user"}), False),
        (HomeEntity(entity_id="sensor.a", more={"entity_category": "diagnostic"}), False),
        (HomeEntity(entity_id="light.a", more=UNSETTLED), True),
        (HomeEntity(entity_id="lock.a", more=UNSETTLED), False),
        (HomeEntity(entity_id="sensor.a", more=UNSETTLED), False),
        (
            HomeEntity(
                entity_id="sensor.a", more=UNSETTLED, attributes={"device_class": "temperature"}
            ),
            True,
        ),
        (HomeEntity(entity_id="light.a", is_registered=False), True),
        (HomeEntity(entity_id="weather.a"), False),
    ],
)
def test_only_what_is_exposed_and_not_on_mqtt_is_taken(entity, is_taken):
    assert bool(chosen(_snapshot(entity), _settings()).entity_ids) is is_taken


def test_what_is_not_registered_counts_as_listed_where_there_is_a_list():
    light = HomeEntity(entity_id="light.a", is_registered=False)
    other = _snapshot(light, exposed=frozenset({"light.b"}))
    listed = _snapshot(light, exposed=frozenset({"light.a"}))
    assert not chosen(other, _settings()).entity_ids
    assert chosen(listed, _settings()).entity_ids


def test_nothing_new_is_taken_where_the_owner_says_so():
    snapshot = _snapshot(HomeEntity(entity_id="light.a", more=UNSETTLED), exposes_new=False)
    assert not chosen(snapshot, _settings()).entity_ids
    assert chosen(snapshot, _settings(only_exposed=False)).entity_ids


def test_rooms_and_entities_can_be_left_out():
    snapshot = _snapshot(
        HomeEntity(entity_id="light.a", area_id="k"),
        HomeEntity(entity_id="light.b", area_id="b"),
        HomeEntity(entity_id="switch.plug_1", area_id="k"),
        HomeEntity(entity_id="light.nowhere"),
    )
    settings = _settings(areas=("kitchen",), exclude=("switch.plug_*",))
    assert chosen(snapshot, settings).entity_ids == ("light.a",)


def test_what_is_exposed_and_of_no_use_is_told():
    choice = chosen(_snapshot(HomeEntity(entity_id="camera.door")), _settings())
    assert choice.unusable == {
        "home_assistant camera.door": "a camera sends pictures, which cannot be told."
    }


def test_there_is_an_end_to_how_many_are_taken():
    many = [HomeEntity(entity_id=f"light.l{n}") for n in range(MAX_ENTITIES + 2)]
    choice = chosen(_snapshot(*many), _settings())
    assert len(choice.entity_ids) == MAX_ENTITIES
    assert len(choice.unusable) == 2


def _entity(entity: HomeEntity, *aliases: str) -> Entity:
    snapshot = _snapshot(entity)
    entities = Entities()
    entities.learn(snapshot.registries, {entity.entity_id: aliases}, Units())
    return entities.bound(entity.entity_id, snapshot.states[entity.entity_id]).entity


@pytest.mark.parametrize(
    ("entity", "name", "aliases"),
    [
        (HomeEntity(entity_id="light.a", name="Big Lamp", device_id="hub"), "Big Lamp", ()),
        (HomeEntity(entity_id="light.a", device_id="part"), "Stove Top", ()),
        (
            HomeEntity(entity_id="light.a", original_name="Night light", device_id="part"),
            "Night light",
            ("Stove Top Night light",),
        ),
        (
            HomeEntity(entity_id="light.a", original_name="Light", device_id="part"),
            "Stove Top Light",
            (),
        ),
        (
            HomeEntity(entity_id="switch.a", original_name="Pump relay", device_id="host"),
            "Pump relay",
            (),
        ),
        (
            HomeEntity(
                entity_id="light.a", is_registered=False, attributes={"friendly_name": "All of it"}
            ),
            "All of it",
            (),
        ),
        (HomeEntity(entity_id="light.back_door", is_registered=False), "back door", ()),
    ],
)
def test_an_entity_is_called_as_its_owner_calls_it(entity, name, aliases):
    found = _entity(entity)
    assert (found.name, found.aliases) == (name, aliases)


def test_an_entity_is_where_it_or_its_device_is():
    own = _entity(HomeEntity(entity_id="light.a", area_id="b", device_id="hub"), "glow", "Big Lamp")
    assert (own.area, own.floor, own.aliases) == ("Bedroom", None, ("glow", "Big Lamp"))
    of_device = _entity(HomeEntity(entity_id="light.a", device_id="hub"))
    assert (of_device.area, of_device.floor) == ("Kitchen", "Ground")
    assert of_device.area_aliases == ("galley",)
    assert _entity(HomeEntity(entity_id="light.a", device_id="part")).area == "Kitchen"
    assert of_device.source == "home_assistant light.a"


@pytest.mark.parametrize(
    "junk", [None, 7, "x", {}, [None, 7, {"entity_id": 3}, {"entity_id": "x"}]]
)
def test_registries_that_make_no_sense_hold_nothing(junk):
    assert registries.registered(junk) == {}
    assert registries.devices(junk) == {}
    assert registries.areas(junk) == {}
    assert registries.floors(junk) == {}
    assert registries.exposed(junk) == frozenset()
    assert registries.further_names(junk) == {}
    assert states(junk) == {}
