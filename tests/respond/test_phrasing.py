"""Answers: short, true, and in the words of the home."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from edge_agent.domain.action import Action, ActionKind
from edge_agent.domain.command import Command, Intent, Reason, Rejection, Slots
from edge_agent.domain.entity import Domain, Entity
from edge_agent.domain.resolution import (
    Answer,
    Clarify,
    Confirm,
    ConfirmReason,
    Finding,
    Plan,
    Unable,
    UnableReason,
)
from edge_agent.domain.response import Act
from edge_agent.respond import answering, phrasing

NOW = datetime(2026, 11, 23, 10, 5, tzinfo=UTC)


def entity(domain: str, name: str, area: str | None = None, **more) -> Entity:
    entity_id = f"{domain}.{name.lower().replace(' ', '_')}_{area}"
    return Entity(entity_id=entity_id, name=name, area=area, domain=Domain(domain), **more)


LAMP = entity("light", "Desk Lamp", "Office")
LIGHTS = tuple(entity("light", f"Lamp {i}", "Hall") for i in range(5))
DOOR = entity("lock", "Front Door")
WINDOWS = tuple(
    entity("binary_sensor", f"{a} Window", a, device_class="window") for a in ("Bath", "Attic")
)
HUMIDITY = entity("sensor", "Outdoor Humidity", device_class="humidity", unit="%")
HEATER = entity("water_heater", "Boiler", "Bath", temperature_range=(40.0, 65.0))
VOLUME = entity("number", "Doorbell Volume", unit="%", value_range=(0.0, 90.0))
ROBOT = entity("vacuum", "Robot")
FAN = entity("fan", "Tower Fan")
WARMTH = entity("sensor", "Thermometer", "Kitchen", device_class="temperature", unit="°C")


def command(intent: Intent, **slots) -> Command:
    return Command(intent=intent, slots=Slots(**slots), confidence=1)


def plan(*actions: Action, targets=None) -> Plan:
    return Plan(
        command=command(Intent.TURN_ON),
        targets=targets or tuple(a.entity for a in actions),
        actions=actions,
        is_already=not actions,
    )


def act(entity: Entity, kind: ActionKind, value=None) -> Action:
    return Action(entity=entity, kind=kind, value=value)


@pytest.mark.parametrize("kind", list(ActionKind))
def test_every_action_can_be_said(kind):
    response = phrasing.done(plan(act(LAMP, kind, 5)))
    assert response.act is Act.DONE
    assert "the Desk Lamp" in response.text


def test_done():
    many = plan(*(act(light, ActionKind.TURN_OFF) for light in LIGHTS))
    assert phrasing.done(many).text == "Turned off 5 lights."
    two = plan(act(LAMP, ActionKind.SET_COLOR, "#ff0000"), act(LAMP, ActionKind.SET_BRIGHTNESS, 5))
    assert (
        phrasing.done(two).text == "Changed the colour of the Desk Lamp, set the Desk Lamp to 5 %."
    )
    silent = phrasing.done(plan(act(LAMP, ActionKind.TURN_ON)), silent=(LAMP,))
    assert silent.text == "Turned on the Desk Lamp. The Desk Lamp did not answer yet."


@pytest.mark.parametrize(
    ("device", "kind", "value", "text"),
    [
        (ROBOT, ActionKind.START, None, "Started the Robot."),
        (ROBOT, ActionKind.RETURN_HOME, None, "Sent the Robot home."),
        (VOLUME, ActionKind.SET_VALUE, 40.0, "Set the Doorbell Volume to 40 %."),
        (HEATER, ActionKind.SET_MODE, "heat_pump", "Set the Boiler to heat pump."),
        (FAN, ActionKind.SET_OSCILLATION, True, "Turned on the swing of the Tower Fan."),
        (FAN, ActionKind.SET_DIRECTION, "reverse", "Set the Tower Fan to reverse."),
    ],
)
def test_settings_and_errands(device, kind, value, text):
    assert phrasing.done(plan(act(device, kind, value))).text == text


@pytest.mark.parametrize("domain", list(Domain))
def test_every_domain_has_a_plural(domain):
    many = tuple(entity(domain, f"Thing {at}") for at in range(4))
    text = phrasing.done(plan(*(act(one, ActionKind.TURN_OFF) for one in many))).text
    assert "4 " in text
    assert "devices" not in text


@pytest.mark.parametrize(
    ("device", "text"),
    [
        (HEATER, "The Boiler goes from 40 to 65 degrees."),
        (VOLUME, "The Doorbell Volume goes from 0 to 90 %."),
        (ROBOT, "That is out of range."),
    ],
)
def test_limits_are_told_in_the_devices_unit(device, text):
    reason = UnableReason.OUT_OF_RANGE
    problem = Unable(command=command(Intent.SET_TEMPERATURE), reason=reason, entity=device)
    assert phrasing.unable(problem).text == text


def test_the_warmth_of_water_is_not_that_of_the_room():
    finding = Finding(entity=HEATER, attribute="current_temperature", value=51)
    answer = Answer(command=command(Intent.GET_TEMPERATURE), findings=(finding,))
    assert answering.answer(answer, NOW).text == "The Boiler is at 51 degrees."


def test_already():
    response = phrasing.done(plan(targets=(LAMP,)))
    assert (response.act, response.text) == (Act.ALREADY, "The Desk Lamp is already like that.")


BLINDS = entity("cover", "Blinds", "Office")
HEATING = entity("climate", "Heating", "Office", unit="°C")
AIR = entity("sensor", "Air", "Office", device_class="carbon_dioxide", unit="ppm")


@pytest.mark.parametrize(
    ("actions", "because", "area", "text"),
    [
        (
            [act(HEATING, ActionKind.SET_TEMPERATURE, 20.5)],
            Finding(entity=WARMTH, attribute="state", value=18.5),
            None,
            "It is 18.5 degrees here, so I set the Heating to 20.5 degrees.",
        ),
        (
            [act(LAMP, ActionKind.SET_BRIGHTNESS, 35), act(BLINDS, ActionKind.CLOSE)],
            None,
            None,
            "I set the Desk Lamp to 35 % and closed the Blinds.",
        ),
        (
            [
                act(LAMP, ActionKind.SET_BRIGHTNESS, 35),
                act(LAMP, ActionKind.SET_COLOR_TEMPERATURE, 2700),
                act(BLINDS, ActionKind.CLOSE),
            ],
            None,
            None,
            "I set the Desk Lamp to 35 % and warm white, and closed the Blinds.",
        ),
        (
            [
                act(HEATING, ActionKind.SET_MODE, "heat"),
                act(HEATING, ActionKind.SET_TEMPERATURE, 21.0),
            ],
            Finding(entity=HEATING, attribute="current_temperature", value=19),
            "Office",
            "It is 19 degrees in the Office, so I set the Heating to heat and 21 degrees.",
        ),
        (
            [act(FAN, ActionKind.TURN_ON)],
            Finding(entity=AIR, attribute="state", value=1150),
            None,
            "The air has 1150 parts per million of CO2 here, so I turned on the Tower Fan.",
        ),
        (
            [*(act(light, ActionKind.TURN_OFF) for light in LIGHTS), act(FAN, ActionKind.TURN_OFF)],
            None,
            None,
            "I turned off 5 lights and the Tower Fan.",
        ),
        ([act(LAMP, ActionKind.SET_COLOR, "#ff0000")], None, None, "I set the Desk Lamp to red."),
        (
            [act(LAMP, ActionKind.SET_COLOR, "#123456")],
            None,
            None,
            "I set the Desk Lamp to another colour.",
        ),
    ],
)
def test_what_was_done_about_a_need(actions, because, area, text):
    done = replace(plan(*actions), command=command(Intent.COZY, area=area), because=because)
    assert phrasing.done(done).text == text


@pytest.mark.parametrize("kind", list(ActionKind))
def test_every_action_can_be_said_of_a_need(kind):
    done = replace(plan(act(LAMP, kind, 5)), command=command(Intent.COZY))
    assert phrasing.done(done).text.startswith("I ")
    assert "the Desk Lamp" in phrasing.done(done).text


def test_a_need_that_nothing_helps():
    problem = Unable(command=command(Intent.COFFEE), reason=UnableReason.NOTHING_HELPS)
    answer = phrasing.unable(problem)
    assert answer.act is Act.UNSUPPORTED
    assert answer.text == "I know nothing here that would help with that."


def test_many_rooms_are_not_listed():
    rooms = tuple(entity("light", "Lamp", f"Room {at}") for at in range(6))
    which = Clarify(command=command(Intent.TOO_DARK), options=rooms)
    assert phrasing.clarify(which).text == "In which room?"


def test_questions_back():
    risky = Confirm(plan=plan(act(DOOR, ActionKind.UNLOCK)), reason=ConfirmReason.RISKY)
    assert phrasing.confirm(risky).text == "Shall I really unlock the Front Door?"
    gas = entity("valve", "Gas Main")
    position = Confirm(plan=plan(act(gas, ActionKind.SET_POSITION, 10)), reason=ConfirmReason.RISKY)
    assert phrasing.confirm(position).text == "Shall I really open the Gas Main?"
    wide = Confirm(plan=plan(targets=LIGHTS), reason=ConfirmReason.WIDE)
    assert phrasing.confirm(wide).text == "That is 5 devices. Shall I do it?"
    which = Clarify(
        command=command(Intent.TURN_ON, name="TV"),
        options=(entity("switch", "TV", "Office"), entity("switch", "TV", "Kitchen")),
    )
    assert phrasing.clarify(which).text == "Which TV: Office or Kitchen?"


def found(entities, value, **slots) -> str:
    intent = Intent.GET_STATE
    findings = tuple(
        Finding(entity=e, attribute="state", value=v) for e, v in zip(entities, value, strict=True)
    )
    return answering.answer(Answer(command=command(intent, **slots), findings=findings), NOW).text


@pytest.mark.parametrize(
    ("entities", "values", "slots", "text"),
    [
        ([DOOR], ["locked"], {"state": "locked"}, "Yes, the Front Door is locked."),
        ([DOOR], ["locked"], {"state": "unlocked"}, "No, the Front Door is locked."),
        ([DOOR], [None], {"state": "unlocked"}, "The Front Door has not reported yet."),
        (WINDOWS, ["on", "off"], {"state": "open"}, "The Bath Window is open."),
        (WINDOWS, ["off", "off"], {"state": "open"}, "No, none of the 2 is open."),
        (WINDOWS, ["on", "on"], {"state": "open"}, "Yes, all 2 are open."),
        ([HUMIDITY], [61.0], {}, "The Outdoor Humidity is 61 %."),
        ([WARMTH], [22.55], {}, "It is 22.6 degrees in the Kitchen."),
        ([ROBOT], ["cleaning"], {}, "The Robot is cleaning."),
        ([ROBOT], ["returning"], {"state": "on"}, "Yes, the Robot is on its way home."),
        ([ROBOT], ["docked"], {"state": "on"}, "No, the Robot is docked."),
        ([ROBOT], ["error"], {}, "The Robot is in trouble."),
        ([HEATER], ["high_demand"], {"state": "on"}, "Yes, the Boiler is in high demand mode."),
        ([HEATER], ["off"], {"state": "off"}, "Yes, the Boiler is off."),
        ([VOLUME], [60], {}, "The Doorbell Volume is 60 %."),
    ],
)
def test_answers(entities, values, slots, text):
    assert found(entities, values, **slots) == text


def test_time_and_date():
    for intent, text in (
        (Intent.GET_TIME, "It is 10:05."),
        (Intent.GET_DATE, "It is Monday, 23 November 2026."),
    ):
        assert answering.answer(Answer(command=command(intent), findings=()), NOW).text == text


@pytest.mark.parametrize("reason", list(UnableReason))
def test_every_inability_has_a_sentence(reason):
    problem = Unable(command=command(Intent.TURN_ON, name="Toaster"), reason=reason, entity=LAMP)
    assert phrasing.unable(problem).text.endswith(".")


@pytest.mark.parametrize("reason", list(Reason))
def test_every_rejection_is_phrased(reason):
    response = phrasing.rejected(Rejection(reason=reason, heard="toaster", nearest="Heater"))
    assert bool(response.text) == (reason is not Reason.NOISE)


def test_an_unknown_name_offers_the_nearest():
    rejection = Rejection(reason=Reason.UNKNOWN_NAME, heard="desk lamb", nearest="Desk Lamp")
    assert phrasing.rejected(rejection).text == (
        "I don't know a device called desk lamb. Did you mean Desk Lamp?"
    )
