"""`edge-agent teach`: learns, lists and forgets; each refusal is one sentence."""

import json
from pathlib import Path

import pytest
from fixtures.program import announce_home, run_cli

MOVIE = ("movie time", "film night", "--does", "turn off the reading lamp")


@pytest.fixture
def config(launcher, mosquitto) -> Path:
    announce_home(mosquitto)
    return launcher.config(mosquitto.port)


def teach(config, *arguments):
    return run_cli("teach", *arguments, "--config", config)


def test_a_phrase_is_learnt_used_listed_and_forgotten(config, mosquitto):
    assert "No phrases" in teach(config, "--list").stdout
    learnt = teach(config, *MOVIE)
    assert learnt.returncode == 0, learnt.stderr
    assert learnt.stdout == 'I will do that when you say "movie time".\n'
    parsed = json.loads(run_cli("parse", "it's movie time", "--json", "--config", config).stdout)
    assert parsed["phrase"] == "movie time"
    assert parsed["commands"][0]["targets"] == ["light.reading_lamp"]
    with mosquitto.watch() as watch:
        run_cli("say", "film night", "--config", config)
        watch.wait("home/reading/set", '{"state":"OFF"}')
    listed = teach(config, "--list", "--json")
    phrase = {"examples": ["movie time", "film night"], "does": "turn off the reading lamp"}
    assert json.loads(listed.stdout) == {"phrases": [phrase]}
    assert teach(config, "--list").stdout == (
        "movie time: turn off the reading lamp\n  also: film night\n"
    )
    forgotten = teach(config, "--forget", "film night", "--json")
    assert json.loads(forgotten.stdout) == {"phrases": []}
    assert "not_understood" in run_cli("parse", "movie time", "--config", config).stdout


def test_parse_forgets_nothing(config):
    teach(config, *MOVIE)
    run_cli("parse", "forget movie time", "--config", config)
    assert "movie time" in teach(config, "--list").stdout


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (("turn on the lights", "--does", "lock the front door"), "already"),
        (("zork", "--does", "turn on the hovercraft"), "hovercraft"),
        (("a", "b1", "b2", "b3", "b4", "b5", "--does", "lock the front door"), "at most 5"),
        (("--forget", "zork"), "not learnt"),
        ((), "--does"),
        (("zork",), "--does"),
        (("--does", "lock the front door"), "--does"),
        (("zork", "--does", "lock the front door", "--list"), "--does"),
    ],
)
def test_what_is_refused(arguments, part, config):
    run = teach(config, *arguments)
    assert run.returncode == 2
    assert part in run.stderr
    assert "Traceback" not in run.stderr
    assert not (config.parent / "phrases.json").exists()


def test_without_a_broker(tmp_path):
    config = tmp_path / "home.yaml"
    config.write_text("mqtt: {port: 1}\nunderstanding: {phrases_file: phrases.json}\n")
    assert teach(config, *MOVIE).returncode == 5
    assert teach(config, *MOVIE, "--unchecked").returncode == 0
    assert "movie time" in teach(config, "--list").stdout
    (tmp_path / "phrases.json").write_text("{")
    damaged = teach(config, "--list")
    assert damaged.returncode == 0
    assert "damaged" in damaged.stderr
    assert (tmp_path / "phrases.json.damaged").read_text() == "{"
