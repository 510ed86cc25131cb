"""Satellites between the ear, the turns and the broker: who is told what, and who answers."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from time import monotonic

import numpy as np
import pytest
from satellites.spoken import LOUD_DB, ROOM_DB, rhythm

from edge_agent.app.satellites import Satellites, satellite_topics
from edge_agent.config.schema import SatelliteSettings
from edge_agent.domain.action import MqttMessage, OutcomeKind
from edge_agent.domain.audio import FRAME_S, AudioFrame
from edge_agent.domain.command import Command
from edge_agent.domain.intent import Intent
from edge_agent.domain.slots import Slots
from edge_agent.domain.speech import SpeechStarted, Transcript
from edge_agent.domain.turn import Source, Utterance
from edge_agent.domain.understanding import Reason, Rejection, Understanding
from edge_agent.mqtt.topics import Topics
from edge_agent.satellites.arbitration import CONFIRM_S
from edge_agent.satellites.bid import PIECE_S, Standing

SPOKEN = rhythm(5, 1.6)
WAIT_S = 0.3


class Broker:
    """Hands every message to everybody, in order, unless its line is dead."""

    def __init__(self) -> None:
        self.is_connected = True
        self.is_silent = False
        self.told: list[tuple[str, str]] = []
        self.members: list[Satellites] = []

    async def publish(self, messages: Sequence[MqttMessage], *, timeout_s: float) -> OutcomeKind:
        assert timeout_s > 0
        if not self.is_connected:
            return OutcomeKind.NOT_CONNECTED
        for message in messages:
            assert not message.retain
            self.told.append((message.topic, message.payload))
            if not self.is_silent:
                asyncio.get_running_loop().call_soon(self._hand_out, message)
        return OutcomeKind.ACKED

    @property
    def words(self) -> list[str]:
        return [payload.split('"')[3] for _, payload in self.told]

    def _hand_out(self, message: MqttMessage) -> None:
        for member in self.members:
            member.receive(message.topic, message.payload.encode(), is_retained=False)


class Agent:
    """One agent's ear, as far as satellites are concerned."""

    def __init__(
        self,
        name: str,
        broker: Broker,
        *,
        group="home",
        standing=Standing.NONE,
        words=Intent.TURN_ON,
    ) -> None:
        self.words = words
        self.satellites = Satellites(
            SatelliteSettings(group=group, wait_s=WAIT_S),
            Topics(agent_id=name),
            broker,
            understand=self._understand,
            standing_at=lambda at: (standing, at - 5),
        )
        broker.members.append(self.satellites)
        self.telling = asyncio.create_task(self.satellites.run())

    async def hear(self, *, softer_db=0.0, has_gap=False, text="turn on the light") -> Utterance:
        """Let it hear the speech, as quickly as can be, as if it had just ended."""
        lead_in = round(4 / PIECE_S)
        levels = [-100.0] * lead_in + [LOUD_DB - 35 + x - softer_db for x in SPOKEN] + [-100.0] * 14
        begun_at = monotonic() - len(levels) * PIECE_S
        began_at = begun_at + lead_in * PIECE_S
        ended_at = began_at + len(SPOKEN) * PIECE_S
        for index in range(len(levels) // 2):
            at = begun_at + index * FRAME_S
            self.satellites.hear(
                AudioFrame(pcm=_pcm(levels[2 * index : 2 * index + 2]), index=index, started_at=at)
            )
            if index == lead_in // 2 + 3:
                self.satellites.note(SpeechStarted(at=began_at))
            await asyncio.sleep(0)
        self.satellites.note(
            Transcript(
                alternatives=(text,) if text else (),
                speech_started_at=began_at,
                speech_ended_at=ended_at,
                endpoint_at=monotonic(),
                decoded_at=monotonic(),
            )
        )
        await asyncio.sleep(0.01)
        return Utterance(
            source=Source.VOICE,
            alternatives=(text,) if text else (),
            ended_at=ended_at,
            has_gap=has_gap,
        )

    async def wins(self, utterance: Utterance) -> bool:
        return await self.satellites.wins(utterance)

    async def _understand(self, alternatives: Sequence[str]) -> Understanding:
        if self.words is None:
            reason = Rejection(reason=Reason.NOT_A_COMMAND)
            return Understanding(text=alternatives[0], rejection=reason)
        command = Command(intent=self.words, slots=Slots(), confidence=1.0)
        return Understanding(text=alternatives[0], commands=(command,))


def _pcm(levels_db: Sequence[float]) -> bytes:
    chance = np.random.default_rng(abs(hash(tuple(levels_db))))
    size = round(PIECE_S * 16_000)
    pieces = [
        chance.standard_normal(size) * (10 ** (level / 20) + 10 ** (ROOM_DB / 20))
        for level in levels_db
    ]
    return (np.clip(np.concatenate(pieces), -1, 1) * 32_767).astype("<i2").tobytes()


def meet(broker: Broker, *names: str) -> None:
    """Let everybody know that these agents are online."""
    for name in names:
        for member in broker.members:
            member.receive(f"edge-agent/{name}/status", b"online", is_retained=True)


async def end(*agents: Agent) -> None:
    for agent in agents:
        agent.telling.cancel()
    await asyncio.gather(*(agent.telling for agent in agents), return_exceptions=True)


async def two(**options) -> tuple[Broker, Agent, Agent]:
    broker = Broker()
    kitchen = Agent("kitchen", broker, **options)
    bedroom = Agent("bedroom", broker)
    meet(broker, "kitchen", "bedroom")
    return broker, kitchen, bedroom


def scene(play):
    return asyncio.run(play())


def test_who_is_alone_tells_nothing_and_waits_for_nothing():
    async def play():
        broker = Broker()
        agent = Agent("kitchen", broker)
        meet(broker, "kitchen")
        utterance = await agent.hear()
        begun_at = monotonic()
        assert await agent.wins(utterance)
        assert monotonic() - begun_at < 0.02
        assert broker.told == []
        await end(agent)

    scene(play)


def test_of_two_who_hear_the_same_the_one_that_hears_it_better_answers():
    async def play():
        broker, kitchen, bedroom = await two()
        heard = await asyncio.gather(kitchen.hear(softer_db=12), bedroom.hear())
        begun_at = monotonic()
        won = await asyncio.gather(kitchen.wins(heard[0]), bedroom.wins(heard[1]))
        assert won == [False, True]
        assert monotonic() - begun_at < WAIT_S
        assert broker.words.count("claim") == 1
        assert {topic for topic, _ in broker.told} == {
            "edge-agent/kitchen/satellites/home",
            "edge-agent/bedroom/satellites/home",
        }
        await end(kitchen, bedroom)

    scene(play)


def test_another_group_is_another_home():
    async def play():
        _, kitchen, bedroom = await two(group="upstairs")
        heard = await asyncio.gather(kitchen.hear(softer_db=12), bedroom.hear())
        assert await kitchen.wins(heard[0])
        assert await bedroom.wins(heard[1])
        await end(kitchen, bedroom)

    scene(play)


def test_one_that_goes_offline_is_not_waited_for():
    async def play():
        broker, kitchen, bedroom = await two()
        utterance, _ = await asyncio.gather(kitchen.hear(softer_db=12), bedroom.hear())
        waiting = asyncio.create_task(kitchen.wins(utterance))
        await asyncio.sleep(0.05)
        begun_at = monotonic()
        kitchen.satellites.receive("edge-agent/bedroom/status", b"offline", is_retained=False)
        meet(broker, "office")
        assert await waiting
        assert monotonic() - begun_at < WAIT_S / 2
        await end(kitchen, bedroom)

    scene(play)


def test_what_cannot_be_acted_on_is_left_to_the_next_best():
    async def play():
        for trouble in ({"has_gap": True}, {"text": ""}):
            broker, kitchen, bedroom = await two()
            near, far = await asyncio.gather(kitchen.hear(**trouble), bedroom.hear(softer_db=12))
            assert not await kitchen.wins(near)
            await asyncio.sleep(0.01)
            begun_at = monotonic()
            assert await bedroom.wins(far)
            assert monotonic() - begun_at < WAIT_S / 2
            assert broker.words.count("pass") == 1
            await end(kitchen, bedroom)

    scene(play)


def test_what_nobody_else_hears_is_rejected_by_oneself():
    async def play():
        _, kitchen, bedroom = await two()
        assert await kitchen.wins(await kitchen.hear(has_gap=True))
        await end(kitchen, bedroom)

    scene(play)


@pytest.mark.parametrize(("softer_db", "is_won"), [(0, True), (24, False)])
def test_other_speech_is_rejected_by_who_hears_it_best(softer_db, is_won):
    async def play():
        broker, kitchen, bedroom = await two()
        utterance, _ = await asyncio.gather(
            kitchen.hear(softer_db=softer_db), bedroom.hear(softer_db=12)
        )
        assert await kitchen.wins(replace(utterance, is_other_speech=True)) is is_won
        assert broker.words[-1] == ("claim" if is_won else "pass")
        await end(kitchen, bedroom)

    scene(play)


@pytest.mark.parametrize(
    ("standing", "words", "is_won"),
    [
        (Standing.QUESTION, Intent.YES, True),
        (Standing.QUESTION, None, True),
        (Standing.QUESTION, Intent.TURN_ON, False),
        (Standing.CONVERSATION, Intent.FOLLOW_UP, True),
        (Standing.CONVERSATION, Intent.TURN_ON, False),
        (Standing.NONE, Intent.YES, False),
    ],
)
def test_an_answer_is_heard_where_the_question_was_put(standing, words, is_won):
    async def play():
        _, kitchen, bedroom = await two(standing=standing, words=words)
        bedroom.words = words
        heard = await asyncio.gather(kitchen.hear(softer_db=12), bedroom.hear())
        won = await asyncio.gather(kitchen.wins(heard[0]), bedroom.wins(heard[1]))
        assert won == [is_won, not is_won]
        await end(kitchen, bedroom)

    scene(play)


def test_one_that_was_told_to_listen_is_meant_once():
    async def play():
        _, kitchen, bedroom = await two()
        kitchen.satellites.address()
        for is_meant in (True, False):
            heard = await asyncio.gather(kitchen.hear(softer_db=12), bedroom.hear())
            won = await asyncio.gather(kitchen.wins(heard[0]), bedroom.wins(heard[1]))
            assert won == [is_meant, not is_meant]
            if is_meant:
                await asyncio.sleep(2.5)  # or it would be the same speech
        await end(kitchen, bedroom)

    scene(play)


def test_texts_are_never_compared():
    async def play():
        broker, kitchen, bedroom = await two()
        utterance = Utterance(source=Source.TEXT, alternatives=("hi",), ended_at=monotonic())
        assert await kitchen.wins(utterance)
        assert broker.told == []
        await end(kitchen, bedroom)

    scene(play)


def test_without_a_broker_everybody_answers():
    async def play():
        broker, kitchen, bedroom = await two()
        utterance, _ = await asyncio.gather(kitchen.hear(softer_db=12), bedroom.hear())
        waiting = asyncio.create_task(kitchen.wins(utterance))
        await asyncio.sleep(0.05)
        broker.is_connected = False
        assert await waiting
        await end(kitchen, bedroom)

    scene(play)


def test_a_broker_that_does_not_answer_makes_nobody_act_twice(caplog):
    async def play():
        broker, kitchen, bedroom = await two()
        utterance = await kitchen.hear()
        broker.is_silent = True
        begun_at = monotonic()
        assert not await kitchen.wins(utterance)
        assert monotonic() - begun_at == pytest.approx(CONFIRM_S, abs=0.3)
        await end(kitchen, bedroom)

    scene(play)


def test_where_the_broker_lets_nothing_through_all_is_as_without_others():
    async def play():
        broker, kitchen, bedroom = await two()
        broker.is_silent = True
        utterance = await kitchen.hear()
        begun_at = monotonic()
        assert await kitchen.wins(utterance)
        assert monotonic() - begun_at < 0.05
        await end(kitchen, bedroom)

    scene(play)


@pytest.mark.parametrize(
    ("topic", "payload"),
    [
        ("edge-agent", b"online"),
        ("edge-agent//status", b"online"),
        ("edge-agent/a b/status", b"online"),
        ("edge-agent/kitchen/status", b"online"),
        ("edge-agent/bedroom/status", b"\xff"),
        ("edge-agent/bedroom/status", b""),
        ("edge-agent/bedroom/satellites/home", b"{}"),
        ("homeassistant/light/x/config", b"{}"),
        ("", b""),
    ],
)
def test_what_is_no_word_of_a_satellite_changes_nothing(topic, payload):
    async def play():
        agent = Agent("kitchen", Broker())
        agent.satellites.receive(topic, payload, is_retained=False)
        assert not agent.satellites.has_company
        await end(agent)

    scene(play)


def test_a_retained_claim_was_made_at_some_other_time():
    async def play():
        elsewhere, _, bedroom = await two()
        assert await bedroom.wins(await bedroom.hear())
        topic, payload = elsewhere.told[-1]
        for is_retained in (True, False):
            _, kitchen, other = await two()
            utterance = await kitchen.hear()
            kitchen.satellites.receive(topic, payload.encode(), is_retained=is_retained)
            assert await kitchen.wins(utterance) is is_retained
            await end(kitchen, other)
        await end(bedroom)

    scene(play)


def test_who_takes_no_part_listens_to_nobody():
    assert satellite_topics(SatelliteSettings(group=None)) == frozenset()
    assert satellite_topics(SatelliteSettings()) == {
        "edge-agent/+/status",
        "edge-agent/+/satellites/home",
    }
