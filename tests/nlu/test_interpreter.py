from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_agent.domain.entity import Domain, Entity, Home
from edge_agent.domain.intent import Intent
from edge_agent.domain.understanding import Reason, Rejection
from edge_agent.errors import ModelError
from edge_agent.nlu.gazetteer import Gazetteer
from edge_agent.nlu.interpreter import Interpreter
from edge_agent.nlu.phrases import phrases

MODEL = Path(__file__).parents[2] / "models" / "intent"
MIN_CONFIDENCE = 0.6


def entity(
    name: str, domain: str, area: str | None, device_class: str | None = None, **more: Any
) -> Entity:
    return Entity(
        entity_id=f"{domain}.{area}_{name}",
        name=name,
        domain=Domain(domain),
        area=area,
        floor={"Study": "Top Floor", "Lounge": "Ground Floor"}.get(area or ""),
        device_class=device_class,
        **more,
    )


HOME = Home(
    entities=(
        entity("Piano Lamp", "light", "Lounge"),
        entity("Ceiling Spots", "light", "Lounge"),
        entity("Aquarium", "light", "Lounge"),
        entity("Globe", "light", "Study", effects=("Rainbow", "Candle")),
        entity("Nightstand", "light", "Guest Room"),
        entity("Nightstand", "light", "Nursery"),
        entity("Pantry Light", "light", "Pantry"),
        entity("Power Light", "light", "Study"),
        entity("Reading Lights", "light", "Study"),
        entity("Radio", "switch", "Study"),
        entity("Radio", "switch", "Lounge"),
        entity("Kettle", "switch", "Pantry"),
        entity("Box Fan", "fan", "Study"),
        entity("Roof Window", "cover", "Study", "window"),
        entity("Shutters", "cover", "Lounge", "shutter"),
        entity("Blinds", "cover", "Study", "blind"),
        entity("Blinds", "cover", "Nursery", "blind"),
        entity("Car Port", "cover", None, "garage"),
        entity("Veranda Door", "lock", "Lounge"),
        entity("Cellar Door", "lock", None),
        entity("Heat Pump", "climate", "Lounge"),
        entity("Film Evening", "scene", None),
        entity("Sunrise", "scene", None),
        entity("Attic Humidity", "sensor", None, "humidity"),
        entity("Study Temperature", "sensor", "Study", "temperature"),
        entity("Rain Gauge", "sensor", None),
        entity("Mailbox", "binary_sensor", None, "door"),
        entity("Dusty", "vacuum", "Lounge"),
        entity("Grazer", "lawn_mower", None),
        entity("Chime", "button", None),
        entity("Loudness", "number", "Study"),
        entity("Wash Cycle", "select", None, options=("wool", "quick_wash")),
        entity("Mist Maker", "humidifier", "Nursery"),
        entity("House Alarm", "alarm_control_panel", None, modes=("home", "away", "night")),
    )
)
GAZETTEER = Gazetteer(HOME)


@pytest.fixture(scope="module")
def interpreter() -> Interpreter:
    return Interpreter.load(MODEL)


COMMANDS: list[tuple[str, str, dict[str, Any]]] = [
    ("turn on the piano lamp", "turn_on", {"name": "Piano Lamp"}),
    ("Please turn the piano lamp on!", "turn_on", {"name": "Piano Lamp"}),
    ("could you switch on the aquarium", "turn_on", {"name": "Aquarium"}),
    ("globe on", "turn_on", {"name": "Globe"}),
    ("reading lights on please", "turn_on", {"name": "Reading Lights"}),
    ("power light off", "turn_off", {"name": "Power Light"}),
    ("lights on", "turn_on", {"domain": "light"}),
    ("make sure the lights are on", "turn_on", {"domain": "light"}),
    ("I'd like the lights on", "turn_on", {"domain": "light"}),
    ("turn on the lights", "turn_on", {"domain": "light"}),
    ("turn on the lights in the study", "turn_on", {"domain": "light", "area": "Study"}),
    ("turn the lounge lights on", "turn_on", {"domain": "light", "area": "Lounge"}),
    ("light up this room", "turn_on", {"domain": "light"}),
    ("start the box fan", "turn_on", {"name": "Box Fan"}),
    ("turn on the pantry light", "turn_on", {"name": "Pantry Light"}),
    ("turn on the radio in the lounge", "turn_on", {"name": "Radio", "area": "Lounge"}),
    ("turn on the study radio", "turn_on", {"name": "Radio", "area": "Study"}),
    ("turn on the nightstand", "turn_on", {"name": "Nightstand"}),
    ("turn off the piano lamp", "turn_off", {"name": "Piano Lamp"}),
    ("switch the kettle off please", "turn_off", {"name": "Kettle"}),
    ("turn off all the lights", "turn_off", {"domain": "light"}),
    ("turn off every light in the house", "turn_off", {"domain": "light", "floor": "all"}),
    ("all lights off everywhere", "turn_off", {"domain": "light", "floor": "all"}),
    ("turn off the lights on the top floor", "turn_off", {"domain": "light", "floor": "Top Floor"}),
    ("turn off everything in the lounge", "turn_off", {"domain": "all", "area": "Lounge"}),
    ("turn the lights off in here", "turn_off", {"domain": "light"}),
    ("turn off the fans", "turn_off", {"domain": "fan"}),
    ("toggle the globe", "toggle", {"name": "Globe"}),
    ("open the roof window", "open", {"name": "Roof Window"}),
    ("open the blinds in the nursery", "open", {"area": "Nursery"}),
    ("raise the shutters", "open", {"name": "Shutters"}),
    ("open all the blinds", "open", {"domain": "cover", "device_class": "blind"}),
    ("close the shutters please", "close", {"name": "Shutters"}),
    (
        "close the windows in the study",
        "close",
        {"domain": "cover", "device_class": "window", "area": "Study"},
    ),
    ("close the car port", "close", {"name": "Car Port"}),
    ("stop the shutters", "stop", {"name": "Shutters"}),
    ("lock the veranda door", "lock", {"name": "Veranda Door"}),
    ("lock all the doors", "lock", {"domain": "lock"}),
    ("unlock the cellar door", "unlock", {"name": "Cellar Door"}),
    ("start film evening", "activate", {"name": "Film Evening"}),
    ("activate the sunrise scene", "activate", {"name": "Sunrise"}),
    ("set the piano lamp to fifty percent", "light_set", {"name": "Piano Lamp", "brightness": 50}),
    ("dim the globe to 20%", "light_set", {"name": "Globe", "brightness": 20}),
    ("set the lounge lights to half", "light_set", {"area": "Lounge", "brightness": 50}),
    ("set brightness to maximum", "light_set", {"brightness": 100}),
    ("piano lamp to thirty percent", "light_set", {"name": "Piano Lamp", "brightness": 30}),
    ("make the globe red", "light_set", {"name": "Globe", "color": "red"}),
    ("set the study lights to warm white", "light_set", {"area": "Study", "color": "warm white"}),
    (
        "change the color of the piano lamp to blue",
        "light_set",
        {"name": "Piano Lamp", "color": "blue"},
    ),
    ("make the globe brighter", "light_set", {"name": "Globe", "brightness_step": 25}),
    ("make the globe a bit dimmer", "light_set", {"name": "Globe", "brightness_step": -10}),
    ("turn down the piano lamp a little", "light_set", {"brightness_step": -10}),
    ("increase the brightness by 20 percent", "light_set", {"brightness_step": 20}),
    ("set the shutters to forty percent", "set_position", {"name": "Shutters", "position": 40}),
    ("open the roof window halfway", "set_position", {"name": "Roof Window", "position": 50}),
    ("open the shutters to 30 percent", "set_position", {"name": "Shutters", "position": 30}),
    ("set the box fan to eighty percent", "set_speed", {"name": "Box Fan", "percentage": 80}),
    ("set the heat pump to 21 degrees", "set_temperature", {"temperature": 21}),
    ("set the temperature to twenty and a half", "set_temperature", {"temperature": 20.5}),
    ("set the lounge to 19 degrees", "set_temperature", {"area": "Lounge", "temperature": 19}),
    ("make it two degrees warmer", "set_temperature", {"temperature_step": 2}),
    ("a degree less please", "set_temperature", {"temperature_step": -1}),
    ("make it a bit cooler in here", "set_temperature", {"temperature_step": -0.5}),
    ("is the veranda door locked", "get_state", {"name": "Veranda Door", "state": "locked"}),
    ("is the globe on", "get_state", {"name": "Globe", "state": "on"}),
    ("are the shutters closed", "get_state", {"name": "Shutters", "state": "closed"}),
    (
        "are any windows open in the study",
        "get_state",
        {"device_class": "window", "area": "Study", "state": "open"},
    ),
    ("which lights are on", "get_state", {"domain": "light", "state": "on"}),
    ("what's the attic humidity", "get_state", {"name": "Attic Humidity"}),
    ("what is the value of the rain gauge", "get_state", {"name": "Rain Gauge"}),
    ("how humid is it", "get_state", {"domain": "sensor", "device_class": "humidity"}),
    ("how warm is it in the study", "get_temperature", {"area": "Study"}),
    ("what's the lounge temperature", "get_temperature", {"area": "Lounge"}),
    ("what's the temperature", "get_temperature", {}),
    ("what time is it", "get_time", {}),
    ("what's the date", "get_date", {}),
    ("what day is it today", "get_date", {}),
    ("never mind", "never_mind", {}),
    ("mute the microphone", "stop_listening", {}),
    ("could you turn off your mic please", "stop_listening", {}),
    ("mute yourself", "stop_listening", {}),
    ("stop listening to us", "stop_listening", {}),
    ("yes", "yes", {}),
    ("yes please", "yes", {}),
    ("go ahead", "yes", {}),
    ("no", "no", {}),
    ("no thanks", "no", {}),
    ("set a timer for five minutes", "start_timer", {"minutes": 5}),
    ("set a timer for an hour and a half", "start_timer", {"hours": 1, "minutes": 30}),
    ("start a timer for one hour and fifteen minutes", "start_timer", {"hours": 1, "minutes": 15}),
    ("thirty second timer", "start_timer", {"seconds": 30}),
    ("cancel the timer", "cancel_timer", {}),
    ("cancel all timers", "cancel_all_timers", {}),
    ("pause the timer", "pause_timer", {}),
    ("resume my timer", "unpause_timer", {}),
    ("how much time is left on the timer", "timer_status", {}),
    ("add five minutes to the pasta timer", "increase_timer", {"name": "pasta", "minutes": 5}),
    (
        "take 10 seconds off the one hour timer",
        "decrease_timer",
        {"seconds": 10, "start_hours": 1},
    ),
    (
        "open the shutters in ten minutes",
        "start_timer",
        {"minutes": 10, "conversation_command": "open the shutters"},
    ),
    ("start dusty", "vacuum_start", {"name": "Dusty"}),
    ("vacuum the study", "vacuum_clean_area", {"area": "Study"}),
    ("send dusty back to its dock", "vacuum_return", {"name": "Dusty"}),
    ("mow the lawn", "mower_start", {}),
    ("stop mowing", "mower_return", {}),
    ("pause dusty", "pause", {"name": "Dusty"}),
    ("where is dusty", "locate", {"name": "Dusty"}),
    ("press the chime button", "press", {"name": "Chime"}),
    ("set the wash cycle to quick wash", "set_mode", {"name": "Wash Cycle", "mode": "quick wash"}),
    ("set the loudness to seven", "set_value", {"name": "Loudness", "value": 7.0}),
    ("mist maker to forty percent", "set_value", {"name": "Mist Maker", "value": 40.0}),
    ("the study too", "follow_up", {"area": "Study"}),
    ("a bit more please", "follow_up", {"brightness_step": 10, "temperature_step": 0.5}),
    ("undo that", "undo", {}),
    ("i'm freezing", "too_cold", {}),
    ("it is boiling in the study", "too_hot", {"area": "Study"}),
    ("it's too dark in here to read", "too_dark", {}),
    ("it's way too bright to sleep", "too_bright", {}),
    ("i need some fresh air", "stuffy", {}),
    ("the pantry is full of steam", "too_humid", {"area": "Pantry"}),
    ("my throat is dry", "too_dry", {}),
    ("there are crumbs all over the floor", "dirty", {}),
    ("make it cozy in the lounge", "cozy", {"area": "Lounge"}),
    ("we're going to bed", "sleep", {}),
    ("i'm leaving now", "leaving", {}),
    ("brew me a coffee", "coffee", {}),
    ("the flowers need watering", "dry_garden", {}),
    ("i need some privacy", "overlooked", {}),
    ("would you mind turning off the globe", "turn_off", {"name": "Globe"}),
    ("what position are the shutters in", "get_state", {"attribute": "position"}),
    ("is anything open in the house", "get_state", {"state": "open", "floor": "all"}),
    ("how warm is it outside", "get_temperature", {"area": "outside"}),
    ("no i meant the globe", "correct", {"name": "Globe"}),
    ("not that one the piano lamp", "correct", {"name": "Piano Lamp"}),
    ("i said the study", "correct", {"area": "Study"}),
    ("no the tall one", "correct", {"which": "tall"}),
    ("no thirty percent", "correct", {"brightness": 30}),
    ("the other one instead", "correct", {"which": "other"}),
    (
        "close the shutters at half past seven",
        "schedule",
        {"time": "07:30", "conversation_command": "close the shutters"},
    ),
    (
        "tomorrow at quarter to eight turn on the kettle",
        "schedule",
        {"time": "07:45", "day": "tomorrow", "conversation_command": "turn on the kettle"},
    ),
    ("wake me up at six thirty", "set_alarm", {"time": "06:30"}),
    ("set an alarm for 7:15 pm", "set_alarm", {"time": "19:15", "period": "pm"}),
    ("cancel my seven o'clock alarm", "cancel_alarm", {"time": "07:00"}),
    ("delete all my alarms", "cancel_all_alarms", {}),
    ("what alarms do i have", "alarm_status", {}),
    ("snooze for five minutes", "snooze", {"minutes": 5}),
    ("don't remind me to feed the cat", "cancel_reminder", {"name": "feed the cat"}),
    ("stop the alarm", "cancel_alarm", {}),
    ("clear all reminders", "cancel_all_reminders", {}),
    ("what are my reminders", "reminder_status", {}),
    (
        "remind me to water the plants at noon",
        "set_reminder",
        {"name": "water the plants", "time": "12:00", "period": "pm"},
    ),
    (
        "remind me in ten minutes to check the oven",
        "set_reminder",
        {"minutes": 10, "name": "check the oven"},
    ),
    ("make the globe half as bright", "light_set", {"name": "Globe", "factor": 0.5}),
    ("double the brightness of the globe", "light_set", {"name": "Globe", "factor": 2}),
    ("globe all the way up", "light_set", {"name": "Globe", "brightness": 100}),
    ("make the globe as dim as possible", "light_set", {"name": "Globe", "brightness": 1}),
    ("globe to 2700k", "light_set", {"name": "Globe", "color_temperature": 2700}),
    ("make the globe a bit warmer", "light_set", {"name": "Globe", "color_temperature_step": -350}),
    ("paint the globe teal", "light_set", {"name": "Globe", "color": "teal"}),
    ("turn the globe down a notch", "light_set", {"name": "Globe", "brightness_step": -10}),
    ("globe ten percent brighter", "light_set", {"name": "Globe", "brightness_step": 10}),
    ("turn up the box fan", "set_speed", {"name": "Box Fan", "percentage_step": 25}),
    ("box fan on low", "set_speed", {"name": "Box Fan", "percentage": 33}),
    ("set the box fan to the third speed", "set_speed", {"name": "Box Fan", "speed": 3}),
    (
        "lower the shutters by twenty percent",
        "set_position",
        {"name": "Shutters", "percentage_step": -20},
    ),
    ("open the shutters a third of the way", "set_position", {"name": "Shutters", "position": 33}),
    (
        "turn the heat pump to the maximum",
        "set_temperature",
        {"name": "Heat Pump", "percentage": 100},
    ),
    (
        "set the heat pump to seventy fahrenheit",
        "set_temperature",
        {"name": "Heat Pump", "temperature": 70, "temperature_unit": "°F"},
    ),
    ("half a degree warmer", "set_temperature", {"temperature_step": 0.5}),
    ("make the loudness half as loud", "set_value", {"name": "Loudness", "factor": 0.5}),
    ("tilt the blinds to fifty percent", "set_tilt", {"device_class": "blind", "position": 50}),
    ("tilt the study blinds closed", "set_tilt", {"area": "Study", "position": 0}),
    ("open the slats of the shutters", "set_tilt", {"name": "Shutters", "position": 100}),
    ("close the slats", "set_tilt", {"position": 0}),
    ("set the slats of the shutters to 30 percent", "set_tilt", {"position": 30}),
    ("what is the tilt of the shutters", "get_state", {"attribute": "tilt"}),
    ("set the globe to rainbow effect", "set_mode", {"name": "Globe", "mode": "rainbow"}),
    ("play the rainbow effect on the globe", "set_mode", {"name": "Globe", "mode": "rainbow"}),
    ("arm the alarm", "alarm_arm", {}),
    ("arm the house alarm for the night", "alarm_arm", {"name": "House Alarm", "mode": "night"}),
    ("set the security system to away mode", "alarm_arm", {"mode": "away"}),
    ("disarm the alarm", "alarm_disarm", {}),
    ("turn off the alarm system", "turn_off", {"domain": "alarm_control_panel"}),
    ("is the alarm armed", "get_state", {"state": "armed"}),
    ("is the house alarm going off", "get_state", {"name": "House Alarm", "state": "triggered"}),
    # heard badly
    ("term on the piano lamp", "turn_on", {"name": "Piano Lamp"}),
    ("turned on the piano lamp", "turn_on", {"name": "Piano Lamp"}),
    ("turn off are lights", "turn_off", {"domain": "light"}),
    ("turn on the pianno lamp", "turn_on", {"name": "Piano Lamp"}),
    ("turn off the a quarium", "turn_off", {"name": "Aquarium"}),
    ("lock the veranda dor", "lock", {"name": "Veranda Door"}),
]


@pytest.mark.parametrize(("sentence", "intent", "slots"), COMMANDS, ids=[c[0] for c in COMMANDS])
def test_a_command_is_understood(
    interpreter: Interpreter, sentence: str, intent: str, slots: dict[str, Any]
) -> None:
    understanding = interpreter.interpret([sentence], GAZETTEER, min_confidence=MIN_CONFIDENCE)
    assert understanding.rejection is None, understanding.rejection
    assert len(understanding.commands) == 1
    command = understanding.commands[0]
    found = command.slots.as_dict()
    if "name" in slots:
        found.pop("domain", None)
    assert command.intent == intent
    assert {key: found.get(key) for key in slots} == slots
    allowed = set(slots) | {"name", "domain", "device_class"}
    assert set(found) <= allowed, found
    assert MIN_CONFIDENCE <= command.confidence <= 1


def test_every_intent_is_reached() -> None:
    reached = {intent for _, intent, _ in COMMANDS}
    elsewhere = {Intent.CHOOSE, Intent.APPLIANCE, *(i for i in Intent if i.is_about_media)}
    assert reached | elsewhere == {str(intent) for intent in Intent}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "turn off the radio and the piano lamp",
            [("turn_off", {"name": "Radio"}), ("turn_off", {"name": "Piano Lamp"})],
        ),
        (
            "turn the study and the lounge lights off",
            [
                ("turn_off", {"area": "Study", "domain": "light"}),
                ("turn_off", {"area": "Lounge", "domain": "light"}),
            ],
        ),
        (
            "turn on the piano lamp, the aquarium and the globe",
            [
                ("turn_on", {"name": "Piano Lamp"}),
                ("turn_on", {"name": "Aquarium"}),
                ("turn_on", {"name": "Globe"}),
            ],
        ),
        (
            "turn off the kettle and lock up",
            [("turn_off", {"name": "Kettle"}), ("lock", {"domain": "lock", "floor": "all"})],
        ),
        (
            "close the blinds in the study and the nursery",
            [("close", {"area": "Study"}), ("close", {"area": "Nursery"})],
        ),
        (
            "piano lamp to sixty percent and the globe to thirty",
            [
                ("light_set", {"name": "Piano Lamp", "brightness": 60}),
                ("light_set", {"name": "Globe", "brightness": 30}),
            ],
        ),
        (
            "lock the veranda door close the shutters and turn the globe off",
            [
                ("lock", {"name": "Veranda Door"}),
                ("close", {"name": "Shutters"}),
                ("turn_off", {"name": "Globe"}),
            ],
        ),
    ],
)
def test_several_commands_are_understood(interpreter, sentence, expected):
    found = interpreter.interpret([sentence], GAZETTEER, min_confidence=MIN_CONFIDENCE)
    commands = [(str(c.intent), c.slots.as_dict()) for c in found.commands]
    assert [intent for intent, _ in commands] == [intent for intent, _ in expected]
    for (_, slots), (_, wanted) in zip(commands, expected, strict=True):
        assert {key: slots.get(key) for key in wanted} == wanted


@pytest.mark.parametrize(
    ("sentence", "left_out"),
    [
        ("turn off all the lights except the globe", {"name": "Globe"}),
        ("turn off the lights everywhere but the study", {"area": "Study"}),
        ("close all the blinds but not the nursery blinds", {"area": "Nursery"}),
    ],
)
def test_exceptions_are_understood(interpreter, sentence, left_out):
    found = interpreter.interpret([sentence], GAZETTEER, min_confidence=MIN_CONFIDENCE)
    (command,) = found.commands
    (excepted,) = command.left_out
    assert {key: excepted.as_dict().get(key) for key in left_out} == left_out


NO_COMMANDS = [
    "turn the radio on and off",
    "turn the piano lamp off or on",
    "don't turn on the piano lamp",
    "please do not open the shutters",
    "never lock the veranda door",
    "i turned off the piano lamp yesterday",
    "she said turn off the lights",
    "if you turn on the lights i will scream",
    "the piano lamp was a present from my aunt",
    "what is for dinner tonight",
    "the weather is lovely today",
    "how do you spell necessary",
    "and now the news at nine",
    "the president has announced a plan",
    "i like the blinds",
    "i like the lights on",
    "i like it brighter",
    "the lights are on",
    "lights are off",
    "all the lights in the study are on",
    "the veranda door is locked",
    "once the lights are off",
    "the lights turned off",
    "the heat pump is at twenty degrees",
    "twenty degrees outside",
    "turn neither light on",
    "turn on the",
    "turn the",
    "could you",
    "set the piano lamp to",
    "set the",
    "is the veranda door",
    "the piano lamp",
    "switch the lounge lights",
    "what timers",
    "off the the to turn to fifty",
    "on to the of percent",
    "fifty the lights set what",
    "percent percent percent",
    "the",
    "to",
]


@pytest.mark.parametrize("sentence", NO_COMMANDS)
def test_what_is_no_command_does_nothing(interpreter: Interpreter, sentence: str) -> None:
    understanding = interpreter.interpret([sentence], GAZETTEER, min_confidence=MIN_CONFIDENCE)
    assert understanding.commands == ()
    assert understanding.rejection is not None


@pytest.mark.parametrize(
    ("sentence", "slots"),
    [
        ("the big one", {"which": "big"}),
        ("both of them", {"which": "all"}),
        ("neither", {"which": "none"}),
        ("the second one", {"which": "2"}),
        ("last", {"which": "last"}),
        ("in the study please", {"area": "Study"}),
        ("the one on the top floor", {"floor": "Top Floor"}),
        ("everywhere", {"floor": "all"}),
        ("the piano lamp", {"name": "Piano Lamp", "domain": "light"}),
    ],
)
def test_what_only_chooses_is_no_command(interpreter, sentence, slots) -> None:
    understanding = interpreter.interpret([sentence], GAZETTEER, min_confidence=MIN_CONFIDENCE)
    assert not understanding.commands
    assert [choice.slots.as_dict() for choice in understanding.choice] == [slots]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "turn on the box fan for ten minutes",
            [
                ("turn_on", {"name": "Box Fan"}),
                ("start_timer", {"minutes": 10, "conversation_command": "turn off the box fan"}),
            ],
        ),
        (
            "turn on the kettle until half past eight",
            [
                ("turn_on", {"name": "Kettle"}),
                ("schedule", {"time": "08:30", "conversation_command": "turn off the kettle"}),
            ],
        ),
    ],
)
def test_what_is_for_a_time_is_taken_back_later(interpreter, sentence, expected) -> None:
    commands = interpreter.interpret([sentence], GAZETTEER, min_confidence=0.6).commands
    assert [str(c.intent) for c in commands] == [intent for intent, _ in expected]
    assert [c.is_for_a_time for c in commands] == [True, False]
    for command, (_, slots) in zip(commands, expected, strict=True):
        assert slots.items() <= command.slots.as_dict().items()


@pytest.mark.parametrize(
    ("sentence", "heard"),
    [
        ("turn on the waffle iron", "waffle iron"),
        ("turn off the lights in the ballroom", "ballroom"),
        ("switch the gramophone off", "gramophone"),
    ],
)
def test_an_unknown_name_is_told(interpreter: Interpreter, sentence: str, heard: str) -> None:
    understanding = interpreter.interpret([sentence], GAZETTEER, min_confidence=MIN_CONFIDENCE)
    assert understanding.rejection is not None
    assert understanding.rejection.reason is Reason.UNKNOWN_NAME
    assert understanding.rejection.heard == heard


def test_the_first_alternative_that_makes_sense_is_taken(interpreter: Interpreter) -> None:
    heard = ["turn of on the piano", "turn the on piano lamp percent", "turn on the piano lamp"]
    understanding = interpreter.interpret(heard, GAZETTEER, min_confidence=MIN_CONFIDENCE)
    assert understanding.text == "turn on the piano lamp"
    assert understanding.commands[0].slots.name == "Piano Lamp"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "turn on the piano lamp and close the shutters",
            [("turn_on", "Piano Lamp"), ("close", "Shutters")],
        ),
        (
            "turn off the box fan and the piano lamp",
            [("turn_off", "Box Fan"), ("turn_off", "Piano Lamp")],
        ),
        (
            "lock the veranda door and turn off the globe and start the box fan",
            [("lock", "Veranda Door"), ("turn_off", "Globe"), ("turn_on", "Box Fan")],
        ),
    ],
)
def test_commands_are_joined(
    interpreter: Interpreter, sentence: str, expected: list[tuple[str, str]]
) -> None:
    understanding = interpreter.interpret([sentence], GAZETTEER, min_confidence=MIN_CONFIDENCE)
    assert [(c.intent, c.slots.name) for c in understanding.commands] == expected


def test_what_the_home_can_do_is_likelier(interpreter: Interpreter) -> None:
    heard = ["turn up the kettle", "turn off the kettle"]
    understanding = interpreter.interpret(heard, GAZETTEER, min_confidence=MIN_CONFIDENCE)
    assert understanding.text == "turn off the kettle"


def test_two_commands_are_not_given_up_for_one_that_is_less_likely(
    interpreter: Interpreter,
) -> None:
    heard = ["turn on the piano lamp and close the shutters", "turn on the piano lamp"]
    understanding = interpreter.interpret(heard, GAZETTEER, min_confidence=MIN_CONFIDENCE)
    assert [c.intent for c in understanding.commands] == [Intent.TURN_ON, Intent.CLOSE]


@pytest.mark.parametrize(
    "sentence",
    [
        "turn on the piano lamp and don't close the shutters",
        "turn on the piano lamp and buy some milk",
        "turn on the piano lamp and",
    ],
)
def test_a_command_joined_to_something_else_does_nothing(
    interpreter: Interpreter, sentence: str
) -> None:
    understanding = interpreter.interpret([sentence], GAZETTEER, min_confidence=MIN_CONFIDENCE)
    assert understanding.commands == ()


@pytest.mark.parametrize(
    "likeliest", ["do not turn on the piano lamp", "never turn on the piano lamp"]
)
def test_another_reading_does_not_lose_the_denial(interpreter: Interpreter, likeliest: str) -> None:
    heard = [likeliest, "turn on the piano lamp", "turn on the piano lamp and close the shutters"]
    understanding = interpreter.interpret(heard, GAZETTEER, min_confidence=MIN_CONFIDENCE)
    assert understanding.text == likeliest
    assert understanding.rejection == Rejection(reason=Reason.NOT_A_COMMAND)


def test_nothing_is_sure_enough_for_certainty(interpreter: Interpreter) -> None:
    heard = ["turn the globe right on"]  # as no pattern has it
    assert interpreter.interpret(heard, GAZETTEER, min_confidence=MIN_CONFIDENCE).commands
    understanding = interpreter.interpret(heard, GAZETTEER, min_confidence=1.0)
    assert understanding.rejection is not None
    assert understanding.rejection.reason is Reason.LOW_CONFIDENCE


@pytest.mark.parametrize(
    "alternatives",
    [[], [""], ["   "], ["🙂🙂🙂"], ["\0"], ["lamp " * 10_000], ["9" * 5_000], ["and " * 60]],
)
def test_strange_input_is_rejected(interpreter: Interpreter, alternatives: list[str]) -> None:
    understanding = interpreter.interpret(alternatives, GAZETTEER, min_confidence=MIN_CONFIDENCE)
    assert understanding.commands == ()
    assert understanding.rejection is not None


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=4))
def test_any_text_is_answered(alternatives: list[str]) -> None:
    understanding = _LOADED.interpret(alternatives, GAZETTEER, min_confidence=MIN_CONFIDENCE)
    assert bool(understanding.commands) != (understanding.rejection is not None)


_LOADED = Interpreter.load(MODEL)


def test_a_home_without_devices_can_be_spoken_to(interpreter: Interpreter) -> None:
    empty = Gazetteer(Home())
    time = interpreter.interpret(["what time is it"], empty, min_confidence=MIN_CONFIDENCE)
    assert [c.intent for c in time.commands] == [Intent.GET_TIME]


def test_strange_names_do_no_harm(interpreter: Interpreter) -> None:
    names = ["", "\0", "🙂", "On", "the", "a" * 5_000, "1", "lights", "and", "% %"]
    strange = [entity(name, "light", area) for name in names for area in (None, "", "In", "🙂")]
    home = Home(entities=(*HOME.entities, *strange))
    assert all(phrase.strip() for phrase in phrases(home))
    understanding = interpreter.interpret(
        ["turn on the piano lamp"], Gazetteer(home), min_confidence=MIN_CONFIDENCE
    )
    assert [c.slots.name for c in understanding.commands] == ["Piano Lamp"]


@pytest.mark.parametrize("damage", ["missing", "model", "labels", "version", "not a model"])
def test_a_damaged_model_is_one_sentence(tmp_path: Path, damage: str) -> None:
    model, labels = (MODEL / n for n in ("model.onnx", "labels.json"))
    (tmp_path / "model.onnx").write_bytes(model.read_bytes())
    (tmp_path / "labels.json").write_bytes(labels.read_bytes())
    match damage:
        case "missing":
            (tmp_path / "model.onnx").unlink()
        case "model":
            (tmp_path / "model.onnx").write_bytes(model.read_bytes()[:5_000])
        case "labels":
            (tmp_path / "labels.json").write_text("{")
        case "version":
            (tmp_path / "labels.json").write_text('{"version": 0}')
        case _:
            (tmp_path / "model.onnx").write_bytes(b"hello")
    with pytest.raises(ModelError) as caught:
        Interpreter.load(tmp_path)
    assert str(tmp_path) in str(caught.value)
    assert str(caught.value).count("\n") == 0


def test_a_room_called_like_a_kind_of_device_can_be_opened(interpreter: Interpreter) -> None:
    door = Entity(
        entity_id="cover.garage",
        name="Big Door",
        domain=Domain.COVER,
        device_class="garage",
        area="Garage",
    )
    lamp = Entity(entity_id="light.work", name="Work Lamp", domain=Domain.LIGHT, area="Garage")
    gazetteer = Gazetteer(Home(entities=(door, lamp)))
    for sentence, intent, key in (
        ("open the garage", Intent.OPEN, ("device_class", "garage")),
        ("close the garage please", Intent.CLOSE, ("device_class", "garage")),
        ("turn on the lights in the garage", Intent.TURN_ON, ("area", "Garage")),
    ):
        (command,) = interpreter.interpret(
            [sentence], gazetteer, min_confidence=MIN_CONFIDENCE
        ).commands
        assert command.intent is intent
        assert key in command.slots.as_dict().items()
