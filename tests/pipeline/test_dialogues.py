"""Dialogues as people have them: a small home, what is said, and what the devices are sent."""

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path
from time import monotonic

import pytest

from edge_agent.config.policy import PolicySettings
from edge_agent.domain.action import MqttMessage, OutcomeKind
from edge_agent.domain.response import Act
from edge_agent.domain.turn import Source, Turn, Utterance
from edge_agent.domain.understanding import Understanding
from edge_agent.home.registry import HomeModel
from edge_agent.nlu.gazetteer import Gazetteer
from edge_agent.nlu.interpreter import Interpreter
from edge_agent.pipeline.live_home import LiveHome
from edge_agent.pipeline.turns import Pipeline

INTERPRETER = Interpreter.load(Path(__file__).parents[2] / "models" / "intent")
LIGHT = {"schema": "json", "supported_color_modes": ["rgb", "color_temp"], "brightness_scale": 100}
COVER = {"device_class": "blind", "set_position_topic": "~/position", "position_topic": "~/at"}
CLIMATE = {
    "mode_command_topic": "~/mode",
    "mode_state_topic": "~",
    "modes": ["off", "heat"],
    "temperature_command_topic": "~/degrees",
    "temperature_state_topic": "~/target",
    "min_temp": 5,
    "max_temp": 30,
    "temperature_unit": "C",
}
FAN = {
    "percentage_command_topic": "~/speed",
    "percentage_state_topic": "~/speed",
    "speed_range_max": 4,
}
DEVICES = [
    ("light", "Big Light", "Lounge", LIGHT, '{"state": "OFF"}'),
    ("light", "Reading Lamp", "Lounge", LIGHT, '{"state": "ON", "brightness": 40}'),
    ("light", "Corner Lamp", "Lounge", LIGHT, '{"state": "OFF"}'),
    ("light", "Bedside Lamp", "Bedroom", LIGHT, '{"state": "OFF"}'),
    ("light", "Bedside Lamp", "Nursery", LIGHT, '{"state": "OFF"}'),
    ("fan", "Ceiling Fan", "Bedroom", FAN, "OFF"),
    ("cover", "Blinds", "Bedroom", COVER, "open"),
    ("cover", "Blinds", "Nursery", COVER, "open"),
    ("cover", "Garage Door", "Garage", {"device_class": "garage"}, "closed"),
    ("lock", "Front Door", "Hall", {}, "LOCKED"),
    ("lock", "Back Door", "Hall", {}, "UNLOCKED"),
    ("climate", "Thermostat", "Lounge", CLIMATE, "heat"),
]
LOUNGE = ("big", "reading", "corner")


def base(name: str, room: str) -> str:
    words = name.lower().split()
    return f"{words[0]}-{room.lower()}" if words[0] in {"bedside", "blinds"} else words[0]


def new_home() -> LiveHome:
    """Every device believes what it is told: states are as assumed from the start."""
    model = HomeModel("homeassistant")
    for component, name, room, config, state in DEVICES:
        topic = base(name, room)
        announced = {
            "~": topic,
            "name": name,
            "unique_id": topic,
            "command_topic": "~/set",
            "state_topic": "~",
            "optimistic": True,
            "device": {"identifiers": topic, "suggested_area": room},
            **config,
        }
        if component == "climate":
            del announced["command_topic"], announced["state_topic"]
        model.accept(f"homeassistant/{component}/{topic}/config", json.dumps(announced).encode())
        model.accept(topic, state.encode())
    model.accept("thermostat/target", b"20")
    return LiveHome(model)


class Devices:
    """Takes what is published, as a broker does."""

    def __init__(self) -> None:
        self.sent: list[str] = []

    async def publish(self, messages: Sequence[MqttMessage], *, timeout_s: float) -> OutcomeKind:
        del timeout_s
        self.sent += [f"{m.topic.replace('/set', '')} {_plain(m.payload)}" for m in messages]
        return OutcomeKind.ACKED


def _plain(payload: str) -> str:
    if not payload.startswith("{"):
        return payload
    values = {k: v for k, v in json.loads(payload).items() if k != "state" or v == "OFF"}
    return " ".join(f"{value}" for value in values.values()) or "ON"


def talk(
    *said: str,
    settings: PolicySettings | None = None,
    min_confidence: float = 0.6,
    ask_confidence: float = 0.6,
    **more: object,
) -> list[tuple[Turn, list[str]]]:
    """What each thing that is said leads to: its turn and what was sent."""
    home, devices = new_home(), Devices()
    gazetteer = Gazetteer(home.now)

    async def understand(alternatives: Sequence[str]) -> Understanding:
        return INTERPRETER.interpret(
            alternatives, gazetteer, min_confidence=min_confidence, ask_confidence=ask_confidence
        )

    pipeline = Pipeline(
        understand=understand,
        home=home,
        publisher=devices,
        settings=settings or PolicySettings(),
    )

    async def scene() -> list[tuple[Turn, list[str]]]:
        found = []
        for text in said:
            given = {"source": Source.TEXT, "alternatives": (text,), "ended_at": monotonic()}
            devices.sent = []
            turn = await pipeline.handle(Utterance(**(given | more)))
            found.append((turn, sorted(devices.sent)))
        return found

    return asyncio.run(scene())


def sent(*said: str, area: str | None = None) -> list[list[str]]:
    return [messages for _, messages in talk(*said, area=area)]


CORRECTIONS = [
    (("turn on the reading lamp", "no the big light"), ["big ON"]),
    (("turn on the corner lamp", "no the big light"), ["big ON", "corner OFF"]),
    (("turn on the corner lamp", "not that one the big light"), ["big ON", "corner OFF"]),
    (("turn on the corner lamp", "i said the big light"), ["big ON", "corner OFF"]),
    (("turn on the corner lamp", "the big light instead"), ["big ON", "corner OFF"]),
    (("turn on the lamp", "no the big one"), ["big ON", "corner OFF"]),
    (("turn on the lights", "but not the corner lamp"), ["corner OFF"]),
    (("close the blinds in the bedroom", "no i meant the nursery"),
     ["blinds-bedroom OPEN", "blinds-nursery CLOSE"]),
    (("make the reading lamp blue", "no red"), ["reading {'r': 255, 'g': 0, 'b': 0}"]),
    (("set the reading lamp to fifty percent", "no thirty"), ["reading 30"]),
    (("set the thermostat to nineteen", "sorry i meant twenty one"), ["thermostat/degrees 21.0"]),
    (("turn on the corner lamp", "wrong one"), ["corner OFF"]),
    (("turn on the reading lamp", "no the big one", "no wait the corner lamp"),
     ["big OFF", "corner ON"]),
    (("turn on the reading lamp", "i meant the corner"), ["corner ON"]),
    (("turn off the lights in the lounge", "everything but the reading lamp"), ["reading 40"]),
    (("turn on the bedside lamp", "nursery", "actually both"),
     ["bedside-bedroom ON", "bedside-nursery ON"]),
    (("turn on the corner lamp", "undo that"), ["corner OFF"]),
    (("dim the lights by ten percent", "no only the reading lamp"), []),
    (("turn on the lights", "just the big one"), ["big ON", "corner OFF"]),
    # nothing is unlocked to take a locking back
    (("lock the back door", "no the front door"), ["front LOCK"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "expected"), CORRECTIONS, ids=[" / ".join(c[0]) for c in CORRECTIONS]
)
def test_a_correction_takes_back_what_was_wrong(said, expected):
    assert sent(*said, area="Lounge")[-1] == expected


def test_a_correction_of_what_was_asked_about_asks_again():
    turns = talk("unlock the front door", "no open the garage", "yes")
    assert [turn.response.act for turn, _ in turns[:2]] == [Act.CONFIRM, Act.CONFIRM]
    assert turns[2][1] == ["garage OPEN"]


ANSWERS = [
    ("turn on the bedside lamp", "the one in the nursery", ["bedside-nursery ON"]),
    ("turn on the bedside lamp", "nursery", ["bedside-nursery ON"]),
    ("turn on the bedside lamp", "the nursery one please", ["bedside-nursery ON"]),
    ("turn on the bedside lamp", "the second one", ["bedside-nursery ON"]),
    ("turn on the bedside lamp", "the first", ["bedside-bedroom ON"]),
    ("turn on the bedside lamp", "the last one", ["bedside-nursery ON"]),
    ("turn on the bedside lamp", "both", ["bedside-bedroom ON", "bedside-nursery ON"]),
    ("turn on the bedside lamp", "neither", []),
    ("turn on the bedside lamp", "bedroom and nursery",
     ["bedside-bedroom ON", "bedside-nursery ON"]),
    ("turn on the bedside lamp", "the third one", []),
    ("turn on the bedside lamp", "no never mind", []),
    ("close the blinds", "all of them", ["blinds-bedroom CLOSE", "blinds-nursery CLOSE"]),
    ("close the blinds", "everywhere", ["blinds-bedroom CLOSE", "blinds-nursery CLOSE"]),
    ("close the blinds", "in the nursery please", ["blinds-nursery CLOSE"]),
    ("close the blinds", "the bedroom ones", ["blinds-bedroom CLOSE"]),
    # "one" is no brightness
    ("turn on the bedside lamp", "the bedroom one please", ["bedside-bedroom ON"]),
]  # fmt: skip


@pytest.mark.parametrize(("said", "answer", "expected"), ANSWERS)
def test_a_question_back_is_answered_in_all_forms(said, answer, expected):
    first, second = talk(said, answer)
    assert first[0].response.act is Act.CLARIFY
    assert second[1] == expected


def test_here_is_where_the_speaker_stands():
    assert (
        sent("close the blinds everywhere", "open the blinds", "in here", area="Garage")[-1] == []
    )
    assert sent("turn on the bedside lamp", "in here", area="Nursery")[0] == ["bedside-nursery ON"]


def test_the_other_one_is_what_else_was_asked_about():
    assert sent("turn on the bedside lamp", "nursery", "the other one")[-1] == [
        "bedside-bedroom ON"
    ]
    assert sent("turn on the bedside lamp", "nursery", "turn on the other one too")[-1] == [
        "bedside-bedroom ON"
    ]


def test_the_others_are_all_of_them():
    said = ("turn on the big light", "turn on the other lights")
    assert sent(*said) == [["big ON"], ["corner ON", "reading ON"]]


def test_the_other_one_of_several_is_asked_back():
    turns = talk("turn on the big light", "turn on the other one", "the corner one")
    assert turns[1][0].response.act is Act.CLARIFY
    assert turns[2][1] == ["corner ON"]


RISKY_PAIR = "unlock the front door and open the garage"


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("yes", ["front UNLOCK", "garage OPEN"]),
        ("sure thing", ["front UNLOCK", "garage OPEN"]),
        ("no", []),
        ("yes but not yet", []),
        ("hmm maybe", []),
    ],
)
def test_two_risky_things_are_asked_at_once(answer, expected):
    asked, answered = talk(RISKY_PAIR, answer)
    assert asked[0].response.text.count("?") == 1
    assert all(name in asked[0].response.text for name in ("Front Door", "Garage Door"))
    assert asked[1] == []
    assert answered[1] == expected


def test_what_is_unclear_beside_it_is_asked_afterwards():
    turns = talk("unlock the front door and turn on the bedside lamp", "yes", "nursery")
    assert [turn.response.act for turn, _ in turns] == [Act.CONFIRM, Act.CLARIFY, Act.DONE]
    assert turns[0][0].response.text.count("?") == 1
    assert [messages for _, messages in turns] == [[], ["front UNLOCK"], ["bedside-nursery ON"]]


def test_what_is_not_risky_beside_it_is_done_at_once():
    asked, answered = talk("turn on the big light and unlock the front door", "yes")
    assert asked[1] == ["big ON"]
    assert answered[1] == ["front UNLOCK"]


@pytest.mark.parametrize("between", ["hmm maybe", "what a day", "turn on the big light", "no"])
def test_a_yes_must_come_at_once(between):
    assert sent("unlock the front door", between, "yes")[-1] == []


def test_nothing_risky_is_done_by_correcting():
    locked = talk("lock the back door", "no the front door", "undo that")
    assert not [message for _, messages in locked for message in messages if "UNLOCK" in message]


CONTEXT = [
    (("turn on the big light and dim it to thirty percent",), ["big 30", "big ON"]),
    (("set the reading lamp to forty percent", "half as bright"), ["reading 20"]),
    (("set the reading lamp to forty percent", "twice as bright"), ["reading 80"]),
    (("turn on the reading lamp", "brighter still"), ["reading 65"]),
    (("turn on the reading lamp", "not that bright"), ["reading 15"]),
    (("dim the reading lamp by ten percent", "again"), ["reading 20"]),
    (("dim the reading lamp by ten percent", "that's too much"), ["reading 55"]),
    (("turn on the reading lamp", "max"), ["reading 100"]),
    (("turn on the reading lamp", "make that ten percent"), ["reading 10"]),
    (("close the blinds in the nursery", "half way"), ["blinds-nursery/position 50"]),
    (("turn on the ceiling fan", "speed two", "faster"), ["ceiling/speed 3"]),
    (("set the ceiling fan to speed two", "speed four"), ["ceiling/speed 4"]),
    (("turn on the ceiling fan", "speed two", "a bit less"), ["ceiling/speed 1"]),
    (("set the thermostat to nineteen", "make that twenty"), ["thermostat/degrees 20.0"]),
    (("set the thermostat to nineteen", "a degree more"), ["thermostat/degrees 20.0"]),
    (("close the blinds in the nursery", "and the ones in the bedroom"), ["blinds-bedroom CLOSE"]),
    (("set the reading lamp to ten percent", "back to how it was"), ["reading 40"]),
    (("turn on the big light and the corner lamp", "turn both off"), ["big OFF", "corner OFF"]),
    (("turn on the big light", "leave it"), []),
    (("turn on the ceiling fan", "set it to two"), ["ceiling/speed 2"]),
    (("open the blinds in the nursery", "close them two thirds"), ["blinds-nursery/position 33"]),
    (
        ("turn on the big light", "and the blinds in the bedroom to half"),
        ["blinds-bedroom/position 50"],
    ),
    (
        ("turn on the reading lamp", "make it red and ten percent"),
        ["reading {'r': 255, 'g': 0, 'b': 0} 10"],
    ),
    (
        ("turn on the big light", "and the corner lamp", "turn them both off"),
        ["big OFF", "corner OFF"],
    ),
    (
        ("turn on the big light and dim the reading lamp and turn it off",),
        ["big ON", "reading 15", "reading OFF"],
    ),
    (("again",), []),
    (("close the blinds in the nursery", "and now the other ones"), ["blinds-bedroom CLOSE"]),
    (("close the blinds in the nursery", "the bedroom ones too"), ["blinds-bedroom CLOSE"]),
    (("which lights are on", "turn those off"), ["reading OFF"]),
    (("turn on the big light", "no the one in the nursery"), ["bedside-nursery ON", "big OFF"]),
    (("turn on the reading lamp", "up a bit"), ["reading 50"]),
    (
        ("set the thermostat to nineteen", "take it up a degree", "and another one"),
        ["thermostat/degrees 21.0"],
    ),
]


@pytest.mark.parametrize(("said", "expected"), CONTEXT, ids=[" / ".join(c[0]) for c in CONTEXT])
def test_words_go_on_from_what_was_said_before(said, expected):
    assert sent(*said)[-1] == expected


COMPOUND = [
    ("turn on the big light and the corner lamp then lock up",
     ["back LOCK", "big ON", "corner ON", "front LOCK"]),
    ("turn off the reading lamp but open the nursery blinds",
     ["blinds-nursery OPEN", "reading OFF"]),
    ("while you're at it lock the back door", ["back LOCK"]),
    ("turn on the bedroom and nursery lights", ["bedside-bedroom ON", "bedside-nursery ON"]),
    ("nursery lights on bedroom blinds down", ["bedside-nursery ON", "blinds-bedroom CLOSE"]),
    ("close the blinds in the nursery and the bedroom and lock up",
     ["back LOCK", "blinds-bedroom CLOSE", "blinds-nursery CLOSE", "front LOCK"]),
    ("turn on all the lights in the lounge except the big light and the corner lamp",
     ["reading ON"]),
    ("dim the big light and the reading lamp to thirty percent", ["big 30", "reading 30"]),
    ("turn on the lights and the fan in the bedroom", ["bedside-bedroom ON", "ceiling ON"]),
    ("lock both doors", ["back LOCK", "front LOCK"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), COMPOUND)
def test_several_commands_in_one_sentence(text, expected):
    ((turn, messages),) = talk(text)
    assert messages == expected, turn.response.text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("is the front door locked and the reading lamp on", ["locked", "Reading Lamp is on"]),
        ("are we locked up", ["No", "Back Door is unlocked"]),
        ("what's still on in the lounge", ["Reading Lamp is on"]),
        ("is the big light on or off", ["Big Light is off"]),
        ("is the thermostat on heat", ["Yes", "heat"]),
        ("close the nursery blinds and is the front door locked", ["Blinds", "Yes", "locked"]),
    ],
)
def test_questions_are_answered(text, told):
    ((turn, _),) = talk(text)
    assert [words for words in told if words not in turn.response.text] == [], turn.response.text


def test_degrees_fahrenheit_are_converted():
    assert sent("set the thermostat to seventy degrees fahrenheit") == [["thermostat/degrees 21.0"]]
    assert sent("set the thermostat to the lowest") == [["thermostat/degrees 5.0"]]
