"""Rules, the PIN and the log of actions in the running program."""

import asyncio
import json
import stat
from pathlib import Path

import pytest
from fixtures.mosquitto import Client, Mosquitto, wait_for
from fixtures.program import Launcher, announce_home, run_cli

from edge_agent.app.publication import Publication
from edge_agent.config.policy import PolicySettings
from edge_agent.config.schema import Config, MqttSettings
from edge_agent.domain.action import OutcomeKind
from edge_agent.mqtt.topics import Topics

PREFIX = "edge-agent/test"
PIN = "4711"
SAID = "four seven one one"
POLICY = """audio: {input: none}
log_level: debug
policy:
  pin_file: pin
  log_file: log/actions.jsonl
  rules:
    - {devices: Front Door, then: pin}
    - {devices: Oven, from_areas: Nursery, then: forbid}
    - {devices: Oven, then: pin}
    - {devices: Reading Lamp, then: forbid}
appliances:
  - {pack: oven, name: Oven, area: Kitchen, topic: home/oven}
"""


@pytest.fixture
def config(launcher: Launcher, mosquitto: Mosquitto, tmp_path: Path) -> Path:
    announce_home(mosquitto)
    (tmp_path / "pin").write_text(f"{PIN}\n")
    return launcher.config(mosquitto.port, POLICY)


def started(launcher: Launcher, mosquitto: Mosquitto, config: Path):
    agent = launcher.start("--config", config)
    agent.wait_online(mosquitto, "test")
    return agent


def say(watch: Client, text: str, topic: str = "text/set", **more: object) -> dict:
    given = f"turn-{len(watch.messages)}"
    message = {"text": text, "id": given} if text else {"id": given}
    watch.publish(f"{PREFIX}/{topic}", json.dumps(message | more))
    wait_for(lambda: any(f'"{given}"' in p for p in watch.payloads(f"{PREFIX}/response")))
    (found,) = (p for p in watch.payloads(f"{PREFIX}/response") if f'"{given}"' in p)
    return json.loads(found)


def logged(config: Path) -> list[dict]:
    lines = (config.parent / "log" / "actions.jsonl").read_text().splitlines()
    return [json.loads(line) for line in lines]


def test_the_pin_unlocks_and_is_seen_nowhere(launcher, mosquitto, config):
    agent = started(launcher, mosquitto, config)
    with mosquitto.watch() as watch:
        assert say(watch, "unlock the front door")["act"] == "confirm"
        assert say(watch, "one two three four")["act"] == "confirm"
        assert say(watch, "yes")["act"] == "confirm"
        assert watch.payloads("home/lock/set") == []
        assert say(watch, SAID)["act"] == "done"
        assert watch.payloads("home/lock/set") == ["UNLOCK"]
        # late, beside other words, and where any words are taken
        for text in (SAID, f"my pin is {PIN}", f"unlock the {SAID} door", f"remind me to {SAID}"):
            assert say(watch, text)["act"] != "done"
        say(watch, "learn a new phrase")
        say(watch, SAID)
        say(watch, "never mind")
        say(watch, "", topic="teach/set", examples=["open sesame"], does="unlock the front door")
        say(watch, "open sesame")
        say(watch, SAID)
        assert watch.payloads("home/lock/set") == ["UNLOCK", "UNLOCK"]
        mine = {f"{PREFIX}/text/set", f"{PREFIX}/teach/set"}
        seen = [payload for topic, payload in watch.messages if topic not in mine]
    shown = "\n".join([*seen, agent.log.read_text(), json.dumps(logged(config))])
    for secret in (PIN, SAID, "seven one", "one two three"):
        assert secret not in shown
    parsed = run_cli("parse", SAID, "--config", config, "--json")
    assert PIN not in parsed.stdout + parsed.stderr
    assert json.loads(parsed.stdout)["utterance"] == "pin ****"


def test_phrases_and_appliances_obey_the_rules(launcher, mosquitto, config):
    started(launcher, mosquitto, config)
    with mosquitto.watch() as watch:
        watch.publish("home/reading/state", '{"state": "OFF"}', retain=True)
        lesson = {"examples": ["movie time"], "does": "turn on the reading lamp"}
        assert say(watch, "", topic="teach/set", **lesson)["act"] == "done"
        assert say(watch, "movie time")["act"] == "unsupported"
        assert watch.payloads("home/reading/set") == []
        assert say(watch, "preheat the oven to 200 degrees", area="Nursery")["act"] == "unsupported"
        assert say(watch, "preheat the oven to 200 degrees")["act"] == "confirm"
        assert say(watch, "yes")["act"] == "confirm"
        assert watch.payloads("home/oven/heat") == []
        assert say(watch, PIN)["act"] == "done"
        assert watch.payloads("home/oven/heat") == ['{"temperature":200}']


def test_the_log_tells_who_had_what_done(launcher, mosquitto, config):
    started(launcher, mosquitto, config)
    with mosquitto.watch() as watch:
        say(watch, "turn on the kitchen light", area="Hallway")
        say(watch, "is the front door locked")
        say(watch, "what a lovely day")
        say(watch, "unlock the front door")
        say(watch, "nine nine nine nine")
        say(watch, PIN)
        say(watch, "set the reading lamp to ten percent")
        wait_for(lambda: len(logged(config)) == 5)
    entries = logged(config)
    told = [(e["area"], *((c["outcome"], c["decision"]) for c in e["commands"])) for e in entries]
    assert told == [
        ("Hallway", ("acked", "allowed")),
        ("Kitchen", ("asked", "pin")),
        ("Kitchen", ("asked", "refused")),
        ("Kitchen", ("acked", "pin")),
        ("Kitchen", ("failed", "refused")),
    ]
    assert [e["commands"][0]["verb"] for e in entries[2:]] == ["unlock", "unlock", "light_set"]
    first = entries[0]
    assert first["commands"][0]["targets"] == ["light.kitchen_light"]
    assert (first["agent"], first["source"], first["act"]) == ("test", "text", "done")
    assert not any("utterance" in entry for entry in entries)
    mode = (config.parent / "log" / "actions.jsonl").stat().st_mode
    assert stat.S_IMODE(mode) == 0o600


def test_a_log_that_cannot_be_written_stops_nothing(launcher, mosquitto, config):
    (config.parent / "log").write_text("a file where a directory should be")
    agent = started(launcher, mosquitto, config)
    with mosquitto.watch() as watch:
        assert say(watch, "turn on the kitchen light")["act"] == "done"
        assert say(watch, "make the kitchen light red")["act"] == "unsupported"

        def told() -> list[bool]:
            lines = agent.log.read_text().splitlines()
            return ["warning" in line for line in lines if "cannot be written" in line]

        wait_for(lambda: len(told()) == 2)
    assert told() == [True, False]


class Session:
    """Keeps what is published."""

    def __init__(self) -> None:
        self.payloads: list[str] = []

    async def publish(self, messages, *, timeout_s: float) -> OutcomeKind:
        del timeout_s
        self.payloads += [message.payload for message in messages]
        return OutcomeKind.ACKED

    async def retain(self, message) -> None:
        del message


@pytest.mark.parametrize(("policy", "is_masked"), [({"pin_file": "pin"}, True), ({}, False)])
def test_a_transcript_holds_no_beginning_of_a_pin(policy, is_masked):
    config = Config(mqtt=MqttSettings(publish_transcripts=True), policy=PolicySettings(**policy))
    session = Session()
    publication = Publication(config, session, Topics(agent_id="test"))

    async def heard() -> None:
        for words in ("four", "four seven", "four seven one one", "turn on lamp four"):
            await publication.transcript(words, is_final=False)

    asyncio.run(heard())
    texts = [json.loads(payload)["text"] for payload in session.payloads]
    assert texts[3] == "turn on lamp four"
    assert (set(texts[:3]) == {"pin ****"}) == is_masked


@pytest.mark.parametrize("pin", ["", "123", "123456789", "12a4", "one two three four", None])
def test_a_pin_that_is_none_ends_the_program_before_it_begins(config, pin):
    path = config.parent / "pin"
    path.unlink()
    if pin is not None:
        path.write_text(pin)
    done = run_cli("parse", "unlock the front door", "--config", config)
    assert done.returncode == 2
    assert "policy.pin_file" in done.stderr
    assert not pin or pin not in done.stderr


def test_a_rule_about_what_is_not_there_is_found(launcher, mosquitto, config):
    rules = (
        "audio: {input: none}\npolicy:\n  ask_first: [Frnt Door]\n  rules:\n"
        "    - {devices: [Front Door, Toaster], areas: Kitchen, then: ask}\n"
        "    - {areas: [Cellar], from_areas: [Kitchen, Attic], then: forbid}\n"
    )
    path = launcher.config(mosquitto.port, rules)
    document = json.loads(run_cli("check", "--json", "--config", path).stdout)
    found = {one["name"]: one["finding"] for one in document["findings"]}
    assert "policy.rules[0].devices" in found["Toaster"]
    assert "policy.rules[1].areas" in found["Cellar"]
    assert "no room" in found["Attic"]
    assert found["Toaster"].endswith("is no device of this home.")
    assert "policy.ask_first" in found["Frnt Door"]
    assert found["Frnt Door"].endswith("; did you mean Front Door?")
    assert not {"Front Door", "Kitchen"} & found.keys()
