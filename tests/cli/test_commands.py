"""One-shot commands: what they print; when they fail, one clear sentence and the right status."""

import json
import re
from pathlib import Path

import pytest
from fixtures.program import announce_home, run_cli

from edge_agent.demo.expectation import recording_path

CYRILLIC = "\N{CYRILLIC CAPITAL LETTER KA}\N{CYRILLIC SMALL LETTER A}"
KITCHEN_LIGHT = recording_path("01-turn-on-the-kitchen-light")


@pytest.fixture
def config(launcher, mosquitto) -> Path:
    announce_home(mosquitto)
    return launcher.config(mosquitto.port)


def test_parse_plans_and_publishes_nothing(config, mosquitto):
    with mosquitto.watch("home/#") as watch:
        run = run_cli("parse", "turn on the kitchen light", "--config", config, "--json")
        messages = [m for m in watch.messages if m[0].endswith("/set")]
    document = json.loads(run.stdout)
    assert run.returncode == 0
    assert document["commands"][0]["outcome"] == "planned"
    assert document["commands"][0]["messages"] == [{"topic": "home/kitchen/set", "payload": "ON"}]
    assert messages == []


def test_parse_reads_lines(config):
    lines = [
        json.dumps({"text": "turn off the lights", "area": "Living Room"}),
        "never mind",
        "{not json",
        '{"text": 5}',
        "what time is it",
        '{"text": "\\ud800"}',
        '{"a":' * 50_000,
    ]
    run = run_cli("parse", "-", "--json", "--config", config, stdin="\n".join(lines))
    answers = [json.loads(line) for line in run.stdout.splitlines()]
    assert len(answers) == len(lines)
    assert answers[0]["area"] == "Living Room"
    assert answers[0]["commands"][0]["targets"] == ["light.reading_lamp"]
    assert [a["commands"][0]["intent"] for a in (answers[1], answers[4])] == [
        "HassNevermind",
        "HassGetCurrentTime",
    ]
    assert all(answers[i]["commands"] == [] for i in (2, 3, 5, 6))


def test_parse_for_people(config):
    run = run_cli("parse", "unlock the front door", "--config", config)
    assert re.search("^confirm: .*unlock the Front Door[?]$", run.stdout, re.MULTILINE)
    assert "a running agent would wait for the answer" in run.stdout
    other = run_cli("parse", "well well well", "--config", config).stdout
    assert "not understood" in other
    assert "a running agent" not in other


def test_say_acts(config, mosquitto):
    with mosquitto.watch() as watch:
        run = run_cli("say", "turn on the kitchen light", "--config", config)
        watch.wait("home/kitchen/set", "ON")
    assert run.returncode == 0
    assert re.search("^done: .*the Kitchen Light", run.stdout, re.MULTILINE | re.IGNORECASE)


def test_listen_transcribes_and_publishes_nothing(config, mosquitto):
    yes = recording_path("07-yes")
    with mosquitto.watch("home/+/set") as watch:
        run = run_cli("listen", KITCHEN_LIGHT, yes, "--json", "--config", config)
        assert watch.messages == []
    first, second = (json.loads(line) for line in run.stdout.splitlines())
    assert first["file"] == str(KITCHEN_LIGHT)
    assert first["transcript"] == "turn on the kitchen light"
    assert first["commands"][0]["intent"] == "HassTurnOn"
    assert second["commands"][0]["intent"] == "AgentConfirm"
    assert {"response", "latency_ms"} <= first.keys()


def test_devices_lists_the_home(config, mosquitto):
    mosquitto.publish("homeassistant/light/broken/config", '{"name": "X"}', retain=True)
    document = json.loads(run_cli("devices", "--json", "--config", config).stdout)
    by_id = {device["entity_id"]: device for device in document["devices"]}
    assert by_id["lock.front_door"]["state"] == {"state": "locked"}
    assert by_id["light.reading_lamp"]["area"] == "Living Room"
    assert by_id["light.reading_lamp"]["source"].startswith("homeassistant/light/")
    assert "homeassistant/light/broken/config" in {u["topic"] for u in document["unusable"]}
    assert "Kitchen Light" in run_cli("devices", "--config", config).stdout


def test_check_tells_how_words_are_heard_and_which_names_cannot_be_told_apart(config, mosquitto):
    for name in ("Zorblax", "Reading Lamb", CYRILLIC):
        payload = json.dumps({"name": name, "unique_id": name, "command_topic": "home/x/set"})
        topic = f"homeassistant/light/x{len(name)}/config"
        mosquitto.publish(topic, payload, retain=True)
    document = json.loads(run_cli("check", "--json", "--config", config).stdout)
    words = {word["word"]: word for word in document["words"]}
    findings = {finding["name"]: finding["finding"] for finding in document["findings"]}
    assert words["zorblax"]["treatment"] == "added"
    assert words["zorblax"]["said"][0] == "zor-blaks"
    assert "Reading Lamp" in findings["Reading Lamb"]
    assert "give the device an alias" in findings[CYRILLIC]
    run = run_cli("check", "--config", config)
    assert 'zorblax: learnt as "zor-blaks"' in run.stdout
    assert "speech.sounds_like" in run.stdout
    assert run.returncode == 0


def test_check_tells_what_was_meant_by_a_name_that_is_not_there(launcher, mosquitto):
    announce_home(mosquitto)
    more = "audio: {input: none}\naliases: {Readin Lamp: [glow], Summer House: [shed]}"
    lines = run_cli("check", "--config", launcher.config(mosquitto.port, more)).stdout.splitlines()
    lack = "has aliases but is no device of this home"
    assert f"readin lamp: {lack}; did you mean Reading Lamp?" in lines
    assert f"summer house: {lack}." in lines


@pytest.mark.parametrize("command", ["devices", "check"])
def test_a_home_without_devices_is_told(launcher, mosquitto, command):
    run = run_cli(command, "--config", launcher.config(mosquitto.port))
    assert run.returncode == 0
    assert run.stdout.startswith("No devices: nothing announces itself below homeassistant/;")
    assert run.stdout.count("\n") == 1


PIPER = "response: {voice: piper, piper_program: no-such-program}"
RADIO = "devices:\n  - {platform: media_player, name: Radio, pause: x}"
FAILURES = [
    (2, "home.yaml:1: mqtt.hots: unknown key", "mqtt: {hots: x}", ("parse", "x")),
    (2, "home.yaml: no such file", None, ("parse", "x")),
    (2, 'devices[0] "Lamp": platform must be one of', "devices: [{name: Lamp}]", ("devices",)),
    (2, 'home.yaml:2: devices[0] "Radio": pause is not', RADIO, ("devices",)),
    (2, "speech.sounds_like: 'Lamp'", "speech: {sounds_like: {Lamp: ''}}", ("check",)),
    (2, "there is no program no-such-program", PIPER, ("check",)),
    (3, "speech", "speech: {model: nowhere}", ("listen", str(KITCHEN_LIGHT))),
    (3, "intent", "understanding: {model: nowhere}", ("parse", "x")),
    (4, "no.wav", "", ("listen", "no.wav")),
    (5, "refuses the connection", "", ("devices",)),
    (5, "refuses the connection", "", ("--input", str(KITCHEN_LIGHT))),
    (4, "microphone", "audio: {input: no such device}", ()),
    (3, "speech", "speech: {model: nowhere}", ()),
    (2, "home.yaml:1: a key must be a plain word", "? []", ()),
]


@pytest.mark.parametrize(("status", "words", "text", "command"), FAILURES)
def test_failures_are_one_sentence_and_a_status(tmp_path, status, words, text, command):
    config = tmp_path / "home.yaml"
    if text is not None:
        usual = {"response": "{voice: none}", "mqtt": "{host: 127.0.0.1, port: 9}"}
        lines = [f"{key}: {value}" for key, value in usual.items() if key not in text]
        config.write_text("\n".join([text, *lines]))
    run = run_cli(*command, "--config", config)
    assert run.returncode == status, run.stderr
    sentence = run.stderr.splitlines()[-1]
    assert sentence.startswith("edge-agent: ")
    assert words in sentence
    assert "Traceback" not in run.stderr
    assert run.stdout == ""


@pytest.mark.parametrize("content", [b"", b"RIFF", b"not a recording", b"RIFF\x00\x00\x00\x00WAVE"])
def test_bad_recordings(config, tmp_path, content):
    bad = tmp_path / "bad.wav"
    bad.write_bytes(content)
    run = run_cli("listen", bad, "--config", config)
    assert run.returncode == 4
    assert "bad.wav" in run.stderr
    assert "Traceback" not in run.stderr


def test_usage():
    assert "--config" in run_cli("--help").stdout
    assert run_cli("nonsense").returncode == 2
    assert run_cli("--version").stdout.startswith("edge-agent, version")
    assert "edge-agent parse --config" in run_cli("--config", "x.yaml", "parse", "y").stderr
