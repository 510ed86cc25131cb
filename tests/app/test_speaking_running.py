"""The whole agent with a loudspeaker that stands right before its microphone."""

import json
import shutil
import subprocess
import time
from pathlib import Path

import pytest
from fixtures.mosquitto import Client, Mosquitto, wait_for
from fixtures.program import AgentProcess, Launcher, announce_home
from fixtures.virtual_microphone import VirtualMicrophone

pytestmark = pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="no espeak-ng here")

PREFIX = "edge-agent/test"
COMMANDS = (
    "Turn on the kitchen light. What time is it? Turn off the reading lamp, and lock the front"
    " door. It is twenty one degrees, and the window is open. Set the reading lamp to ten percent."
)


@pytest.fixture
def agent(
    launcher: Launcher, mosquitto: Mosquitto, microphone: VirtualMicrophone, tmp_path: Path
) -> AgentProcess:
    announce_home(mosquitto)
    config = tmp_path / "home.yaml"
    config.write_text(
        "agent: {id: test, area: Kitchen}\nresponse: {volume: 15}\nlog_level: debug\n"
        f"mqtt: {{host: 127.0.0.1, port: {mosquitto.port}, publish_transcripts: true}}\n"
        "understanding: {phrases_file: p.json}\ntimers: {file: t.sqlite, repeat_s: 3}\n"
        "speech: {settings_file: s.json}\n"
    )
    running = launcher.start("--config", config, **microphone.environment)
    running.wait_online(mosquitto, "test")
    return running


def states(watch: Client) -> list[str]:
    return [json.loads(text)["state"] for text in watch.payloads(f"{PREFIX}/state")]


def say(watch: Client, text: str) -> float:
    """Have it say something; when it has begun."""
    count = states(watch).count("speaking")
    watch.publish(f"{PREFIX}/say/set", text)
    wait_for(lambda: states(watch).count("speaking") > count)
    return time.monotonic()


def spoken(watch: Client, within_s: float = 60.0) -> float:
    """When it has fallen silent."""
    wait_for(lambda: states(watch)[-1] == "idle", within_s=within_s)
    return time.monotonic()


def asked(watch: Client, text: str) -> dict:
    count = len(watch.payloads(f"{PREFIX}/response"))
    watch.publish(f"{PREFIX}/text/set", text)
    wait_for(lambda: len(watch.payloads(f"{PREFIX}/response")) > count)
    return json.loads(watch.payloads(f"{PREFIX}/response")[-1])


def test_it_never_hears_itself_and_stops_when_told(
    agent: AgentProcess, mosquitto: Mosquitto, microphone: VirtualMicrophone, tmp_path: Path
) -> None:
    with mosquitto.watch() as watch:
        begun_at = say(watch, COMMANDS)
        assert spoken(watch) - begun_at > 8.0
        time.sleep(1.5)
        assert watch.payloads(f"{PREFIX}/command") == []
        assert watch.payloads(f"{PREFIX}/transcript") == []

        begun_at = say(watch, COMMANDS)
        time.sleep(1.0)
        assert asked(watch, "stop")["act"] == "cancelled"
        assert spoken(watch) - begun_at < 5.0

        word = tmp_path / "stop.wav"
        subprocess.run(["espeak-ng", "-w", str(word), "stop"], check=True)
        begun_at = say(watch, f"{COMMANDS} {COMMANDS}")
        time.sleep(3.0)
        while states(watch)[-1] == "speaking" and time.monotonic() - begun_at < 18.0:
            microphone.play(word)
            time.sleep(1.0)
        assert spoken(watch) - begun_at < 20.0, "of 24"
        assert [json.loads(t)["commands"] for t in watch.payloads(f"{PREFIX}/command")] == [[]]
        assert watch.payloads("home/kitchen/set") == []
    assert "nothing can be played" not in agent.log.read_text()


def test_it_says_the_last_answer_again(agent: AgentProcess, mosquitto: Mosquitto) -> None:
    with mosquitto.watch() as watch:
        assert asked(watch, "say that again")["act"] == "not_understood"
        answer = asked(watch, "is the front door locked")["text"]
        assert asked(watch, "what did you say?")["text"] == answer
        assert asked(watch, "repeat that, please")["text"] == answer
        other = json.dumps({"text": "repeat that", "area": "Living Room"})
        assert asked(watch, other)["act"] == "not_understood", "it was not said there"


def test_its_volume_is_a_setting(agent: AgentProcess, mosquitto: Mosquitto) -> None:
    with mosquitto.watch() as watch:
        for change, volume in (({"volume": 40}, 40), ({"volume": None}, 15)):
            watch.publish(f"{PREFIX}/settings/set", json.dumps(change))
            wait_for(
                lambda expected=volume: (
                    json.loads(mosquitto.retained(f"{PREFIX}/settings"))["volume"] == expected
                )
            )
