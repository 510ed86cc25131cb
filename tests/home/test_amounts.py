"""How bright, far, fast, warm and much a command makes things, whatever unit it was said in."""

import pytest

from edge_agent.domain.action import ActionKind
from edge_agent.domain.entity import Capability, Domain, Entity, EntityState
from edge_agent.domain.intent import Intent
from edge_agent.domain.slots import Slots
from edge_agent.home.planning import plan_entity

CAPABILITIES = frozenset(
    {
        *(Capability.BRIGHTNESS, Capability.COLOR, Capability.COLOR_TEMPERATURE),
        *(Capability.POSITION, Capability.PERCENTAGE, Capability.TEMPERATURE),
    }
)


def thing(domain: Domain, **more) -> Entity:
    named = {Domain.LIGHT: {Capability.TEMPERATURE}}.get(domain, frozenset())
    can = CAPABILITIES - named - ({Capability.TEMPERATURE} if domain is Domain.NUMBER else set())
    return Entity(entity_id=f"{domain}.x", name="X", domain=domain, capabilities=can, **more)


LIGHT = thing(Domain.LIGHT)
COVER = thing(Domain.COVER)
FAN = thing(Domain.FAN, speed_count=4)
FINE_FAN = thing(Domain.FAN, speed_count=100)
CELSIUS = thing(Domain.CLIMATE, unit="°C", temperature_range=(5.0, 30.0))
FAHRENHEIT = thing(Domain.CLIMATE, unit="°F", temperature_range=(50.0, 90.0))
VOLUME = thing(Domain.NUMBER, value_range=(0.0, 10.0))

CASES = [
    (LIGHT, {"factor": 0.5}, {"state": "on", "brightness": 60}, 30),
    (LIGHT, {"factor": 2}, {"state": "on", "brightness": 60}, 100),
    (LIGHT, {"factor": 0.1}, {"state": "on", "brightness": 4}, 1),
    (LIGHT, {"factor": 2}, {"state": "off"}, None),
    (LIGHT, {"brightness_step": -10}, {"state": "off"}, None),
    (LIGHT, {"color_temperature": 3500}, {"state": "on"}, 3500),
    (LIGHT, {"color_temperature_step": -700}, {"color_temperature": 4000}, 3300),
    (LIGHT, {"color_temperature_step": 700}, {"color_temperature": 6300}, 6500),
    (LIGHT, {"color": "candlelight"}, {"state": "on"}, 2000),
    (LIGHT, {"color": "teal"}, {"state": "on"}, "#008080"),
    (COVER, {"percentage_step": -20}, {"position": 90}, 70),
    (COVER, {"percentage_step": 25}, {"state": "closed"}, 25),
    (COVER, {"percentage_step": -25}, {"state": "open"}, 75),
    (FAN, {"percentage_step": 10}, {"state": "on", "percentage": 50}, 75),
    (FAN, {"percentage_step": -10}, {"state": "on", "percentage": 25}, 25),
    (FAN, {"percentage_step": 25}, {"state": "off", "percentage": 75}, 25),
    (FINE_FAN, {"percentage_step": 10}, {"state": "on", "percentage": 50}, 60),
    (FAN, {"factor": 0.5}, {"state": "on", "percentage": 100}, 50),
    (FAN, {"speed": 3}, {}, 75),
    (CELSIUS, {"temperature": 70.0, "temperature_unit": "°F"}, {}, 21.1),
    (CELSIUS, {"temperature": 21.5}, {}, 21.5),
    (FAHRENHEIT, {"temperature": 21.5, "temperature_unit": "°C"}, {}, 70.7),
    (FAHRENHEIT, {"temperature": 70.0}, {}, 70.0),
    (FAHRENHEIT, {"temperature_step": 1.0, "temperature_unit": "°C"}, {"temperature": 68}, 69.8),
    (CELSIUS, {"percentage": 100}, {}, 30.0),
    (CELSIUS, {"percentage": 1}, {}, 5.0),
    (VOLUME, {"factor": 0.5}, {"state": 8.0}, 4.0),
    (VOLUME, {"percentage_step": 25}, {"state": 9.0}, 10.0),
]
INTENTS = {
    Domain.LIGHT: Intent.LIGHT_SET,
    Domain.COVER: Intent.SET_POSITION,
    Domain.FAN: Intent.SET_SPEED,
    Domain.CLIMATE: Intent.SET_TEMPERATURE,
    Domain.NUMBER: Intent.SET_VALUE,
}


@pytest.mark.parametrize(("entity", "slots", "state", "value"), CASES)
def test_an_amount_becomes_a_value_of_the_device(entity, slots, state, value):
    actions = plan_entity(INTENTS[entity.domain], Slots(**slots), entity, EntityState(values=state))
    assert actions is not None
    assert [action.value for action in actions] == ([] if value is None else [value])


@pytest.mark.parametrize(
    ("entity", "slots"),
    [
        (FAN, {"speed": 5}),
        (FAN, {"factor": 2}),
        (CELSIUS, {"percentage": 50}),
        (VOLUME, {"percentage_step": 10}),
    ],
)
def test_what_a_device_cannot_make_sense_of_is_refused(entity, slots):
    off = EntityState(values={"state": "off"} if entity is FAN else {})
    assert plan_entity(INTENTS[entity.domain], Slots(**slots), entity, off) is None


def test_a_speed_of_zero_is_off():
    (action,) = plan_entity(Intent.SET_SPEED, Slots(percentage=0), FAN, EntityState()) or ()
    assert action.kind is ActionKind.TURN_OFF
