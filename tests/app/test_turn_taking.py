"""Turns one after another: an odd one ends nothing, and the agent never hears itself."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from time import monotonic

import pytest
from fixtures.hearing import nothing_to_say

from edge_agent.app.action_record import ActionRecord
from edge_agent.app.ear_events import EarEvents
from edge_agent.app.ear_orders import EarOrders
from edge_agent.app.hearing import Hearing
from edge_agent.app.last_answers import LastAnswers
from edge_agent.app.publication import Publication
from edge_agent.app.speaking import Speaking
from edge_agent.app.turn_notes import TurnNotes
from edge_agent.app.turn_taking import TurnTaking
from edge_agent.audio.recording import Recording
from edge_agent.config.schema import Config
from edge_agent.demo.expectation import recording_path
from edge_agent.domain.earcon import Earcon
from edge_agent.domain.speech import (
    CommandExpected,
    ListenerEvent,
    Partial,
    TimedOut,
    Transcript,
    WakeDetected,
)
from edge_agent.domain.turn import Source, Turn, Utterance
from edge_agent.domain.understanding import Reason, Rejection, Understanding
from edge_agent.home.registry import HomeModel
from edge_agent.mqtt.inbound import Listen
from edge_agent.mqtt.session import Session
from edge_agent.mqtt.topics import Topics
from edge_agent.pipeline.execution import DryRun
from edge_agent.pipeline.live_home import LiveHome
from edge_agent.pipeline.turns import Pipeline
from edge_agent.respond.voice import SilentVoice
from edge_agent.speech.listener import Listener
from edge_agent.speech.worker import SpeechWorker

ODD = "odd"


class SlowVoice(SilentVoice):
    """Says what it is told until it may end."""

    speaks = True

    def __init__(self) -> None:
        self.may_end = {text: asyncio.Event() for text in ("first", "second")}

    async def speak(self, text: str, *, after: Earcon | None = None) -> None:  # noqa: ARG002
        await self.may_end[text].wait()


class Chimes(SilentVoice):
    """Plays short sounds only."""

    def __init__(self) -> None:
        self.played: list[Earcon] = []

    def plays(self, earcon: Earcon) -> bool:  # noqa: ARG002
        return True

    async def chime(self, earcon: Earcon) -> None:
        self.played.append(earcon)


async def understand(alternatives) -> Understanding:
    if alternatives[0] == ODD:
        raise RuntimeError(ODD)
    return Understanding(text=alternatives[0], rejection=Rejection(reason=Reason.NOT_A_COMMAND))


def new_publication() -> Publication:
    config, topics = Config(), Topics(agent_id="test")
    return Publication(config, Session(config.mqtt, topics, lambda *_: None), topics)


def new_turn_taking(*, speaking=None, hearing=None, on_turn=lambda _: None) -> TurnTaking:
    config, publication = Config(), new_publication()
    last_answers = LastAnswers(config.policy.context_s)
    return TurnTaking(
        pipeline=Pipeline(
            understand=understand,
            home=LiveHome(HomeModel("homeassistant")),
            publisher=DryRun(),
            settings=config.policy,
        ),
        publication=publication,
        speaking=speaking or Speaking(SilentVoice(), hearing),
        hearing=hearing,
        notes=TurnNotes(publication, last_answers, on_turn, ActionRecord(config)),
        last_answers=last_answers,
    )


def text(words: str, *, age_s: float = 0.0) -> Utterance:
    return Utterance(source=Source.TEXT, alternatives=(words,), ended_at=monotonic() - age_s)


def test_a_turn_that_breaks_does_not_end_the_others(caplog: pytest.LogCaptureFixture):
    handled: list[Turn] = []

    async def scene() -> None:
        turns = new_turn_taking(on_turn=handled.append)
        running = asyncio.create_task(turns.run())
        turns.enqueue(text(ODD))
        turns.enqueue(text("hello", age_s=60))
        answered = asyncio.create_task(turns.all_answered())
        await asyncio.wait({running, answered}, timeout=5, return_when=asyncio.FIRST_COMPLETED)
        running.cancel()
        answered.cancel()

    asyncio.run(scene())
    assert [turn.utterance for turn in handled] == ["hello"]
    assert datetime.now(UTC) - handled[0].time > timedelta(seconds=59), "when it was said"


@contextmanager
def new_hearing(listener: Listener) -> Iterator[Hearing]:
    worker = SpeechWorker(listener)
    source = Recording(recording_path("07-yes"), real_time=False)
    yield Hearing(worker, source, grammar_of=nothing_to_say)
    worker.close()


def test_deaf_until_the_last_of_two_speeches_is_over(listener):
    async def scene() -> None:
        with new_hearing(listener) as hearing:
            voice = SlowVoice()
            turns = new_turn_taking(speaking=Speaking(voice, hearing), hearing=hearing)
            first = asyncio.create_task(turns.speak("first"))
            second = asyncio.create_task(turns.speak("second"))
            voice.may_end["first"].set()
            await first
            assert hearing.worker.is_deaf
            voice.may_end["second"].set()
            await second
            assert not hearing.worker.is_deaf

    asyncio.run(scene())


def test_few_spoken_utterances_wait_and_many_texts():
    async def scene() -> list[int]:
        turns, heard = new_turn_taking(), []
        for source in (Source.VOICE, Source.TEXT):
            for _ in range(100):
                turns.enqueue(Utterance(source=source, alternatives=("x",), ended_at=monotonic()))
            heard.append(turns.waiting)
        return heard

    assert asyncio.run(scene()) == [4, 32]


async def as_heard(words: str, *, called: bool = False) -> list[Turn]:
    handled: list[Turn] = []
    turns = new_turn_taking(on_turn=handled.append)
    running = asyncio.create_task(turns.run())
    if called:
        turns.give_way()
    turns.enqueue(Utterance(source=Source.VOICE, alternatives=(words,), ended_at=monotonic()))
    await turns.all_answered()
    running.cancel()
    await asyncio.wait({running})
    return handled


@pytest.mark.parametrize("words", ["that's enough", "quiet", "shush"])
def test_others_may_be_told_to_be_quiet(words: str):
    assert asyncio.run(as_heard(words)) == []
    assert len(asyncio.run(as_heard(words, called=True))) == 1


def test_stop_is_a_command_while_nothing_is_said():
    assert len(asyncio.run(as_heard("stop"))) == 1


WOKEN = WakeDetected(word="hey jarvis", at=1.0)
COMMAND = Transcript(
    alternatives=("stop",),
    speech_started_at=1.0,
    speech_ended_at=2.0,
    endpoint_at=2.2,
    decoded_at=2.2,
    wake="hey jarvis",
)


async def chimes_after(*events: ListenerEvent) -> list[Earcon]:
    speaking, voice = chiming()
    ear = EarEvents(new_turn_taking(speaking=speaking), new_publication(), area=None)
    async with played_by(speaking):
        for event in events:
            await ear.follow(event)
    return voice.played


def chiming(hearing: Hearing | None = None) -> tuple[Speaking, Chimes]:
    voice = Chimes()
    return Speaking(voice, hearing), voice


@asynccontextmanager
async def played_by(speaking: Speaking) -> AsyncIterator[None]:
    running = asyncio.create_task(speaking.run())
    yield
    await asyncio.sleep(0)
    running.cancel()
    await asyncio.wait({running})


@pytest.mark.parametrize(
    "behind",
    [(), (Partial(text="turn on"),), (Partial(text="turn on"), COMMAND), (TimedOut(at=2.0),)],
    ids=["yet unknown", "speech", "a command", "nothing, as it was no wake word"],
)
def test_nothing_sounds_into_what_is_said_behind_a_wake_word(behind):
    assert asyncio.run(chimes_after(WOKEN, *behind)) == []


def test_a_pause_behind_a_wake_word_is_answered_by_a_short_sound():
    expected = CommandExpected(at=1.8, wake="okay nabu")
    assert asyncio.run(chimes_after(WOKEN, expected)) == [Earcon.LISTENING]


def test_who_presses_a_button_hears_that_it_listens(listener):
    async def scene() -> list[Earcon]:
        with new_hearing(listener) as hearing:
            speaking, voice = chiming(hearing)
            turns = new_turn_taking(speaking=speaking, hearing=hearing)
            orders = EarOrders(hearing, turns, new_publication())
            following = asyncio.create_task(orders.run())
            async with played_by(speaking):
                orders.enqueue(Listen())
                await asyncio.sleep(0.01)
            following.cancel()
            await asyncio.wait({following})
        return voice.played

    assert asyncio.run(scene()) == [Earcon.LISTENING]
