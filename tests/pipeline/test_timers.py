"""Timers, alarms, reminders and commands for later: dialogues, and what happens in time."""

import asyncio
import re
from collections.abc import Sequence
from datetime import datetime
from time import monotonic

import pytest
from test_dialogues import INTERPRETER, Devices, new_home

from edge_agent.config.policy import PolicySettings
from edge_agent.domain.appointment import Appointment
from edge_agent.domain.response import Act
from edge_agent.domain.turn import Source, Turn, Utterance
from edge_agent.domain.understanding import Understanding
from edge_agent.nlu.gazetteer import Gazetteer
from edge_agent.pipeline.agenda import Agenda
from edge_agent.pipeline.due_turns import DueTurns, has_failed
from edge_agent.pipeline.turns import Pipeline

START = datetime(2026, 11, 24, 14, 0).timestamp()  # noqa: DTZ001 - a Tuesday of this machine's zone


class Ledger:
    """Remembers what was written."""

    def __init__(self) -> None:
        self.rows: dict[str, Appointment] = {}

    async def write(self, kept: Sequence[Appointment], dropped: Sequence[str]) -> None:
        self.rows |= {one.id: one for one in kept}
        for gone in dropped:
            self.rows.pop(gone, None)


class Scene:
    """A home, what is said in it, and time that passes when it is told to."""

    def __init__(self, settings: PolicySettings | None = None) -> None:
        self.now = START
        self.home, self.devices, self.ledger = new_home(), Devices(), Ledger()
        self.agenda = Agenda(self.ledger, now=lambda: self.now)
        gazetteer = Gazetteer(self.home.now)

        async def understand(alternatives: Sequence[str]) -> Understanding:
            return INTERPRETER.interpret(alternatives, gazetteer, min_confidence=0.6)

        shared = {"home": self.home, "publisher": self.devices}
        settings = settings or PolicySettings()
        self.pipeline = Pipeline(
            understand=understand, settings=settings, agenda=self.agenda, **shared
        )
        self.due_turns = DueTurns(settings=settings, **shared)

    async def say(self, text: str, area: str | None = None) -> Turn:
        self.devices.sent = []
        return await self.pipeline.handle(
            Utterance(source=Source.TEXT, alternatives=(text,), ended_at=monotonic(), area=area)
        )

    async def passes(self, minutes: float) -> Turn | None:
        """Let time pass; what happens then."""
        self.devices.sent = []
        self.now += 60 * minutes
        due = await self.agenda.come_due()
        await self.agenda.fall_silent()
        return await self.due_turns.turn(due, self.now)


def play(*steps: str | float, settings: PolicySettings | None = None) -> list[str]:
    """What is answered to each text, and told after so many minutes; then what was sent last."""

    async def scene() -> list[str]:
        stage, found = Scene(settings), []
        for step in steps:
            happen = stage.say(step) if isinstance(step, str) else stage.passes(step)
            turn = await happen
            found.append(turn.response.text if turn else "")
        return [*found, " ".join(sorted(stage.devices.sent))]

    return asyncio.run(scene())


DIALOGUES = [
    # timers: several, named, in and out
    (["set a timer for five minutes", "how much longer"], "five minutes left"),
    (["set a timer for five minutes", 2.0, "how much longer"], "three minutes left"),
    (["set a pasta timer for ten minutes", "how long is left on the pasta timer"], "ten minutes"),
    (["set a five minute pasta timer", "what timers are set"], "pasta timer has five minutes"),
    (["set a timer", "ten minutes", "how much longer"], "ten minutes left"),
    (["set a pasta timer for ten minutes", "set a timer for an hour", "cancel the timer"], "Which"),
    (["set a pasta timer for ten minutes", "set a timer for an hour", "cancel the pasta timer",
      "what timers are set"], "one hour timer has one hour left"),
    (["set a timer for ten minutes", "set a timer for an hour", "cancel the one hour timer",
      "what timers are set"], "ten minute timer has ten minutes left"),
    (["set a timer for ten minutes", "set a timer for an hour", "cancel all timers",
      "what timers are set"], "timers"),
    (["cancel the timer"], "timers"),
    (["set a pasta timer for ten minutes", "cancel the rice timer"], "no such timer|such a timer"),
    (["set a timer for ten minutes", "pause the timer", 5.0, "how much longer"], "paused"),
    (["set a timer for ten minutes", "pause the timer", 5.0, "resume the timer", 4.0,
      "how much longer"], "six minutes left"),
    (["set a timer for ten minutes", "add five minutes to the timer", "how much longer"], "15"),
    (["set a timer for ten minutes", "take four minutes off the timer", "how much longer"], "six"),
    (["set a timer for ten minutes", "five more minutes"], "15 minutes left"),
    (["set a timer for ten minutes", "undo that", "what timers are set"], "timers"),
    (["set a timer for ten minutes", "never mind", "what timers are set"], "timers"),
    # ringing
    (["set a pasta timer for ten minutes", 10.0], "pasta timer"),
    (["set a pasta timer for ten minutes", 9.0], "^$"),
    (["set a pasta timer for ten minutes", 10.0, "stop", "how much longer"], "timers"),
    (["set a timer for ten minutes", 10.0, "okay", 0.1], "^$"),
    (["set a timer for ten minutes", 10.0, "snooze for two minutes", 2.0], "timer"),
    (["wake me up at three", 60.0], "15:00"),
    (["wake me up at three", 60.0, "snooze", "when is my alarm"], "15:10"),
    (["wake me up at three", 60.0, "snooze", 10.0], "15:10"),
    (["wake me up at three", 60.0, "turn off the alarm", 1.0], "^$"),
    (["snooze"], "rings|ringing"),
    # alarms
    (["wake me up at seven", "when is my alarm"], "tomorrow at 7:00"),
    (["wake me up at seven every weekday", "what alarms do i have"], "on weekdays at 7:00"),
    (["wake me up at seven every weekday", 17 * 60.0, "stop", "what alarms do i have"],
     "on weekdays at 7:00"),
    (["wake me up at seven", "set an alarm for eight", "cancel my seven o'clock alarm",
      "what alarms do i have"], "at 8:00"),
    (["wake me up at seven", "set an alarm for eight", "cancel all alarms",
      "what alarms do i have"], "alarms"),
    # reminders
    (["remind me to feed the cat at eight", 6 * 60.0], "feed the cat"),
    (["remind me to call mom in an hour", 60.0], "call mom"),
    (["remind me to eat", "at eight", "what are my reminders"], "eat at 20:00"),
    (["remind me to eat in an hour", "cancel the reminder to eat", 60.0], "^$"),
    (["remind me to eat in an hour", "remind me to run in two hours", "cancel the reminder to eat",
      "what are my reminders"], "run in two hours"),
    (["set a reminder", "feed the cat", "at eight", 6 * 60.0], "feed the cat"),
    (["set a reminder for eight", "to feed the cat", 6 * 60.0], "feed the cat"),
    (["remind me at eight", "to feed the cat", "what are my reminders"], "feed the cat at 20:00"),
    (["set a reminder", "never mind", "feed the cat", "what are my reminders"], "reminders"),
    (["set a reminder", "turn on the big light", "what are my reminders"], "reminders"),
    # neither a deed nor a time
    (["at seven"], "not sure|don't know"),
    (["turn on the big light at sunset"], "location"),
    (["set a timer for two thousand hours"], "too long"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("steps", "expected"), DIALOGUES, ids=[" / ".join(map(str, d[0])) for d in DIALOGUES]
)
def test_what_is_told(steps, expected):
    *_, told, sent = play(*steps)
    assert re.search(expected, told), told
    assert sent == ""


LATER = [
    (["turn on the big light in ten minutes"], ""),
    (["turn on the big light in ten minutes", 9.0], ""),
    (["turn on the big light in ten minutes", 10.0], "big ON"),
    (["turn on the big light in ten minutes", "cancel that", 10.0], ""),
    (["turn on the big light in ten minutes", "cancel all timers", 10.0], ""),
    (["turn on the big light", "turn it off in ten minutes", 10.0], "big OFF"),
    (["turn on the big light at half past seven", 330.0], "big ON"),
    (["turn on the big light tomorrow at nine", 330.0], ""),
    (["turn on the big light tomorrow at nine", 19 * 60.0], "big ON"),
    (["every day at three turn on the big light", 60.0, 24 * 60.0], "big ON"),
    (["turn off the reading lamp in an hour and lock the back door"], "back LOCK"),
    (["turn off the reading lamp in an hour and lock the back door", 60.0], "reading OFF"),
    (["turn on the bedside lamp in ten minutes", "the one in the nursery", 10.0],
     "bedside-nursery ON"),
    # for a time only
    (["turn on the ceiling fan for ten minutes"], "ceiling ON"),
    (["turn on the ceiling fan for ten minutes", 10.0], "ceiling OFF"),
    (["turn on the big light until three", 60.0], "big OFF"),
    (["set the thermostat to nineteen for two hours"], "thermostat/degrees 19.0"),
    (["set the thermostat to twenty", "set the thermostat to nineteen for two hours", 120.0],
     "thermostat/degrees 20.0 thermostat/mode heat"),
    (["set the reading lamp to ten percent for five minutes", 5.0], "reading 40"),
    (["turn on the ceiling fan for ten minutes", "undo that", 10.0], ""),
    (["turn on the ceiling fan for ten minutes", "undo that"], "ceiling OFF"),
    (["turn on the bedside lamp for ten minutes", "the one in the nursery", 10.0],
     "bedside-nursery OFF"),
    (["turn on the bedside lamp for ten minutes", "never mind", 10.0], ""),
    (["open the garage door for ten minutes"], ""),
    (["open the garage door for ten minutes", "yes"], "garage OPEN"),
    (["open the garage door for ten minutes", "yes", 10.0], "garage CLOSE"),
    (["open the garage door for ten minutes", "no", 10.0], ""),
    # what is risky does not wait
    (["unlock the front door in ten minutes", "yes", 10.0], ""),
    (["open the garage door at seven", "yes", 300.0], ""),
    (["lock the back door for ten minutes", 10.0], ""),
    # late
    (["turn on the big light in ten minutes", 11.0], ""),
    (["wake me with the big light at seven", 17 * 60.0], "big ON"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("steps", "expected"), LATER, ids=[" / ".join(map(str, d[0])) for d in LATER]
)
def test_what_is_done_and_when(steps, expected):
    assert play(*steps)[-1] == expected


def test_a_wide_command_for_later_is_asked_about_now():
    settings = PolicySettings(max_targets=3)
    steps = ["turn off all the lights in the house in ten minutes"]
    assert "devices" in play(*steps, settings=settings)[0]
    assert play(*steps, 10.0, settings=settings)[-1] == ""
    assert "reading OFF" in play(*steps, "yes", 10.0, settings=settings)[-1]
    assert play(*steps, "no", 10.0, settings=settings)[-1] == ""


def test_what_was_missed_is_told_and_never_done():
    told = play("turn on the big light in ten minutes", "remind me to eat in an hour", 600.0)
    assert told[-1] == ""
    assert "turn on the Big Light" in told[-2]
    assert "eat" in told[-2]


def test_what_is_no_longer_possible_is_told():
    async def scene() -> tuple[Turn | None, Turn | None]:
        stage = Scene()
        await stage.say("turn on the big light in ten minutes")
        stage.home.accept("homeassistant/light/big/config", b"")
        first = await stage.passes(10)
        await stage.say("turn on the corner lamp in ten minutes")
        return first, await stage.passes(10)

    gone, good = asyncio.run(scene())
    assert gone is not None
    assert good is not None
    assert (has_failed(gone), gone.response.act) == (True, Act.UNKNOWN_DEVICE)
    assert (has_failed(good), good.response.act, good.source) == (False, Act.DONE, Source.TIMER)


def test_what_is_set_is_written_and_what_is_over_is_forgotten():
    async def scene() -> tuple[int, int]:
        stage = Scene()
        for text in (
            "set a timer for five minutes",
            "wake me up at seven",
            "remind me to eat at 8",
        ):
            await stage.say(text)
        kept = len(stage.ledger.rows)
        await stage.say("cancel all alarms")
        await stage.passes(6)
        await stage.passes(6)
        return kept, len(stage.ledger.rows)

    assert asyncio.run(scene()) == (3, 1)


def test_a_timer_lasts_as_long_when_the_clock_is_put_forward():
    async def scene() -> list[float]:
        stage = Scene()
        await stage.say("set a timer for five minutes")
        await stage.say("wake me up at seven")
        stage.now += 3600
        await stage.agenda.shift(3600)
        return [one.left_at(stage.now) for one in stage.agenda.appointments]

    assert asyncio.run(scene()) == [300.0, 16 * 3600.0]


def test_timers_of_a_room_are_meant_in_that_room():
    async def scene() -> str:
        stage = Scene()
        await stage.say("set a timer for five minutes", "Lounge")
        await stage.say("set a timer for ten minutes", "Bedroom")
        return (await stage.say("cancel the timer", "Bedroom")).response.text

    assert "ten minute" in asyncio.run(scene())


def test_a_timer_is_known_by_one_of_its_things():
    told = play("set a timer for ten minutes for the eggs", "how much longer on the egg timer")
    assert "ten minutes left" in told[1]
