"""The examples of devices that do not announce themselves, spoken to: what they are sent."""

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path
from time import monotonic

import pytest

from edge_agent.config.load import load_config
from edge_agent.config.paths import configs_directory
from edge_agent.domain.action import MqttMessage, OutcomeKind
from edge_agent.domain.response import Act
from edge_agent.domain.turn import Source, Turn, Utterance
from edge_agent.domain.understanding import Understanding
from edge_agent.home.declared import declared
from edge_agent.home.registry import HomeModel
from edge_agent.nlu.gazetteer import Gazetteer
from edge_agent.nlu.interpreter import Interpreter
from edge_agent.pipeline.live_home import LiveHome
from edge_agent.pipeline.turns import Pipeline

INTERPRETER = Interpreter.load(Path(__file__).parents[2] / "models" / "intent")
SPEAKER = "statestream/media_player/bedroom_speaker"
MPD = '{"player": {"state": "%s", "current": {"title": "So What", "artist": "Miles Davis"}}}'
INFRARED = '{"Protocol":"SAMSUNG","Bits":32,"Data":"%s"}'
NEC = {"protocol_name": "NEC", "bits": 32}
ON_PLUS = {"id": 1, "src": "edge-agent", "method": "Switch.Set", "params": {"id": 0, "on": True}}


class Broker:
    """Takes what is published."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, object]] = []

    async def publish(self, messages: Sequence[MqttMessage], *, timeout_s: float) -> OutcomeKind:
        del timeout_s
        self.sent += [(m.topic, plain(m.payload)) for m in messages]
        return OutcomeKind.ACKED


def plain(payload: str) -> object:
    return json.loads(payload) if payload.startswith("{") else payload


def say(
    example: str, text: str, *reports: tuple[str, str], times: int = 1
) -> tuple[Turn, list[tuple[str, object]]]:
    """Say something, so many times, to the home of an example after its devices have reported."""
    config = load_config(configs_directory() / f"{example}.yaml")
    model = HomeModel("homeassistant", declared=declared(config.devices))
    for topic, payload in reports:
        model.accept(topic, payload.encode())
    home, broker = LiveHome(model), Broker()

    async def understand(alternatives: Sequence[str]) -> Understanding:
        return INTERPRETER.interpret(alternatives, Gazetteer(home.now), min_confidence=0.6)

    settings = config.policy
    pipeline = Pipeline(understand=understand, home=home, publisher=broker, settings=settings)

    async def turns() -> list[Turn]:
        given = {"source": Source.TEXT, "alternatives": (text,), "area": config.agent.area}
        return [
            await pipeline.handle(Utterance(ended_at=monotonic(), **given)) for _ in range(times)
        ]

    return asyncio.run(turns())[-1], broker.sent


SENT = [
    ("media", "play the kitchen radio", [], [("mopidy/cmnd/plb", "play")]),
    ("media", "next song in the kitchen", [], [("mopidy/cmnd/plb", "next")]),
    ("media", "pause", [("mopidy/stat/plstate", "playing")], [("mopidy/cmnd/plb", "pause")]),
    ("media", "set the kitchen radio to thirty percent", [], [("mopidy/cmnd/vol", "=30")]),
    (
        "media",
        "play jazz on the kitchen radio",
        [],
        [("mopidy/cmnd/pstream", "tunein:station:s34682")],
    ),
    (
        "media",
        "pause the music",
        [("music/mpd/get", MPD % "playing")],
        [("music/mpd/set", {"player": "pause"})],
    ),
    (
        "media",
        "a bit louder",
        [("music/mpd/get", MPD % "playing"), ("music/mpd/get", '{"options": {"volume": "40%"}}')],
        [("music/mpd/set", {"options": {"volume": "45"}})],
    ),
    (
        "media",
        "turn up the bedroom speaker",
        [(f"{SPEAKER}/volume_level", "0.3")],
        [("voice/bedroom_speaker/volume", "0.4")],
    ),
    ("media", "mute the bedroom speaker", [], [("voice/bedroom_speaker/mute", "true")]),
    (
        "media",
        "play kind of blue on the bedroom speaker",
        [],
        [("voice/bedroom_speaker/search", "kind of blue")],
    ),
    (
        "media",
        "bathroom volume to twenty percent",
        [],
        [("snapdog/clients/1/volume/set", "20")],
    ),
    ("media", "turn the office radio down to ten", [], [("yoradio/100/command", "vol 25")]),
    ("media", "play classic in the office", [], [("yoradio/100/command", "play 2")]),
    ("media", "stop the office radio", [], [("yoradio/100/command", "stop")]),
    ("infrared", "turn on the tv", [], [("cmnd/ir-lounge/IRSend", plain(INFRARED % "0xE0E09966"))]),
    (
        "infrared",
        "turn the tv up a bit",
        [],
        [("cmnd/ir-lounge/IRSend", plain(INFRARED % "0xE0E0E01F"))],
    ),
    (
        "infrared",
        "switch the tv to hdmi two",
        [],
        [("cmnd/ir-lounge/IRSend", plain(INFRARED % "0xE0E07D82"))],
    ),
    ("infrared", "unmute the tv", [], [("cmnd/ir-lounge/IRSend", plain(INFRARED % "0xE0E0F00F"))]),
    (
        "infrared",
        "turn off the air conditioner",
        [],
        [("zigbee2mqtt/IR Blaster/set", {"ir_code_to_send": "BaMRoRFmAkADAwEFQAPgAwsC7QFADw"})],
    ),
    (
        "infrared",
        "set the pedestal fan to medium",
        [],
        [("zigbee2mqtt/IR Blaster/set", {"ir_code_to_send": "CQEjASMC"})],
    ),
    (
        "infrared",
        "press the night light button",
        [],
        [("home/OpenMQTTGateway/commands/MQTTtoIR", {"value": 16753245} | NEC)],
    ),
    (
        "infrared",
        "turn the sound bar down a bit",
        [],
        [("home/OpenMQTTGateway/commands/MQTTtoIR", {"value": 2155843965} | NEC)],
    ),
    ("relays", "turn on the coffee machine", [], [("cmnd/coffee/POWER", "ON")]),
    ("relays", "hall lamp on", [], [("shellies/shelly1-ABC123/relay/0/command", "on")]),
    ("relays", "turn on the fountain", [], [("shellyplus1-a8032abc1234/rpc", ON_PLUS)]),
    (
        "relays",
        "close the roller shutter",
        [],
        [("shellyplus2pm-a8032abc5678/command/cover:0", "close")],
    ),
    ("relays", "switch off the heater", [], [("ESPURNA-1A2B3C/relay/0/set", "0")]),
]


@pytest.mark.parametrize(("example", "text", "reports", "sent"), SENT)
def test_what_is_said_is_sent(example, text, reports, sent):
    turn, messages = say(example, text, *reports)
    assert messages == sent, turn.response


@pytest.mark.parametrize(
    ("example", "text", "reports", "answer"),
    [
        ("media", "what's playing", [("music/mpd/get", MPD % "playing")], "So What by Miles Davis"),
        (
            "media",
            "how loud is the bedroom speaker",
            [(f"{SPEAKER}/volume_level", "0.35")],
            "35 percent",
        ),
        ("relays", "is the coffee machine on", [("stat/coffee/POWER", "ON")], "Yes"),
        ("relays", "is the fountain on", [("shellyplus1-a8032abc1234/status/switch:0",
                                          '{"id": 0, "output": false}')], "No"),
    ],
)  # fmt: skip
def test_what_is_asked_is_answered(example, text, reports, answer):
    turn, messages = say(example, text, *reports)
    assert answer in turn.response.text
    assert not messages


def test_what_is_offline_says_so():
    turn, messages = say("relays", "turn on the coffee machine", ("tele/coffee/LWT", "Offline"))
    assert not messages
    assert turn.response.act is Act.FAILED


def test_the_gate_asks_first():
    turn, messages = say("relays", "press the gate")
    assert not messages
    assert turn.response.act is Act.CONFIRM


def test_what_is_paused_already_is_not_told_again():
    turn, messages = say("media", "pause the music", ("music/mpd/get", MPD % "paused"))
    assert turn.response.act is Act.ALREADY
    assert "paused" in turn.response.text
    assert not messages


def test_infrared_is_sent_each_time():
    """The television has a remote control of its own, too, so nobody knows what it does."""
    _, messages = say("infrared", "mute the tv", times=2)
    assert messages == 2 * [("cmnd/ir-lounge/IRSend", plain(INFRARED % "0xE0E0F00F"))]


@pytest.mark.parametrize("path", sorted(configs_directory().glob("*.yaml")), ids=lambda p: p.stem)
def test_every_example_declares_devices_that_can_be_used(path):
    declared(load_config(path).devices)
