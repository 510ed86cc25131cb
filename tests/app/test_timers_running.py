"""Timers and commands for later in the running program: told, done, and kept over a power cut."""

import json
import time
from pathlib import Path

import pytest
from fixtures.mosquitto import Client, Mosquitto, wait_for
from fixtures.program import Launcher, announce_home, run_cli

PREFIX = "edge-agent/test"


@pytest.fixture
def config(launcher: Launcher, mosquitto: Mosquitto) -> Path:
    announce_home(mosquitto)
    return launcher.config(mosquitto.port)


def started(launcher: Launcher, mosquitto: Mosquitto, config: Path):
    agent = launcher.start("--config", config)
    agent.wait_online(mosquitto, "test")
    return agent


def say(watch: Client, text: str) -> str:
    turn_id = f"turn-{len(watch.messages)}"
    watch.publish(f"{PREFIX}/text/set", json.dumps({"text": text, "id": turn_id}))
    wait_for(lambda: any(turn_id in p for p in watch.payloads(f"{PREFIX}/response")))
    (found,) = (p for p in watch.payloads(f"{PREFIX}/response") if turn_id in p)
    return json.loads(found)["text"]


def events(watch: Client) -> list[tuple[str, str]]:
    found = map(json.loads, watch.payloads(f"{PREFIX}/timer"))
    return [(one["event"], one["kind"]) for one in found]


def timers(watch: Client) -> list[dict]:
    return json.loads(watch.payloads(f"{PREFIX}/timers")[-1])["timers"]


def test_a_timer_is_told_until_it_is_stopped(launcher, mosquitto, config):
    started(launcher, mosquitto, config)
    with mosquitto.watch() as watch:
        assert "two second" not in say(watch, "set a noodle timer for two seconds")
        wait_for(lambda: ("rings", "timer") in events(watch))
        assert timers(watch)[0]["state"] == "ringing"
        turn = json.loads(watch.payloads(f"{PREFIX}/command")[-1])
        assert (turn["source"], turn["area"]) == ("timer", "Kitchen")
        assert "noodle timer" in turn["response"]["text"]
        say(watch, "stop")
        wait_for(lambda: ("silenced", "timer") in events(watch))
        wait_for(lambda: timers(watch) == [])
    assert events(watch) == [("set", "timer"), ("rings", "timer"), ("silenced", "timer")]


def test_what_is_to_be_done_later_is_done_then_and_no_sooner(launcher, mosquitto, config):
    started(launcher, mosquitto, config)
    with mosquitto.watch() as watch:
        say(watch, "turn on the kitchen light for two seconds")
        assert watch.payloads("home/kitchen/set") == ["ON"]
        watch.wait("home/kitchen/set", "OFF")
        wait_for(lambda: len(watch.payloads(f"{PREFIX}/command")) == 2)
        turn = json.loads(watch.payloads(f"{PREFIX}/command")[-1])
        assert turn["commands"][0]["intent"] == "HassTurnOff"
        assert turn["utterance"] == "turn off the Kitchen Light"


def test_timers_survive_kill_9_and_what_was_missed_is_told(launcher, mosquitto, config):
    agent = started(launcher, mosquitto, config)
    with mosquitto.watch() as watch:
        say(watch, "set a tea timer for two hours")
        say(watch, "wake me up at seven every weekday")
        say(watch, "turn on the kitchen light in one second")
        say(watch, "remind me in one second to feed the cat")
        agent.end()
    wait_for(lambda: mosquitto.retained(f"{PREFIX}/status") == "offline")
    with mosquitto.watch() as watch:
        time.sleep(6)  # longer than a command may come late
        started(launcher, mosquitto, config)
        wait_for(lambda: ("missed", "command") in events(watch))
        told = json.loads(watch.wait(f"{PREFIX}/command"))["response"]["text"]
        assert "turn on the Kitchen Light" in told
        assert "feed the cat" in told
        wait_for(lambda: {one["kind"] for one in timers(watch)} == {"timer", "alarm"})
        assert len(timers(watch)) == 2
        assert "tea timer" in say(watch, "how long is left on the tea timer")
        assert "on weekdays at 7:00" in say(watch, "what alarms do i have")
        assert watch.payloads("home/kitchen/set") == []


def test_what_another_process_sets_counts(launcher, mosquitto, config):
    started(launcher, mosquitto, config)
    with mosquitto.watch() as watch:
        done = run_cli("say", "set a rice timer for three seconds", "--config", config)
        assert "rice timer" in done.stdout, done.stderr
        wait_for(lambda: ("rings", "timer") in events(watch))
        parsed = run_cli("parse", "set a rice timer for three hours", "--config", config)
        assert "rice timer" in parsed.stdout
        say(watch, "stop")
        wait_for(lambda: timers(watch) == [])


def test_a_damaged_file_is_told_and_the_agent_runs(launcher, mosquitto, config):
    config.with_name("timers.sqlite").write_bytes(b"no database" * 999)
    agent = started(launcher, mosquitto, config)
    with mosquitto.watch() as watch:
        say(watch, "set a tea timer for two hours")
        assert "tea timer" in say(watch, "how much longer")
    assert "are damaged" in agent.log.read_text()
    assert config.with_name("timers.sqlite.damaged").exists()
