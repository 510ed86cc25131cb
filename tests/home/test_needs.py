"""Needs: what is done about "it is too dark" in homes of all kinds."""

from dataclasses import replace

import pytest
from test_resolver import entity

from edge_agent.config.load import load_needs
from edge_agent.config.needs import NeedsSettings
from edge_agent.config.policy import PolicySettings
from edge_agent.domain.action import ActionKind
from edge_agent.domain.command import Command
from edge_agent.domain.entity import Capability, EntityState, Home
from edge_agent.domain.intent import Intent
from edge_agent.domain.resolution import Clarify, Confirm, Plan, Unable, UnableReason
from edge_agent.domain.slots import Slots
from edge_agent.home.conversation import chosen
from edge_agent.home.follow_up import Episode
from edge_agent.home.needs_table import needs_of, usual_needs
from edge_agent.home.resolver import choose, resolve

ROOM = "Den"
BRIGHT = frozenset({Capability.BRIGHTNESS})
WHITE = BRIGHT | {Capability.COLOR_TEMPERATURE}
WARMTH = frozenset({Capability.TEMPERATURE, Capability.MODE})
ON, OFF = ActionKind.TURN_ON, ActionKind.TURN_OFF
OPEN, CLOSE = ActionKind.OPEN, ActionKind.CLOSE
DEGREES, MODE = ActionKind.SET_TEMPERATURE, ActionKind.SET_MODE
BRIGHTNESS, SPEED = ActionKind.SET_BRIGHTNESS, ActionKind.SET_PERCENTAGE


def device(entity_id: str, name: str, area: str | None = ROOM, state=None, /, **more):
    """A device and its state; words among the values that an entity has are the entity's."""
    values = more.pop("values", {})
    is_available = more.pop("is_available", True)
    reported = {} if state is None else {"state": state}
    return entity(entity_id, name, area, **more), EntityState(
        values={**reported, **values}, is_available=is_available
    )


def home(*devices) -> Home:
    return Home(
        entities=tuple(one for one, _ in devices),
        states={one.entity_id: state for one, state in devices},
    )


def felt(intent: Intent, **slots) -> Command:
    return Command(intent=intent, slots=Slots(**slots), confidence=1.0)


def run(intent: Intent, of: Home, room: str | None = ROOM, *, needs=None, **slots):
    return resolve(felt(intent, **slots), of, room, PolicySettings(), needs=needs)


def effect(plan) -> list[tuple[str, ActionKind, object]]:
    assert isinstance(plan, Plan), plan
    assert {action.entity for action in plan.actions} == set(plan.targets)
    return [(a.entity.entity_id, a.kind, a.value) for a in plan.actions]


def climate(state: str, target: float | None, current: float | None, *modes: str, **more):
    values = {"temperature": target, "current_temperature": current}
    return device(
        "climate.x",
        "Thermostat",
        more.pop("area", ROOM),
        state,
        capabilities=WARMTH,
        modes=modes or ("off", "heat"),
        unit=more.pop("unit", "°C"),
        temperature_range=more.pop("limits", (5.0, 30.0)),
        values={key: value for key, value in values.items() if value is not None},
        **more,
    )


LAMP = device("light.lamp", "Lamp", ROOM, "off", capabilities=WHITE)
LAMP_ON = device("light.lamp", "Lamp", ROOM, "on", capabilities=WHITE, values={"brightness": 60})
PLAIN_ON = device("light.plain", "Pendant", ROOM, "on")
PLAIN = device("light.plain", "Pendant", ROOM, "off")
BLINDS = device("cover.blinds", "Blinds", ROOM, "open", device_class="blind")
BLINDS_CLOSED = device("cover.blinds", "Blinds", ROOM, "closed", device_class="blind")
WINDOW = device("cover.window", "Roof Window", ROOM, "closed", device_class="window")
WINDOW_OPEN = device("cover.window", "Roof Window", ROOM, "open", device_class="window")
FAN = device("fan.fan", "Fan", ROOM, "off", capabilities=frozenset({Capability.PERCENTAGE}))
FAN_ON = device(
    "fan.fan",
    "Fan",
    ROOM,
    "on",
    capabilities=frozenset({Capability.PERCENTAGE}),
    values={"percentage": 40},
)
HEATER = device("switch.heater", "Space Heater", ROOM, "off", device_class="outlet")
HEATER_ON = device("switch.heater", "Space Heater", ROOM, "on")
COFFEE = device("switch.coffee", "Coffee Machine", "Kitchen", "off")
ROBOT = device(
    "vacuum.robot", "Robot", "Hall", "docked", capabilities=frozenset({Capability.START})
)
LOCK = device("lock.door", "Door", ROOM, "unlocked")
HEATING = device(
    "climate.y",
    "Heating",
    "Hall",
    "heat",
    capabilities=WARMTH | {Capability.PRESET},
    modes=("off", "heat"),
    presets=("eco", "away"),
)
GARAGE = device("cover.garage", "Garage Door", ROOM, "closed", device_class="garage")


def sensor(device_class: str, value: float, area: str = ROOM, unit: str = "°C"):
    return device(
        f"sensor.{device_class}_{area.lower()}",
        f"{area} {device_class}",
        area,
        value,
        device_class=device_class,
        unit=unit,
    )


def outside(device_class: str, value: float):
    return sensor(device_class, value, "Garden", "°C")


DONE = [
    (Intent.TOO_COLD, (climate("heat", 20.0, 18.5), HEATER), [("climate.x", DEGREES, 22.0)]),
    (Intent.TOO_COLD, (climate("heat", 18.0, 18.5),), [("climate.x", DEGREES, 20.5)]),
    (Intent.TOO_COLD, (climate("heat", 24.0, 24.5),), [("climate.x", DEGREES, 25.5)]),
    (Intent.TOO_COLD, (climate("heat", 29.5, 20.0),), [("climate.x", DEGREES, 30.0)]),
    (
        Intent.TOO_COLD,
        (climate("heat", 66.0, 65.0, unit="°F", limits=(45.0, 95.0)),),
        [("climate.x", DEGREES, 70.0)],
    ),
    (
        Intent.TOO_COLD,
        (climate("off", 26.0, 18.0),),
        [("climate.x", MODE, "heat"), ("climate.x", DEGREES, 20.0)],
    ),
    (
        Intent.TOO_COLD,
        (climate("cool", 20.0, 21.0, "off", "cool"),),
        [("climate.x", DEGREES, 23.0)],
    ),
    (
        Intent.TOO_COLD,
        (climate("fan_only", 20.0, 21.0, "off", "fan_only"),),
        [("climate.x", OFF, None)],
    ),
    (
        Intent.TOO_COLD,
        (climate("off", 20.0, 18.0, "off", "cool"), HEATER),
        [("switch.heater", ON, None)],
    ),
    (
        Intent.TOO_COLD,
        (HEATER, FAN_ON, WINDOW_OPEN, BLINDS),
        [("switch.heater", ON, None), ("fan.fan", OFF, None), ("cover.window", CLOSE, None)],
    ),
    (Intent.TOO_COLD, (climate("heat", 20.0, 20.0, area="Hall"),), [("climate.x", DEGREES, 22.0)]),
    (
        Intent.TOO_HOT,
        (climate("cool", 24.0, 27.0, "off", "cool"), FAN),
        [("climate.x", DEGREES, 22.0)],
    ),
    (
        Intent.TOO_HOT,
        (climate("off", 20.0, 27.0, "off", "cool"), FAN),
        [("climate.x", MODE, "cool"), ("climate.x", DEGREES, 25.0)],
    ),
    (Intent.TOO_HOT, (climate("off", 20.0, 18.0, "off", "cool"), FAN), [("fan.fan", ON, None)]),
    (Intent.TOO_HOT, (HEATER_ON, FAN), [("switch.heater", OFF, None)]),
    (Intent.TOO_HOT, (climate("heat", 23.0, 21.0), FAN), [("climate.x", DEGREES, 19.0)]),
    (Intent.TOO_HOT, (climate("heat", 20.0, 22.0), FAN), [("fan.fan", ON, None)]),
    (Intent.TOO_HOT, (climate("heat", 20.0, 22.0),), [("climate.x", DEGREES, 18.0)]),
    (Intent.TOO_HOT, (FAN_ON,), [("fan.fan", SPEED, 70)]),
    (
        Intent.TOO_HOT,
        (FAN, BLINDS, sensor("illuminance", 900)),
        [("fan.fan", ON, None), ("cover.blinds", CLOSE, None)],
    ),
    (Intent.TOO_HOT, (FAN, BLINDS, sensor("illuminance", 90)), [("fan.fan", ON, None)]),
    (Intent.TOO_HOT, (FAN, BLINDS), [("fan.fan", ON, None)]),
    (
        Intent.TOO_HOT,
        (WINDOW, sensor("temperature", 27), outside("temperature", 20)),
        [("cover.window", OPEN, None)],
    ),
    (Intent.TOO_DARK, (LAMP_ON, PLAIN), [("light.lamp", BRIGHTNESS, 90)]),
    (Intent.TOO_DARK, (LAMP, PLAIN), [("light.lamp", BRIGHTNESS, 80), ("light.plain", ON, None)]),
    (Intent.TOO_DARK, (PLAIN_ON, LAMP), [("light.lamp", BRIGHTNESS, 80)]),
    (Intent.TOO_DARK, (PLAIN_ON, BLINDS_CLOSED), [("cover.blinds", OPEN, None)]),
    (
        Intent.TOO_BRIGHT,
        (LAMP_ON, PLAIN_ON, BLINDS),
        [("light.lamp", BRIGHTNESS, 30), ("light.plain", OFF, None)],
    ),
    (Intent.TOO_BRIGHT, (LAMP, BLINDS), [("cover.blinds", CLOSE, None)]),
    (Intent.STUFFY, (FAN, WINDOW), [("fan.fan", ON, None)]),
    (Intent.STUFFY, (FAN_ON, WINDOW), [("cover.window", OPEN, None)]),
    (Intent.STUFFY, (FAN_ON,), [("fan.fan", SPEED, 70)]),
    (
        Intent.STUFFY,
        (device("switch.air", "Air Purifier", ROOM, "off"),),
        [("switch.air", ON, None)],
    ),
    (
        Intent.TOO_HUMID,
        (
            device("humidifier.a", "Dryer", ROOM, "off", device_class="dehumidifier"),
            device("humidifier.b", "Mist", ROOM, "on", device_class="humidifier"),
            device("fan.bath", "Extractor Fan", ROOM, "off"),
        ),
        [("humidifier.a", ON, None), ("fan.bath", ON, None), ("humidifier.b", OFF, None)],
    ),
    (
        Intent.TOO_HUMID,
        (climate("off", 20.0, 20.0, "off", "dry"),),
        [("climate.x", MODE, "dry")],
    ),
    (
        Intent.TOO_DRY,
        (
            device("humidifier.a", "Dehumidifier", ROOM, "off"),
            device("humidifier.b", "Humidifier", ROOM, "off"),
        ),
        [("humidifier.b", ON, None)],
    ),
    (Intent.DIRTY, (ROBOT,), [("vacuum.robot", ActionKind.START, None)]),
    (
        Intent.COZY,
        (LAMP_ON, PLAIN_ON, BLINDS),
        [
            ("light.lamp", BRIGHTNESS, 35),
            ("light.lamp", ActionKind.SET_COLOR_TEMPERATURE, 2700),
            ("cover.blinds", CLOSE, None),
        ],
    ),
    (
        Intent.COZY,
        (LAMP, PLAIN, BLINDS_CLOSED),
        [
            ("light.lamp", BRIGHTNESS, 35),
            ("light.lamp", ActionKind.SET_COLOR_TEMPERATURE, 2700),
        ],
    ),
    (
        Intent.SLEEP,
        (LAMP_ON, PLAIN, BLINDS, device("light.night", "Night Light", ROOM, "on"), LOCK),
        [("light.lamp", OFF, None), ("cover.blinds", CLOSE, None)],
    ),
    (
        Intent.LEAVING,
        (
            LAMP_ON,
            device("light.hall", "Hall Light", "Hall", "on"),
            PLAIN,
            FAN_ON,
            device("switch.tv", "TV", "Attic", "on"),
            device("switch.fridge", "Fridge", "Kitchen", "on"),
            HEATER_ON,
            HEATING,
            LOCK,
            GARAGE,
        ),
        [
            ("light.lamp", OFF, None),
            ("light.hall", OFF, None),
            ("fan.fan", OFF, None),
            ("switch.tv", OFF, None),
            ("switch.heater", OFF, None),
            ("climate.y", ActionKind.SET_PRESET, "away"),
        ],
    ),
    (Intent.COFFEE, (COFFEE,), [("switch.coffee", ON, None)]),
    (
        Intent.COFFEE,
        (device("button.espresso", "Make Espresso", "Kitchen"),),
        [("button.espresso", ActionKind.PRESS, None)],
    ),
    (
        Intent.DRY_GARDEN,
        (
            device("valve.lawn", "Sprinklers", "Garden", "closed", device_class="water"),
            device("valve.main", "Water Main", "Cellar", "closed", device_class="water"),
        ),
        [("valve.lawn", OPEN, None)],
    ),
    (
        Intent.DRY_GARDEN,
        (
            device("valve.bed", "Roses", "Garden", "closed", device_class="water"),
            device("valve.washer", "Washer", "Bath", "closed", device_class="water"),
        ),
        [("valve.bed", OPEN, None)],
    ),
    (
        Intent.OVERLOOKED,
        (
            device("cover.blind", "Blind", ROOM, "open", device_class="blind"),
            device("cover.other", "Curtain", "Attic", "open", device_class="curtain"),
        ),
        [("cover.blind", CLOSE, None)],
    ),
]


@pytest.mark.parametrize(
    ("intent", "devices", "wanted"), DONE, ids=[f"{d[0]}-{at}" for at, d in enumerate(DONE)]
)
def test_what_is_done(intent, devices, wanted):
    assert effect(run(intent, home(*devices))) == wanted


@pytest.mark.parametrize("need", [intent for intent in Intent if intent.is_need])
def test_every_need_has_options_and_is_told_where_nothing_helps(need):
    assert usual_needs()[need]
    found = run(need, home(LOCK, GARAGE))
    assert isinstance(found, Unable)
    assert found.reason is UnableReason.NOTHING_HELPS


def test_the_configuration_has_a_key_for_every_need():
    assert set(NeedsSettings.__struct_fields__) == {intent for intent in Intent if intent.is_need}


def test_the_room_is_the_named_one_else_the_speakers():
    rooms = home(
        device("light.a", "Lamp A", "Attic", "off"), device("light.b", "Lamp B", "Bath", "off")
    )
    assert effect(run(Intent.TOO_DARK, rooms, "Attic")) == [("light.a", ON, None)]
    assert effect(run(Intent.TOO_DARK, rooms, "attic", area="Bath")) == [("light.b", ON, None)]
    assert effect(run(Intent.TOO_DARK, rooms, "Attic", floor="all")) == [
        ("light.a", ON, None),
        ("light.b", ON, None),
    ]


def test_a_floor_is_a_place():
    floors = home(
        device("light.a", "Lamp A", "Attic", "off", floor="Upstairs"),
        device("light.b", "Lamp B", "Bath", "off", floor="Ground"),
    )
    assert effect(run(Intent.TOO_DARK, floors, "Attic", floor="ground")) == [("light.b", ON, None)]


def test_an_unknown_room_is_the_only_one_that_has_such_a_device():
    plan = run(Intent.TOO_DARK, home(LAMP, COFFEE), None)
    assert effect(plan) == [("light.lamp", BRIGHTNESS, 80)]
    assert plan.command.slots.area == ROOM


def test_an_unknown_room_among_several_is_asked_for():
    rooms = home(LAMP, device("light.b", "Lamp B", "Bath", "off"))
    question = run(Intent.TOO_DARK, rooms, None)
    assert isinstance(question, Clarify)
    assert {entity.area for entity in question.options} == {ROOM, "Bath"}
    answer = choose(question, chosen(question, "the bath"), rooms, PolicySettings())
    assert effect(answer) == [("light.b", ON, None)]


def test_a_home_without_rooms_is_one_room():
    of = home(device("light.a", "Lamp A", None, "off"), device("light.b", "Lamp B", None, "off"))
    assert [action[0] for action in effect(run(Intent.TOO_DARK, of, "Den"))] == [
        "light.a",
        "light.b",
    ]


def test_one_coffee_machine_is_enough_and_of_two_one_is_asked_for():
    second = device("switch.coffee_2", "Coffee Maker", "Office", "off")
    assert effect(run(Intent.COFFEE, home(COFFEE, second), "Office")) == [
        ("switch.coffee_2", ON, None)
    ]
    question = run(Intent.COFFEE, home(COFFEE, second))
    assert isinstance(question, Clarify)
    answer = choose(question, chosen(question, "kitchen"), home(COFFEE, second), PolicySettings())
    assert effect(answer) == [("switch.coffee", ON, None)]


def test_a_robot_comes_to_a_named_room():
    assert effect(run(Intent.DIRTY, home(ROBOT), area="Kitchen"))[0][0] == "vacuum.robot"


def test_the_heating_of_the_house_does_not_warm_the_garden():
    of = home(climate("heat", 20.0, 20.0, area="Hall"), device("light.x", "Torch", "Garden", "off"))
    assert isinstance(run(Intent.TOO_COLD, of, "Garden"), Unable)


def test_what_is_offline_is_left_out_and_told_of_where_nothing_else_helps():
    away = replace(HEATER[1], is_available=False)
    found = run(Intent.TOO_COLD, home((HEATER[0], away)))
    assert isinstance(found, Unable)
    assert (found.reason, found.entity) == (UnableReason.UNAVAILABLE, HEATER[0])
    plan = run(Intent.TOO_HOT, home((HEATER_ON[0], replace(HEATER_ON[1], is_available=False)), FAN))
    assert effect(plan) == [("fan.fan", ON, None)]


def test_what_is_so_already_is_told():
    running = replace(COFFEE[1], values={"state": "on"})
    plan = run(Intent.COFFEE, home((COFFEE[0], running)), "Kitchen")
    assert plan.is_already
    assert not plan.actions
    assert run(Intent.COFFEE, home((COFFEE[0], running)), "Den").is_already


def test_nothing_risky_is_done():
    settings = PolicySettings(ask_first=("Space Heater",))
    found = resolve(felt(Intent.TOO_COLD), home(HEATER), ROOM, settings)
    assert isinstance(found, Unable)
    assert found.reason is UnableReason.NOTHING_HELPS


def test_many_devices_are_asked_about():
    lamps = [device(f"light.l{at}", f"Lamp {at}", ROOM, "on") for at in range(16)]
    assert isinstance(run(Intent.LEAVING, home(*lamps)), Confirm)
    lamps[0] = device("light.l0", "Lamp 0", ROOM, "off")
    assert len(effect(run(Intent.LEAVING, home(*lamps)))) == 15


def test_what_is_excepted_stays():
    command = replace(felt(Intent.LEAVING), left_out=(Slots(area="Hall"),))
    of = home(LAMP_ON, device("light.hall", "Hall Light", "Hall", "on"))
    assert effect(resolve(command, of, ROOM, PolicySettings())) == [("light.lamp", OFF, None)]


def test_music_ends_where_it_plays_but_what_tells_nothing_is_left_alone():
    can = frozenset({Capability.PAUSE, Capability.POWER})
    of = home(
        device("media_player.a", "Stereo", ROOM, "playing", capabilities=can),
        device("media_player.b", "Radio", "Hall", "playing", capabilities=can),
        device("media_player.c", "Speaker", ROOM, "idle", capabilities=can),
        device("media_player.d", "Beamer", ROOM, capabilities=can),
    )
    assert effect(run(Intent.SLEEP, of)) == [("media_player.a", OFF, None)]
    assert {entity for entity, _, _ in effect(run(Intent.LEAVING, of))} == {
        "media_player.a",
        "media_player.b",
    }


REASONS = [
    (home(climate("heat", 20.0, 18.5)), ROOM, ("climate.x", 18.5)),
    (home(HEATER, sensor("temperature", 17)), ROOM, ("sensor.temperature_den", 17)),
    (home(climate("heat", 20.0, 18.5, area="Hall"), LAMP), ROOM, None),
    (home(climate("heat", 20.0, 18.5, area="Hall"), LAMP), None, None),
    (
        home(HEATER, device("sensor.f", "Fridge", ROOM, 4, device_class="temperature")),
        ROOM,
        None,
    ),
]


@pytest.mark.parametrize(("of", "room", "wanted"), REASONS)
def test_the_reason_is_what_the_room_measures(of, room, wanted):
    because = run(Intent.TOO_COLD, of, room).because
    assert (because and (because.entity.entity_id, because.value)) == wanted


def test_undoing_brings_back_what_was():
    of = home(climate("off", 26.0, 18.0), LAMP_ON, BLINDS)
    for intent, wanted in [
        (Intent.TOO_COLD, [("climate.x", MODE, "off"), ("climate.x", DEGREES, 26.0)]),
        (Intent.COZY, [("light.lamp", BRIGHTNESS, 60), ("cover.blinds", OPEN, None)]),
    ]:
        plan = run(intent, of)
        before = {target.entity_id: of.states[target.entity_id] for target in plan.targets}
        memory = (Episode(command=plan.command, targets=plan.targets, before=before),)
        undo = resolve(felt(Intent.UNDO), of, ROOM, PolicySettings(), memory)
        assert effect(undo) == wanted


def test_undoing_brings_back_the_preset():
    heating, state = HEATING
    of = home((heating, replace(state, values={"state": "heat", "preset": "eco"})))
    plan = run(Intent.LEAVING, of)
    memory = (Episode(command=plan.command, targets=plan.targets, before=of.states),)
    undo = resolve(felt(Intent.UNDO), of, ROOM, PolicySettings(), memory)
    assert ("climate.y", ActionKind.SET_PRESET, "eco") in effect(undo)


def test_the_bedroom_too():
    of = home(LAMP, device("light.bed", "Bed Lamp", "Bedroom", "off"))
    memory = (Episode(command=felt(Intent.TOO_DARK), targets=(LAMP[0],), before=of.states),)
    command = felt(Intent.FOLLOW_UP, area="Bedroom")
    assert effect(resolve(command, of, ROOM, PolicySettings(), memory)) == [("light.bed", ON, None)]


def test_a_bit_more_goes_on_in_the_direction_of_the_need():
    of = home(LAMP_ON)
    memory = (Episode(command=felt(Intent.TOO_BRIGHT), targets=(LAMP[0],), before=of.states),)
    command = felt(Intent.FOLLOW_UP, brightness_step=20)
    assert effect(resolve(command, of, ROOM, PolicySettings(), memory)) == [
        ("light.lamp", BRIGHTNESS, 40)
    ]


def test_a_configuration_replaces_the_options_of_a_need(needs_from):
    needs = needs_from(
        "coffee: [{device: {domain: switch, kind: kettle}, where: home, do: turn_on}]"
    )
    kettle = device("switch.kettle", "Kettle", "Kitchen", "off")
    assert effect(run(Intent.COFFEE, home(COFFEE, kettle), needs=needs)) == [
        ("switch.kettle", ON, None)
    ]
    assert needs[Intent.TOO_DARK] == usual_needs()[Intent.TOO_DARK]


def test_a_configuration_adds_options(needs_from):
    needs = needs_from("coffee: [usual, {device: {domain: light}, do: turn_on, also: true}]")
    of = home(COFFEE, device("light.bar", "Bar", "Kitchen", "off"))
    assert effect(run(Intent.COFFEE, of, "Kitchen", needs=needs)) == [
        ("switch.coffee", ON, None),
        ("light.bar", ON, None),
    ]


def test_a_configuration_takes_a_need_away(needs_from):
    assert isinstance(run(Intent.COFFEE, home(COFFEE), needs=needs_from("coffee: []")), Unable)


def test_a_target_temperature_and_a_percentage(needs_from):
    needs = needs_from(
        "cozy: [{device: [{domain: climate}, {domain: fan}], set: {temperature: 22, percent: 20}}]"
    )
    assert effect(run(Intent.COZY, home(climate("heat", 20.0, 20.0), FAN), needs=needs)) == [
        ("climate.x", DEGREES, 22.0),
        ("fan.fan", SPEED, 20),
    ]


@pytest.fixture
def needs_from(tmp_path):

    def read(text: str):
        path = tmp_path / "needs.yaml"
        path.write_text(text)
        return needs_of(load_needs(path))

    return read
