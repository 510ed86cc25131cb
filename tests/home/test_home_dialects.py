"""Each dialect: what is sent for an action, and what the echo of it is read as."""

import json

import pytest
from dialect_cases import (
    CASES,
    CLIMATE,
    COVER,
    FAN,
    POSITION,
    RGB_TOPICS,
    SWITCH,
    WHITE_LIGHT,
    Z2M_LIGHT,
    Case,
    K,
)

from edge_agent.domain.action import Action, ActionKind, MqttMessage
from edge_agent.domain.entity import Domain, EntityState
from edge_agent.home.codec import DIALECTS
from edge_agent.home.confirmation import is_confirmed
from edge_agent.home.fields import UnusableError


def _id(case: Case) -> str:
    return f"{case.platform}-{case.kind}-{case.value}"


def _as_sent(message: MqttMessage, wanted: object) -> object:
    return json.loads(message.payload) if isinstance(wanted, dict) else message.payload


@pytest.mark.parametrize("case", CASES, ids=_id)
def test_an_action_becomes_the_messages_home_assistant_would_send(bind, case):
    bound = bind(case.platform, **case.config)
    action = Action(entity=bound.entity, kind=case.kind, value=case.value)
    messages = bound.encode(action, EntityState(values=dict(case.state)))
    pairs = list(zip(messages, case.sent, strict=True))
    assert [(m.topic, _as_sent(m, wanted)) for m, (_, wanted) in pairs] == case.sent
    assert all(message.qos == 1 and not message.retain for message in messages)


@pytest.mark.parametrize("case", CASES, ids=_id)
def test_the_echo_of_an_action_is_read_as_what_was_asked(bind, case):
    bound = bind(case.platform, **case.config)
    values: dict[str, object] = {}
    for topic, payload in case.echo:
        assert topic in bound.state_topics
        values |= bound.decode(topic, payload.encode())
    assert {key: values.get(key) for key in case.values} == dict(case.values)


@pytest.mark.parametrize(
    "case", [c for c in CASES if c.echo and c.values.get("state") != "jammed"], ids=_id
)
def test_the_echo_confirms_what_the_device_reports_of_the_action(bind, case):
    bound = bind(case.platform, **case.config)
    values: dict[str, object] = {}
    for topic, payload in case.echo:
        values |= bound.decode(topic, payload.encode())
    known = {key: value for key, value in values.items() if value is not None}
    action = Action(entity=bound.entity, kind=case.kind, value=case.value)
    expected = {k: v for k, v in bound.expect(action).items() if k in known}
    assert is_confirmed(expected, EntityState(values=known))


@pytest.mark.parametrize("percent", range(1, 101))
@pytest.mark.parametrize("scale", [100, 254, 255, 1000])
def test_every_brightness_survives_the_round_trip(bind, percent, scale):
    bound = bind("light", **(Z2M_LIGHT | {"brightness_scale": scale}))
    action = Action(entity=bound.entity, kind=K.SET_BRIGHTNESS, value=percent)
    (message,) = bound.encode(action, EntityState())
    assert bound.decode("s", message.payload.encode()) == {"state": "on", "brightness": percent}


def test_qos_is_the_devices_wish_but_commands_are_never_retained(bind):
    bound = bind("switch", **SWITCH, qos=2, retain=True)
    (message,) = bound.encode(Action(entity=bound.entity, kind=K.TURN_ON), EntityState())
    assert (message.qos, message.retain) == (2, False)


def test_every_domain_has_a_dialect():
    assert set(DIALECTS) == set(Domain)


def test_every_kind_of_action_is_in_the_table():
    assert {case.kind for case in CASES} == set(ActionKind)


def test_every_domain_that_takes_commands_is_in_the_table():
    assert {case.platform for case in CASES} == set(Domain) - {"sensor", "binary_sensor"}


@pytest.mark.parametrize(
    ("platform", "config", "kind"),
    [
        ("switch", SWITCH, K.SET_BRIGHTNESS),
        ("light", SWITCH, K.SET_BRIGHTNESS),
        ("light", WHITE_LIGHT, K.SET_COLOR),
        ("cover", COVER | {"payload_stop": None}, K.STOP),
        ("cover", {"state_topic": "s"}, K.OPEN),
        ("cover", COVER, K.SET_POSITION),
        ("lock", SWITCH | {"code_format": "^\\d{4}$"}, K.UNLOCK),
        ("fan", SWITCH, K.SET_PERCENTAGE),
        ("climate", {"current_temperature_topic": "now"}, K.SET_TEMPERATURE),
        ("climate", CLIMATE | {"modes": ["heat"]}, K.TURN_OFF),
        ("scene", {"command_topic": "c"}, K.TURN_OFF),
        ("sensor", {"state_topic": "s"}, K.TURN_ON),
        ("binary_sensor", {"state_topic": "s"}, K.TURN_ON),
    ],
)
def test_what_a_device_cannot_do_is_known_and_sends_nothing(bind, platform, config, kind):
    bound = bind(platform, **config)
    assert not bound.can(kind)
    assert bound.encode(Action(entity=bound.entity, kind=kind, value=50), EntityState()) == ()


def test_a_command_whose_template_fails_sends_nothing(bind):
    bound = bind("switch", **SWITCH, command_template="{{ value / 0 }}")
    assert bound.encode(Action(entity=bound.entity, kind=K.TURN_ON), EntityState()) == ()


@pytest.mark.parametrize(
    ("config", "payload", "expected"),
    [
        ({"unit_of_measurement": "°C"}, "21.50", 21.5),
        (
            {"unit_of_measurement": "%", "value_template": "{{ value_json.humidity }}"},
            '{"humidity":44}',
            44,
        ),
        (
            {"value_template": "{{ value_json.t | round(1) }}", "state_class": "measurement"},
            '{"t":21.46}',
            21.5,
        ),
        ({}, "running", "running"),
        ({"device_class": "enum"}, "1", 1),
        ({"unit_of_measurement": "W"}, "None", None),
    ],
)
def test_a_sensor_is_read_as_number_or_text(bind, config, payload, expected):
    bound = bind("sensor", state_topic="s", **config)
    assert bound.decode("s", payload.encode()) == {"state": expected}


@pytest.mark.parametrize(
    ("config", "payload", "expected"),
    [
        ({}, "ON", "on"),
        (
            {"payload_on": True, "payload_off": False, "value_template": "{{ value_json.c }}"},
            '{"c":true}',
            "on",
        ),
        (
            {"payload_on": False, "payload_off": True, "value_template": "{{ value_json.c }}"},
            '{"c":true}',
            "off",
        ),
        ({"payload_on": 1, "payload_off": 0}, "0", "off"),
        ({"payload_on": "detected", "payload_off": "clear"}, "detected", "on"),
        ({"value_template": "{{ 'ON' if value_json.gap > 3 else 'OFF' }}"}, '{"gap":5}', "on"),
    ],
)
def test_a_binary_sensor_takes_payloads_of_any_scalar_type(bind, config, payload, expected):
    bound = bind("binary_sensor", state_topic="s", **config)
    assert bound.decode("s", payload.encode()) == {"state": expected}


@pytest.mark.parametrize(
    ("platform", "config", "topic", "payload"),
    [
        ("switch", SWITCH, "s", b"maybe"),
        ("switch", SWITCH, "s", b"\xff\xfe"),
        ("switch", SWITCH, "s", b"x" * 70_000),
        ("light", Z2M_LIGHT, "s", b"ON"),
        ("light", Z2M_LIGHT, "s", b'{"brightness":"bright"}'),
        ("light", Z2M_LIGHT, "s", b"[" * 5000),
        ("light", RGB_TOPICS, "rgb", b"1,2"),
        ("cover", POSITION, "p", b"half"),
        ("fan", FAN, "p", b"1e999"),
        ("climate", CLIMATE, "t", b"warm"),
        ("sensor", {"state_topic": "s", "unit_of_measurement": "V"}, "s", b"nan"),
        ("sensor", {"state_topic": "s"}, "s", b"x" * 300),
    ],
)
def test_a_report_that_cannot_be_read_says_why_in_one_sentence(
    bind, platform, config, topic, payload
):
    with pytest.raises(UnusableError) as caught:
        bind(platform, **config).decode(topic, payload)
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)


def test_a_report_without_the_devices_key_changes_nothing(bind):
    bound = bind("switch", **SWITCH, value_template="{{ value_json.state }}")
    assert bound.decode("s", b'{"linkquality":12}') == {}


def test_one_unreadable_part_does_not_hide_the_others(bind):
    bound = bind(
        "climate",
        mode_state_topic="s",
        mode_state_template="{{ value_json.mode }}",
        current_temperature_topic="s",
        current_temperature_template="{{ value_json.now }}",
    )
    assert bound.decode("s", b'{"mode":"party","now":20}') == {"current_temperature": 20}


def test_null_makes_a_state_unknown(bind):
    bound = bind("switch", **SWITCH, value_template="{{ value_json.state }}")
    assert bound.decode("s", b'{"state":null}') == {"state": None}


@pytest.mark.parametrize(
    ("platform", "config", "part"),
    [
        ("switch", {}, "command_topic is missing"),
        ("switch", {"command_topic": "a/+/b"}, "not a valid topic"),
        ("switch", {"command_topic": "$SYS/x"}, "not a valid topic"),
        ("switch", {"command_topic": "a\x00b"}, "not a valid topic"),
        ("switch", {"command_topic": ""}, "not a valid topic"),
        ("switch", {"command_topic": "x" * 2000}, "not a valid topic"),
        ("switch", SWITCH | {"payload_on": []}, "payload_on is not a text"),
        ("switch", SWITCH | {"value_template": "{{ ("}, "value_template cannot be used"),
        ("switch", SWITCH | {"qos": 7}, "qos must be"),
        ("switch", SWITCH | {"optimistic": "perhaps"}, "neither true nor false"),
        ("light", SWITCH | {"schema": "template"}, "not supported yet"),
        ("light", SWITCH | {"on_command_type": "never"}, "on_command_type"),
        ("light", SWITCH | {"on_command_type": "brightness"}, "no brightness topic"),
        ("light", Z2M_LIGHT | {"brightness_scale": 0}, "at least 1"),
        ("light", Z2M_LIGHT | {"supported_color_modes": ["sepia"]}, "colour mode"),
        ("light", Z2M_LIGHT | {"min_mireds": 500, "max_mireds": 153}, "range"),
        ("cover", COVER | {"position_open": 5, "position_closed": 5}, "are the same"),
        ("fan", FAN | {"speed_range_max": 1}, "speed_range_max"),
        ("climate", CLIMATE | {"min_temp": 30, "max_temp": 5}, "max_temp"),
        ("climate", CLIMATE | {"temp_step": 0}, "temp_step"),
        ("sensor", {}, "state_topic is missing"),
        ("button", SWITCH, "not supported yet"),
        ("switch", SWITCH | {"device": "lamp"}, "device is not a mapping"),
        ("switch", SWITCH | {"availability_mode": "some"}, "availability_mode"),
        ("switch", SWITCH | {"availability": [1]}, "availability"),
    ],
)
def test_an_unusable_configuration_says_why_in_one_sentence(bind, platform, config, part):
    with pytest.raises(UnusableError, match=r"^[^\n]*\.$") as caught:
        bind(platform, **config)
    assert part in str(caught.value)
