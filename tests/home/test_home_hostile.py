"""Whatever is sent, the home neither breaks nor hangs."""

import json

import pytest
from dialect_cases import CASES
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from edge_agent.domain.action import Action, ActionKind
from edge_agent.domain.entity import Domain, EntityState
from edge_agent.home.abbreviations import DEVICE_KEYS, ENTITY_KEYS
from edge_agent.home.registry import Change, HomeModel

KEYS = sorted(
    {*ENTITY_KEYS, *ENTITY_KEYS.values(), *DEVICE_KEYS}
    | {key for case in CASES for key in case.config}
    | {"~", "name", "schema", "qos", "retain"}
)
TEMPLATES = ["{{ value }}", "{{ value_json.a }}", "{{ value | int }}", "{{", "{{ value.x.y }}", ""]
TOPICS = ["s", "c", "a/b", "~/x", "x/~", "#", "+", "$x", "a\x00", "", "é"]
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=12)
    | st.sampled_from([*TOPICS, *TEMPLATES, "ON", "OFF", "json", "basic", "rgb", "brightness"])
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=5), inner, max_size=5)
    ),
    max_leaves=12,
)
VALID = [json.loads(json.dumps(dict(case.config))) for case in CASES]
CONFIGS = st.builds(
    lambda base, change, dropped: {
        key: value for key, value in {**base, **change}.items() if key not in dropped
    },
    st.sampled_from(VALID),
    st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=5),
    st.sets(st.sampled_from(["command_topic", "state_topic", "schema"]), max_size=1),
)
PLATFORMS = st.sampled_from([*Domain, "device", "camera", "", "x/y"])
PAYLOADS = st.binary(max_size=60) | VALUES.map(lambda value: json.dumps(value).encode())
ACTION_VALUES = (
    st.none()
    | st.booleans()
    | st.integers(-500, 500)
    | st.floats(-500, 500)
    | st.sampled_from(["#102030", "heat", "off", "eco", "reverse", "Quick Wash"])
)
FUZZ = settings(
    max_examples=400,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)


@FUZZ
@given(topic=st.text(max_size=40) | st.just("homeassistant/light/x/config"), payload=PAYLOADS)
def test_any_message_is_taken_without_an_exception(topic, payload):
    model = HomeModel("homeassistant")
    assert model.accept(topic, payload) in Change
    assert all(reason.endswith(".") for reason in model.unusable.values())


@FUZZ
@given(platform=PLATFORMS, config=CONFIGS, reports=st.lists(PAYLOADS, max_size=4))
def test_any_configuration_gives_an_entity_or_a_reason(platform, config, reports):
    model = HomeModel("homeassistant")
    if platform == "device":
        config = {"components": {"a": {**config, "platform": "light"}, "b": config}}
    topic = f"homeassistant/{platform}/x/config"
    model.accept(topic, json.dumps(config).encode())
    assert all("\n" not in reason and len(reason) < 500 for reason in model.unusable.values())
    for report in reports:
        for state_topic in model.subscriptions:
            model.accept(state_topic, report)
    for entity in model.home.entities:
        assert entity.name
        values = model.home.state_of(entity).values
        assert all(isinstance(value, str | int | float | bool) for value in values.values())


@FUZZ
@given(
    platform=st.sampled_from(sorted(Domain)),
    config=CONFIGS,
    kind=st.sampled_from(sorted(ActionKind)),
    value=ACTION_VALUES,
    brightness=st.integers(0, 100),
)
def test_any_action_gives_messages_that_can_be_published(platform, config, kind, value, brightness):
    model = HomeModel("homeassistant")
    model.accept(f"homeassistant/{platform}/x/config", json.dumps(config).encode())
    for entity in model.home.entities:
        bound = model.bound(entity.entity_id)
        assert bound is not None
        action = Action(entity=entity, kind=kind, value=value)
        state = EntityState(values={"brightness": brightness})
        for message in bound.encode(action, state):
            assert not set(message.topic) & {"+", "#", "\x00"}
            assert message.qos in {0, 1, 2}
            message.payload.encode()
        model.is_confirmed(action)
        model.assume(action)


EXTREMES = (1e308, -1e308, 1e16, 1e-310, 5e-324, -5e-324, 0)
NUMERIC_KEYS = (
    "brightness_scale", "max", "max_humidity", "max_kelvin", "max_mireds", "max_temp", "min",
    "min_humidity", "min_kelvin", "min_mireds", "min_temp", "position_closed", "position_open",
    "precision", "speed_range_max", "speed_range_min", "step", "temp_step",
)  # fmt: skip


def extreme_reports():
    for number in EXTREMES:
        yield f"{number}"
        for other in (number, 1e-9):
            for count in range(1, 4):
                yield ",".join([f"{number}", *[f"{other}"] * count])
            color = dict.fromkeys("rgbwcxyhs", other) | {"r": number, "x": number}
            values = {"brightness": number, "position": number, "color_temp": number}
            values |= {"battery_level": number, "volume_level": number, "duration": number}
            yield json.dumps({"state": "ON", "color": color, **values})


@pytest.mark.parametrize("case", VALID, ids=str)
def test_no_number_is_too_large_or_too_small_to_be_read(case):
    for platform in Domain:
        model = HomeModel("homeassistant")
        model.accept(f"homeassistant/{platform}/x/config", json.dumps(case).encode())
        for topic in model.subscriptions:
            for report in extreme_reports():
                assert model.accept(topic, report.encode()) in Change


@pytest.mark.parametrize("key", NUMERIC_KEYS)
@pytest.mark.parametrize("number", EXTREMES)
def test_no_setting_is_too_large_or_too_small_to_be_used(key, number):
    for case in CASES:
        model = HomeModel("homeassistant")
        opposite = {"position_open": {"position_closed": -number}}.get(key, {})
        config = {**case.config, **opposite, key: number}
        topic = f"homeassistant/{case.platform}/x/config"
        model.accept(topic, json.dumps(config).encode())
        for entity in model.home.entities:
            bound = model.bound(entity.entity_id)
            assert bound is not None
            action = Action(entity=entity, kind=case.kind, value=case.value)
            for message in bound.encode(action, EntityState(values={"brightness": 50})):
                message.payload.encode()
            model.is_confirmed(action)
            for topic in model.subscriptions:
                assert model.accept(topic, b"50") in Change
