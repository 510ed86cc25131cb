"""What stands around a command: times, how long it lasts, scales and asides."""

from pathlib import Path

import pytest

from edge_agent.domain.command import Command
from edge_agent.domain.entity import Domain, Entity, Home
from edge_agent.nlu.clock import Moment, moment
from edge_agent.nlu.framing import frames, without_asides, without_scale
from edge_agent.nlu.gazetteer import Gazetteer
from edge_agent.nlu.interpreter import Interpreter
from edge_agent.nlu.normalise import normalise

INTERPRETER = Interpreter.load(Path(__file__).parents[2] / "models" / "intent")
GAZETTEER = Gazetteer(
    Home(
        entities=(
            Entity(entity_id="light.globe", name="Globe", domain=Domain.LIGHT),
            Entity(entity_id="switch.kettle", name="Kettle", domain=Domain.SWITCH),
        )
    )
)


def commands_of(text: str) -> tuple[Command, ...]:
    return INTERPRETER.interpret([text], GAZETTEER, min_confidence=0.6).commands


@pytest.mark.parametrize(
    ("text", "time", "day", "period"),
    [
        ("half past seven", "07:30", None, None),
        ("quarter to eight", "07:45", None, None),
        ("a quarter past nine", "09:15", None, None),
        ("seven thirty", "07:30", None, None),
        ("7:30 pm", "19:30", None, "pm"),
        ("six p.m.", "18:00", None, "pm"),
        ("twelve am", "00:00", None, "am"),
        ("ten past six", "06:10", None, None),
        ("ten minutes to six", "05:50", None, None),
        ("eight o'clock", "08:00", None, None),
        ("seven in the evening", "19:00", None, "pm"),
        ("noon", "12:00", None, "pm"),
        ("midnight", "00:00", None, "am"),
        ("sunset", "sunset", None, None),
        ("tomorrow at seven", "07:00", "tomorrow", None),
        ("quarter to eight tomorrow morning", "07:45", "tomorrow", "am"),
        ("eight tonight", "20:00", "today", "pm"),
        ("every day at eight", "08:00", "daily", None),
        ("tomorrow morning", "morning", "tomorrow", None),
        ("on monday", None, "monday", None),
        ("nine on saturday", "09:00", "saturday", None),
    ],
)
def test_a_time_of_day(text, time, day, period):
    assert moment(normalise(text)) == Moment(time=time, day=day, period=period)


@pytest.mark.parametrize(
    "text", ["", "seven eleven twelve", "half", "past seven", "a hundred", "the morning", "7.5"]
)
def test_no_time_of_day(text):
    assert moment(normalise(text)) is None


@pytest.mark.parametrize(
    ("text", "rest", "slots", "is_for_a_time"),
    [
        ("turn off the globe in ten minutes", "turn off the globe", {"minutes": "10"}, False),
        ("in an hour open the blinds", "open the blinds", {"hours": "1"}, False),
        ("lock up after an hour and two minutes", "lock up", {"hours": "1", "minutes": "2"}, False),
        ("turn on the fan for an hour and a half", "turn on the fan", {"hours": "1.5"}, True),
        ("for ten minutes turn on the fan", "turn on the fan", {"minutes": "10"}, True),
    ],
)  # fmt: skip
def test_a_command_is_told_from_its_duration(text, rest, slots, is_for_a_time):
    frame = next(frames(normalise(text)))
    assert frame.tokens == normalise(rest)
    assert {span.slot: " ".join(span.tokens) for span in frame.duration} == slots
    assert frame.is_for_a_time is is_for_a_time


@pytest.mark.parametrize(
    ("text", "rest", "time", "is_for_a_time"),
    [
        ("turn off the globe at half past seven", "turn off the globe", "07:30", False),
        ("at sunset close the blinds", "close the blinds", "sunset", False),
        ("leave the fan on until ten", "leave the fan on", "10:00", True),
        ("open the blinds tomorrow at seven", "open the blinds", "07:00", False),
    ],
)
def test_a_command_is_told_from_its_time(text, rest, time, is_for_a_time):
    (frame, *_) = [f for f in frames(normalise(text)) if f.tokens == normalise(rest)]
    assert frame.moment is not None
    assert (frame.moment.time, frame.is_for_a_time) == (time, is_for_a_time)


@pytest.mark.parametrize(
    "text", ["turn on the light in the hall", "in ten minutes", "in", "", "dim it by ten percent"]
)
def test_other_sentences_have_no_time(text):
    assert not list(frames(normalise(text)))


@pytest.mark.parametrize(
    ("text", "rest", "scale"),
    [
        ("set it to 70 degrees fahrenheit", "set it to 70 degrees", "°F"),
        ("set it to 70 f", "set it to 70 degrees", "°F"),
        ("20°C please", "20 degrees please", "°C"),
        ("is c a letter", "is c a letter", None),
    ],
)
def test_the_scale_is_taken_off(text, rest, scale):
    assert without_scale(normalise(text)) == (normalise(rest), scale)


def test_asides_mean_nothing():
    said = normalise("while you're at it turn off the fan by the way")
    assert without_asides(said) == normalise("turn off the fan")
    alone = normalise("by the way")
    assert without_asides(alone) == alone


@pytest.mark.parametrize(
    ("text", "then"),
    [
        ("turn off the globe in ten minutes", [("turn_off", "Globe")]),
        ("turn on the globe for ten minutes", [("turn_off", "Globe")]),
        ("turn on the globe until ten", [("turn_off", "Globe")]),
        ("set the globe to ten percent for an hour", [("undo", None)]),
        ("turn on the globe and the kettle at noon", [("turn_on", "Globe"), ("turn_on", "Kettle")]),
    ],
)
def test_what_is_to_be_done_then(text, then):
    (*_, waiting) = commands_of(text)
    assert [(str(one.intent), one.slots.name) for one in waiting.then] == then


@pytest.mark.parametrize(
    ("text", "intents"),
    [
        ("turn off the globe in an hour and turn on the kettle", ["start_timer", "turn_on"]),
        ("turn on the kettle for an hour then turn off the globe",
         ["turn_on", "start_timer", "turn_off"]),
    ],
)  # fmt: skip
def test_only_a_part_of_a_sentence_may_be_for_later(text, intents):
    assert [str(command.intent) for command in commands_of(text)] == intents
