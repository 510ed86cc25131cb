"""Answers to questions: yes or no first, then what is known."""

from dataclasses import replace

import pytest
from sayings import DOOR, HEATER, ROBOT, VOLUME, WARMTH, command, entity, said

from edge_agent.domain.command import Quantifier
from edge_agent.domain.intent import Intent
from edge_agent.domain.resolution import Answer, Finding

WINDOWS = tuple(
    entity("binary_sensor", f"{a} Window", a, device_class="window") for a in ("Bath", "Attic")
)
HUMIDITY = entity("sensor", "Outdoor Humidity", device_class="humidity", unit="%")
CURTAINS = entity("cover", "Curtains", "Office")
ANNAS_LAMP = entity("light", "Anna's Lamp", "Upstairs")


def found(entities, values, attribute="state", **slots) -> str:
    findings = tuple(
        Finding(entity=e, attribute=attribute, value=v)
        for e, v in zip(entities, values, strict=True)
    )
    return said(Answer(command=command(Intent.GET_STATE, **slots), findings=findings))


@pytest.mark.parametrize(
    ("entities", "values", "slots", "text"),
    [
        ([DOOR], ["locked"], {"state": "locked"}, "Yes, the Front Door is locked."),
        ([DOOR], ["locked"], {"state": "unlocked"}, "No, the Front Door is locked."),
        ([DOOR], [None], {"state": "unlocked"}, "The Front Door has not reported yet."),
        ([CURTAINS], ["open"], {"state": "open"}, "Yes, the Curtains are open."),
        ([CURTAINS], [None], {"state": "open"}, "The Curtains have not reported yet."),
        ([ANNAS_LAMP], ["on"], {"state": "on"}, "Yes, Anna's Lamp is on."),
        (WINDOWS, ["on", "off"], {"state": "open"}, "The Bath Window is open."),
        (WINDOWS, ["off", "off"], {"state": "open"}, "No, neither is open."),
        (WINDOWS, ["on", "on"], {"state": "open"}, "Yes, both are open."),
        ((*WINDOWS, DOOR), ["on", "on", "open"], {"state": "open"}, "Yes, all three are open."),
        ((*WINDOWS, DOOR), ["off"] * 3, {"state": "open"}, "No, none of the three is open."),
        ([HUMIDITY], [61.0], {}, "The Outdoor Humidity is 61 percent."),
        ([WARMTH], [22.55], {}, "It is 22.6 degrees in the Kitchen."),
        ([WARMTH], [-0.01], {}, "It is 0 degrees in the Kitchen."),
        ([WARMTH], [-7], {}, "It is minus 7 degrees in the Kitchen."),
        ([ROBOT], ["cleaning"], {}, "The Robot is cleaning."),
        ([ROBOT], ["returning"], {"state": "on"}, "Yes, the Robot is on its way home."),
        ([ROBOT], ["docked"], {"state": "on"}, "No, the Robot is docked."),
        ([ROBOT], ["error"], {}, "The Robot is in trouble."),
        ([HEATER], ["high_demand"], {"state": "on"}, "Yes, the Boiler is in high demand mode."),
        ([HEATER], ["off"], {"state": "off"}, "Yes, the Boiler is off."),
        ([VOLUME], [60], {}, "The Doorbell Volume is 60 percent."),
    ],
)
def test_answers(entities, values, slots, text):
    assert found(entities, values, **slots) == text


@pytest.mark.parametrize(
    ("quantifier", "values", "text"),
    [
        (Quantifier.ALL, ["on", "off"], "No, the Bath Window is open."),
        (Quantifier.ALL, ["off", "off"], "Yes, both are closed."),
        (Quantifier.ALL, ["on", "on"], "No, neither is closed."),
        (Quantifier.ANY, ["on", "off"], "The Attic Window is closed."),
        (Quantifier.COUNT, ["on", "off"], "One: the Attic Window is closed."),
        (Quantifier.COUNT, ["off", "off"], "Two: the Bath Window and the Attic Window are closed."),
        (Quantifier.COUNT, ["on", "on"], "None of the two is closed."),
        (Quantifier.COUNT, [None, None], "The Bath Window has not reported yet."),
    ],
)
def test_who_asks_after_all_or_how_many_is_told_just_that(quantifier, values, text):
    findings = tuple(
        Finding(entity=window, attribute="state", value=value)
        for window, value in zip(WINDOWS, values, strict=True)
    )
    asked = replace(command(Intent.GET_STATE, state="closed"), quantifier=quantifier)
    assert said(Answer(command=asked, findings=findings)) == text


def test_a_lock_does_not_know_whether_its_door_is_open():
    assert found([DOOR], ["locked"], state="open") == "The Front Door is locked."


@pytest.mark.parametrize(
    ("device", "attribute", "value", "text"),
    [
        (HEATER, "temperature", 55, "The target temperature of the Boiler is 55 degrees."),
        (ROBOT, "battery_level", 87, "The battery level of the Robot is 87 percent."),
        (ROBOT, "fan_speed", "max", "The suction of the Robot is max."),
        (HEATER, "current_temperature", 51, "The Boiler is at 51 degrees."),
        (CURTAINS, "position", 40, "The position of the Curtains is 40 percent."),
        (ANNAS_LAMP, "color", "#0000fe", "The colour of Anna's Lamp is blue."),
    ],
)
def test_what_else_a_device_tells(device, attribute, value, text):
    assert found([device], [value], attribute) == text


def test_the_warmth_upstairs():
    there = entity("sensor", "Thermometer", "Upstairs", device_class="temperature", unit="°C")
    nowhere = entity("sensor", "Thermometer", device_class="temperature", unit="°C")
    assert found([there], [20]) == "It is 20 degrees upstairs."
    assert found([nowhere], [20]) == "It is 20 degrees at the Thermometer."


@pytest.mark.parametrize(
    ("unit", "value", "text"),
    [
        ("W", 1200, "1200 watts"),
        ("kWh", 3.456, "3.5 kilowatt hours"),
        ("µg/m³", 12, "12 micrograms per cubic metre"),
        ("furlong", 2, "2 furlong"),
        (None, "sunny", "sunny"),
    ],
)
def test_units_are_said_in_words(unit, value, text):
    meter = entity("sensor", "Meter", unit=unit)
    assert found([meter], [value]) == f"The Meter is {text}."


@pytest.mark.parametrize(
    ("intent", "text"),
    [
        (Intent.GET_TIME, "It is 10:05."),
        (Intent.GET_DATE, "It is Monday, November 23, 2026."),
    ],
)
def test_time_and_date(intent, text):
    assert said(Answer(command=command(intent), findings=())) == text
