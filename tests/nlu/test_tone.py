"""How something was said: politely, in a hurry, and small talk, which asks for nothing."""

import pytest
from test_interpreter import GAZETTEER, MODEL

from edge_agent.domain.command import Command
from edge_agent.domain.entity import Domain, Entity, Home
from edge_agent.domain.intent import Intent
from edge_agent.domain.response import Manner, Topic
from edge_agent.domain.slots import Slots
from edge_agent.domain.understanding import Reason, Rejection, Understanding
from edge_agent.nlu.gazetteer import Gazetteer
from edge_agent.nlu.interpreter import Interpreter
from edge_agent.nlu.tone import MIN_CONFIDENCE, patterns_of, small_talk, tone_of

SURE, UNSURE = 1.0, MIN_CONFIDENCE - 0.01


@pytest.fixture(scope="module")
def interpreter() -> Interpreter:
    return Interpreter.load(MODEL)


def understood(text: str, intent: Intent = Intent.TURN_ON) -> Understanding:
    command = Command(intent=intent, slots=Slots(), confidence=1)
    return Understanding(text=text, commands=(command,))


def rejected(text: str, reason: Reason = Reason.NOT_A_COMMAND) -> Understanding:
    return Understanding(text=text, rejection=Rejection(reason=reason))


@pytest.mark.parametrize(
    ("text", "manner"),
    [
        ("turn on the lamp", Manner.PLAIN),
        ("Could you turn on the lamp?", Manner.POLITE),
        ("turn on the lamp please", Manner.POLITE),
        ("would you mind turning on the lamp", Manner.POLITE),
        ("turn on the lamp, thank you", Manner.POLITE),
        ("quick turn on the lamp", Manner.BRIEF),
        ("lamp on right now", Manner.BRIEF),
        ("turn on the right lamp now", Manner.PLAIN),
    ],
)
def test_the_manner_of_a_command(text, manner):
    assert tone_of(understood(text)) is manner


def test_needs_are_answered_warmly():
    assert tone_of(understood("i'm freezing", Intent.TOO_COLD)) is Manner.WARM


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Thank you!", Topic.THANKS),
        ("thanks a lot", Topic.THANKS),
        ("hello", Topic.GREETING),
        ("good evening", Topic.GREETING),
        ("good morning", Topic.GOOD_MORNING),
        ("good night", Topic.GOOD_NIGHT),
        ("see you tomorrow", Topic.FAREWELL),
        ("well done", Topic.PRAISE),
        ("i'm sorry about that", Topic.APOLOGY),
        ("how are you today", Topic.WELLBEING),
        ("who are you", Topic.IDENTITY),
        ("what's your name", Topic.IDENTITY),
        ("what can you do", Topic.ABILITIES),
        ("tell me a joke", Topic.JOKE),
        ("how old are you", Topic.AGE),
        ("do you love me", Topic.FEELINGS),
        ("you are stupid", Topic.INSULT),
        ("are you there", Topic.PRESENCE),
        ("are you recording me", Topic.PRIVACY),
        ("the weather is fine", Manner.PLAIN),
    ],
)
def test_the_topic_of_small_talk(text, topic, interpreter):
    found = interpreter.interpret([text], GAZETTEER, min_confidence=0.6)
    assert not found.commands
    assert tone_of(found) is topic


def test_every_topic_has_sentences():
    assert set(small_talk().values()) == set(Topic)


@pytest.mark.parametrize("reason", [Reason.NOISE, Reason.GAP, Reason.OTHER_SPEECH])
def test_what_was_hardly_heard_is_no_small_talk(reason):
    assert tone_of(rejected("thank you", reason), lambda _: (Topic.THANKS, SURE)) is Manner.PLAIN


def test_small_talk_is_never_a_command(interpreter):
    texts = [" ".join(tokens) for tokens in small_talk()]
    assert len(texts) > 300
    taken = [t for t in texts if interpreter.interpret([t], GAZETTEER, min_confidence=0.5).commands]
    assert taken == []


def test_a_scene_of_that_name_goes_before(interpreter):
    scene = Entity(entity_id="scene.good_night", name="Good Night", domain=Domain.SCENE)
    found = interpreter.interpret(
        ["good night"], Gazetteer(Home(entities=(scene,))), min_confidence=0.5
    )
    assert [command.intent for command in found.commands] == [Intent.ACTIVATE]
    assert isinstance(tone_of(found), Manner)


def test_no_later_reading_is_taken_after_small_talk(interpreter):
    found = interpreter.interpret(
        ["thank you", "turn on the piano lamp"], GAZETTEER, min_confidence=0.5
    )
    assert found.commands == ()
    assert tone_of(found) is Topic.THANKS


@pytest.mark.parametrize(
    ("understanding", "label", "confidence", "tone"),
    [
        (rejected("my word are you quick"), Topic.PRAISE, SURE, Topic.PRAISE),
        (rejected("my word are you quick"), Topic.PRAISE, UNSURE, Manner.PLAIN),
        (rejected("my word are you quick"), Manner.BRIEF, SURE, Manner.PLAIN),
        (rejected("thank you"), Topic.PRAISE, SURE, Topic.THANKS),
        (rejected("turn on the sun", Reason.UNKNOWN_NAME), Topic.JOKE, SURE, Manner.PLAIN),
        (rejected("don't you say", Reason.NEGATED), Topic.JOKE, SURE, Manner.PLAIN),
        (understood("lamp on you lovely angel"), Manner.POLITE, SURE, Manner.POLITE),
        (understood("lamp on you lovely angel"), Manner.POLITE, UNSURE, Manner.PLAIN),
        (understood("lamp on you lovely angel"), Topic.PRAISE, SURE, Manner.PLAIN),
        (understood("lamp on please"), Manner.BRIEF, SURE, Manner.POLITE),
    ],
)
def test_a_head_is_asked_where_no_pattern_tells(understanding, label, confidence, tone):
    assert tone_of(understanding, lambda _: (label, confidence)) is tone


def test_what_is_listened_for_is_little():
    spoken = patterns_of("spoken")
    assert Topic.THANKS in spoken
    assert sum(map(len, spoken.values())) <= len(Topic)
