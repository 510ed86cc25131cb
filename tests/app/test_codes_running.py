"""Codes of locks in the running program: sent to the lock, and shown nowhere else."""

import json
from pathlib import Path

import pytest
from fixtures.mosquitto import Mosquitto
from fixtures.program import Launcher, run_cli

from edge_agent.app.guarding import codes_of
from edge_agent.config.load import load_config
from edge_agent.errors import ConfigError

CODE = "918273"
LOCK = {
    "name": "Cellar Door",
    "unique_id": "cellar",
    "command_topic": "cellar/set",
    "state_topic": "cellar",
    "code_format": "^[0-9]+$",
    "command_template": '{"do": "{{ value }}", "code": "{{ code }}"}',
}
SETTINGS = "audio: {input: none}\nlog_level: debug\ncodes: {Cellar Door: cellar.code, Shed: c2}\n"


@pytest.fixture
def config(launcher: Launcher, mosquitto: Mosquitto, tmp_path: Path) -> Path:
    mosquitto.publish("homeassistant/lock/cellar/config", json.dumps(LOCK), retain=True)
    mosquitto.publish("cellar", "UNLOCKED", retain=True)
    (tmp_path / "cellar.code").write_text(f"{CODE}\n")
    (tmp_path / "c2").write_text("1")
    return launcher.config(mosquitto.port, SETTINGS)


def test_the_lock_gets_the_code_and_nobody_else(launcher, mosquitto, config):
    agent = launcher.start("--config", config)
    agent.wait_online(mosquitto, "test")
    with mosquitto.watch() as watch:
        watch.publish("edge-agent/test/text/set", "lock the cellar door")
        watch.wait("edge-agent/test/response")
        watch.wait("edge-agent/test/command")
        told = [payload for topic, payload in watch.messages if topic != "cellar/set"]
        assert watch.payloads("cellar/set") == [f'{{"do": "LOCK", "code": "{CODE}"}}']
    assert any("****" in payload for payload in told)
    assert not any(CODE in payload for payload in told)
    agent.terminate()
    assert CODE not in agent.log.read_text()


def test_what_would_be_sent_is_shown_without_it(config):
    for shape in ((), ("--json",)):
        shown = run_cli("parse", "lock the cellar door", "--config", config, *shape)
        assert CODE not in shown.stdout + shown.stderr
        assert "****" in shown.stdout
    findings = json.loads(run_cli("check", "--json", "--config", config).stdout)["findings"]
    unused = "has a code but is no device of this home that wants one."
    assert {"name": "shed", "finding": unused} in findings


@pytest.mark.parametrize("content", [None, "", "12 34", "x" * 33, "{{ code }}"])
def test_a_file_without_a_code_is_an_error_that_does_not_show_it(config, content):
    path = config.parent / "cellar.code"
    path.unlink()
    if content is not None:
        path.write_text(content)
    with pytest.raises(ConfigError, match=r"codes\.Cellar Door") as caught:
        codes_of(load_config(config))
    assert not content or content not in str(caught.value)


def test_a_file_without_a_code_ends_the_program_before_it_begins(config):
    (config.parent / "cellar.code").write_text("12 34")
    done = run_cli("parse", "lock the cellar door", "--config", config)
    assert done.returncode == 2
    assert "codes.Cellar Door" in done.stderr
    assert "12 34" not in done.stderr
