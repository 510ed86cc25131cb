"""A question by voice goes only after it was announced; the same words overheard do not."""

import json
import wave
from pathlib import Path

import pytest
from fixtures.chat_endpoint import ChatEndpoint, says
from fixtures.mosquitto import Mosquitto, wait_for
from fixtures.program import Launcher, announce_home
from fixtures.virtual_microphone import VirtualMicrophone

from edge_agent.demo.expectation import recording_path

RECORDING = Path(__file__).parent / "recordings" / "question.wav"
KITCHEN_LIGHT = recording_path("01-turn-on-the-kitchen-light")
QUESTION_S = 2.5
"""So long is the recording's first question, with some silence."""


@pytest.mark.slow
def test_a_question_goes_only_after_it_was_announced(
    launcher: Launcher, mosquitto: Mosquitto, chat_endpoint: ChatEndpoint, tmp_path: Path
):
    announce_home(mosquitto)
    chat_endpoint.steps = [says("Far.")]
    section = f"escalation: {{url: '{chat_endpoint.url}', model: tiny}}"
    config = launcher.config(mosquitto.port, section)
    with mosquitto.watch("edge-agent/test/command") as watch:
        agent = launcher.start(
            "--config", config, "--input", RECORDING, STATE_DIRECTORY=str(tmp_path / "state")
        )
        assert agent.child.wait(60) == 0, agent.log.read_text()
        turns = [json.loads(payload) for _, payload in watch.messages]
    assert [turn["response"]["act"] for turn in turns] == ["not_understood", "clarify", "answer"]
    overheard, announcement, answer = turns
    assert overheard["utterance"] == ""
    assert announcement["utterance"] == "ask the assistant"
    assert answer["utterance"] == "how far is the moon"
    assert answer["response"]["from"] == "escalation"
    (asked,) = chat_endpoint.asked
    assert asked["messages"][-1]["content"] == "how far is the moon"


@pytest.mark.slow
def test_a_button_announces_a_question_for_a_while(
    launcher: Launcher,
    mosquitto: Mosquitto,
    microphone: VirtualMicrophone,
    chat_endpoint: ChatEndpoint,
    tmp_path: Path,
):
    announce_home(mosquitto)
    chat_endpoint.steps = [says("Far.")]
    config = launcher.config(
        mosquitto.port, f"escalation: {{url: '{chat_endpoint.url}', model: tiny}}"
    )
    state = {"STATE_DIRECTORY": str(tmp_path / "state")}
    agent = launcher.start("--config", config, **microphone.environment, **state)
    agent.wait_online(mosquitto, "test")
    with mosquitto.watch("edge-agent/test/#") as watch:
        watch.publish("edge-agent/test/listen/set", "question")
        wait_for(lambda: any("listening" in p for p in watch.payloads("edge-agent/test/state")))
        microphone.play(first_question(tmp_path / "question.wav"))
        turn = json.loads(watch.wait("edge-agent/test/command"))
        assert turn["response"] == {"act": "answer", "text": "Far.", "from": "escalation"}
        watch.messages.clear()
        watch.publish("edge-agent/test/listen/set", "question")
        wait_for(lambda: any("listening" in p for p in watch.payloads("edge-agent/test/state")))
        wait_for(lambda: '"idle"' in watch.payloads("edge-agent/test/state")[-1])
        microphone.play(KITCHEN_LIGHT)
        turn = json.loads(watch.wait("edge-agent/test/command"))
        assert turn["response"]["act"] == "done", "commands are listened for again"
    assert len(chat_endpoint.asked) == 1


def first_question(path: Path) -> Path:
    """A recording of the question alone."""
    with wave.open(str(RECORDING)) as source, wave.open(str(path), "wb") as target:
        target.setparams(source.getparams())
        target.writeframes(source.readframes(round(QUESTION_S * source.getframerate())))
    return path
