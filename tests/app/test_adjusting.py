"""Settings changed while the agent runs, with a microphone; and what keeps it from hearing."""

import json
from pathlib import Path

import pytest
from fixtures.mosquitto import Client, Mosquitto, wait_for
from fixtures.program import AgentProcess, Launcher, announce_home, run_cli
from fixtures.virtual_microphone import VirtualMicrophone

from edge_agent.app.speech_models import speech_model_directory, speech_model_store
from edge_agent.app.tuning import Tuning
from edge_agent.config.schema import Config, SpeechSettings
from edge_agent.demo.expectation import recording_path
from edge_agent.errors import ModelError
from edge_agent.usage import family

PREFIX = "edge-agent/test"
KITCHEN_LIGHT = recording_path("01-turn-on-the-kitchen-light")
STARTER, TINY = "vosk-en-us-starter", "vosk-en-us-tiny"
WITH_EAR = "speech: {settings_file: settings.json, silence_s: 0.7}"
HOSTILE = [
    b"",
    b"\xff",
    b"{" * 10_000,
    b'{"silence_s": 0.01}',
    b'{"silence_s": "long"}',
    b'{"model": "../../etc"}',
    b'{"model": "vosk-model-small-de-0.15"}',
    b'{"silence_s": 1.0, "loudness": 3}',
]


def start(launcher: Launcher, mosquitto: Mosquitto, microphone: VirtualMicrophone) -> AgentProcess:
    announce_home(mosquitto)
    config = launcher.config(mosquitto.port, more=WITH_EAR)
    agent = launcher.start("--config", config, **microphone.environment)
    agent.wait_online(mosquitto, "test")
    return agent


def retained(mosquitto: Mosquitto, name: str) -> dict:
    return json.loads(mosquitto.retained(f"{PREFIX}/{name}") or "{}")


def set_(watch: Client, mosquitto: Mosquitto, **changes: object) -> None:
    """Change settings and wait until they are in force."""
    watch.publish(f"{PREFIX}/settings/set", json.dumps(changes))
    wait_for(lambda: changes.items() <= retained(mosquitto, "settings").items(), within_s=60)


def decoding(agent: AgentProcess) -> list[int]:
    return family(agent.child.pid)[1:]


def test_settings_change_at_once_and_outlive_a_restart(
    launcher: Launcher, mosquitto: Mosquitto, microphone: VirtualMicrophone, tmp_path: Path
):
    agent = start(launcher, mosquitto, microphone)
    before = decoding(agent)
    assert retained(mosquitto, "settings") == {
        "silence_s": 0.7,
        "min_lead": 3.5,
        "model": STARTER,
        "volume": 70,
        "adjusted": [],
        "models": [STARTER, TINY],
    }
    with mosquitto.watch() as watch:
        for payload in HOSTILE:
            watch.publish(f"{PREFIX}/settings/set", payload)
        set_(watch, mosquitto, silence_s=1.2)
        assert decoding(agent) == before, "hears on with the same model"
        watch.publish(f"{PREFIX}/settings/set", json.dumps({"model": TINY, "min_lead": 2.5}))
        microphone.play(KITCHEN_LIGHT)
        watch.wait("home/kitchen/set", "ON", within_s=30)  # heard although a model was loading
        set_(watch, mosquitto, model=TINY, min_lead=2.5)
        wait_for(lambda: set(decoding(agent)).isdisjoint(before), within_s=30)
        microphone.play(KITCHEN_LIGHT)
        wait_for(lambda: len(watch.payloads("home/kitchen/set")) == 2, within_s=30)
    agent.terminate()
    assert json.loads((tmp_path / "settings.json").read_text())["model"] == TINY

    again = start(launcher, mosquitto, microphone)
    assert "settings of the configuration are overridden" in again.log.read_text()
    assert retained(mosquitto, "settings")["adjusted"] == ["silence_s", "min_lead", "model"]
    with mosquitto.watch() as watch:
        microphone.play(KITCHEN_LIGHT)
        watch.wait("home/kitchen/set", "ON", within_s=30)
        checked = run_cli("check", "--config", tmp_path / "home.yaml").stdout
        assert f"speech.model: {TINY} is in force" in checked
        watch.publish(
            f"{PREFIX}/settings/set", '{"silence_s": null, "min_lead": null, "model": null}'
        )
        wait_for(lambda: retained(mosquitto, "settings")["adjusted"] == [], within_s=60)
    assert retained(mosquitto, "settings")["silence_s"] == 0.7
    wait_for(lambda: not (tmp_path / "settings.json").exists())


def test_a_microphone_that_is_lost_is_a_problem_until_it_is_back(
    launcher: Launcher, mosquitto: Mosquitto, microphone: VirtualMicrophone
):
    start(launcher, mosquitto, microphone)
    assert retained(mosquitto, "health") == {"state": "ok", "problems": [], "reason": ""}
    microphone.stop()
    wait_for(lambda: retained(mosquitto, "health")["problems"] == ["microphone"], within_s=40)
    wait_for(lambda: "connect one" in retained(mosquitto, "health")["reason"])
    microphone.start()
    wait_for(lambda: retained(mosquitto, "health")["state"] == "ok", within_s=60)
    with mosquitto.watch() as watch:
        watch.publish(f"{PREFIX}/mute/set", "ON")
        wait_for(lambda: retained(mosquitto, "state")["state"] == "muted")
        watch.publish(f"{PREFIX}/mute/set", "OFF")
        wait_for(lambda: retained(mosquitto, "state")["state"] == "idle")
        assert len(watch.payloads(f"{PREFIX}/health")) == 1, "what was retained, and no news"


def test_without_a_microphone_there_are_no_settings(launcher: Launcher, mosquitto: Mosquitto):
    agent = launcher.start("--config", launcher.config(mosquitto.port))
    agent.wait_online(mosquitto, "test")
    with mosquitto.watch() as watch:
        watch.publish(f"{PREFIX}/settings/set", '{"silence_s": 1.0}')
        watch.publish(f"{PREFIX}/text/set", "what time is it")
        watch.wait(f"{PREFIX}/response")
    assert mosquitto.retained(f"{PREFIX}/settings") is None
    assert retained(mosquitto, "last")["act"] == "answer"


@pytest.mark.parametrize("model", ["no-such-model", "..", ""])
def test_a_model_that_was_set_and_is_gone_does_not_keep_the_agent_from_starting(
    tmp_path: Path, model: str
):
    file = tmp_path / "settings.json"
    file.write_text(json.dumps({"version": 1, "model": model}))
    tuning = Tuning(Config(speech=SpeechSettings(settings_file=str(file))))
    assert tuning.adjustments.model is None
    assert tuning.in_force["model"] == STARTER


def test_a_model_that_is_given_by_its_directory_can_be_chosen_again(tmp_path: Path):
    tuning = Tuning(
        Config(
            speech=SpeechSettings(
                model=str(tmp_path / "mine"), settings_file=str(tmp_path / "settings.json")
            )
        )
    )
    assert tuning.configured_model == "mine"
    tuning.adjustments = tuning.adjustments.with_changes({"model": TINY})
    assert tuning.in_force["model"] == TINY
    assert set(tuning.models) == {STARTER, TINY, "mine"}


def test_a_model_that_is_selected_meanwhile_counts_from_the_next_start_on(tmp_path: Path):
    config = Config(speech=SpeechSettings(settings_file=str(tmp_path / "settings.json")))
    tuning = Tuning(config)
    speech_model_store().select(TINY)
    try:
        assert tuning.model == STARTER
        assert Path(tuning.settings.model or "").name == STARTER
        assert Tuning(config).model == TINY
    finally:
        speech_model_store().select(None)


def test_a_model_that_is_not_here_is_left_to_who_loads_it(tmp_path: Path):
    speech = SpeechSettings(model="nowhere", settings_file=str(tmp_path / "settings.json"))
    tuning = Tuning(Config(speech=speech))
    assert tuning.model == "nowhere"
    with pytest.raises(ModelError, match="nowhere"):
        speech_model_directory(tuning.settings)
