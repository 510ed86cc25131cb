"""Alerts in the running program."""

import json
from datetime import datetime, timedelta
from pathlib import Path

from fixtures.mosquitto import Mosquitto, wait_for
from fixtures.program import Launcher, announce_home, run_cli
from fixtures.virtual_microphone import VirtualMicrophone

from edge_agent.demo.expectation import recording_path

PREFIX = "edge-agent/test"
RECORDINGS = Path(__file__).parents[1] / "speech" / "watch" / "recordings"
HELP_ME = RECORDINGS / "help me.wav"
DISHES = RECORDINGS / "can you help me with the dishes.wav"
TURN_ON = recording_path("01-turn-on-the-kitchen-light")
SWITCH = "home/kitchen/set"
NOW = datetime.now().astimezone()
AROUND_NOW = (
    f"quiet: {{hours: '{NOW - timedelta(hours=1):%H:%M}-{NOW + timedelta(hours=1):%H:%M}'}}"
)


def test_help_is_told_without_the_wake_word_and_does_nothing_else(
    launcher: Launcher, mosquitto: Mosquitto
):
    announce_home(mosquitto)
    config = launcher.config(mosquitto.port, more="wake: {}\nwatch: {}")
    with mosquitto.watch() as watch:
        agent = launcher.start("--config", config, "--input", HELP_ME, "--fast")
        assert agent.child.wait(60) == 0, agent.log.read_text()
        alert = json.loads(watch.wait(f"{PREFIX}/alert"))
        assert watch.payloads(f"{PREFIX}/command") == []
        assert watch.payloads(f"{PREFIX}/response") == []
    assert (alert["kind"], alert["phrase"], alert["area"]) == ("phrase", "help me", "Kitchen")
    assert alert["level_db"] < 0
    assert mosquitto.retained(f"{PREFIX}/alert") is None
    assert "alert" in agent.log.read_text()


def test_help_within_a_sentence_is_none(launcher: Launcher, mosquitto: Mosquitto):
    config = launcher.config(mosquitto.port, more="wake: {}\nwatch: {}")
    with mosquitto.watch() as watch:
        agent = launcher.start("--config", config, "--input", DISHES, "--fast")
        assert agent.child.wait(60) == 0, agent.log.read_text()
        assert watch.payloads(f"{PREFIX}/alert") == []


def test_a_voice_in_quiet_hours_is_told_and_commands_go_on(
    launcher: Launcher, mosquitto: Mosquitto
):
    announce_home(mosquitto)
    config = launcher.config(mosquitto.port, more=f"watch: {{phrases: [], {AROUND_NOW}}}")
    with mosquitto.watch() as watch:
        agent = launcher.start("--config", config, "--input", TURN_ON, "--fast")
        assert agent.child.wait(60) == 0, agent.log.read_text()
        alert = json.loads(watch.wait(f"{PREFIX}/alert"))
        watch.wait(SWITCH, "ON")
    assert (alert["kind"], alert["phrase"]) == ("speech", None)


def test_a_microphone_hears_help_and_home_assistant_is_told_what_may_come(
    launcher: Launcher, mosquitto: Mosquitto, microphone: VirtualMicrophone
):
    announce_home(mosquitto)
    more = f"wake: {{}}\nwatch: {{phrases: [help me, krzk], {AROUND_NOW}}}"
    config = launcher.config(mosquitto.port, more=more)
    agent = launcher.start("--config", config, **microphone.environment)
    agent.wait_online(mosquitto, "test")
    with mosquitto.watch() as watch:
        microphone.play(HELP_ME)
        wait_for(lambda: len(watch.payloads(f"{PREFIX}/alert")) == 2, within_s=10)
        alerts = [json.loads(payload) for payload in watch.payloads(f"{PREFIX}/alert")]
    assert {alert["kind"] for alert in alerts} == {"speech", "phrase"}
    document = json.loads(mosquitto.retained("homeassistant/device/edge_agent_test/config") or "")
    kinds = document["components"]["alert"]["event_types"]
    assert kinds == ["phrase", "speech", "sound"]
    assert "krzk" in run_cli("check", "--config", config).stdout
