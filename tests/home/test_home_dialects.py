"""Each dialect: what is sent for an action, and what the echo of it is read as."""

import json

import pytest
from dialect_cases import (
    CASES,
    CHOOSY_CLIMATE,
    CLIMATE,
    COVER,
    FAN,
    HEATER,
    HUMIDIFIER,
    MOWER,
    NUMBER,
    PANEL,
    PLACED_VALVE,
    PLAYER,
    POSITION,
    RGB_TOPICS,
    SELECT,
    SWEEPING_FAN,
    SWITCH,
    TILT,
    VACUUM,
    VALVE,
    WHITE_LIGHT,
    Z2M_LIGHT,
    Case,
    K,
)

from edge_agent.domain.action import Action, ActionKind, MqttMessage
from edge_agent.domain.entity import Domain, EntityState
from edge_agent.home.codec import DIALECTS, domain_of
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
    assert set(DIALECTS) >= set(Domain)
    assert {domain_of(component) for component in DIALECTS} == set(Domain)


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
        ("cover", COVER, K.SET_TILT),
        ("light", Z2M_LIGHT, K.SET_EFFECT),
        ("lock", SWITCH | {"code_format": "^\\d{4}$"}, K.UNLOCK),
        ("fan", SWITCH, K.SET_PERCENTAGE),
        ("climate", {"current_temperature_topic": "now"}, K.SET_TEMPERATURE),
        ("climate", CLIMATE | {"modes": ["heat"]}, K.TURN_OFF),
        ("scene", {"command_topic": "c"}, K.TURN_OFF),
        ("sensor", {"state_topic": "s"}, K.TURN_ON),
        ("binary_sensor", {"state_topic": "s"}, K.TURN_ON),
        ("valve", SWITCH, K.STOP),
        ("valve", SWITCH, K.SET_POSITION),
        ("valve", SWITCH | {"payload_open": None}, K.OPEN),
        ("valve", {"state_topic": "s"}, K.OPEN),
        ("vacuum", SWITCH, K.PAUSE),
        ("vacuum", SWITCH | {"supported_features": ["start"]}, K.STOP),
        ("vacuum", VACUUM | {"fan_speed_list": []}, K.SET_FAN_SPEED),
        ("lawn_mower", {"start_mowing_command_topic": "c"}, K.PAUSE),
        ("humidifier", HUMIDIFIER | {"modes": []}, K.SET_MODE),
        ("water_heater", {"temperature_command_topic": "c"}, K.TURN_OFF),
        ("climate", CLIMATE, K.SET_FAN_MODE),
        ("climate", CLIMATE | {"preset_mode_command_topic": "p"}, K.SET_PRESET),
        ("fan", FAN, K.SET_OSCILLATION),
        ("fan", FAN, K.SET_DIRECTION),
        ("lock", SWITCH, K.UNLATCH),
        ("alarm_control_panel", PANEL | {"code": "REMOTE_CODE"}, K.DISARM),
        ("alarm_control_panel", PANEL | {"supported_features": ["trigger"]}, K.ARM),
    ],
)
def test_what_a_device_cannot_do_is_known_and_sends_nothing(bind, platform, config, kind):
    bound = bind(platform, **config)
    assert not bound.can(kind)
    assert bound.encode(Action(entity=bound.entity, kind=kind, value=50), EntityState()) == ()


@pytest.mark.parametrize(
    ("platform", "config", "coded"),
    [
        ("lock", SWITCH | {"code_format": "^\\d{4}$"}, {K.LOCK, K.UNLOCK}),
        ("lock", SWITCH, set()),
        ("alarm_control_panel", PANEL | {"code": "REMOTE_CODE"}, {K.ARM, K.DISARM}),
        (
            "alarm_control_panel",
            PANEL | {"code": "REMOTE_CODE_TEXT", "code_arm_required": False},
            {K.DISARM},
        ),
        ("alarm_control_panel", PANEL | {"code": "2580"}, set()),
    ],
)
def test_what_needs_a_code_that_was_not_announced_is_known(bind, platform, config, coded):
    bound = bind(platform, **config)
    assert bound.entity.coded == coded
    assert not any(bound.can(kind) for kind in coded)


def test_an_alarm_panel_is_never_set_off(bind):
    bound = bind("alarm_control_panel", **PANEL)
    assert bound.entity.modes == ("home", "away", "night", "vacation", "custom_bypass")
    for kind in K:
        for value in (None, "trigger", "triggered"):
            for message in bound.encode(
                Action(entity=bound.entity, kind=kind, value=value), EntityState()
            ):
                assert message.payload == "DISARM"


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
        ("valve", VALVE, "s", b"ajar"),
        ("valve", VALVE, "s", b'{"state":'),
        ("valve", VALVE, "s", b'{"state":[]}'),
        ("valve", PLACED_VALVE, "s", b"ajar"),
        ("valve", PLACED_VALVE, "s", b'{"position":"far"}'),
        ("vacuum", VACUUM, "s", b"lost"),
        ("vacuum", VACUUM, "s", b'{"state":"lost"}'),
        ("vacuum", VACUUM, "s", b'{"battery_level":true}'),
        ("lawn_mower", MOWER, "s", b"flying"),
        ("humidifier", HUMIDIFIER, "h", b"damp"),
        ("humidifier", HUMIDIFIER, "a", b"steaming"),
        ("water_heater", HEATER, "m", b"boil"),
        ("number", NUMBER, "s", b"loud"),
        ("select", SELECT, "s", b"Boil"),
        ("siren", SWITCH, "s", b'{"state":1e400}'),
        ("siren", SWITCH, "s", b"{" * 5000),
        ("fan", SWEEPING_FAN, "o", b"sometimes"),
        ("fan", SWEEPING_FAN, "d", b"up"),
        ("alarm_control_panel", PANEL, "s", b"armed"),
        ("media_player", PLAYER, "s", b"dancing"),
        ("media_player", PLAYER, "v", b"loud"),
        ("media_player", PLAYER, "v", b"1e999"),
        ("media_player", PLAYER, "m", b"perhaps"),
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


@pytest.mark.parametrize(
    ("platform", "config", "topic", "payload", "expected"),
    [
        ("valve", VALVE, "s", "None", {"state": None}),
        ("valve", VALVE, "s", '{"state":"opening","position":10}', {"state": "opening"}),
        ("valve", PLACED_VALVE, "s", "opening", {"state": "opening"}),
        ("valve", PLACED_VALVE, "s", "0", {"state": "closed", "position": 0}),
        ("valve", PLACED_VALVE, "s", "None", {"state": None, "position": None}),
        (
            "valve",
            PLACED_VALVE,
            "s",
            '{"state":"opening","position":10}',
            {"state": "opening", "position": 10},
        ),
        (
            "valve",
            PLACED_VALVE,
            "s",
            '{"state":null,"position":10}',
            {"state": "open", "position": 10},
        ),
        ("vacuum", VACUUM, "s", "docked", {"state": "docked"}),
        ("vacuum", VACUUM, "s", '{"state":null}', {"state": None}),
        (
            "vacuum",
            VACUUM,
            "s",
            '{"state":"lost","battery_level":87,"fan_speed":"max","segments":{"1":"Hall"}}',
            {"battery_level": 87, "fan_speed": "max", "segments": '{"1": "Hall"}'},
        ),
        ("lawn_mower", MOWER, "s", "none", {"state": None}),
        ("lawn_mower", MOWER, "s", "error", {"state": "error"}),
        ("humidifier", HUMIDIFIER, "now", "38.4", {"current_humidity": 38}),
        ("humidifier", HUMIDIFIER, "a", "idle", {"action": "idle"}),
        (
            "humidifier",
            HUMIDIFIER | {"payload_reset_humidity": "-"},
            "h",
            "-",
            {"humidity": None},
        ),
        ("water_heater", HEATER, "now", "51", {"current_temperature": 51}),
        ("number", NUMBER | {"payload_reset": "unset"}, "s", "unset", {"state": None}),
        ("select", SELECT, "s", "None", {"state": None}),
        (
            "siren",
            SWITCH,
            "s",
            '{"state":"ON","tone":"bell","duration":10,"volume_level":0.5}',
            {"state": "on", "tone": "bell", "duration": 10, "volume": 50},
        ),
        ("siren", SWITCH, "s", '{"state":null}', {"state": None}),
        ("climate", CHOOSY_CLIMATE, "p", "none", {"preset": None}),
        ("fan", SWEEPING_FAN, "o", "None", {"oscillation": None}),
        (
            "fan",
            SWEEPING_FAN | {"payload_reset_preset_mode": "reset"},
            "p",
            "reset",
            {"preset": None},
        ),
        ("media_player", PLAYER, "s", "BUFFERING", {"state": "playing"}),
        ("media_player", PLAYER, "s", "None", {"state": None}),
        (
            "media_player",
            PLAYER | {"state_idle": ["", "nothing"]},
            "s",
            "nothing",
            {"state": "idle"},
        ),
        ("media_player", PLAYER, "v", "250", {"volume": 100}),
        ("media_player", PLAYER, "i", "line_1", {"source": "Line In"}),
        ("media_player", PLAYER, "i", "a new station", {"source": "a new station"}),
        ("media_player", PLAYER | {"title_topic": "t"}, "t", "None", {"title": None}),
        ("media_player", PLAYER | {"title_topic": "t"}, "t", " So\n What ", {"title": "So What"}),
        ("media_player", PLAYER | {"title_topic": "t"}, "t", "x" * 500, {"title": "x" * 200}),
    ],
)
def test_a_report_is_read_as_documented(bind, platform, config, topic, payload, expected):
    assert bind(platform, **config).decode(topic, payload.encode()) == expected


def test_a_water_heater_goes_as_far_as_documented(bind):
    celsius = bind("water_heater", temperature_command_topic="c")
    fahrenheit = bind("water_heater", temperature_command_topic="c", temperature_unit="F")
    assert celsius.entity.temperature_range == (43.3, 60.0)
    assert fahrenheit.entity.temperature_range == (110.0, 140.0)
    assert bind("water_heater", **HEATER).entity.modes == ("off", "eco", "heat_pump")


def test_what_can_be_chosen_is_known(bind):
    assert bind("select", **SELECT).entity.options == ("Cotton", "Quick Wash")
    assert bind("media_player", **PLAYER).entity.sources == ("Radio Paradise", "Line In")
    assert bind("number", **NUMBER).entity.value_range == (0.0, 100.0)
    assert bind("humidifier", **HUMIDIFIER).entity.value_range == (30.0, 80.0)
    assert bind("vacuum", **VACUUM).entity.fan_modes == ("low", "max")
    assert bind("fan", **SWEEPING_FAN).entity.presets == ("normal", "sleep")
    climate = bind("climate", **CHOOSY_CLIMATE).entity
    assert (climate.presets, climate.fan_modes) == (
        ("eco", "away"),
        ("auto", "low", "medium", "high"),
    )


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
        ("light", SWITCH | {"schema": "template"}, "command_on_template is missing"),
        ("light", SWITCH | {"schema": "wled"}, "schema 'wled' are unknown"),
        ("light", SWITCH | {"on_command_type": "never"}, "on_command_type"),
        ("light", SWITCH | {"on_command_type": "brightness"}, "no brightness topic"),
        ("light", Z2M_LIGHT | {"brightness_scale": 0}, "at least 1"),
        ("light", Z2M_LIGHT | {"supported_color_modes": ["sepia"]}, "colour mode"),
        ("light", Z2M_LIGHT | {"min_mireds": 500, "max_mireds": 153}, "range"),
        ("cover", COVER | {"position_open": 5, "position_closed": 5}, "are the same"),
        ("cover", TILT | {"tilt_min": 100}, "tilt_min and tilt_max are the same"),
        ("fan", FAN | {"speed_range_max": 1}, "speed_range_max"),
        ("climate", CLIMATE | {"min_temp": 30, "max_temp": 5}, "max_temp"),
        ("climate", CLIMATE | {"temp_step": 0}, "temp_step"),
        ("sensor", {}, "state_topic is missing"),
        ("camera", SWITCH, "pictures, which cannot be told"),
        ("valve", VALVE | {"reports_position": "often"}, "reports_position"),
        ("valve", PLACED_VALVE | {"position_open": 0}, "are the same"),
        ("button", {}, "command_topic is missing"),
        ("vacuum", {"supported_features": {"start": 1}}, "supported_features is not a text"),
        ("vacuum", {}, "no topic"),
        ("lawn_mower", {"name": "M"}, "no topic"),
        ("lawn_mower", MOWER | {"dock_command_topic": "#"}, "dock_command_topic"),
        ("humidifier", {"command_topic": "c"}, "target_humidity_command_topic is missing"),
        ("humidifier", HUMIDIFIER | {"min_humidity": 80}, "no range"),
        ("humidifier", HUMIDIFIER | {"max_humidity": 101}, "no range"),
        ("water_heater", HEATER | {"min_temp": 70}, "max_temp"),
        ("water_heater", HEATER | {"precision": -1}, "precision must be"),
        ("number", NUMBER | {"min": 10, "max": 10}, "max must be greater than min"),
        ("number", NUMBER | {"step": 0}, "step must be"),
        ("number", {"state_topic": "s"}, "command_topic is missing"),
        ("select", {"command_topic": "c"}, "options is missing"),
        ("select", SELECT | {"options": [["a"]]}, "options is not a text"),
        ("siren", {"state_topic": "s"}, "command_topic is missing"),
        ("alarm_control_panel", {"state_topic": "s"}, "command_topic is missing"),
        ("media_player", {}, "no topic"),
        ("media_player", {"payload_play": "play"}, "payload_play has no topic"),
        ("media_player", PLAYER | {"volume_scale": 0}, "volume_scale must be above 0"),
        ("media_player", PLAYER | {"sources": []}, "sources is missing"),
        ("media_player", PLAYER | {"sources": {"A": ["b"]}}, "sources is not a text"),
        ("media_player", PLAYER | {"play_command_topic": "a/#"}, "play_command_topic"),
        ("switch", SWITCH | {"device": "lamp"}, "device is not a mapping"),
        ("switch", SWITCH | {"availability_mode": "some"}, "availability_mode"),
        ("switch", SWITCH | {"availability": [1]}, "availability"),
    ],
)
def test_an_unusable_configuration_says_why_in_one_sentence(bind, platform, config, part):
    with pytest.raises(UnusableError, match=r"^[^\n]*\.$") as caught:
        bind(platform, **config)
    assert part in str(caught.value)
