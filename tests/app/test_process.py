"""The whole process: started, spoken to by text, by recording and by microphone, and stopped."""

import json
import os
import signal
import time
from pathlib import Path

import pytest
from fixtures.mosquitto import Mosquitto, wait_for
from fixtures.program import AgentProcess, Launcher, announce_home
from fixtures.virtual_microphone import VirtualMicrophone

from edge_agent.demo.expectation import recording_path
from edge_agent.usage import family

PREFIX = "edge-agent/test"
CHATTER = Path(__file__).parent / "recordings" / "chatter.wav"
KITCHEN_LIGHT = recording_path("01-turn-on-the-kitchen-light")


@pytest.fixture
def running(launcher: Launcher, mosquitto: Mosquitto):
    announce_home(mosquitto)
    agent = launcher.start("--config", launcher.config(mosquitto.port))
    agent.wait_online(mosquitto, "test")
    return agent


def say(watch, text: str, **more) -> dict:
    """Give a text and wait for its answer."""
    turn_id = f"turn-{len(watch.messages)}"
    watch.publish(f"{PREFIX}/text/set", json.dumps({"text": text, "id": turn_id, **more}))
    wait_for(lambda: any(turn_id in p for p in watch.payloads(f"{PREFIX}/response")))
    return json.loads(watch.payloads(f"{PREFIX}/response")[-1])


def test_text_to_payload_and_command_record(running, mosquitto):
    with mosquitto.watch() as watch:
        answer = say(watch, "turn on the kitchen light")
        assert watch.payloads("home/kitchen/set") == ["ON"]
        assert answer["act"] == "done"
        assert answer["area"] == "Kitchen"
        turn = json.loads(watch.payloads(f"{PREFIX}/command")[-1])
    assert turn["source"] == "text"
    assert turn["utterance"] == "turn on the kitchen light"
    (command,) = turn["commands"]
    assert command["intent"] == "HassTurnOn"
    assert command["slots"]["name"] == "Kitchen Light"
    assert command["targets"] == ["light.kitchen_light"]
    assert command["messages"] == [{"topic": "home/kitchen/set", "payload": "ON"}]
    assert command["outcome"] == "acked", "the light never reports back"
    assert set(turn["latency_ms"]) == {"endpoint", "decode", "understand", "publish", "total"}


def test_a_device_that_reports_confirms(running, mosquitto):
    with mosquitto.watch() as watch:
        watch.publish(
            f"{PREFIX}/text/set", '{"text": "turn off the reading lamp", "area": "Living Room"}'
        )
        watch.wait("home/reading/set")
        watch.publish("home/reading/state", '{"state": "OFF"}', retain=True)
        turn = json.loads(watch.wait(f"{PREFIX}/command"))
        assert turn["commands"][0]["outcome"] == "confirmed"
        assert say(watch, "turn off the reading lamp", area="Living Room")["act"] == "already"
        assert watch.payloads("home/reading/set") == ['{"state":"OFF"}'] * 2


def test_unlocking_asks_first(running, mosquitto):
    with mosquitto.watch() as watch:
        assert say(watch, "unlock the front door")["act"] == "confirm"
        assert say(watch, "no")["act"] == "cancelled"
        assert say(watch, "yes")["act"] == "cancelled"
        assert watch.payloads("home/lock/set") == []
        assert say(watch, "unlock the front door")["act"] == "confirm"
        watch.publish(f"{PREFIX}/text/set", '{"text": "", "reset": true}')
        say(watch, "yes")
        assert watch.payloads("home/lock/set") == []
        assert say(watch, "unlock the front door")["act"] == "confirm"
        assert say(watch, "yes")["act"] == "done"
        assert watch.payloads("home/lock/set") == ["UNLOCK"]


def test_a_yes_never_opens_another_door(running, mosquitto):
    other = {
        "name": "Front Door",
        "unique_id": "other",
        "command_topic": "home/other/set",
        "device": {"identifiers": ["other"], "suggested_area": "Garage"},
    }
    with mosquitto.watch() as watch:
        watch.publish("homeassistant/lock/other/config", json.dumps(other), retain=True)
        text = "unlock the front door in the hallway"
        wait_for(lambda: "Garage" in say(watch, "unlock the front door")["text"], within_s=10)
        assert say(watch, text)["act"] == "confirm"
        watch.publish("homeassistant/lock/front/config", "", retain=True)
        assert say(watch, "yes")["act"] == "unknown_device"
        assert watch.payloads("home/other/set") == watch.payloads("home/lock/set") == []


def test_what_is_said_before_the_question_does_not_answer_it(running, mosquitto):
    with mosquitto.watch() as watch:
        for text in ("turn on the kitchen light", "unlock the front door", "yes"):
            watch.publish(f"{PREFIX}/text/set", text)
        wait_for(lambda: len(watch.payloads(f"{PREFIX}/response")) == 3)
        acts = [json.loads(p)["act"] for p in watch.payloads(f"{PREFIX}/response")]
        assert acts == ["done", "confirm", "cancelled"]
        assert watch.payloads("home/lock/set") == []


def test_questions_are_answered(running, mosquitto):
    with mosquitto.watch() as watch:
        assert "21.5" in say(watch, "what's the temperature in the kitchen")["text"]
        assert say(watch, "is the front door locked")["text"].startswith("Yes")


def test_devices_come_and_go_while_it_runs(running, mosquitto):
    config = {"name": "Desk Lamp", "command_topic": "home/desk/set", "unique_id": "desk"}
    with mosquitto.watch() as watch:
        assert say(watch, "turn on the desk lamp")["act"] == "unknown_device"
        watch.publish("homeassistant/light/desk/config", json.dumps(config), retain=True)
        wait_for(lambda: say(watch, "turn on the desk lamp")["act"] == "done", within_s=10)
        watch.publish("homeassistant/light/desk/config", "", retain=True)
        wait_for(lambda: say(watch, "turn on the desk lamp")["act"] == "unknown_device")


def test_a_burst_of_texts_is_answered_one_by_one(running, mosquitto):
    ids = [f"burst-{i}" for i in range(20)]
    with mosquitto.watch(f"{PREFIX}/response") as watch:
        for turn_id in ids:
            watch.publish(
                f"{PREFIX}/text/set", json.dumps({"text": "what time is it", "id": turn_id})
            )
        wait_for(lambda: len(watch.messages) == len(ids))
    assert [json.loads(payload)["id"] for _, payload in watch.messages] == ids


HOSTILE = [
    ("text/set", b"\xff\xfe"),
    ("text/set", b"{" * 10_000),
    ("text/set", b'{"text": 5}'),
    ("text/set", b"\x00" * 300_000),
    ("mute/set", b"maybe"),
    ("say/set", b""),
    ("listen/set", b"now"),
]


def test_hostile_messages_do_not_end_it(running, mosquitto):
    with mosquitto.watch() as watch:
        for topic, payload in HOSTILE:
            watch.publish(f"{PREFIX}/{topic}", payload)
        watch.publish("homeassistant/light/evil/config", b'{"~": [], "name": {}}', retain=True)
        watch.publish("homeassistant/device/evil/config", b"[" * 50_000, retain=True)
        watch.publish("home/reading/state", b"[1, 2", retain=True)
        assert say(watch, "turn on the kitchen light")["act"] == "done"


def test_it_survives_the_broker_and_nothing_is_done_late(running, mosquitto):
    mosquitto.kill()
    mosquitto.start()
    announce_home(mosquitto)
    running.wait_online(mosquitto, "test")
    with mosquitto.watch() as watch:
        wait_for(lambda: say(watch, "turn on the kitchen light")["act"] == "done", within_s=30)
        assert set(watch.payloads("home/kitchen/set")) == {"ON"}


def test_sigterm_says_offline(running, mosquitto):
    took_s = running.terminate()
    assert running.child.returncode == 0
    assert mosquitto.retained(f"{PREFIX}/status") == "offline"
    assert took_s < 5, "one second is the aim; the machine may be busy"


@pytest.mark.parametrize("how", ["kill", "freeze"])
def test_sigterm_with_the_broker_gone(running, mosquitto, how):
    getattr(mosquitto, how)()
    took_s = running.terminate()
    assert running.child.returncode == 0, running.log.read_text()
    assert took_s < 5, "one second is the aim; the machine may be busy"


def test_a_broker_that_is_not_there_yet_is_waited_for(launcher, mosquitto):
    announce_home(mosquitto)
    mosquitto.stop()
    agent = launcher.start("--config", launcher.config(mosquitto.port))
    wait_for(lambda: "broker not connected" in agent.log.read_text(), within_s=30)
    mosquitto.start()
    announce_home(mosquitto)
    agent.wait_online(mosquitto, "test")
    with mosquitto.watch() as watch:
        wait_for(lambda: say(watch, "turn on the kitchen light")["act"] == "done", within_s=30)


def test_without_a_broker_it_listens_all_the_same(
    launcher: Launcher, mosquitto: Mosquitto, microphone: VirtualMicrophone
):
    mosquitto.stop()
    config = launcher.config(mosquitto.port, more="log_level: debug")
    agent = launcher.start("--config", config, **microphone.environment)
    wait_for(lambda: "home learnt" in agent.log.read_text(), within_s=30)
    microphone.play(KITCHEN_LIGHT)
    wait_for(lambda: " heard " in agent.log.read_text(), within_s=30)
    mosquitto.start()


@pytest.fixture
def listening(launcher: Launcher, mosquitto: Mosquitto, microphone: VirtualMicrophone):
    announce_home(mosquitto)
    config = launcher.config(mosquitto.port, more="")
    agent = launcher.start("--config", config, **microphone.environment)
    agent.wait_online(mosquitto, "test")
    return agent


def decoding_process(agent: AgentProcess) -> int:
    """The process of the agent that libvosk is in."""
    (found,) = family(agent.child.pid)[1:]
    return found


def test_when_vosk_crashes_it_listens_again(
    listening: AgentProcess, mosquitto: Mosquitto, microphone: VirtualMicrophone
):
    crashed = decoding_process(listening)
    os.kill(crashed, signal.SIGSEGV)
    microphone.play(KITCHEN_LIGHT)
    wait_for(lambda: "what was said is lost" in listening.log.read_text(), within_s=30)
    with mosquitto.watch() as watch:

        def is_acted_on() -> bool:
            microphone.play(KITCHEN_LIGHT)
            time.sleep(2)  # the end of what is said
            return watch.payloads("home/kitchen/set")[:1] == ["ON"]

        wait_for(is_acted_on, within_s=60)
    assert decoding_process(listening) != crashed
    assert listening.child.poll() is None


def test_nothing_is_left_of_an_agent_that_was_killed(listening: AgentProcess):
    left = decoding_process(listening)
    listening.child.kill()
    listening.child.wait(20)
    wait_for(lambda: not Path(f"/proc/{left}").exists(), within_s=20)


def test_a_recording_becomes_a_payload(launcher, mosquitto):
    announce_home(mosquitto)
    with mosquitto.watch() as watch:
        agent = launcher.start(
            *("--config", launcher.config(mosquitto.port), "--input", KITCHEN_LIGHT, "--fast")
        )
        agent.child.wait(60)
        watch.wait("home/kitchen/set", "ON")
        turn = json.loads(watch.wait(f"{PREFIX}/command"))
    assert agent.child.returncode == 0
    assert turn["source"] == "voice"
    assert mosquitto.retained(f"{PREFIX}/status") == "offline"


@pytest.mark.parametrize(
    ("more", "is_published"), [("", False), ("  publish_transcripts: true", True)]
)
def test_what_is_overheard_is_published_only_on_request(launcher, mosquitto, more, is_published):
    announce_home(mosquitto)
    config = launcher.config(mosquitto.port)
    text = config.read_text().replace(f"port: {mosquitto.port}", f"port: {mosquitto.port},{more}")
    config.write_text(text)
    _, transcripts = overheard(launcher, mosquitto, config, CHATTER)
    assert bool(transcripts) is is_published
    config.write_text(f"{config.read_text()}\nspeech: {{min_level_db: 0.0}}\n")
    turn, transcripts = overheard(launcher, mosquitto, config, KITCHEN_LIGHT)
    assert bool(turn["utterance"]) is bool(transcripts) is is_published


def overheard(launcher, mosquitto, config, recording) -> tuple[dict, list[str]]:
    """The turn that speech to others makes, and what is published of its words."""
    with mosquitto.watch(f"{PREFIX}/#") as watch:
        agent = launcher.start("--config", config, "--input", recording, "--fast")
        assert agent.child.wait(60) == 0, agent.log.read_text()
        turn = json.loads(watch.wait(f"{PREFIX}/command"))
        transcripts = watch.payloads(f"{PREFIX}/transcript")
    assert turn["commands"] == []
    assert turn["rejection"]["reason"] == "other_speech"
    return turn, transcripts


def test_speech_through_a_microphone_becomes_a_payload(
    launcher: Launcher, mosquitto: Mosquitto, microphone: VirtualMicrophone
):
    announce_home(mosquitto)
    config = launcher.config(mosquitto.port, more="")
    agent = launcher.start("--config", config, **microphone.environment)
    agent.wait_online(mosquitto, "test")
    with mosquitto.watch() as watch:
        microphone.play(KITCHEN_LIGHT)
        watch.wait("home/kitchen/set", "ON")
        turn = json.loads(watch.wait(f"{PREFIX}/command"))
        assert 0 < turn["latency_ms"]["total"] < 5000
        watch.publish(f"{PREFIX}/mute/set", "ON")
        wait_for(lambda: '"muted"' in (mosquitto.retained(f"{PREFIX}/state") or ""))
        microphone.play(KITCHEN_LIGHT)
        watch.publish(f"{PREFIX}/mute/set", "OFF")
        wait_for(lambda: '"idle"' in (mosquitto.retained(f"{PREFIX}/state") or ""))
        assert watch.payloads("home/kitchen/set") == ["ON"]
        microphone.play(KITCHEN_LIGHT)
        wait_for(lambda: len(watch.payloads("home/kitchen/set")) == 2)
