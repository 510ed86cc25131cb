"""What is kept for those who come later, and what is told to a Home Assistant that has started."""

import asyncio
import json
from collections.abc import Sequence
from datetime import UTC, datetime

from edge_agent.app.publication import Publication
from edge_agent.config.schema import Config
from edge_agent.domain.action import CommandOutcome, MqttMessage, OutcomeKind
from edge_agent.domain.alert import Alert, AlertKind
from edge_agent.domain.command import Command
from edge_agent.domain.health import Problem
from edge_agent.domain.intent import Intent
from edge_agent.domain.response import Act, Response
from edge_agent.domain.slots import Slots
from edge_agent.domain.turn import Latency, Source, Turn
from edge_agent.domain.understanding import Reason, Rejection
from edge_agent.mqtt.topics import Topics

TOPICS = Topics(agent_id="kitchen")
SPOKEN = Turn(
    id="1",
    time=datetime(2026, 11, 30, tzinfo=UTC),
    source=Source.VOICE,
    area="Kitchen",
    utterance="turn on the light",
    outcomes=(
        CommandOutcome(
            command=Command(intent=Intent.TURN_ON, slots=Slots(domain="light"), confidence=1.0),
            targets=("light.kitchen",),
            messages=(),
            kind=OutcomeKind.CONFIRMED,
        ),
    ),
    rejection=None,
    response=Response(act=Act.DONE, text="On."),
    latency=Latency(total=200),
)
OVERHEARD = Turn(
    id="2",
    time=datetime(2026, 11, 30, tzinfo=UTC),
    source=Source.VOICE,
    area="Kitchen",
    utterance="she said so",
    outcomes=(),
    rejection=Rejection(reason=Reason.OTHER_SPEECH),
    response=Response(act=Act.NOT_UNDERSTOOD, text=""),
    latency=Latency(),
)


class Broker:
    """Takes everything."""

    def __init__(self, *, is_away: bool = False) -> None:
        self.is_away = is_away
        self.later: list[MqttMessage] = []
        self.retained: list[MqttMessage] = []
        self.passing: list[MqttMessage] = []
        self.has_news = asyncio.Event()

    async def retain(self, message: MqttMessage) -> None:
        self.retained.append(message)

    async def publish(self, messages: Sequence[MqttMessage], *, timeout_s: float) -> OutcomeKind:
        assert timeout_s > 0
        if self.is_away:
            return OutcomeKind.NOT_CONNECTED
        self.passing += messages
        self.has_news.set()
        return OutcomeKind.ACKED

    async def answer_later(self, answer: MqttMessage) -> None:
        self.later.append(answer)

    def topics(self) -> list[str]:
        return [message.topic.removeprefix(f"{TOPICS.prefix}/") for message in self.retained]


def test_what_was_done_last_is_kept_and_what_was_overheard_is_not() -> None:
    async def scene() -> Broker:
        broker = Broker()
        publication = Publication(Config(), broker, TOPICS)
        await publication.turn(SPOKEN)
        await publication.turn(OVERHEARD)
        return broker

    broker = asyncio.run(scene())
    (last,) = broker.retained
    assert (last.topic, last.retain) == (TOPICS.last, True)
    assert json.loads(last.payload)["intents"] == ["HassTurnOn"]
    assert not any(message.retain for message in broker.passing)


def test_health_is_told_only_when_it_changes() -> None:
    async def scene() -> Broker:
        broker = Broker()
        publication = Publication(Config(), broker, TOPICS)
        gone = {Problem.MICROPHONE: "There is no microphone."}
        for problems in ({}, {}, gone, gone, {}):
            await publication.health(problems)
        return broker

    states = [json.loads(message.payload)["state"] for message in asyncio.run(scene()).retained]
    assert states == ["ok", "problem", "ok"]


def test_a_home_assistant_that_starts_is_told_the_last_figures_and_no_commands() -> None:
    async def scene() -> list[str]:
        broker = Broker()
        publication = Publication(Config(), broker, TOPICS, models=("model",))
        announcing = asyncio.create_task(publication.announcer.run())
        await publication.turn(SPOKEN)
        await publication.metrics({"memory_mb": 100})
        await asyncio.sleep(0)
        broker.passing.clear()
        broker.has_news.clear()
        publication.announcer.accept("homeassistant/status", b"online", is_retained=False)
        async with asyncio.timeout(10):
            await broker.has_news.wait()
        announcing.cancel()
        assert broker.topics().count("last") == 1
        return [message.topic for message in broker.passing]

    assert asyncio.run(scene()) == [TOPICS.metrics]


def test_an_alert_that_the_broker_misses_is_told_later() -> None:
    alert = Alert(kind=AlertKind.PHRASE, phrase="help", at=1.0, level_db=-20.0)

    async def scene(broker: Broker) -> Broker:
        await Publication(Config(), broker, TOPICS).alert(alert)
        return broker

    told, missed = asyncio.run(scene(Broker())), asyncio.run(scene(Broker(is_away=True)))
    assert (len(told.passing), told.later) == (1, [])
    assert (missed.passing, len(missed.later)) == ([], 1)
    documents = [json.loads(one.payload) for one in (*told.passing, *missed.later)]
    assert documents[0]["id"] != documents[1]["id"]
    assert all(one["phrase"] == "help" for one in documents)
