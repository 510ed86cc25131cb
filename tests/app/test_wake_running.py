"""Wake words, and what makes listen besides, in the running program."""

import json
import os
import struct
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fixtures.mosquitto import Client, Mosquitto, wait_for
from fixtures.program import Launcher, announce_home, run_cli
from fixtures.virtual_microphone import VirtualMicrophone

from edge_agent.demo.expectation import recording_path

PREFIX = "edge-agent/test"
RECORDINGS = Path(__file__).parents[1] / "speech" / "wake" / "recordings"
NABU_TURN_ON = RECORDINGS / "okay nabu turn on the kitchen light.wav"
COMPUTER_TURN_ON = RECORDINGS / "hey computer turn on the kitchen light.wav"
TURN_ON = recording_path("01-turn-on-the-kitchen-light")
SWITCH = "home/kitchen/set"
WORDS = "wake: {words: [okay nabu, {word: Hey Computer, area: Living Room}]}"
F13 = 183


@pytest.mark.parametrize(
    ("recording", "word", "area"),
    [
        (NABU_TURN_ON, "okay nabu", "Kitchen"),
        (COMPUTER_TURN_ON, "hey computer", "Living Room"),
    ],
    ids=lambda value: getattr(value, "stem", None),
)
def test_a_wake_word_and_a_command_become_a_payload(
    launcher: Launcher, mosquitto: Mosquitto, recording: Path, word: str, area: str
):
    announce_home(mosquitto)
    config = launcher.config(mosquitto.port, more=WORDS)
    with mosquitto.watch() as watch:
        agent = launcher.start("--config", config, "--input", recording, "--fast")
        assert agent.child.wait(60) == 0, agent.log.read_text()
        watch.wait(SWITCH, "ON")
        woken = json.loads(watch.wait(f"{PREFIX}/wake"))
        turn = json.loads(watch.wait(f"{PREFIX}/command"))
    assert (woken["word"], woken["area"]) == (word, area)
    assert (turn["wake"], turn["area"]) == (word, area)
    assert turn["utterance"] == "turn on the kitchen light"


def test_without_a_wake_word_nothing_comes_of_a_command(launcher: Launcher, mosquitto: Mosquitto):
    announce_home(mosquitto)
    config = launcher.config(mosquitto.port, more=WORDS)
    with mosquitto.watch() as watch:
        agent = launcher.start("--config", config, "--input", TURN_ON, "--fast")
        assert agent.child.wait(60) == 0, agent.log.read_text()
        assert watch.payloads(SWITCH) == []
        assert watch.payloads(f"{PREFIX}/command") == []
        assert watch.payloads(f"{PREFIX}/wake") == []


@pytest.fixture
def keyboard(tmp_path: Path) -> Iterator[int]:
    """The other end of a pipe that stands for a keyboard."""
    path = tmp_path / "event0"
    os.mkfifo(path)
    end = os.open(path, os.O_RDWR)
    yield end
    os.close(end)


def state(mosquitto: Mosquitto) -> str:
    return json.loads(mosquitto.retained(f"{PREFIX}/state") or "{}").get("state", "")


def has_listened_on(watch: Client) -> bool:
    """Whether it has listened for more since the last command, and does so no longer."""
    states = [json.loads(payload)["state"] for payload in watch.payloads(f"{PREFIX}/state")]
    since = states[::-1][: states[::-1].index("processing")]
    return since[:1] == ["idle"] and "listening" in since


def said(watch: Client, microphone: VirtualMicrophone, recording: Path) -> bool:
    """Say what switches the light on, and wait until it does."""
    before = len(watch.payloads(SWITCH))
    microphone.play(recording)
    wait_for(lambda: len(watch.payloads(SWITCH)) > before)
    return len(watch.payloads(SWITCH)) == before + 1


def said_to_nobody(watch: Client, microphone: VirtualMicrophone, recording: Path) -> bool:
    """Say what switches nothing; what comes later than this waits shows in the count of the next.

    Its last words are over, and judged, after `speech.long_silence_s` at most.
    """
    before = len(watch.payloads(SWITCH))
    microphone.play(recording)
    time.sleep(1.5)
    return len(watch.payloads(SWITCH)) == before


def test_a_key_and_what_comes_after_an_answer_need_no_wake_word(
    launcher: Launcher,
    mosquitto: Mosquitto,
    microphone: VirtualMicrophone,
    keyboard: int,
    tmp_path: Path,
):
    announce_home(mosquitto)
    more = (
        f"wake: {{words: [okay nabu], follow_up_s: 3, listen_s: 5, key: {{device:"
        f" {tmp_path / 'event0'}, code: {F13}}}}}\nspeech: {{settings_file: settings.json}}"
    )
    agent = launcher.start(
        "--config", launcher.config(mosquitto.port, more=more), **microphone.environment
    )
    agent.wait_online(mosquitto, "test")
    with mosquitto.watch() as watch:
        assert said_to_nobody(watch, microphone, TURN_ON)
        os.write(keyboard, struct.pack("@llHHi", 0, 0, 1, F13, 1))
        wait_for(lambda: state(mosquitto) == "listening")
        assert said(watch, microphone, TURN_ON)
        wait_for(lambda: state(mosquitto) == "listening", within_s=4)
        assert said(watch, microphone, TURN_ON), "a follow-up"
        wait_for(lambda: has_listened_on(watch), within_s=10)
        assert said_to_nobody(watch, microphone, TURN_ON), "too late"
        assert said(watch, microphone, NABU_TURN_ON)
        wait_for(lambda: state(mosquitto) == "idle", within_s=10)
        watch.publish(f"{PREFIX}/listen/set", "")
        wait_for(lambda: state(mosquitto) == "listening")
        assert said(watch, microphone, TURN_ON)
        assert watch.payloads(SWITCH) == ["ON"] * 4


def test_how_readily_wake_words_are_heard_can_be_set(
    launcher: Launcher, mosquitto: Mosquitto, microphone: VirtualMicrophone, tmp_path: Path
):
    announce_home(mosquitto)
    more = f"{WORDS}\nspeech: {{settings_file: settings.json}}"
    config = launcher.config(mosquitto.port, more=more)
    agent = launcher.start("--config", config, **microphone.environment)
    agent.wait_online(mosquitto, "test")

    def in_force() -> float:
        return json.loads(mosquitto.retained(f"{PREFIX}/settings") or "{}")["wake_sensitivity"]

    assert in_force() == 0.5
    with mosquitto.watch() as watch:
        for payload in (b'{"wake_sensitivity": 1.1}', b'{"wake_sensitivity": "high"}'):
            watch.publish(f"{PREFIX}/settings/set", payload)
        watch.publish(f"{PREFIX}/settings/set", '{"wake_sensitivity": 0.65}')
        wait_for(lambda: in_force() == 0.65, within_s=20)
        assert said(watch, microphone, NABU_TURN_ON)
    checked = run_cli("check", "--config", config).stdout
    assert "wake.sensitivity: 0.65 is in force" in checked
    document = json.loads(mosquitto.retained("homeassistant/device/edge_agent_test/config") or "")
    assert document["components"]["wake_word"]["event_types"] == ["okay nabu", "hey computer"]
