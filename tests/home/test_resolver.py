"""Commands against a small home: which entities are meant, what changes, what is asked back."""

from dataclasses import replace

import pytest

from edge_agent.config.policy import PolicySettings
from edge_agent.domain.action import Action, ActionKind
from edge_agent.domain.command import Command
from edge_agent.domain.entity import Capability, Domain, Entity, EntityState, Home
from edge_agent.domain.intent import Intent
from edge_agent.domain.resolution import (
    Answer,
    Clarify,
    Confirm,
    ConfirmReason,
    Plan,
    Unable,
    UnableReason,
)
from edge_agent.domain.slots import Slots
from edge_agent.home.agreeing import agree
from edge_agent.home.conversation import is_one_place
from edge_agent.home.policy import is_risky
from edge_agent.home.resolver import choose, resolve

LIGHT = frozenset({Capability.BRIGHTNESS, Capability.COLOR})


def entity(entity_id: str, name: str, area: str | None = None, **more) -> Entity:
    return Entity(
        entity_id=entity_id,
        name=name,
        area=area,
        domain=Domain(entity_id.split(".", maxsplit=1)[0]),
        **more,
    )


ENTITIES = (
    entity("light.ceiling", "Ceiling", "Kitchen", capabilities=LIGHT),
    entity("light.counter", "Counter", "Kitchen"),
    entity("light.desk", "Desk Lamp", "Office", capabilities=frozenset({Capability.BRIGHTNESS})),
    entity("light.hall", "Hall Light", "Hall", floor="Ground"),
    entity("switch.tv_kitchen", "TV", "Kitchen"),
    entity("switch.tv_office", "TV", "Office"),
    entity("fan.office", "Fan", "Office", capabilities=frozenset({Capability.PERCENTAGE})),
    entity("cover.garage", "Garage Door", "Garage", device_class="garage"),
    entity(
        "cover.blinds",
        "Blinds",
        "Office",
        device_class="blind",
        capabilities=frozenset({Capability.POSITION, Capability.STOP}),
    ),
    entity("lock.front", "Front Door", "Hall"),
    entity("lock.back", "Back Door", "Kitchen"),
    entity("binary_sensor.front", "Front Door", "Hall", device_class="door"),
    entity(
        "climate.office",
        "Thermostat",
        "Office",
        unit="°C",
        capabilities=frozenset({Capability.TEMPERATURE, Capability.MODE}),
    ),
    entity("sensor.kitchen", "Thermometer", "Kitchen", device_class="temperature", unit="°C"),
    entity("scene.movie", "Movie Night"),
)
STATES = {
    "light.ceiling": EntityState(values={"state": "on", "brightness": 40}),
    "light.counter": EntityState(values={"state": "off"}),
    "light.hall": EntityState(values={"state": "off"}, is_available=False),
    "lock.front": EntityState(values={"state": "locked"}),
    "cover.garage": EntityState(values={"state": "closed"}),
    "climate.office": EntityState(
        values={"state": "heat", "temperature": 20.0, "current_temperature": 19.0}
    ),
    "sensor.kitchen": EntityState(values={"state": 22.5}),
}
HOME = Home(entities=ENTITIES, states=STATES)


def run(intent: Intent, room: str | None = None, /, *, max_targets: int = 15, **slots):
    command = Command(intent=intent, slots=Slots(**slots), confidence=1.0)
    return resolve(command, HOME, room, PolicySettings(max_targets=max_targets))


def effect(plan) -> list[tuple[str, ActionKind, object]]:
    assert isinstance(plan, Plan), plan
    return [(a.entity.entity_id, a.kind, a.value) for a in plan.actions]


PLANS = [
    ((Intent.TURN_ON, None), {"name": "desk lamp"}, [("light.desk", ActionKind.TURN_ON, None)]),
    ((Intent.TURN_ON, "Office"), {"name": "TV"}, [("switch.tv_office", ActionKind.TURN_ON, None)]),
    (
        (Intent.TURN_ON, "Office"),
        {"name": "TV", "area": "Kitchen"},
        [("switch.tv_kitchen", ActionKind.TURN_ON, None)],
    ),
    (
        (Intent.TURN_OFF, "Kitchen"),
        {"domain": "light"},
        [
            ("light.ceiling", ActionKind.TURN_OFF, None),
            ("light.counter", ActionKind.TURN_OFF, None),
        ],
    ),
    (
        (Intent.TURN_OFF, "Kitchen"),
        {"domain": "all"},
        [
            ("light.ceiling", ActionKind.TURN_OFF, None),
            ("light.counter", ActionKind.TURN_OFF, None),
            ("switch.tv_kitchen", ActionKind.TURN_OFF, None),
        ],
    ),
    (
        (Intent.TURN_ON, "Office"),
        {"domain": "all"},
        [
            ("light.desk", ActionKind.TURN_ON, None),
            ("switch.tv_office", ActionKind.TURN_ON, None),
            ("fan.office", ActionKind.TURN_ON, None),
        ],
    ),
    (
        (Intent.TURN_OFF, None),
        {"domain": "all", "area": "Office"},
        [
            ("light.desk", ActionKind.TURN_OFF, None),
            ("switch.tv_office", ActionKind.TURN_OFF, None),
            ("fan.office", ActionKind.TURN_OFF, None),
            ("climate.office", ActionKind.TURN_OFF, None),
        ],
    ),
    (
        (Intent.LIGHT_SET, "Kitchen"),
        {"brightness": 80, "name": "Ceiling"},
        [("light.ceiling", ActionKind.SET_BRIGHTNESS, 80)],
    ),
    (
        (Intent.LIGHT_SET, "Kitchen"),
        {"brightness_step": 20, "name": "Ceiling"},
        [("light.ceiling", ActionKind.SET_BRIGHTNESS, 60)],
    ),
    (
        (Intent.LIGHT_SET, "Kitchen"),
        {"color": "green"},
        [("light.ceiling", ActionKind.SET_COLOR, "#00ff00")],
    ),
    (
        (Intent.LIGHT_SET, None),
        {"brightness": 30, "name": "Blinds"},
        [("cover.blinds", ActionKind.SET_POSITION, 30)],
    ),
    ((Intent.CLOSE, "Office"), {"name": "Blinds"}, [("cover.blinds", ActionKind.CLOSE, None)]),
    ((Intent.STOP, None), {"name": "Blinds"}, [("cover.blinds", ActionKind.STOP, None)]),
    ((Intent.SET_SPEED, None), {"percentage": 50}, [("fan.office", ActionKind.SET_PERCENTAGE, 50)]),
    (
        (Intent.SET_TEMPERATURE, None),
        {"temperature": 21.5},
        [("climate.office", ActionKind.SET_TEMPERATURE, 21.5)],
    ),
    (
        (Intent.SET_TEMPERATURE, None),
        {"temperature_step": -1},
        [("climate.office", ActionKind.SET_TEMPERATURE, 19.0)],
    ),
    (
        (Intent.TURN_OFF, None),
        {"domain": "climate"},
        [("climate.office", ActionKind.TURN_OFF, None)],
    ),
    (
        (Intent.ACTIVATE, None),
        {"name": "Movie Night"},
        [("scene.movie", ActionKind.ACTIVATE, None)],
    ),
    (
        (Intent.TOGGLE, "Kitchen"),
        {"name": "Ceiling"},
        [("light.ceiling", ActionKind.TURN_OFF, None)],
    ),
]


@pytest.mark.parametrize(("said", "slots", "actions"), PLANS)
def test_what_changes(said, slots, actions):
    assert effect(run(said[0], said[1], **slots)) == actions


@pytest.mark.parametrize(
    ("intent", "slots", "kind"),
    [
        (Intent.UNLOCK, {"name": "Front Door"}, ActionKind.UNLOCK),
        (Intent.OPEN, {"name": "Front Door"}, ActionKind.UNLOCK),
        (Intent.TURN_OFF, {"name": "Front Door"}, ActionKind.UNLOCK),
        (Intent.OPEN, {"name": "Garage Door"}, ActionKind.OPEN),
        (Intent.TURN_ON, {"name": "Garage Door"}, ActionKind.OPEN),
        (Intent.TOGGLE, {"name": "Garage Door"}, ActionKind.OPEN),
    ],
)
def test_what_opens_the_home_asks_first(intent, slots, kind):
    question = run(intent, **slots)
    assert isinstance(question, Confirm)
    assert question.reason is ConfirmReason.RISKY
    assert [a.kind for a in question.plan.actions] == [kind]


@pytest.mark.parametrize(
    ("intent", "name", "kind"),
    [
        (Intent.LOCK, "Front Door", ActionKind.LOCK),
        (Intent.TURN_ON, "Ceiling", ActionKind.TURN_ON),
    ],
)
def test_what_is_so_already_is_asked_for_again_as_reports_can_be_stale(intent, name, kind):
    plan = run(intent, name=name)
    assert plan.is_already
    assert [kind for _, kind, _ in effect(plan)] == [kind]


def test_what_is_open_already_is_not_opened_again():
    states = {"lock.front": EntityState(values={"state": "unlocked"})}
    command = Command(intent=Intent.UNLOCK, slots=Slots(name="Front Door"), confidence=1)
    plan = resolve(command, Home(entities=ENTITIES, states=states), None, PolicySettings())
    assert effect(plan) == []
    assert plan.is_already


GUARDED = [
    entity("cover.g", "Garage Door", "Garage"),
    entity("switch.g", "Garage Door Relay", "Garage"),
    entity("switch.o", "Oven", "Kitchen"),
    entity("cover.y", "Yard Gate"),
]
FREE = [
    entity("switch.l", "Garage Lamp", "Garage"),
    entity("cover.w", "Kitchen Window", "Kitchen"),
    entity("switch.d", "Door Bell"),
]


def asked(device: Entity, kind: ActionKind, **settings) -> bool:
    action = Action(entity=device, kind=kind)
    return is_risky(action, PolicySettings(**settings))


def opening(device: Entity) -> ActionKind:
    return ActionKind.OPEN if device.domain is Domain.COVER else ActionKind.TURN_ON


@pytest.mark.parametrize("device", GUARDED, ids=lambda device: device.name)
def test_names_tell_what_is_risky(device):
    assert asked(device, opening(device))
    assert not asked(device, ActionKind.TURN_OFF)
    assert not asked(device, ActionKind.CLOSE)
    assert not asked(device, opening(device), never_ask=(device.name.upper(),))


@pytest.mark.parametrize("device", FREE, ids=lambda device: device.name)
def test_the_configuration_adds_to_what_is_risky(device):
    assert not asked(device, opening(device))
    assert asked(device, opening(device), ask_first=(device.entity_id,))
    assert not asked(device, ActionKind.TURN_OFF, ask_first=(device.entity_id,))


def test_an_oven_is_not_switched_on_with_everything():
    home = Home(entities=(GUARDED[2], *(e for e in ENTITIES if e.area == "Kitchen")))
    everything = Command(
        intent=Intent.TURN_ON, slots=Slots(domain="all", area="Kitchen"), confidence=1
    )
    refusal = resolve(everything, home, None, PolicySettings())
    assert isinstance(refusal, Unable)
    assert refusal.reason is UnableReason.NOT_BY_ALL


def test_things_of_a_kind_in_another_room_are_asked_about():
    lights = Home(entities=tuple(e for e in ENTITIES if e.area == "Kitchen"))
    command = Command(intent=Intent.TURN_OFF, slots=Slots(domain="light"), confidence=1)
    question = resolve(command, lights, "Attic", PolicySettings())
    assert isinstance(question, Clarify)
    assert is_one_place(question)
    assert isinstance(resolve(command, lights, "Kitchen", PolicySettings()), Plan)


def test_a_door_without_a_motor_is_opened_by_its_lock():
    question = run(Intent.OPEN, "Hall", device_class="door", domain="cover", area="Hall")
    assert isinstance(question, Confirm)
    assert question.plan.actions[0].kind is ActionKind.UNLOCK


def test_temperatures_stay_within_what_the_device_takes():
    stove = entity(
        "climate.x",
        "Heating",
        capabilities=frozenset({Capability.TEMPERATURE}),
        temperature_range=(5.0, 30.0),
    )
    home = Home(entities=(stove,), states={"climate.x": EntityState(values={"temperature": 29.5})})

    def said(**slots):
        command = Command(
            intent=Intent.SET_TEMPERATURE, slots=Slots(name="Heating", **slots), confidence=1
        )
        return resolve(command, home, None, PolicySettings())

    assert said(temperature=300).reason is UnableReason.OUT_OF_RANGE
    assert effect(said(temperature=30.0)) == [("climate.x", ActionKind.SET_TEMPERATURE, 30.0)]
    assert effect(said(temperature_step=3.0)) == [("climate.x", ActionKind.SET_TEMPERATURE, 30.0)]


def test_a_half_open_gate_is_not_open_already():
    gate = entity("cover.y", "Yard Gate", device_class="gate")
    home = Home(entities=(gate,), states={"cover.y": EntityState(values={"state": "stopped"})})
    command = Command(intent=Intent.OPEN, slots=Slots(name="Yard Gate"), confidence=1)
    assert isinstance(resolve(command, home, None, PolicySettings()), Confirm)


def test_closing_and_locking_are_done_at_once():
    assert effect(run(Intent.LOCK, name="Back Door"))
    assert isinstance(run(Intent.CLOSE, name="Garage Door"), Plan)


def test_risky_things_are_never_done_by_all():
    refusal = run(Intent.UNLOCK, domain="lock", floor="all")
    assert isinstance(refusal, Unable)
    assert refusal.reason is UnableReason.NOT_BY_ALL


def test_wide_commands_ask():
    question = run(Intent.TURN_ON, domain="light", floor="all", max_targets=3)
    assert isinstance(question, Confirm)
    assert question.reason is ConfirmReason.WIDE


@pytest.mark.parametrize(
    ("intent", "area", "slots"),
    [
        (Intent.TURN_ON, None, {"name": "TV"}),
        (Intent.TURN_ON, "Hall", {"name": "TV"}),
        (Intent.TURN_OFF, None, {"domain": "light"}),
    ],
)
def test_ambiguous_words_are_asked_back(intent, area, slots):
    assert isinstance(run(intent, area, **slots), Clarify)


def test_a_question_back_goes_on_with_the_chosen_thing():
    question = run(Intent.TURN_ON, name="TV")
    plan = choose(question, question.options[1:], HOME, PolicySettings())
    assert effect(plan) == [("switch.tv_office", ActionKind.TURN_ON, None)]
    gone = choose(question, question.options[1:], Home(), PolicySettings())
    assert isinstance(gone, Unable)


def test_a_yes_is_for_the_device_that_was_asked_about():
    question = run(Intent.UNLOCK, name="Front Door")
    assert isinstance(question, Confirm)
    assert agree(question, HOME) == (question.plan,)
    (lock,) = question.plan.targets
    namesake = Home(entities=(replace(lock, source="elsewhere"),))
    offline = Home(entities=(lock,), states={lock.entity_id: EntityState(is_available=False)})
    for home, reason in (
        (Home(), UnableReason.NO_SUCH_DEVICE),
        (namesake, UnableReason.NO_SUCH_DEVICE),
        (offline, UnableReason.UNAVAILABLE),
    ):
        (problem,) = agree(question, home)
        assert isinstance(problem, Unable)
        assert problem.reason is reason


@pytest.mark.parametrize(
    ("intent", "slots", "reason"),
    [
        (Intent.TURN_ON, {"name": "Toaster"}, UnableReason.NO_SUCH_DEVICE),
        (Intent.TURN_ON, {"domain": "fan", "area": "Kitchen"}, UnableReason.NO_SUCH_DEVICE),
        (Intent.LIGHT_SET, {"name": "Counter", "brightness": 5}, UnableReason.UNSUPPORTED),
        (Intent.LIGHT_SET, {"name": "Desk Lamp", "color": "red"}, UnableReason.UNSUPPORTED),
        (Intent.TURN_OFF, {"name": "Movie Night"}, UnableReason.UNSUPPORTED),
        (Intent.TURN_ON, {"name": "Hall Light"}, UnableReason.UNAVAILABLE),
    ],
)
def test_what_cannot_be_done_says_why(intent, slots, reason):
    problem = run(intent, **slots)
    assert isinstance(problem, Unable)
    assert problem.reason is reason


@pytest.mark.parametrize(
    ("intent", "area", "slots", "found"),
    [
        (Intent.GET_TEMPERATURE, "Kitchen", {}, [("sensor.kitchen", 22.5)]),
        (Intent.GET_TEMPERATURE, None, {"area": "Office"}, [("climate.office", 19.0)]),
        (Intent.GET_STATE, None, {"name": "Ceiling"}, [("light.ceiling", "on")]),
        (Intent.GET_STATE, None, {"name": "Thermometer"}, [("sensor.kitchen", 22.5)]),
        (Intent.GET_TIME, None, {}, []),
    ],
)
def test_questions_are_answered_from_states(intent, area, slots, found):
    answer = run(intent, area, **slots)
    assert isinstance(answer, Answer)
    assert [(f.entity.entity_id, f.value) for f in answer.findings] == found


@pytest.mark.parametrize("intent", list(Intent))
@pytest.mark.parametrize("slots", [{}, {"name": "Ceiling"}, {"domain": "nonsense"}])
def test_no_intent_breaks_on_odd_slots(intent, slots):
    assert run(intent, "Nowhere", **slots) is not None
    assert resolve(
        Command(intent=intent, slots=Slots(**slots), confidence=1.0), Home(), None, PolicySettings()
    )


def test_dimming_lights_nothing_that_is_off():
    plan = run(Intent.LIGHT_SET, "Kitchen", domain="light", area="Kitchen", brightness_step=-10)
    assert effect(plan) == [("light.ceiling", ActionKind.SET_BRIGHTNESS, 30)]


@pytest.mark.parametrize(("which", "told"), [("highest", "sensor.attic"), ("lowest", "sensor.den")])
def test_who_asks_for_the_warmest_room_hears_of_one(which, told):
    sensors = [
        entity(f"sensor.{room.lower()}", f"{room} Temperature", room, device_class="temperature",
               unit=unit)
        for room, unit in (("Attic", "°F"), ("Den", "°C"), ("Study", "°C"), ("Garden", "°C"))
    ]  # fmt: skip
    values = {"attic": 77.0, "den": 18.0, "study": 21.0, "garden": 3.0}
    states = {f"sensor.{key}": EntityState(values={"state": v}) for key, v in values.items()}
    command = Command(intent=Intent.GET_TEMPERATURE, slots=Slots(which=which), confidence=1.0)
    found = resolve(command, Home(entities=tuple(sensors), states=states), "Den", PolicySettings())
    assert isinstance(found, Answer)
    assert [finding.entity.entity_id for finding in found.findings] == [told]
