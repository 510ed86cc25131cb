import asyncio
import dataclasses
import itertools
import json
import re
import sys
import wave
from datetime import UTC, datetime

import pytest

from edge_agent.config.paths import models_directory
from edge_agent.demo.display import PlainDisplay, new_display
from edge_agent.demo.expectation import (
    Exchange,
    Summary,
    recording_path,
    spoken_commands,
    spoken_text,
    summarise,
)
from edge_agent.demo.household import ENTITIES
from edge_agent.demo.playlist import Playlist
from edge_agent.demo.simulated_home import Change
from edge_agent.domain.action import CommandOutcome, MqttMessage, OutcomeKind
from edge_agent.domain.audio import FRAME_BYTES
from edge_agent.domain.command import Command
from edge_agent.domain.intent import Intent
from edge_agent.domain.response import Act, Response
from edge_agent.domain.slots import Slots
from edge_agent.domain.turn import Latency, Source, Turn

NAMES = [name for command in spoken_commands() for name in command.recordings]


def turn(total_ms: int = 700) -> Turn:
    return Turn(
        id="1",
        time=datetime(2026, 1, 1, tzinfo=UTC),
        source=Source.VOICE,
        area="Kitchen",
        utterance="turn on the kitchen light",
        outcomes=(
            CommandOutcome(
                command=Command(
                    intent=Intent.TURN_ON, slots=Slots(name="Kitchen Light"), confidence=0.9
                ),
                targets=("light.kitchen_light",),
                messages=(MqttMessage(topic="kitchen/set", payload="ON"),),
                kind=OutcomeKind.CONFIRMED,
            ),
        ),
        rejection=None,
        response=Response(act=Act.DONE, text="Turned on the kitchen light."),
        latency=Latency(endpoint=600, decode=20, understand=2, publish=3, total=total_ms),
    )


CHANGE = Change(entity_id="light.kitchen_light", before={"state": "off"}, after={"state": "on"})
EXCHANGE = Exchange(text="turn on the kitchen light", turn=turn(), changes=(CHANGE,), is_right=True)
SUMMARY = Summary(right=1, total=1, median_ms=700, p95_ms=700)


def test_there_are_a_dozen_commands_and_every_recording_is_used_once() -> None:
    shipped = sorted(path.stem for path in recording_path("x").parent.glob("*.wav"))
    assert len(spoken_commands()) == 12
    assert sorted(NAMES) == shipped


@pytest.mark.parametrize("name", NAMES)
def test_a_recording_is_what_the_agent_hears_and_its_words_are_in_the_model(name: str) -> None:
    with wave.open(str(recording_path(name))) as file:
        form = (file.getframerate(), file.getnchannels(), file.getsampwidth())
        assert form == (16_000, 1, 2)
        assert 0.3 < file.getnframes() / 16_000 < 3
    words = (models_directory() / "vosk-en-us-starter" / "graph" / "words.txt").read_text()
    assert set(spoken_text(name).split()) <= {line.split()[0] for line in words.splitlines()}


def test_every_expectation_is_about_something_that_the_home_has() -> None:
    initial = {entity.entity_id: entity.initial for entity in ENTITIES}
    for command in spoken_commands():
        assert len(command.acts) == len(command.recordings)
        for entity_id, values in command.states.items():
            assert values.keys() <= initial[entity_id].keys()


def test_no_command_is_right_before_it_is_spoken() -> None:
    states = {entity.entity_id: dict(entity.initial) for entity in ENTITIES}
    for command in spoken_commands():
        if command.states:
            assert not command.is_reached(states)
            for entity_id, values in command.states.items():
                states[entity_id].update(values)
            assert command.is_reached(states)


def test_recordings_come_within_one_unbroken_stream() -> None:
    async def listen() -> bytes:
        playlist = Playlist()
        heard: list[bytes] = []
        indices: list[int] = []

        async def take() -> None:
            async for frame in playlist.frames():
                heard.append(frame.pcm)
                indices.append(frame.index)

        async with asyncio.timeout(20), asyncio.TaskGroup() as tasks:
            tasks.create_task(take())
            await playlist.play(recording_path("07-yes"))
            await playlist.play(recording_path("07-yes"))
            playlist.finish()
        assert indices == list(range(len(indices)))
        return b"".join(heard)

    with wave.open(str(recording_path("07-yes"))) as file:
        pcm = file.readframes(file.getnframes())
    padded = pcm.ljust(-(-len(pcm) // FRAME_BYTES) * FRAME_BYTES, b"\0")
    assert asyncio.run(listen()).count(padded) == 2


@pytest.mark.parametrize(
    ("wrong", "verdict"), [(0, "success"), (1, "success"), (2, "failure"), (12, "failure")]
)
def test_one_wrong_command_of_twelve_is_forgiven(wrong: int, verdict: str) -> None:
    commands = [[dataclasses.replace(EXCHANGE, is_right=i >= wrong)] for i in range(12)]
    assert summarise(commands).is_success is (verdict == "success")


def test_a_dialogue_is_right_when_all_of_it_is() -> None:
    wrong = dataclasses.replace(EXCHANGE, is_right=False, turn=None)
    assert summarise([[EXCHANGE, wrong], [EXCHANGE]]) == Summary(
        right=1, total=2, median_ms=700, p95_ms=700
    )


def test_nothing_at_all_is_no_success() -> None:
    assert not summarise([]).is_success


@pytest.mark.parametrize(("count", "median", "p95"), [(1, 1, 1), (2, 1, 2), (20, 10, 19)])
def test_quantiles(count: int, median: int, p95: int) -> None:
    exchanges = [dataclasses.replace(EXCHANGE, turn=turn(i)) for i in range(count, 0, -1)]
    summary = summarise([exchanges])
    assert (summary.median_ms, summary.p95_ms) == (median, p95)


def test_the_table_shows_every_stage(capsys: pytest.CaptureFixture[str]) -> None:
    display = new_display(as_json=False)
    display.show(EXCHANGE)
    display.close(SUMMARY)
    shown = re.sub(r"[\s│]+", " ", capsys.readouterr().out)
    for part in ("turn on the kitchen", "HassTurnOn 0.90", "kitchen/set ON", "600+20+2+3", "700"):
        assert part in shown
    assert "1 of 1 spoken commands acted on rightly" in shown


def test_without_rich_there_are_plain_lines(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "rich.console", None)
    display = new_display(as_json=False)
    assert isinstance(display, PlainDisplay)
    for is_right, is_heard in itertools.product((True, False), repeat=2):
        display.show(
            Exchange(
                text="lock it",
                turn=turn() if is_heard else None,
                changes=(CHANGE,),
                is_right=is_right,
            )
        )
    display.close(SUMMARY)
    shown = capsys.readouterr().out
    assert shown.count("in the home: light.kitchen_light: state off → on") == 4
    assert shown.count("heard: (nothing; said: lock it)") == 2
    assert shown.count("WRONG") == 2
    assert shown.endswith("p95 700 ms.\n")


def test_json_is_one_document(capsys: pytest.CaptureFixture[str]) -> None:
    display = new_display(as_json=True)
    display.show(EXCHANGE)
    display.show(Exchange(text="what", turn=None, changes=(), is_right=False))
    display.close(SUMMARY)
    document = json.loads(capsys.readouterr().out)
    assert document["summary"] == {"right": 1, "total": 1, "median_ms": 700, "p95_ms": 700}
    assert document["exchanges"][0]["commands"][0]["messages"] == [
        {"topic": "kitchen/set", "payload": "ON"}
    ]
    assert document["exchanges"][1]["heard"] is None


def test_the_list_of_voices_names_every_recording() -> None:
    text = recording_path("x").with_name("README.md").read_text()
    assert all(f"| {name}.wav |" in text for name in NAMES)
