"""Classes of wording: what people say instead of the plain words, and what only resembles it."""

from typing import Any

import pytest
from test_interpreter import GAZETTEER, MIN_CONFIDENCE, MODEL

from edge_agent.domain.command import Command
from edge_agent.nlu.interpreter import Interpreter

INTERPRETER = Interpreter.load(MODEL)

NEEDS = {
    "too_cold": (
        "it's parky in here",
        "brr it's nippy",
        "i'm chilled to the bone",
        "my toes are like ice",
        "i can't feel my fingers",
        "could do with a bit of heat in here",
        "it's not warm enough in here",
    ),
    "too_hot": ("phew it's roasting up here", "it's like a furnace in here", "i'm overheating"),
    "too_dark": (
        "it's like a cave in here",
        "i can barely see where i'm going",
        "i can't make out the print in my book",
        "there's not enough light in here",
        "could we have a bit more light",
    ),
    "too_bright": ("these lights are too harsh", "that light's giving me a headache"),
    "stuffy": (
        "pooh it stinks in here",
        "there's no air in here",
        "we could use some air movement",
    ),
    "too_humid": ("the mirror is all steamed up", "it's like a steam room in here"),
    "dirty": ("the dog has shed everywhere again", "i spilled my cereal", "this place is a pigsty"),
    "coffee": ("i need my caffeine fix", "i'd kill for a coffee", "get the coffee going"),
    "dry_garden": ("the flower beds are bone dry", "the plants look thirsty"),
    "sleep": ("i'm ready to go to sleep now", "i'm calling it a night"),
    "leaving": ("we're heading out now see you later", "i'm just nipping to the shops"),
    "overlooked": ("people can see in from the street", "can i have some privacy"),
}
QUESTIONS: list[tuple[str, list[tuple[str, dict[str, Any]]]]] = [
    ("what's it like outside", [("get_temperature", {"area": "outside"})]),
    (
        "which is warmer the study or the lounge",
        [("get_temperature", {"area": "Study"}), ("get_temperature", {"area": "Lounge"})],
    ),
    (
        "is it colder outside than in the study",
        [("get_temperature", {"area": "outside"}), ("get_temperature", {"area": "Study"})],
    ),
    ("what's the warmest room in the house", [("get_temperature", {"which": "highest"})]),
    ("where is it most humid", [("get_state", {"which": "highest", "device_class": "humidity"})]),
    ("is the study over twenty degrees", [("get_temperature", {"area": "Study"})]),
    ("what's still on in the study", [("get_state", {"domain": "all", "state": "on"})]),
    ("have i left anything on", [("get_state", {"domain": "all", "state": "on"})]),
    ("is the globe on or off", [("get_state", {"name": "Globe", "state": None})]),
    ("is the wash cycle on wool", [("get_state", {"name": "Wash Cycle", "mode": "wool"})]),
    ("is dusty still out", [("get_state", {"name": "Dusty"})]),
    ("any idea how warm it is outside", [("get_temperature", {"area": "outside"})]),
    (
        "i want to know if the veranda door is locked",
        [("get_state", {"name": "Veranda Door", "state": "locked"})],
    ),
    (
        "i'm not sure if i left the globe on",
        [("get_state", {"name": "Globe", "state": "on"})],
    ),
    ("have the shutters been left open", [("get_state", {"name": "Shutters", "state": "open"})]),
    (
        "is the veranda door locked and the globe on",
        [
            ("get_state", {"name": "Veranda Door", "state": "locked"}),
            ("get_state", {"name": "Globe", "state": "on"}),
        ],
    ),
    (
        "lock the veranda door and tell me how warm it is",
        [("lock", {"name": "Veranda Door"}), ("get_temperature", {})],
    ),
    (
        "what's the temperature outside and close the shutters",
        [("get_temperature", {"area": "outside"}), ("close", {"name": "Shutters"})],
    ),
]
COMMANDS: list[tuple[str, list[tuple[str, dict[str, Any]]]]] = [
    ("stick the globe on", [("turn_on", {"name": "Globe"})]),
    ("close the globe", [("turn_off", {"name": "Globe"})]),
    ("open the lights", [("turn_on", {"domain": "light"})]),
    ("do me a favour and turn off the globe", [("turn_off", {"name": "Globe"})]),
    ("i wonder if you could turn off the globe", [("turn_off", {"name": "Globe"})]),
    ("fancy turning the globe on", [("turn_on", {"name": "Globe"})]),
    ("turn off the globe for now", [("turn_off", {"name": "Globe"})]),
    ("lock the veranda door behind me", [("lock", {"name": "Veranda Door"})]),
    (
        "close the shutters stick the globe on",
        [("close", {"name": "Shutters"}), ("turn_on", {"name": "Globe"})],
    ),
    (
        "lock up the veranda door and send dusty off",
        [("lock", {"name": "Veranda Door"}), ("vacuum_start", {"name": "Dusty"})],
    ),
    (
        "lights off here and on in the study",
        [("turn_off", {"domain": "light"}), ("turn_on", {"domain": "light", "area": "Study"})],
    ),
    ("turn the globe right down", [("light_set", {"name": "Globe", "brightness": 1})]),
    ("globe on full whack", [("light_set", {"name": "Globe", "brightness": 100})]),
    ("pop the globe on low", [("light_set", {"name": "Globe", "brightness": 33})]),
    ("knock the heat pump back a degree", [("set_temperature", {"temperature_step": -1})]),
    ("turn the heat up a few degrees", [("set_temperature", {"temperature_step": 3})]),
    ("globe nearly off", [("light_set", {"name": "Globe", "brightness": 5})]),
    ("lights down a bit", [("light_set", {"brightness_step": -10})]),
    ("stop the box fan swinging", [("set_mode", {"name": "Box Fan", "mode": "still"})]),
    ("leave the shutters open a crack", [("set_position", {"percentage_step": 25})]),
    ("i want it twenty two in here", [("set_temperature", {"temperature": 22})]),
    ("dusty go to the study", [("vacuum_clean_area", {"name": "Dusty", "area": "Study"})]),
    (
        "turn off the lights in every room on the top floor",
        [("turn_off", {"domain": "light", "floor": "Top Floor"})],
    ),
    ("lock everything", [("lock", {"domain": "lock", "floor": "all"})]),
    ("box fan flat out", [("set_speed", {"name": "Box Fan", "percentage": 100})]),
    ("drop the blinds halfway", [("set_position", {"position": 50, "area": None})]),
    ("turn off the light in the sitting room", [("turn_off", {"area": "Lounge"})]),
    ("dusty go and charge yourself", [("vacuum_return", {"name": "Dusty"})]),
    ("give the study a quick hoover", [("vacuum_clean_area", {"area": "Study"})]),
    ("give me another one for five minutes", [("start_timer", {"minutes": 5})]),
    ("set a timer for an hour and a quarter", [("start_timer", {"hours": 1, "minutes": 15})]),
    ("set a timer for an hour and ten", [("start_timer", {"hours": 1, "minutes": 10})]),
    ("countdown from ten minutes", [("start_timer", {"minutes": 10})]),
    ("how much longer on the eggs", [("timer_status", {"name": "eggs"})]),
    ("carry on with the pasta timer", [("unpause_timer", {"name": "pasta"})]),
    ("give it two more minutes", [("increase_timer", {"minutes": 2})]),
    ("scrap the alarm", [("cancel_alarm", {})]),
]
EXCEPTIONS = {
    "turn off every light bar the study ones": {"area": "Study"},
    "all the lights off save for the pantry": {"area": "Pantry"},
    "all the lights off but leave the globe": {"name": "Globe"},
    "turn everything off excluding the globe": {"name": "Globe"},
}
NOTHING = (
    "it's eighteen degrees in the study",
    "turn on the globe when i get home",
    "turn on the globe as soon as it gets dark",
    "in case it rains close the shutters",
    "next time turn off the globe",
    "maybe turn off the globe later",
    "let me turn off the globe",
    "we should turn off the globe",
    "would you like the globe on",
    "the kids turned the globe on",
    "stop turning off the globe",
    "quit closing the shutters",
    "mum said turn on the globe",
    "i like turning on the globe",
    "tell the kids to turn off the globe",
    "can you ask him to turn off the globe",
    "alexa turn on the globe",
    "the globe comes on at six",
    "the study one please",
    "the dog is hungry",
    "power light mode",
    "the coffee is cold",
)


def understood(text: str) -> tuple[Command, ...]:
    return INTERPRETER.interpret([text], GAZETTEER, min_confidence=MIN_CONFIDENCE).commands


@pytest.mark.parametrize(
    ("need", "text"), [(need, text) for need, texts in NEEDS.items() for text in texts]
)
def test_a_need_is_understood(need, text):
    assert [command.intent for command in understood(text)] == [need]


@pytest.mark.parametrize(("text", "expected"), [*QUESTIONS, *COMMANDS])
def test_other_words_mean_the_same(text, expected):
    found = understood(text)
    told = [(c.intent, c.slots.as_dict()) for c in found]
    assert [intent for intent, _ in told] == [intent for intent, _ in expected]
    for (_, slots), (_, wanted) in zip(told, expected, strict=True):
        assert {key: slots.get(key) for key in wanted} == wanted


@pytest.mark.parametrize(("text", "slots"), EXCEPTIONS.items())
def test_what_is_left_out(text, slots):
    (command,) = understood(text)
    assert command.intent == "turn_off"
    (excepted,) = command.left_out
    assert {key: excepted.as_dict().get(key) for key in slots} == slots


@pytest.mark.parametrize("text", NOTHING)
def test_what_only_resembles_a_command_does_nothing(text):
    assert understood(text) == ()


def test_words_are_added_to_no_command_that_stands_by_itself():
    (command,) = understood("switch off the globe")
    assert command.slots.name == "Globe"
