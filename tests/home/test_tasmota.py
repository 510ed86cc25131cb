"""Devices with Tasmota that announce themselves in Tasmota's own way."""

import json

import pytest

from edge_agent.domain.action import Action, ActionKind
from edge_agent.home.discovery import Discovery
from edge_agent.home.registry import HomeModel

K = ActionKind
MAC = "E09806F17F56"
PLUG = {
    "ip": "192.0.2.7", "dn": "Coffee Plug", "fn": ["Coffee Plug", None, None, None],
    "hn": "plug-8022", "mac": MAC, "md": "Athom", "ty": 0, "if": 0,
    "ofln": "Offline", "onln": "Online", "state": ["OFF", "ON", "TOGGLE", "HOLD"],
    "sw": "13.1.0", "t": "plug", "ft": "%prefix%/%topic%/", "tp": ["cmnd", "stat", "tele"],
    "rl": [1, 0, 0, 0], "so": {"4": 0, "30": 0}, "lk": 0, "lt_st": 0, "ver": 1,
}  # fmt: skip
ENERGY = {"sn": {"Time": "now", "ENERGY": {"Total": 1.5, "Power": 20, "Factor": 0.5}}, "ver": 1}
LIGHT = PLUG | {"dn": "Bulb", "fn": ["Bulb"], "rl": [2], "lt_st": 5, "t": "bulb", "mac": "A" * 12}
STRIP = PLUG | {"dn": "Strip", "fn": ["Left", "Right", None], "rl": [1, 1, 1], "t": "strip"}
BLIND = PLUG | {"dn": "Blind", "fn": ["Blind"], "rl": [3, 3], "t": "blind"}
WEATHER = {"sn": {"AM2301": {"Temperature": 70.1, "Humidity": 40}, "TempUnit": "F"}}


def home(*messages: tuple[dict, dict | None]) -> HomeModel:
    model = HomeModel("homeassistant")
    for config, sensors in messages:
        topic = f"tasmota/discovery/{config['mac']}"
        if sensors is not None:
            model.accept(f"{topic}/sensors", json.dumps(sensors).encode())
        model.accept(f"{topic}/config", json.dumps(config).encode())
    return model


def entities(model: HomeModel) -> list[tuple[str, str]]:
    return [(e.entity_id, e.name) for e in model.home.entities]


@pytest.mark.parametrize(
    ("config", "sensors", "expected"),
    [
        (PLUG, None, [("switch.coffee_plug", "Coffee Plug")]),
        (
            PLUG,
            ENERGY,
            [
                ("switch.coffee_plug", "Coffee Plug"),
                ("sensor.coffee_plug_energy_total", "Coffee Plug Energy Total"),
                ("sensor.coffee_plug_power", "Coffee Plug Power"),
            ],
        ),
        (LIGHT, None, [("light.bulb", "Bulb")]),
        (
            STRIP,
            None,
            [
                ("switch.strip_left", "Strip Left"),
                ("switch.strip_right", "Strip Right"),
                ("switch.strip_3", "Strip 3"),
            ],
        ),
        (BLIND, None, [("cover.blind", "Blind")]),
    ],
)
def test_what_a_device_is(config, sensors, expected):
    assert entities(home((config, sensors))) == expected


COMMANDS = [
    (PLUG, K.TURN_ON, None, [("cmnd/plug/POWER", "ON")], ("stat/plug/POWER", "ON"),
     ("state", "on")),
    (STRIP, K.TURN_OFF, None, [("cmnd/strip/POWER1", "OFF")], ("stat/strip/POWER1", "OFF"),
     ("state", "off")),
    (LIGHT, K.TURN_OFF, None, [("cmnd/bulb/POWER", "OFF")], ("stat/bulb/POWER", "OFF"),
     ("state", "off")),
    (LIGHT, K.SET_BRIGHTNESS, 40, [("cmnd/bulb/Dimmer", "40")],
     ("stat/bulb/RESULT", '{"POWER":"ON","Dimmer":40}'), ("brightness", 40)),
    (LIGHT, K.SET_COLOR_TEMPERATURE, 4000, [("cmnd/bulb/CT", "250")],
     ("stat/bulb/RESULT", '{"CT":250}'), ("color_temperature", 4000)),
    (LIGHT, K.SET_COLOR, "#ff0000", [("cmnd/bulb/Color2", "255,0,0")], None, None),
    (BLIND, K.OPEN, None, [("cmnd/blind/Backlog", "ShutterOpen1")],
     ("stat/blind/RESULT", '{"Shutter1":{"Position":100,"Direction":0}}'), ("position", 100)),
    (BLIND, K.STOP, None, [("cmnd/blind/Backlog", "ShutterStop1")], None, None),
    (BLIND, K.SET_POSITION, 30, [("cmnd/blind/ShutterPosition1", "30")],
     ("stat/blind/RESULT", '{"Shutter1":{"Position":30}}'), ("position", 30)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("config", "kind", "value", "sent", "echo", "state"),
    COMMANDS,
    ids=[f"{c[0]['dn']} {c[1]}" for c in COMMANDS],
)
def test_a_command_is_sent_and_its_echo_is_the_same_value(config, kind, value, sent, echo, state):
    model = home((config, None))
    entity = model.home.entities[0]
    messages = model.encode(Action(entity=entity, kind=kind, value=value))
    last = [(m.topic, m.payload) for m in messages][: len(sent)]
    assert last == sent
    if echo is not None:
        model.accept(echo[0], echo[1].encode())
        assert model.home.state_of(entity).get(state[0]) == state[1]


def test_a_result_about_something_else_changes_nothing():
    model = home((LIGHT, None))
    entity = model.home.entities[0]
    model.accept("stat/bulb/RESULT", b'{"Dimmer":40}')
    for other in (b'{"POWER":"ON"}', b'{"Status":"x"}', b"nonsense"):
        model.accept("stat/bulb/RESULT", other)
    assert model.home.state_of(entity).get("brightness") == 40


def test_sensors_tell_their_units_and_values():
    model = home((PLUG | {"rl": [0]}, WEATHER))
    model.accept("tele/plug/SENSOR", b'{"Time":"x","AM2301":{"Temperature":68.5,"Humidity":41}}')
    found = {e.name: (e.unit, model.home.state_of(e).get("state")) for e in model.home.entities}
    assert found == {
        "Coffee Plug Temperature": ("°F", 68.5),
        "Coffee Plug Humidity": ("%", 41),
    }


def test_it_is_offline_when_its_will_says_so():
    model = home((PLUG, None))
    (entity,) = model.home.entities
    model.accept("tele/plug/LWT", b"Offline")
    assert not model.home.state_of(entity).is_available
    model.accept("tele/plug/LWT", b"Online")
    assert model.home.state_of(entity).is_available


def test_a_device_that_is_announced_both_ways_counts_once():
    both = {"name": "Coffee", "cmd_t": "cmnd/plug/POWER", "dev": {"ids": [MAC[-6:]]}}
    model = home((PLUG, ENERGY))
    model.accept("homeassistant/switch/x/config", json.dumps(both).encode())
    assert entities(model) == [("switch.coffee", "Coffee")]
    assert "by MQTT Discovery as well" in str(model.unusable)


def test_it_goes_when_its_messages_go():
    model = home((PLUG, ENERGY))
    model.accept(f"tasmota/discovery/{MAC}/config", b"")
    assert model.home.entities == ()
    model.accept(f"tasmota/discovery/{MAC}/sensors", b"")
    model.accept(f"tasmota/discovery/{MAC}/config", json.dumps(PLUG).encode())
    assert [name for _, name in entities(model)] == ["Coffee Plug"]


@pytest.mark.parametrize(
    "config",
    [
        {}, [], "x", {"mac": MAC}, PLUG | {"tp": "cmnd"}, PLUG | {"tp": [1, 2, 3]},
        PLUG | {"rl": "many"}, PLUG | {"rl": [True, None, 9, {}]}, PLUG | {"fn": {"a": 1}},
        PLUG | {"ft": "#/%prefix%"}, PLUG | {"t": "a" * 5000}, PLUG | {"state": [{}]},
        PLUG | {"so": []}, PLUG | {"lt_st": {}}, PLUG | {"rl": [2] * 900, "lt_st": 99},
    ],
)  # fmt: skip
def test_odd_messages_leave_a_reason_and_no_exception(config):
    discovery = Discovery("homeassistant")
    topic = f"tasmota/discovery/{MAC}"
    discovery.accept(f"{topic}/sensors", b'{"sn": {"\\"x": {"Power": 1}, "A{{": {"Power": 2}}}')
    discovery.accept(f"{topic}/config", json.dumps(config).encode())
    discovery.accept(f"{topic}/config", b"\xff\xfe")
    assert discovery.entities == ()
    assert discovery.unusable
