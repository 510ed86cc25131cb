"""What is done when somebody only says what is wrong."""

from dataclasses import replace

import pytest
from test_resolver import effect, entity

from edge_agent.config.schema import PolicySettings
from edge_agent.domain.action import ActionKind
from edge_agent.domain.command import Command, Intent, Slots
from edge_agent.domain.entity import Capability, EntityState, Home
from edge_agent.domain.resolution import Unable, UnableReason
from edge_agent.home.needs import needs
from edge_agent.home.resolver import resolve

C = Capability
DIMMABLE = frozenset({C.BRIGHTNESS, C.COLOR_TEMPERATURE})
KEEPS = frozenset({C.TEMPERATURE, C.MODE})
ENTITIES = (
    entity("light.sofa", "Sofa Lamp", "Den", capabilities=DIMMABLE),
    entity("light.plain", "Plain Lamp", "Den"),
    entity("cover.curtain", "Curtain", "Den", device_class="curtain"),
    entity("climate.den", "Heat Pump", "Den", capabilities=KEEPS, modes=("off", "heat")),
    entity("fan.den", "Fan", "Den"),
    entity("switch.heater", "Oil Heater", "Attic"),
    entity("cover.attic", "Roof Window", "Attic", device_class="window"),
    entity("vacuum.dusty", "Dusty", "Hall", capabilities=frozenset({C.START})),
    entity("switch.espresso", "Espresso Machine", "Kitchen"),
    entity("light.hall", "Hall Light", "Hall"),
    entity("valve.lawn", "Lawn Sprinkler", "Garden", device_class="water"),
    entity("lock.front", "Front Door", "Hall"),
)
STATES = {
    "light.sofa": EntityState(values={"state": "on", "brightness": 60}),
    "light.plain": EntityState(values={"state": "off"}),
    "climate.den": EntityState(values={"state": "heat", "temperature": 19.0}),
    "light.hall": EntityState(values={"state": "on"}),
}
HOME = Home(entities=ENTITIES, states=STATES)
K = ActionKind


def run(intent: Intent, room: str | None = None, home: Home = HOME, **slots):
    command = Command(intent=intent, slots=Slots(**slots), confidence=1.0)
    return resolve(command, home, room, PolicySettings())


@pytest.mark.parametrize(
    ("intent", "room", "expected"),
    [
        (Intent.TOO_COLD, "Den", [("climate.den", K.SET_TEMPERATURE, 21.0)]),
        (Intent.TOO_COLD, "Attic", [("switch.heater", K.TURN_ON, None)]),
        (Intent.TOO_COLD, "Kitchen", [("climate.den", K.SET_TEMPERATURE, 21.0)]),
        (Intent.TOO_HOT, "Attic", [("switch.heater", K.TURN_OFF, None)]),
        (
            Intent.TOO_DARK,
            "Den",
            [("light.sofa", K.SET_BRIGHTNESS, 100), ("light.plain", K.TURN_ON, None)],
        ),
        (Intent.TOO_BRIGHT, "Den", [("light.sofa", K.SET_BRIGHTNESS, 30)]),
        (Intent.TOO_BRIGHT, "Hall", [("light.hall", K.TURN_OFF, None)]),
        (Intent.STUFFY, "Attic", [("cover.attic", K.OPEN, None)]),
        (Intent.TOO_HUMID, "Den", [("fan.den", K.TURN_ON, None)]),
        (Intent.DIRTY, "Kitchen", [("vacuum.dusty", K.START, None)]),
        (
            Intent.COZY,
            "Den",
            [
                ("light.sofa", K.SET_BRIGHTNESS, 35),
                ("light.sofa", K.SET_COLOR_TEMPERATURE, 2700),
                ("cover.curtain", K.CLOSE, None),
            ],
        ),
        (Intent.COFFEE, None, [("switch.espresso", K.TURN_ON, None)]),
        (Intent.DRY_GARDEN, "Den", [("valve.lawn", K.OPEN, None)]),
    ],
)
def test_what_helps_is_done(intent, room, expected):
    assert effect(run(intent, room)) == expected


def test_the_room_that_is_named_goes_before_the_speakers():
    assert effect(run(Intent.TOO_BRIGHT, "Den", area="Hall")) == [("light.hall", K.TURN_OFF, None)]


def test_a_thermostat_that_is_off_is_switched_to_heating():
    off = EntityState(values={"state": "off", "temperature": 19.0})
    home = replace(HOME, states=STATES | {"climate.den": off})
    assert effect(run(Intent.TOO_COLD, "Den", home)) == [
        ("climate.den", K.SET_MODE, "heat"),
        ("climate.den", K.SET_TEMPERATURE, 21.0),
    ]


def test_what_is_offline_does_not_help():
    away = EntityState(values={}, is_available=False)
    home = replace(HOME, states=STATES | {"switch.heater": away})
    assert effect(run(Intent.TOO_COLD, "Attic", home)) == [("cover.attic", K.CLOSE, None)]


def test_leaving_opens_and_locks_nothing():
    touched = {entity_id for entity_id, *_ in effect(run(Intent.LEAVING, "Den"))}
    assert touched == {"light.sofa", "light.plain", "light.hall", "fan.den"}


@pytest.mark.parametrize("intent", [Intent.TOO_DRY, Intent.COZY])
def test_nothing_helps(intent):
    found = run(intent, "Garden")
    assert isinstance(found, Unable)
    assert found.reason is UnableReason.NOTHING_HELPS


def test_every_need_has_its_options():
    assert set(needs()) == {intent for intent in Intent if intent.is_need}
    assert all(need.options for need in needs().values())
