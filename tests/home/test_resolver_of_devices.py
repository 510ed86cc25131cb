"""What the usual commands come to with valves, robots, heaters, settings and sirens."""

import pytest

from edge_agent.config.policy import PolicySettings
from edge_agent.domain.action import Action
from edge_agent.domain.action import ActionKind as K
from edge_agent.domain.command import Command
from edge_agent.domain.entity import Capability, Domain, Entity, EntityState, Home
from edge_agent.domain.intent import Intent
from edge_agent.domain.resolution import Answer, Confirm, ConfirmReason, Plan, Unable, UnableReason
from edge_agent.domain.slots import Slots
from edge_agent.home.policy import is_risky
from edge_agent.home.resolver import resolve

GARDEN = "Garden"
C = Capability


def entity(entity_id: str, name: str, *capabilities: C, **more) -> Entity:
    return Entity(
        entity_id=entity_id,
        name=name,
        area=GARDEN,
        domain=Domain(entity_id.split(".", maxsplit=1)[0]),
        capabilities=frozenset(capabilities),
        **more,
    )


ENTITIES = (
    entity("light.path", "Path Light"),
    entity("valve.lawn", "Sprinklers", C.STOP, device_class="water"),
    entity("valve.drip", "Drip Line", C.POSITION),
    entity("valve.gas", "Grill", C.POSITION, device_class="gas"),
    entity("button.feeder", "Cat Feeder"),
    entity("vacuum.robot", "Robot", C.START, C.PAUSE, C.STOP, C.RETURN_HOME),
    entity("vacuum.plain", "Sweeper", C.START, C.STOP),
    entity("lawn_mower.mower", "Mower", C.START, C.PAUSE, C.RETURN_HOME),
    entity("lawn_mower.still", "Old Mower"),
    entity("humidifier.green", "Greenhouse Mist", value_range=(30.0, 80.0)),
    entity(
        "water_heater.boiler",
        "Boiler",
        C.TEMPERATURE,
        C.MODE,
        modes=("off", "eco"),
        temperature_range=(40.0, 65.0),
    ),
    entity("water_heater.tap", "Tap Heater", C.TEMPERATURE, temperature_range=(40.0, 65.0)),
    entity("number.volume", "Doorbell Volume", value_range=(0.0, 90.0), unit="%"),
    entity("number.fridge", "Fridge", value_range=(1.0, 9.0), unit="°C"),
    entity("select.program", "Washer Program", options=("Cotton", "Eco")),
    entity("siren.alarm", "Alarm Siren"),
    entity("cover.awning", "Awning", C.STOP),
    entity("cover.slats", "Venetian Blind", C.STOP, C.TILT, device_class="blind"),
    entity("light.tree", "Tree Light", effects=("Slow Glow", "twinkle")),
    entity("climate.hut", "Hut Heating", C.TEMPERATURE),
)
STATES = {
    "vacuum.robot": EntityState(values={"state": "cleaning"}),
    "lawn_mower.mower": EntityState(values={"state": "docked"}),
    "water_heater.boiler": EntityState(
        values={"state": "eco", "temperature": 55, "current_temperature": 51}
    ),
    "cover.slats": EntityState(values={"state": "closed", "tilt": 40}),
    "valve.lawn": EntityState(values={"state": "open"}),
    "climate.hut": EntityState(values={"state": "heat", "current_temperature": 19}),
}
HOME = Home(entities=ENTITIES, states=STATES)


def run(intent: Intent, name: str | None = None, **slots):
    command = Command(intent=intent, slots=Slots(name=name, **slots), confidence=1.0)
    return resolve(command, HOME, GARDEN, PolicySettings())


def effect(plan) -> list[tuple[K, object]]:
    assert isinstance(plan, Plan), plan
    return [(action.kind, action.value) for action in plan.actions]


def touched(plan) -> set[Domain]:
    assert isinstance(plan, Plan), plan
    return {entity.domain for entity in plan.targets}


@pytest.mark.parametrize(
    ("intent", "name", "slots", "wanted"),
    [
        (Intent.TURN_ON, "Drip Line", {}, (K.OPEN, None)),
        (Intent.TURN_OFF, "Sprinklers", {}, (K.CLOSE, None)),
        (Intent.TOGGLE, "Sprinklers", {}, (K.CLOSE, None)),
        (Intent.OPEN, "Drip Line", {}, (K.OPEN, None)),
        (Intent.CLOSE, "Drip Line", {}, (K.CLOSE, None)),
        (Intent.STOP, "Drip Line", {}, (K.CLOSE, None)),
        (Intent.OPEN, "Drip Line", {"position": 30}, (K.SET_POSITION, 30)),
        (Intent.SET_POSITION, "Drip Line", {"position": 30}, (K.SET_POSITION, 30)),
        (Intent.SET_POSITION, "Sprinklers", {"position": 0}, (K.CLOSE, None)),
        (Intent.STOP, "Sprinklers", {}, (K.STOP, None)),
        (Intent.TURN_ON, "Cat Feeder", {}, (K.PRESS, None)),
        (Intent.ACTIVATE, "Cat Feeder", {}, (K.PRESS, None)),
        (Intent.TURN_ON, "Robot", {}, (K.START, None)),
        (Intent.TURN_OFF, "Robot", {}, (K.RETURN_HOME, None)),
        (Intent.TOGGLE, "Robot", {}, (K.RETURN_HOME, None)),
        (Intent.STOP, "Robot", {}, (K.STOP, None)),
        (Intent.TURN_OFF, "Sweeper", {}, (K.STOP, None)),
        (Intent.TURN_ON, "Mower", {}, (K.START, None)),
        (Intent.TOGGLE, "Mower", {}, (K.START, None)),
        (Intent.TURN_OFF, "Mower", {}, (K.RETURN_HOME, None)),
        (Intent.STOP, "Mower", {}, (K.PAUSE, None)),
        (Intent.TURN_ON, "Greenhouse Mist", {}, (K.TURN_ON, None)),
        (Intent.LIGHT_SET, "Greenhouse Mist", {"brightness": 50}, (K.SET_HUMIDITY, 50)),
        (Intent.TURN_OFF, "Boiler", {}, (K.TURN_OFF, None)),
        (Intent.TOGGLE, "Boiler", {}, (K.TURN_OFF, None)),
        (Intent.TOGGLE, "Hut Heating", {}, (K.TURN_OFF, None)),
        (Intent.SET_TEMPERATURE, "Boiler", {"temperature": 60}, (K.SET_TEMPERATURE, 60.0)),
        (Intent.SET_TEMPERATURE, "Boiler", {"temperature_step": 2}, (K.SET_TEMPERATURE, 57.0)),
        (Intent.SET_TEMPERATURE, "Fridge", {"temperature": 4}, (K.SET_VALUE, 4.0)),
        (Intent.LIGHT_SET, "Doorbell Volume", {"brightness": 40}, (K.SET_VALUE, 40.0)),
        (Intent.SET_TILT, "Venetian Blind", {"position": 30}, (K.SET_TILT, 30)),
        (Intent.SET_TILT, "Venetian Blind", {"position": 100}, (K.OPEN_TILT, None)),
        (Intent.SET_TILT, None, {"position": 0}, (K.CLOSE_TILT, None)),
        (Intent.SET_TILT, "Venetian Blind", {"percentage_step": 25}, (K.SET_TILT, 65)),
        (Intent.SET_MODE, "Tree Light", {"mode": "slow glow"}, (K.SET_EFFECT, "Slow Glow")),
        (Intent.TURN_ON, "Alarm Siren", {}, (K.TURN_ON, None)),
        (Intent.TURN_OFF, None, {"domain": "siren"}, (K.TURN_OFF, None)),
        (Intent.SET_TEMPERATURE, None, {"temperature": 21}, (K.SET_TEMPERATURE, 21.0)),
    ],
)
def test_what_is_sent(intent, name, slots, wanted):
    assert effect(run(intent, name, **slots)) == [wanted]


@pytest.mark.parametrize(
    ("intent", "name", "slots", "reason"),
    [
        (Intent.TURN_OFF, "Cat Feeder", {}, UnableReason.UNSUPPORTED),
        (Intent.TURN_ON, "Old Mower", {}, UnableReason.UNSUPPORTED),
        (Intent.TURN_OFF, "Old Mower", {}, UnableReason.UNSUPPORTED),
        (Intent.SET_POSITION, "Sprinklers", {"position": 50}, UnableReason.UNSUPPORTED),
        (Intent.SET_TILT, "Awning", {"position": 30}, UnableReason.UNSUPPORTED),
        (Intent.SET_MODE, "Path Light", {"mode": "twinkle"}, UnableReason.UNSUPPORTED),
        (Intent.TURN_ON, "Tap Heater", {}, UnableReason.UNSUPPORTED),
        (Intent.TURN_OFF, "Tap Heater", {}, UnableReason.UNSUPPORTED),
        (Intent.TURN_ON, "Doorbell Volume", {}, UnableReason.UNSUPPORTED),
        (Intent.TURN_OFF, "Washer Program", {}, UnableReason.UNSUPPORTED),
        (Intent.LIGHT_SET, "Washer Program", {"brightness": 5}, UnableReason.UNSUPPORTED),
        (Intent.SET_TEMPERATURE, "Greenhouse Mist", {"temperature": 5}, UnableReason.UNSUPPORTED),
        (Intent.SET_TEMPERATURE, "Boiler", {"temperature": 90}, UnableReason.OUT_OF_RANGE),
        (Intent.LIGHT_SET, "Doorbell Volume", {"brightness": 95}, UnableReason.OUT_OF_RANGE),
        (Intent.LIGHT_SET, "Greenhouse Mist", {"brightness": 5}, UnableReason.OUT_OF_RANGE),
    ],
)
def test_what_cannot_be_done_says_why(intent, name, slots, reason):
    found = run(intent, name, **slots)
    assert isinstance(found, Unable), found
    assert found.reason is reason


def test_a_heater_that_is_on_stays_in_its_mode():
    assert run(Intent.TURN_ON, "Boiler").is_already


def test_everything_leaves_out_what_is_not_meant():
    off = {Domain.LIGHT, Domain.HUMIDIFIER, Domain.CLIMATE}
    assert touched(run(Intent.TURN_OFF, domain="all")) == off
    assert touched(run(Intent.TURN_ON, domain="all")) == off - {Domain.CLIMATE}


@pytest.mark.parametrize(
    ("intent", "slots", "domains"),
    [
        (Intent.STOP, {}, {Domain.COVER}),
        (Intent.OPEN, {}, {Domain.COVER}),
        (Intent.TURN_OFF, {}, {Domain.LIGHT}),
        (Intent.SET_TEMPERATURE, {"temperature": 50}, {Domain.CLIMATE}),
        (Intent.CLOSE, {"domain": "valve"}, {Domain.VALVE}),
        (Intent.OPEN, {"device_class": "water"}, {Domain.VALVE}),
        (Intent.STOP, {"domain": "vacuum"}, {Domain.VACUUM}),
    ],
)
def test_a_room_means_only_the_usual_things_in_it(intent, slots, domains):
    assert touched(run(intent, **slots)) == domains


def test_the_temperature_of_water_is_told_only_when_asked_for():
    named = run(Intent.GET_TEMPERATURE, "Boiler")
    assert isinstance(named, Answer)
    (finding,) = named.findings
    assert (finding.attribute, finding.value) == ("current_temperature", 51)
    room = run(Intent.GET_TEMPERATURE)
    assert isinstance(room, Answer)
    assert [finding.entity.domain for finding in room.findings] == [Domain.CLIMATE]


def test_a_gas_valve_asks_before_it_opens():
    for intent, slots in (
        (Intent.OPEN, {}),
        (Intent.TURN_ON, {}),
        (Intent.SET_POSITION, {"position": 10}),
    ):
        question = run(intent, "Grill", **slots)
        assert isinstance(question, Confirm), question
        assert question.reason is ConfirmReason.RISKY
    assert effect(run(Intent.CLOSE, "Grill")) == [(K.CLOSE, None)]
    assert effect(run(Intent.SET_POSITION, "Grill", position=0)) == [(K.SET_POSITION, 0)]


def test_gas_is_never_opened_by_all():
    found = run(Intent.OPEN, domain="valve")
    assert isinstance(found, Unable)
    assert found.reason is UnableReason.NOT_BY_ALL


@pytest.mark.parametrize(
    ("entity_id", "name", "kind", "asks"),
    [
        ("valve.x", "Gas Main", K.OPEN, True),
        ("valve.x", "Water Main", K.OPEN, False),
        ("switch.x", "Gas Valve", K.TURN_ON, True),
        ("switch.x", "Gas Valve", K.TURN_OFF, False),
        ("button.x", "Garage Door", K.PRESS, True),
        ("button.x", "Unlock Entrance", K.PRESS, True),
        ("button.x", "Door Opener", K.PRESS, True),
        ("scene.x", "Open Garage Door", K.ACTIVATE, True),
        ("scene.x", "Good Night", K.ACTIVATE, False),
        ("button.x", "Door Bell", K.PRESS, False),
        ("button.x", "Start Oven", K.PRESS, True),
        ("number.x", "Oven Temperature", K.SET_VALUE, True),
        ("select.x", "Oven Program", K.SET_OPTION, True),
        ("select.x", "Washer Program", K.SET_OPTION, False),
        ("vacuum.x", "Robot", K.START, False),
        ("siren.x", "Siren", K.TURN_ON, False),
    ],
)
def test_what_asks_first(entity_id, name, kind, asks):
    action = Action(entity=entity(entity_id, name), kind=kind)
    assert is_risky(action, PolicySettings()) == asks
    assert not is_risky(action, PolicySettings(never_ask=(name,)))


@pytest.mark.parametrize("kind", [K.PAUSE, K.RETURN_HOME, K.STOP])
def test_rest_is_never_asked_about(kind):
    action = Action(entity=entity("vacuum.x", "Robot"), kind=kind)
    assert not is_risky(action, PolicySettings(ask_first=("Robot",)))
