"""Words and numbers that devices are set to, and the errands that robots are sent on."""

import pytest

from edge_agent.domain.action import ActionKind as K
from edge_agent.domain.entity import Capability, Domain, Entity, EntityState
from edge_agent.home import settings_plan
from edge_agent.home.planning import is_out_of_range
from edge_agent.home.settings_plan import plan_clean_area, plan_number, plan_word

C = Capability


def entity(domain: str, *capabilities: C, **more) -> Entity:
    return Entity(
        entity_id=f"{domain}.x",
        name="X",
        domain=Domain(domain),
        capabilities=frozenset(capabilities),
        **more,
    )


CLIMATE = entity(
    "climate",
    C.TEMPERATURE,
    modes=("off", "auto", "fan_only"),
    presets=("eco", "Away-Mode"),
    fan_modes=("auto", "high"),
    temperature_range=(5.0, 30.0),
)
HEATER = entity("water_heater", C.TEMPERATURE, modes=("off", "heat_pump"))
HUMIDIFIER = entity("humidifier", modes=("sleep",), value_range=(30.0, 80.0))
SELECT = entity("select", options=("Cotton", "Quick Wash", "ECO_40-60"))
VACUUM = entity("vacuum", C.START, C.PAUSE, C.RETURN_HOME, C.LOCATE, fan_modes=("low", "Max"))
FAN = entity("fan", C.OSCILLATION, C.DIRECTION, presets=("sleep",))
NUMBER = entity("number", value_range=(0.0, 100.0), unit="%")
LAMP = entity("light")
ROOMY = (CLIMATE, HEATER, HUMIDIFIER, SELECT, VACUUM, FAN, NUMBER, LAMP)


@pytest.mark.parametrize(
    ("device", "word", "kind", "value"),
    [
        (CLIMATE, "fan only", K.SET_MODE, "fan_only"),
        (CLIMATE, "Auto", K.SET_MODE, "auto"),
        (CLIMATE, "away mode", K.SET_PRESET, "Away-Mode"),
        (CLIMATE, "high", K.SET_FAN_MODE, "high"),
        (HEATER, "heat pump", K.SET_MODE, "heat_pump"),
        (HUMIDIFIER, "sleep", K.SET_MODE, "sleep"),
        (SELECT, "quick wash", K.SET_OPTION, "Quick Wash"),
        (SELECT, "eco 40 60", K.SET_OPTION, "ECO_40-60"),
        (VACUUM, "max", K.SET_FAN_SPEED, "Max"),
        (FAN, "sleep", K.SET_PRESET, "sleep"),
        (FAN, "reverse", K.SET_DIRECTION, "reverse"),
        (FAN, "swinging", K.SET_OSCILLATION, True),
        (FAN, "still", K.SET_OSCILLATION, False),
    ],
)
def test_a_word_sets_what_takes_it(device, word, kind, value):
    action = plan_word(device, word)
    assert action is not None
    assert (action.entity, action.kind, action.value) == (device, kind, value)


@pytest.mark.parametrize("device", ROOMY, ids=lambda device: device.domain)
def test_a_word_that_nothing_takes_sets_nothing(device):
    assert plan_word(device, "purple") is None
    assert plan_word(device, "") is None


@pytest.mark.parametrize("device", ROOMY, ids=lambda device: device.domain)
def test_every_word_that_is_offered_is_taken(device):
    assert all(plan_word(device, word) is not None for word in device.all_modes)


@pytest.mark.parametrize(
    ("device", "kind", "value"),
    [
        (NUMBER, K.SET_VALUE, 40.4),
        (HUMIDIFIER, K.SET_HUMIDITY, 40),
        (HEATER, K.SET_TEMPERATURE, 40.4),
        (CLIMATE, K.SET_TEMPERATURE, 40.4),
    ],
)
def test_a_number_sets_what_takes_it(device, kind, value):
    action = plan_number(device, 40.4)
    assert action is not None
    assert (action.kind, action.value) == (kind, value)


@pytest.mark.parametrize("device", [LAMP, FAN, SELECT, VACUUM])
def test_a_number_sets_nothing_else(device):
    assert plan_number(device, 40) is None


@pytest.mark.parametrize(
    ("device", "value", "is_too_far"),
    [
        (NUMBER, 100, False),
        (NUMBER, 101, True),
        (HUMIDIFIER, 20, True),
        (CLIMATE, 31, True),
        (HEATER, 90, False),
    ],
)
def test_a_number_beyond_the_range_is_known(device, value, is_too_far):
    action = plan_number(device, value)
    assert action is not None
    assert is_out_of_range(action) == is_too_far


@pytest.mark.parametrize(
    ("errand", "kind"),
    [
        ("start", K.START),
        ("pause", K.PAUSE),
        ("return_home", K.RETURN_HOME),
        ("stop", K.PAUSE),
        ("locate", K.LOCATE),
    ],
)
def test_robots_are_sent_on_errands(errand, kind):
    plan = getattr(settings_plan, f"plan_{errand}")
    assert plan(VACUUM).kind is kind
    assert plan(LAMP) is None


@pytest.mark.parametrize(
    ("area", "segments", "kind", "value"),
    [
        ("Kitchen", '{"1": "Hall", "3": "kitchen"}', K.CLEAN_SEGMENT, "3"),
        ("Attic", '{"1": "Hall"}', K.START, None),
        ("Kitchen", None, K.START, None),
        (None, '{"1": "Hall"}', K.START, None),
    ],
)
def test_a_vacuum_cleaner_is_sent_to_a_room_that_it_knows(area, segments, kind, value):
    roomy = entity("vacuum", C.START, C.SEGMENTS)
    state = EntityState(values={} if segments is None else {"segments": segments})
    action = plan_clean_area(roomy, state, area)
    assert action is not None
    assert (action.kind, action.value) == (kind, value)
