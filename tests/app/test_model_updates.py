"""A newer speech model: told, fetched, used; and what becomes of a failure."""

import hashlib
import json
from pathlib import Path

import pytest
from fixtures.model_server import ModelServer, packed_model, status
from fixtures.mosquitto import Mosquitto, wait_for
from fixtures.program import Launcher, announce_home, run_cli
from fixtures.virtual_microphone import VirtualMicrophone

from edge_agent import __version__
from edge_agent.app.model_updates import update_of
from edge_agent.app.speech_models import shipped_speech_model
from edge_agent.demo.expectation import recording_path

PREFIX = "edge-agent/test"
OLD, NEW = "vosk-model-en-in-0.1", "vosk-model-en-in-0.5"
TINY = shipped_speech_model().with_name("vosk-en-us-tiny")


@pytest.fixture
def publisher(model_server: ModelServer) -> ModelServer:
    archive = packed_model(TINY, NEW)
    model_server.files[f"{NEW}.zip"] = archive
    entry = {"name": NEW, "md5": hashlib.md5(archive).hexdigest()}
    model_server.files["model-list.json"] = json.dumps([entry]).encode()
    return model_server


@pytest.fixture
def old_model(own_store: Path, tmp_path: Path) -> str:
    """The only model of a store."""
    (tmp_path / f"{OLD}.zip").write_bytes(packed_model(TINY, OLD))
    pulled = run_cli("models", "pull", tmp_path / f"{OLD}.zip")
    assert pulled.returncode == 0, pulled.stderr
    assert [path.name for path in (own_store / "installed").iterdir()] == [OLD]
    return OLD


def test_a_newer_model_is_fetched_and_used(
    launcher: Launcher,
    mosquitto: Mosquitto,
    microphone: VirtualMicrophone,
    publisher: ModelServer,
    old_model: str,
    tmp_path: Path,
):
    announce_home(mosquitto)
    more = f"speech: {{settings_file: settings.json, model: {old_model}}}"
    config = launcher.config(mosquitto.port, more=more)
    environment = microphone.environment | {"EDGE_AGENT_MODELS_URL": publisher.url}
    agent = launcher.start("--config", config, **environment)
    agent.wait_online(mosquitto, "test")

    def told() -> dict:
        return json.loads(mosquitto.retained(f"{PREFIX}/update") or "{}")

    before = told()
    assert before["title"] == "vosk-model-en-in"
    assert (before["installed_version"], before["latest_version"]) == ("0.1", "0.5")
    assert not before["in_progress"]
    publisher.faults = [status(404)]
    with mosquitto.watch() as watch:
        for payload in (b"INSTALL NOW", b"\xff", b"install"):
            watch.publish(f"{PREFIX}/update/set", payload)
        wait_for(lambda: NEW in told()["release_summary"], within_s=60)
        assert told()["installed_version"] == "0.1", "all stays as it was"
        watch.publish(f"{PREFIX}/update/set", "install")
        wait_for(lambda: told()["installed_version"] == "0.5", within_s=90)
        steps = [json.loads(payload) for payload in watch.payloads(f"{PREFIX}/update")]
        assert any(step["in_progress"] for step in steps)
        assert told() == before | {"installed_version": "0.5"}
        microphone.play(recording_path("01-turn-on-the-kitchen-light"))
        watch.wait("home/kitchen/set", "ON", within_s=30)
    assert json.loads((tmp_path / "settings.json").read_text())["model"] == NEW


def test_a_model_that_comes_with_the_program_has_its_version() -> None:
    update = update_of("vosk-en-us-tiny", "vosk-en-us-tiny")
    assert update.installed_version == update.latest_version == __version__


def test_a_model_without_a_version_is_its_own_newest() -> None:
    update = update_of("mine", "mine")
    assert (update.title, update.installed_version, update.latest_version) == ("mine",) * 3
