"""Phrases are taught to the running agent by text, by MQTT and through their file."""

import json
from pathlib import Path

import pytest
from fixtures.mosquitto import Mosquitto, wait_for
from fixtures.program import Launcher, announce_home, run_cli

PREFIX = "edge-agent/test"
DIALOGUE = [
    ("learn a new phrase", "clarify", "What will you say?"),
    ("turn on the kitchen light", "clarify", "already"),
    ("kitchen light", "clarify", "name in this home"),
    ("movie time", "clarify", "What shall I do then?"),
    ("open the pod bay doors", "clarify", "I cannot do"),
    ("turn it off", "clarify", "depends on what was said before"),
    ("turn off the reading lamp", "confirm", "Is that right?"),
    ("yes", "done", 'when you say "movie time"'),
]
LEFT = [
    ["learn a new phrase", "never mind"],
    ["learn a new phrase", "movie time", "never mind"],
    ["learn a new phrase", "movie time", "turn off the reading lamp", "no"],
    ["learn a new phrase", "movie time", "turn off the reading lamp", "what time is it"],
]
REFUSED: list[tuple[dict, str]] = [
    ({"examples": ["turn on the lights"], "does": "lock the front door"}, "already"),
    ({"examples": ["yes"], "does": "lock the front door"}, "already"),
    ({"examples": ["learn a new phrase"], "does": "lock the front door"}, "already"),
    ({"examples": ["the"], "does": "lock the front door"}, "too little"),
    ({"examples": ["front door"], "does": "lock the front door"}, "name in this home"),
    ({"examples": ["don't lock the front door"], "does": "lock the front door"}, "not to do"),
    ({"examples": ["zork " * 35], "does": "lock the front door"}, "too long"),
    ({"examples": ["zork"], "does": "yes"}, "before"),
    ({"examples": ["zork"], "does": "turn it on"}, "before"),
    ({"examples": ["zork"], "does": "undo that"}, "before"),
    ({"examples": ["zork"], "does": "turn on the hovercraft"}, "hovercraft"),
    ({"examples": ["zork"], "does": "well well well"}, "cannot"),
    ({"examples": ["zork"], "does": "movie time"}, "phrase itself"),
    ({"examples": ["zork", "movie time"], "does": "lock the front door"}, "too much like"),
    ({"examples": ["movie time now"], "does": "lock the front door"}, "too much like"),
    ({"forget": "zork"}, "not learnt"),
]


@pytest.fixture
def config(launcher: Launcher, mosquitto: Mosquitto) -> Path:
    announce_home(mosquitto)
    return launcher.config(mosquitto.port)


@pytest.fixture
def running(launcher: Launcher, mosquitto: Mosquitto, config: Path):
    agent = launcher.start("--config", config)
    agent.wait_online(mosquitto, "test")
    return agent


def answer(watch, topic: str, message: dict) -> dict:
    """Publish a message and wait for its answer."""
    given = f"turn-{len(watch.messages)}"
    watch.publish(f"{PREFIX}/{topic}", json.dumps({**message, "id": given}))
    wait_for(lambda: any(f'"{given}"' in p for p in watch.payloads(f"{PREFIX}/response")))
    return json.loads(watch.payloads(f"{PREFIX}/response")[-1])


def say(watch, text: str) -> dict:
    return answer(watch, "text/set", {"text": text})


def commands(watch) -> list[dict]:
    return [json.loads(payload) for payload in watch.payloads(f"{PREFIX}/command")]


def test_a_phrase_is_taught_by_talking_and_survives_a_restart(running, launcher, config, mosquitto):
    with mosquitto.watch() as watch:
        for text, act, part in DIALOGUE:
            found = say(watch, text)
            assert found["act"] == act, text
            assert part in found["text"], text
        assert watch.payloads("home/reading/set") == []
        assert say(watch, "movie time please")["act"] == "done"
        assert watch.payloads("home/reading/set") == ['{"state":"OFF"}']
        last = commands(watch)[-1]
        assert last["utterance"] == "movie time please"
        assert last["phrase"] == "movie time"
        assert "don't start movie time" not in say(watch, "don't start movie time")["text"]
        assert "movie time" in say(watch, "what have you learnt")["text"]
    running.terminate()
    again = launcher.start("--config", config)
    again.wait_online(mosquitto, "test")
    with mosquitto.watch() as watch:
        assert say(watch, "it's movie time")["act"] in {"done", "already"}
        assert say(watch, "forget movie time")["act"] == "done"
        assert say(watch, "movie time")["act"] == "not_understood"
        assert say(watch, "forget the phrase movie time")["act"] == "unsupported"


def test_a_lesson_can_be_left(running, mosquitto):
    with mosquitto.watch() as watch:
        for lesson in LEFT:
            acts = [say(watch, text)["act"] for text in lesson]
            assert acts[-1] in {"cancelled", "answer"}, lesson
            assert say(watch, "yes")["act"] == "cancelled", lesson
            assert say(watch, "movie time")["act"] == "not_understood", lesson
        say(watch, "learn a new phrase")
        watch.publish(f"{PREFIX}/text/set", '{"reset": true}')
        assert say(watch, "movie time")["act"] == "not_understood"


def test_a_phrase_asks_before_what_is_risky(running, mosquitto):
    lesson = {"examples": ["open sesame", "let me in"], "does": "unlock the front door"}
    with mosquitto.watch() as watch:
        assert answer(watch, "teach/set", lesson)["act"] == "done"
        assert say(watch, "open sesame")["act"] == "confirm"
        assert watch.payloads("home/lock/set") == []
        assert say(watch, "open sesame")["act"] == "confirm", "a phrase is no yes"
        assert watch.payloads("home/lock/set") == []
        assert say(watch, "yes")["act"] == "done"
        assert watch.payloads("home/lock/set") == ["UNLOCK"]


def test_what_cannot_be_taught_is_refused(running, mosquitto):
    movie = {"examples": ["movie time"], "does": "turn off the reading lamp"}
    with mosquitto.watch() as watch:
        assert answer(watch, "teach/set", movie)["act"] == "done"
        for lesson, part in REFUSED:
            refused = answer(watch, "teach/set", lesson)
            assert refused["act"] == "unsupported", lesson
            assert part in refused["text"], lesson
        listed = answer(watch, "teach/set", {"list": True})["text"]
    assert listed == 'I have learnt "movie time".'


def test_what_another_process_teaches_counts_at_once(running, config, mosquitto):
    with mosquitto.watch() as watch:
        assert say(watch, "movie time")["act"] == "not_understood"
        run = run_cli(
            "teach", "movie time", "film night", "--does", "lock the front door",
            "--config", config,
        )  # fmt: skip
        assert run.returncode == 0, run.stderr
        wait_for(lambda: say(watch, "film night")["act"] in {"done", "already"}, within_s=10)
        (config.parent / "phrases.json").write_text("{")
        wait_for(lambda: say(watch, "film night")["act"] == "not_understood", within_s=10)
        assert say(watch, "turn off the reading lamp in the living room")["act"] == "done"
    assert (config.parent / "phrases.json.damaged").exists()


def test_a_file_changed_by_hand_cannot_say_yes(running, config, mosquitto):
    phrases = [{"examples": ["zork"], "does": "yes"}, {"examples": ["zonk"], "does": "zork"}]
    with mosquitto.watch() as watch:
        (config.parent / "phrases.json").write_text(json.dumps({"version": 1, "phrases": phrases}))
        wait_for(lambda: "zork" in answer(watch, "teach/set", {"list": True})["text"], within_s=10)
        assert say(watch, "unlock the front door")["act"] == "confirm"
        assert say(watch, "zork")["act"] == "not_understood"
        assert say(watch, "zonk")["act"] == "not_understood"
        assert watch.payloads("home/lock/set") == []
