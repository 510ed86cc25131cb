"""Which attribute of which entity answers a question."""

import pytest

from edge_agent.domain.command import Command
from edge_agent.domain.entity import Domain, Entity, EntityState, Home
from edge_agent.domain.intent import Intent
from edge_agent.domain.slots import Slots
from edge_agent.home.looking_up import TARGET, looked_up, measured_instead, warmth


def entity(entity_id: str, name: str, device_class: str | None = None) -> Entity:
    domain = Domain(entity_id.partition(".")[0])
    return Entity(entity_id=entity_id, name=name, domain=domain, device_class=device_class)


LOCK = entity("lock.front", "Front Door")
CONTACT = entity("binary_sensor.front", "Front Door Sensor", "door")
BACK = entity("lock.back", "Back Door")
LAMP = entity("light.lamp", "Lamp")
DARK = entity("light.dark", "Dark Lamp")
HEATING = entity("climate.heating", "Heating")
HUMIDIFIER = entity("humidifier.one", "Humidifier")
BOILER = entity("water_heater.boiler", "Boiler")
THERMOMETER = entity("sensor.hall", "Hall Temperature", "temperature")
HOME = Home(
    entities=(LOCK, CONTACT, BACK, LAMP, DARK, HEATING, HUMIDIFIER, BOILER, THERMOMETER),
    states={
        "lock.front": EntityState(values={"state": "locked"}),
        "binary_sensor.front": EntityState(values={"state": "on"}),
        "lock.back": EntityState(values={"state": "unlocked"}),
        "light.lamp": EntityState(values={"state": "on", "brightness": 40}),
        "light.dark": EntityState(values={"state": "off", "brightness": 40}),
        "climate.heating": EntityState(
            values={"state": "heat", "temperature": 21, "current_temperature": 19.5}
        ),
        "humidifier.one": EntityState(
            values={"state": "off", "humidity": 45, "current_humidity": 38}
        ),
        "water_heater.boiler": EntityState(values={"state": "eco", "current_temperature": 51}),
        "sensor.hall": EntityState(values={"state": 20.5}),
    },
)


def found(target: Entity, **slots: object) -> list[tuple[str, str, object]]:
    command = Command(intent=Intent.GET_STATE, slots=Slots(**slots), confidence=1)
    answer = looked_up(command, (target,), HOME)
    return [(f.entity.entity_id, f.attribute, f.value) for f in answer.findings]


@pytest.mark.parametrize(
    ("target", "slots", "expected"),
    [
        (LOCK, {"state": "locked"}, [("lock.front", "state", "locked")]),
        (LOCK, {"state": "open"}, [("binary_sensor.front", "state", "on")]),
        (BACK, {"state": "closed"}, [("lock.back", "state", "unlocked")]),
        (LAMP, {"attribute": "brightness"}, [("light.lamp", "brightness", 40)]),
        (DARK, {"attribute": "brightness"}, [("light.dark", "state", "off")]),
        (LAMP, {"attribute": "color"}, [("light.lamp", "state", "on")]),
        (HEATING, {"attribute": TARGET}, [("climate.heating", "temperature", 21)]),
        (HUMIDIFIER, {"attribute": TARGET}, [("humidifier.one", "humidity", 45)]),
        (
            HUMIDIFIER,
            {},
            [("humidifier.one", "state", "off"), ("humidifier.one", "current_humidity", 38)],
        ),
    ],
)
def test_what_is_asked_about_is_looked_up(target, slots, expected):
    assert found(target, **slots) == expected


def test_thermometers_tell_before_thermostats():
    command = Command(intent=Intent.GET_TEMPERATURE, slots=Slots(), confidence=1)
    both = warmth(command, (HEATING, THERMOMETER), HOME)
    assert both is not None
    assert [f.entity for f in both.findings] == [THERMOMETER]
    one = warmth(command, (BOILER, LAMP), HOME)
    assert one is not None
    assert [(f.attribute, f.value) for f in one.findings] == [("current_temperature", 51)]
    assert warmth(command, (LAMP,), HOME) is None


def test_a_humidifier_tells_how_humid_it_is_where_nothing_else_does():
    asked = Slots(domain="sensor", device_class="humidity")
    command = Command(intent=Intent.GET_STATE, slots=asked, confidence=1)
    assert measured_instead(command, HOME) == (HUMIDIFIER,)
    answer = looked_up(command, (HUMIDIFIER,), HOME)
    assert [(f.attribute, f.value) for f in answer.findings] == [("current_humidity", 38)]
