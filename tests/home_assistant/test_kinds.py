"""Each kind: which service an action calls, and what the state after it means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from service_cases import AIR_CONDITIONER, CASES, COLORED, FAN, STEPPED, Case, K

from edge_agent.domain.action import Action, ServiceCall
from edge_agent.domain.entity import Capability, Domain, Entity, EntityState
from edge_agent.home.binding import Bound
from edge_agent.home.confirmation import is_confirmed
from edge_agent.home_assistant.kinds import KINDS
from edge_agent.home_assistant.service_binding import ServiceBinding, Units
from edge_agent.home_assistant.traits import HAS_DEFAULT_CODE, Told


def _bound(entity_id: str, units: Units | None = None, **attributes: object) -> Bound:
    domain, _ = KINDS[entity_id.partition(".")[0]]
    entity = Entity(entity_id=entity_id, name="It", domain=domain)
    return _binding(entity_id, units, **attributes).bound(entity)


def _binding(entity_id: str, units: Units | None = None, **attributes: object) -> ServiceBinding:
    _, kind = KINDS[entity_id.partition(".")[0]]
    return kind(entity_id, Told(attributes=attributes), units or Units())


def _id(case: Case) -> str:
    return f"{case.entity_id}-{case.kind}-{case.value}"


def _after(case: Case) -> dict[str, object]:
    told = Told(state=case.state, attributes={**case.attributes, **case.told})
    update = _binding(case.entity_id, **case.attributes).update(told)
    return {key: value for key, value in update.items() if value is not None}


@pytest.mark.parametrize("case", CASES, ids=_id)
def test_an_action_becomes_one_call_of_a_service(case):
    bound = _bound(case.entity_id, **case.attributes)
    action = Action(entity=bound.entity, kind=case.kind, value=case.value)
    (call,) = bound.encode(action, EntityState())
    assert isinstance(call, ServiceCall)
    assert (call.name, call.entity_id, call.fields) == (case.service, case.entity_id, case.fields)


@pytest.mark.parametrize("case", CASES, ids=_id)
def test_the_state_after_it_is_read_as_what_was_asked(case):
    found = _after(case)
    assert {key: found.get(key) for key in case.values} == case.values


@pytest.mark.parametrize("case", [c for c in CASES if c.kind is not K.STOP], ids=_id)
def test_the_state_after_it_confirms_the_action(case):
    bound, values = _bound(case.entity_id, **case.attributes), _after(case)
    action = Action(entity=bound.entity, kind=case.kind, value=case.value)
    reported = bound.binding.reported
    expected = {key: value for key, value in bound.expect(action).items() if key in reported}
    assert is_confirmed(expected, EntityState(values=values))


def test_every_kind_that_takes_commands_has_a_case():
    read_only = {"sensor", "binary_sensor"}
    assert {case.entity_id.partition(".")[0] for case in CASES} == KINDS.keys() - read_only


@pytest.mark.parametrize(
    ("entity_id", "attributes", "state", "value"),
    [
        ("sensor.a", {"unit_of_measurement": "°C"}, "21.50", 21.5),
        ("sensor.a", {"unit_of_measurement": "°C"}, "warm", None),
        ("sensor.a", {"unit_of_measurement": "°C"}, "unknown", None),
        ("sensor.a", {"device_class": "enum", "options": ["1", "b"]}, "b", "b"),
        ("sensor.a", {}, "7", 7),
        ("sensor.a", {}, "x" * 300, None),
        ("binary_sensor.a", {"device_class": "door"}, "on", "on"),
        ("binary_sensor.a", {"device_class": "door"}, "ajar", None),
        ("lock.a", {}, "jammed", "jammed"),
        ("vacuum.a", {}, "mopping", None),
    ],
)
def test_states_are_read_in_the_words_of_the_agent(entity_id, attributes, state, value):
    told = Told(state=state, attributes=attributes)
    assert _binding(entity_id, **attributes).update(told)["state"] == value


def test_what_is_unavailable_keeps_what_was_known():
    assert _binding("light.a").update(Told(state="unavailable")) == {}


def test_a_light_in_white_has_no_colour_though_home_assistant_tells_one():
    binding = _binding("light.a", **COLORED)
    white = {"color_mode": "color_temp", "color_temp_kelvin": 3000, "rgb_color": [255, 177, 110]}
    update = binding.update(Told(state="on", attributes=white))
    assert (update["color"], update["color_temperature"]) == (None, 3000)


@pytest.mark.parametrize(
    ("entity_id", "attributes", "coded"),
    [
        ("lock.a", {"code_format": "^\\d{4}$"}, {"lock", "unlock"}),
        ("lock.a", {"code_format": "^\\d{4}$", HAS_DEFAULT_CODE: True}, set()),
        ("lock.a", {"code_format": None}, set()),
        (
            "alarm_control_panel.a",
            {"supported_features": 1, "code_format": "number"},
            {"arm", "disarm"},
        ),
        (
            "alarm_control_panel.a",
            {"supported_features": 1, "code_format": "number", "code_arm_required": False},
            {"disarm"},
        ),
    ],
)
def test_what_wants_a_code_that_nobody_has_told_cannot_be_asked_for(entity_id, attributes, coded):
    bound = _bound(entity_id, **attributes)
    assert bound.entity.coded == coded
    assert not any(bound.can(kind) for kind in K if kind in coded)


def test_an_entity_shows_what_it_can_do():
    lamp = _bound("light.a", **COLORED).entity
    assert lamp.capabilities == {
        *(Capability.BRIGHTNESS, Capability.COLOR, Capability.COLOR_TEMPERATURE),
    }
    assert lamp.effects == ("rainbow", "off")
    assert _bound("fan.a", **FAN).entity.speed_count == 3
    cooler = _bound("climate.a", Units(temperature="°F"), **AIR_CONDITIONER).entity
    assert (cooler.unit, cooler.temperature_range) == ("°F", (7, 35))
    assert Capability.POWER in cooler.capabilities
    assert _bound("climate.a", temperature_unit="°F", supported_features=1).entity.unit == "°F"
    assert _bound("script.a").entity.domain is Domain.SCENE


def test_what_one_service_is_told_of_at_once_is_one_call():
    bound = _bound("light.a", **COLORED)
    actions = ((K.SET_COLOR, "#ff0000"), (K.SET_BRIGHTNESS, 40))
    messages = tuple(
        message
        for kind, value in actions
        for message in bound.encode(
            Action(entity=bound.entity, kind=kind, value=value), EntityState()
        )
    )
    (call,) = bound.binding.together(messages)
    assert isinstance(call, ServiceCall)
    assert call.fields == {"rgb_color": (255, 0, 0), "brightness_pct": 40}
    assert bound.binding.together(messages[:1] * 2) == messages[:1] * 2


def test_several_steps_are_several_calls():
    bound = _bound("media_player.a", **STEPPED)
    messages = bound.encode(Action(entity=bound.entity, kind=K.VOLUME_UP, value=3), EntityState())
    assert len(messages) == 3
    assert bound.binding.together(messages) == messages


def test_a_player_is_what_it_is_called():
    assert _bound("media_player.a", friendly_name="Kitchen radio").entity.device_class == "radio"
    assert _bound("media_player.a", device_class="tv").entity.device_class == "tv"


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=8,
)
_KEYS = sorted(
    {key for case in CASES for key in (*case.attributes, *case.told)} | {"code_format", "min_temp"}
)


@given(
    st.sampled_from(sorted(KINDS)),
    st.dictionaries(st.sampled_from(_KEYS), _JSON),
    st.text(max_size=12),
)
def test_no_attributes_and_no_state_break_anything(domain, attributes, state):
    bound = _bound(f"{domain}.a", **attributes)
    binding = bound.binding
    assert isinstance(binding, ServiceBinding)
    update = binding.update(Told(state=state, attributes=attributes))
    assert update.keys() <= binding.reported
    assert all(isinstance(value, str | int | float | None) for value in update.values())
    for kind in binding.actions:
        bound.expect(Action(entity=bound.entity, kind=kind))
