"""Answers as they come out of a turn: their manner, and small talk that does nothing."""

import asyncio
import json
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from time import monotonic

import pytest

from edge_agent.config.policy import PolicySettings
from edge_agent.demo.announcements import ANNOUNCEMENTS, STATUS_TOPIC
from edge_agent.domain.action import MqttMessage, OutcomeKind
from edge_agent.domain.response import Act, Manner, Topic
from edge_agent.domain.turn import Source, Turn, Utterance
from edge_agent.domain.understanding import Understanding
from edge_agent.home.registry import HomeModel
from edge_agent.nlu.gazetteer import Gazetteer
from edge_agent.nlu.interpreter import Interpreter
from edge_agent.nlu.tone import tone_of
from edge_agent.pipeline.live_home import LiveHome
from edge_agent.pipeline.turns import Pipeline

INTERPRETER = Interpreter.load(Path(__file__).parents[2] / "models" / "intent")


class Broker:
    """Keeps every message; nobody waits for what the devices say to it."""

    def __init__(self) -> None:
        self.messages: list[MqttMessage] = []

    async def publish(self, messages: Sequence[MqttMessage], *, timeout_s: float) -> OutcomeKind:
        del timeout_s
        self.messages += messages
        return OutcomeKind.PLANNED


class Room:
    """The demo's home, somebody in it, and the agent."""

    def __init__(self) -> None:
        model = HomeModel("homeassistant")
        for name, config in ANNOUNCEMENTS.items():
            model.accept(f"homeassistant/{name}/config", json.dumps(config).encode())
        model.accept(STATUS_TOPIC, b"online")
        model.accept("demo/kitchen/light/state", b"OFF")
        home = LiveHome(model)
        self.broker = Broker()
        self._gazetteer = Gazetteer(home.now)
        self.published_before_tone: list[int] = []
        self._pipeline = Pipeline(
            understand=self._understand,
            home=home,
            publisher=self.broker,
            settings=PolicySettings(),
            tone=self._tone,
        )

    def say(self, text: str, source: Source = Source.TEXT) -> Turn:
        utterance = Utterance(source=source, alternatives=(text,), ended_at=monotonic())
        return asyncio.run(self._pipeline.handle(utterance))

    async def _understand(self, alternatives: Sequence[str]) -> Understanding:
        return INTERPRETER.interpret(alternatives, self._gazetteer, min_confidence=0.6)

    async def _tone(self, understanding: Understanding) -> Manner | Topic:
        self.published_before_tone.append(len(self.broker.messages))
        return tone_of(understanding)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("hello", ["Hello", "Hi"]),
        ("thank you", ["welcome", "pleasure", "Glad", "Any time"]),
        ("what can you do", ["switch and dim your lights"]),
        ("tell me a joke", ["."]),
    ],
)
def test_small_talk_is_answered_and_does_nothing(text, words):
    room = Room()
    turn = room.say(text)
    assert turn.response.act is Act.SMALL_TALK
    assert any(word in turn.response.text for word in words)
    assert turn.outcomes == ()
    assert turn.rejection is None
    assert room.broker.messages == []


def test_what_is_overheard_is_answered_only_after_something_was_done():
    room = Room()
    assert room.say("thank you", Source.VOICE).response.act is Act.NOT_UNDERSTOOD
    assert room.say("hello", Source.VOICE).response.act is Act.SMALL_TALK
    assert room.say("thank you", Source.VOICE).response.act is Act.SMALL_TALK
    room = Room()
    room.say("what time is it", Source.VOICE)
    assert room.say("well done", Source.VOICE).response.act is Act.SMALL_TALK


def test_small_talk_is_no_yes():
    room = Room()
    assert room.say("unlock the front door").response.act is Act.CONFIRM
    room.say("hello")
    assert room.broker.messages == []


def test_the_tone_is_looked_at_when_all_is_published():
    room = Room()
    room.say("turn on the kitchen light")
    assert room.published_before_tone == [1]


@pytest.mark.parametrize(
    ("text", "beginnings"),
    [
        (
            "could you please lock the front door",
            ("Sure", "Of course", "Certainly", "With", "Glad"),
        ),
        ("lock the front door at once", ("Locked the Front Door.",)),
    ],
)
def test_an_answer_has_the_manner_of_what_was_said(text, beginnings):
    room = Room()
    answers = [room.say(text).response.text for _ in range(5)]
    assert all(answer.startswith(beginnings) for answer in answers)
    assert all("the Front Door" in answer for answer in answers)


def test_the_same_command_is_answered_in_several_ways():
    room = Room()
    answers = [room.say("lock the front door").response.text for _ in range(12)]
    assert len(set(answers)) > 2
    assert all(one != other for one, other in pairwise(answers))


def test_a_turn_at_which_the_agent_failed():
    utterance = Utterance(source=Source.TEXT, alternatives=("x",), id="7", ended_at=monotonic())
    turn = Room()._pipeline.broken(utterance)  # noqa: SLF001 - its only way in
    assert (turn.id, turn.utterance, turn.response.act) == ("7", "", Act.FAILED)
    assert turn.response.text.startswith("Sorry")
