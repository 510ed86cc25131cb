"""What commands mean after others: "it", "the bedroom too", "a bit more", "undo that"."""

import pytest
from test_resolver import ENTITIES, HOME, STATES, effect

from edge_agent.config.policy import PolicySettings
from edge_agent.domain.action import ActionKind
from edge_agent.domain.command import Command
from edge_agent.domain.entity import Domain, Entity, EntityState, Home
from edge_agent.domain.intent import Intent
from edge_agent.domain.resolution import Answer, Confirm, Plan, Unable, UnableReason
from edge_agent.domain.slots import Slots
from edge_agent.home.conversation import Conversation
from edge_agent.home.follow_up import Episode, Memory
from edge_agent.home.resolver import resolve

BY_ID = {entity.entity_id: entity for entity in ENTITIES}


def said(intent: Intent, *, it: bool = False, left_out: tuple[Slots, ...] = (), **slots) -> Command:
    return Command(
        intent=intent,
        slots=Slots(**slots),
        confidence=1.0,
        refers_back=it,
        left_out=left_out,
    )


def after(command: Command, *targets: str) -> Memory:
    """The memory of a command that was about some entities."""
    before = {target: STATES[target] for target in targets if target in STATES}
    return (Episode(command=command, targets=tuple(BY_ID[t] for t in targets), before=before),)


def run(command: Command, memory: Memory = (), room: str | None = None, home: Home = HOME):
    return resolve(command, home, room, PolicySettings(), memory)


ON = said(Intent.TURN_ON, name="Desk Lamp")
KITCHEN_OFF = said(Intent.TURN_OFF, domain="light", area="Kitchen")
DIMMER = said(Intent.LIGHT_SET, name="Ceiling", brightness_step=-25)
COOLER = said(Intent.SET_TEMPERATURE, name="Thermostat", temperature_step=-1.0)
FOLLOW_UPS = [
    (
        said(Intent.TURN_OFF, it=True),
        after(ON, "light.desk"),
        [("light.desk", ActionKind.TURN_OFF, None)],
    ),
    (
        said(Intent.LIGHT_SET, it=True, brightness=30),
        after(ON, "light.desk"),
        [("light.desk", ActionKind.SET_BRIGHTNESS, 30)],
    ),
    (
        said(Intent.SET_POSITION, it=True, position=50),
        after(said(Intent.CLOSE, name="Blinds"), "cover.blinds"),
        [("cover.blinds", ActionKind.SET_POSITION, 50)],
    ),
    (
        said(Intent.LIGHT_SET, it=True, brightness=22),
        after(said(Intent.SET_TEMPERATURE, name="Thermostat"), "climate.office"),
        [("climate.office", ActionKind.SET_TEMPERATURE, 22.0)],
    ),
    (
        said(Intent.FOLLOW_UP, area="Hall"),
        after(said(Intent.LOCK, name="Back Door", domain="lock"), "lock.back"),
        [("lock.front", ActionKind.LOCK, None)],
    ),
    (
        said(Intent.FOLLOW_UP, name="Counter", domain="light"),
        after(ON, "light.desk"),
        [("light.counter", ActionKind.TURN_ON, None)],
    ),
    (
        said(Intent.FOLLOW_UP, color="red"),
        after(said(Intent.LIGHT_SET, name="Ceiling", color="blue"), "light.ceiling"),
        [("light.ceiling", ActionKind.SET_COLOR, "#ff0000")],
    ),
    (
        said(Intent.FOLLOW_UP, brightness_step=10, temperature_step=0.5),
        after(DIMMER, "light.ceiling"),
        [("light.ceiling", ActionKind.SET_BRIGHTNESS, 30)],
    ),
    (
        said(Intent.FOLLOW_UP, brightness_step=10, temperature_step=0.5),
        after(COOLER, "climate.office"),
        [("climate.office", ActionKind.SET_TEMPERATURE, 19.5)],
    ),
]


@pytest.mark.parametrize(("command", "memory", "expected"), FOLLOW_UPS)
def test_words_are_completed_from_what_was_said_before(command, memory, expected):
    assert effect(run(command, memory)) == expected


def test_the_same_in_another_room_is_about_the_same_kind_of_thing():
    plan = run(said(Intent.FOLLOW_UP, area="Office"), after(KITCHEN_OFF, "light.ceiling"))
    assert effect(plan) == [("light.desk", ActionKind.TURN_OFF, None)]


def test_a_question_goes_on():
    asked = said(Intent.GET_STATE, name="Front Door", domain="lock")
    found = run(said(Intent.FOLLOW_UP, name="Back Door", domain="lock"), after(asked, "lock.front"))
    assert isinstance(found, Answer)
    assert [finding.entity.entity_id for finding in found.findings] == ["lock.back"]


def test_it_is_all_that_was_spoken_of():
    memory = (*after(ON, "light.desk"), *after(said(Intent.TURN_ON, name="Fan"), "fan.office"))
    plan = run(said(Intent.TURN_OFF, it=True), memory)
    assert {entity_id for entity_id, *_ in effect(plan)} == {"light.desk", "fan.office"}


def test_what_cannot_be_meant_is_not():
    memory = after(ON, "light.desk")
    plan = run(said(Intent.SET_TEMPERATURE, it=True, temperature_step=1.0), memory, "Office")
    assert effect(plan) == [("climate.office", ActionKind.SET_TEMPERATURE, 21.0)]


@pytest.mark.parametrize(
    "command",
    [
        said(Intent.TURN_OFF, it=True),
        said(Intent.FOLLOW_UP, area="Kitchen"),
        said(Intent.UNDO),
        said(Intent.UNLOCK, it=True),
    ],
)
def test_words_that_refer_to_nothing_do_nothing(command):
    found = run(command, room="Kitchen")
    assert isinstance(found, Unable)
    assert found.reason is UnableReason.NOTHING_BEFORE


@pytest.mark.parametrize(
    ("command", "target"),
    [
        (said(Intent.UNLOCK, it=True), "lock.front"),
        (said(Intent.OPEN, it=True), "cover.garage"),
    ],
)
def test_nothing_is_opened_through_it(command, target):
    found = run(command, after(said(Intent.GET_STATE, name="x"), target))
    assert isinstance(found, Unable)
    assert found.reason is UnableReason.NOT_BY_IT


def test_what_the_last_turn_changed_is_undone():
    memory = after(said(Intent.TURN_OFF, domain="light"), "light.ceiling", "light.counter")
    changed = Home(
        entities=ENTITIES,
        states=STATES | {"light.ceiling": EntityState(values={"state": "off"})},
    )
    assert effect(run(said(Intent.UNDO), memory, home=changed)) == [
        ("light.ceiling", ActionKind.SET_BRIGHTNESS, 40)
    ], "the other one was off before"


def test_a_thermostat_gets_back_what_was_changed():
    plan = run(said(Intent.UNDO), after(COOLER, "climate.office"))
    assert effect(plan) == [("climate.office", ActionKind.SET_TEMPERATURE, 20.0)]
    off = said(Intent.TURN_OFF, name="Office Heating")
    plan = run(said(Intent.UNDO), after(off, "climate.office"))
    assert effect(plan) == [("climate.office", ActionKind.SET_MODE, "heat")]


def test_undoing_asks_before_it_opens():
    unlocked = {"lock.front": EntityState(values={"state": "unlocked"})}
    entity = BY_ID["lock.front"]
    memory = (Episode(command=said(Intent.LOCK), targets=(entity,), before=unlocked),)
    assert isinstance(run(said(Intent.UNDO), memory), Confirm)


def test_scenes_cannot_be_undone():
    found = run(said(Intent.UNDO), after(said(Intent.ACTIVATE, name="Movie Night"), "scene.movie"))
    assert isinstance(found, Unable)
    assert found.reason is UnableReason.NOT_UNDOABLE


@pytest.mark.parametrize(
    ("left_out", "expected"),
    [
        (Slots(name="Ceiling", domain="light"), {"light.counter", "light.desk"}),
        (Slots(area="Kitchen"), {"light.desk"}),
        (Slots(area="Office", domain="light"), {"light.ceiling", "light.counter"}),
    ],
)
def test_what_is_excepted_is_left_alone(left_out, expected):
    command = said(Intent.TURN_OFF, domain="light", floor="all", left_out=(left_out,))
    plan = run(command)
    assert isinstance(plan, Plan)
    assert {entity.entity_id for entity in plan.targets} - {"light.hall"} == expected


def test_a_conversation_is_forgotten_after_its_time():
    conversation = Conversation(answer_within_s=20, context_s=90)
    conversation.remember(after(ON, "light.desk"), now=100.0)
    conversation.remember((), now=150.0)
    assert conversation.memory(190.0)
    assert not conversation.memory(190.1)
    conversation.remember(after(ON, "light.desk"), now=200.0)
    conversation.reset()
    assert not conversation.memory(201.0)


def test_a_humidifier_gets_its_target_back_and_stays_as_it_was():
    humidifier = Entity(entity_id="humidifier.one", name="Humidifier", domain=Domain.HUMIDIFIER)
    before = {"humidifier.one": EntityState(values={"state": "off", "humidity": 45})}
    home = Home(entities=(humidifier,), states=before)
    command = said(Intent.SET_VALUE, name="Humidifier", value=60)
    memory = (Episode(command=command, targets=(humidifier,), before=before),)
    plan = run(said(Intent.UNDO), memory, home=home)
    assert effect(plan) == [("humidifier.one", ActionKind.SET_HUMIDITY, 45)]
