"""What counts while the agent speaks, and what does not."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from edge_agent.app.speaking import Speaking
from edge_agent.domain.alert import Alert, AlertKind
from edge_agent.domain.earcon import Earcon
from edge_agent.domain.speech import DecodingLost, Partial, SpeechStarted, TimedOut, Transcript
from edge_agent.nlu.talking import asks_to_repeat, holds_stop, spoken_about_talking, stops_speaking
from edge_agent.respond.voice import SilentVoice


class Actor(SilentVoice):
    """Speaks until it is told to stop."""

    speaks = True

    def __init__(self) -> None:
        self.said: list[str] = []
        self.chimes: list[Earcon] = []
        self.ducked: list[bool] = []
        self.may_end = asyncio.Event()

    def plays(self, earcon: Earcon) -> bool:
        return earcon is not Earcon.DONE

    async def speak(self, text: str, *, after: Earcon | None = None) -> None:
        self.said += [f"({after})"] * bool(after) + [text]
        self.may_end.clear()
        await self.may_end.wait()

    async def chime(self, earcon: Earcon) -> None:
        self.chimes.append(earcon)

    def stop(self) -> None:
        self.may_end.set()

    def duck(self, *, is_ducked: bool) -> None:
        self.ducked.append(is_ducked)


class Worker:
    is_deaf = False
    gate = None


class Ear:
    def __init__(self) -> None:
        self.worker = Worker()


class Stage:
    """An agent that speaks, at a time that the test sets."""

    def __init__(self, *, can_interrupt: bool = True) -> None:
        self.voice = Actor()
        self.ear = Ear()
        self.now = 100.0
        played = (lambda *_: -20.0) if can_interrupt else None
        self.speaking = Speaking(self.voice, self.ear, played, clock=lambda: self.now)

    async def say(self, text: str = "It is warm.", **more) -> asyncio.Task[None]:
        task = asyncio.create_task(self.speaking.say(text, **more))
        await asyncio.sleep(0)
        return task

    def hears(self, text: str, *, at: float | None = None) -> bool:
        """Whether what is said counts as an utterance."""
        at = self.now if at is None else at
        self.speaking.overhears(SpeechStarted(at=at))
        self.speaking.overhears(Partial(text=text.split(maxsplit=1)[0]))
        return not self.speaking.overhears(transcript(text, at))


def transcript(text: str, at: float) -> Transcript:
    return Transcript(
        alternatives=(text,),
        speech_started_at=at,
        speech_ended_at=at + 0.5,
        endpoint_at=at + 1.0,
        decoded_at=at + 1.0,
    )


def scene(play: Callable[[Stage], Awaitable[None]], **more) -> Stage:
    async def run() -> Stage:
        stage = Stage(**more)
        async with asyncio.timeout(5):
            await play(stage)
        return stage

    return asyncio.run(run())


@pytest.mark.parametrize(
    "words", ["turn on the lamp", "yes", "do not stop", "what time is it", "hello"]
)
def test_while_it_speaks_no_command_counts(words: str) -> None:
    async def play(stage: Stage) -> None:
        task = await stage.say()
        assert not stage.hears(words)
        assert not task.done()
        assert stage.speaking.is_speaking
        stage.voice.stop()
        await task
        stage.now += 1.0
        assert stage.hears(words)

    scene(play)


@pytest.mark.parametrize(
    "words", ["stop", "be quiet", "that's enough", "shush", "stop the music", "stop them"]
)
def test_words_that_stop_it_do_and_are_no_command(words: str) -> None:
    async def play(stage: Stage) -> None:
        task = await stage.say()
        assert not stage.hears(words)
        await task
        assert not stage.speaking.is_speaking

    scene(play)


def test_it_is_stopped_as_soon_as_the_word_is_heard() -> None:
    async def play(stage: Stage) -> None:
        task = await stage.say()
        assert stage.speaking.overhears(SpeechStarted(at=100.0))
        assert stage.speaking.overhears(Partial(text="stop"))
        await task
        assert stage.speaking.overhears(transcript("stop the music", 100.0)), "still no command"

    scene(play)


def test_who_goes_on_with_a_command_is_heard_and_answered_anew() -> None:
    async def play(stage: Stage) -> None:
        task = await stage.say("The lights are off.")
        stage.speaking.overhears(SpeechStarted(at=100.0))
        whole = transcript("turn off the lights in the kitchen", 100.0)
        assert not stage.speaking.overhears(replace(whole, continues=99.0))
        await task

    scene(play)


@pytest.mark.parametrize("words", ["stop", "that's enough", "stop the timer"])
def test_what_stops_a_ringing_is_a_command_as_well(words: str) -> None:
    async def play(stage: Stage) -> None:
        task = await stage.say("Time is up.", rings=True, after=Earcon.TIMER)
        assert stage.voice.said == ["(timer)", "Time is up."]
        assert not stage.hears("turn on the lamp")
        assert not stage.speaking.ends_ringing()
        assert stage.hears(words)
        assert stage.speaking.ends_ringing()
        assert not stage.speaking.ends_ringing(), "told once"
        await task

    scene(play)


def test_who_begins_at_its_end_is_heard() -> None:
    async def play(stage: Stage) -> None:
        task = await stage.say("Shall I open the garage?", is_question=True)
        stage.now = 104.0
        stage.voice.stop()
        await asyncio.sleep(0)
        assert not stage.hears("yes", at=103.5)
        assert stage.hears("yes", at=103.9)
        await task

    scene(play)


def test_who_was_called_is_heard_at_once() -> None:
    async def play(stage: Stage) -> None:
        task = await stage.say()
        stage.speaking.give_way()
        assert stage.hears("turn on the lamp")
        await task

    scene(play)


def test_it_speaks_softer_while_somebody_speaks_unless_it_asks() -> None:
    async def play(stage: Stage) -> None:
        for is_question in (False, True):
            task = await stage.say(is_question=is_question)
            for is_speech in (True, False):
                stage.ear.worker.gate.on_speech(is_speech)
            stage.voice.stop()
            await task
        stage.ear.worker.gate.on_speech(True)  # noqa: FBT003 - as the gate does it

    assert scene(play).voice.ducked == [True, False]


@pytest.mark.parametrize(
    ("can_interrupt", "text", "is_deaf"),
    [(True, "It is warm.", False), (True, "Say stop to end it.", True), (False, "Hello.", True)],
)
def test_it_is_deaf_where_it_could_hear_itself_say_the_word(
    *, can_interrupt: bool, text: str, is_deaf: bool
) -> None:
    async def play(stage: Stage) -> None:
        task = await stage.say(text)
        assert stage.ear.worker.is_deaf is is_deaf
        stage.voice.stop()
        await task
        assert not stage.ear.worker.is_deaf

    scene(play, can_interrupt=can_interrupt)


def test_a_call_for_help_counts_while_it_speaks_and_nothing_else_comes_of_it() -> None:
    async def play(stage: Stage) -> None:
        task = await stage.say()
        assert stage.speaking.overhears(SpeechStarted(at=stage.now))
        alert = Alert(kind=AlertKind.PHRASE, phrase="help", at=stage.now, level_db=-20.0)
        assert not stage.speaking.overhears(alert)
        assert stage.speaking.overhears(TimedOut(at=stage.now)), "it still speaks"
        assert not stage.speaking.overhears(TimedOut(at=stage.now)), "that is about what came then"
        stage.voice.stop()
        await task

    scene(play)


def test_other_events_are_not_its_business() -> None:
    async def play(stage: Stage) -> None:
        task = await stage.say()
        assert not stage.speaking.overhears(TimedOut(at=1.0))
        assert not stage.speaking.overhears(DecodingLost(reason="It ended."))
        stage.voice.stop()
        await task

    scene(play)


def test_short_sounds_are_played_unless_it_speaks() -> None:
    async def play(stage: Stage) -> None:
        running = asyncio.create_task(stage.speaking.run())
        for earcon in (Earcon.MUTED, Earcon.DONE):
            stage.speaking.chime(earcon)
        await asyncio.sleep(0.01)
        task = await stage.say()
        for earcon in (Earcon.UNMUTED, Earcon.LISTENING):
            stage.speaking.chime(earcon)
        await asyncio.sleep(0.01)
        stage.voice.stop()
        await task
        running.cancel()
        await asyncio.wait({running})

    assert scene(play).voice.chimes == [Earcon.MUTED, Earcon.LISTENING]


def test_more_short_sounds_than_can_be_played_are_dropped() -> None:
    async def play(stage: Stage) -> None:
        for _ in range(100):
            stage.speaking.chime(Earcon.ERROR)

    scene(play)


@pytest.mark.parametrize("words", spoken_about_talking())
def test_what_is_listened_for_is_read_as_what_it_is(words: str) -> None:
    assert stops_speaking(words) is not asks_to_repeat(words)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Stop!", True),
        ("Okay, that's enough.", True),
        ("stop the music", False),
        ("turn off the lamp", False),
        ("", False),
    ],
)
def test_words_that_stop_it_stand_alone(text: str, *, expected: bool) -> None:
    assert stops_speaking(text) is expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [("The fan has stopped.", False), ("Say stop to end it.", True), ("Quiet mode is on.", True)],
)
def test_answers_with_such_words_are_known(answer: str, *, expected: bool) -> None:
    assert holds_stop(answer) is expected
