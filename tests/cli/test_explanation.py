"""`edge-agent parse --explain`: how a text is understood, step by step."""

import json
from pathlib import Path

import pytest
from fixtures.program import announce_home, run_cli


@pytest.fixture
def config(launcher, mosquitto) -> Path:
    announce_home(mosquitto)
    return launcher.config(mosquitto.port)


def test_people_read_words_names_decision_and_plan(config):
    run = run_cli("parse", "turn on the kitchen light", "--explain", "--config", config)
    lines = run.stdout.splitlines()
    assert run.returncode == 0
    assert lines[0] == "words: turn | on | the | kitchen | light"
    assert "  kitchen light: name 'Kitchen Light' of light.kitchen_light, 1.00" in lines
    assert "  HassTurnOn (turn_on) {name: kitchen light}" in lines
    assert any(line.startswith("network: command ") for line in lines)
    (decision,) = (line for line in lines if line.startswith("decision: "))
    assert decision.startswith("decision: taken, it follows a pattern to the word")
    assert lines.index("plan:") > lines.index(decision)
    assert "  planned: home/kitchen/set ON" in lines


def test_one_document_holds_turn_and_explanation(config):
    said = "turn on the zebra"
    document = json.loads(run_cli("parse", said, "--explain", "--json", "--config", config).stdout)
    explanation = document["explanation"]
    assert document["response"]["act"] == "unknown_device"
    assert explanation["tokens"] == said.split()
    assert explanation["network"]["is_needed"]
    assert explanation["network"]["act"] in explanation["network"]["acts"]
    assert explanation["decision"]["is_taken"] is False
    assert explanation["decision"]["reason"] == "unknown_name"
    assert "'zebra'" in explanation["decision"]["why"]


def test_lines_are_explained_too(config):
    lines = ["term on the reading lamp", "", "don't lock the front door", "movie time"]
    run_cli("teach", "movie time", "--does", "turn on the reading lamp", "--config", config)
    run = run_cli("parse", "-", "--explain", "--json", "--config", config, stdin="\n".join(lines))
    mended, denied, taught = (json.loads(line)["explanation"] for line in run.stdout.splitlines())
    assert {"heard": "term", "meant": "turn"} in mended["mending"]["swaps"]
    assert mended["decision"]["way"] == "mending"
    assert denied["is_denied"]
    assert denied["decision"]["is_taken"] is False
    assert taught["decision"]["way"] == "taught"
    assert taught["phrase"]["name"] == "movie time"
    text = run_cli("parse", lines[0], "--explain", "--config", config).stdout
    assert "misheard: 'term' for 'turn'" in text


def test_what_is_asked_about_is_told(config):
    unsure = config.read_text().replace("understanding: {", "understanding: {min_confidence: 1.0, ")
    config.write_text(unsure)
    text = run_cli(
        "parse", "could you maybe kill the reading lamp", "--explain", "--config", config
    ).stdout
    (decision,) = (line for line in text.splitlines() if line.startswith("decision: "))
    assert decision.startswith("decision: not taken, it is too unsure: 0.")
    assert decision.endswith("needed 1.00 (low_confidence); asked about")
    assert text.splitlines()[-2].endswith("turn off the Reading Lamp?")
