"""States as devices report them: merged, replayed, and never undone by nonsense."""

import pytest

from edge_agent.domain.action import Action, ActionKind
from edge_agent.domain.entity import EntityState
from edge_agent.home.binding import Bound
from edge_agent.home.states import MAX_KEPT_BYTES, States

LAMP = {
    "schema": "json",
    "command_topic": "lamp/set",
    "state_topic": "lamp",
    "supported_color_modes": ["rgb", "color_temp"],
    "object_id": "lamp",
}


def following(*bounds: Bound) -> States:
    states = States()
    states.bind(bounds)
    return states


def test_a_report_changes_the_state_once(bind):
    states = following(bind("light", **LAMP))
    assert states.topics == {"lamp"}
    assert states.accept("lamp", b'{"state":"ON","brightness":51}') == {"light.lamp"}
    assert dict(states.of("light.lamp").values) == {"state": "on", "brightness": 20}
    assert states.accept("lamp", b'{"brightness":51}') == frozenset()


def test_partial_reports_merge(bind):
    states = following(bind("light", **LAMP))
    states.accept("lamp", b'{"state":"ON","brightness":51}')
    states.accept("lamp", b'{"state":"OFF"}')
    assert dict(states.of("light.lamp").values) == {"state": "off", "brightness": 20}


def test_a_colour_lapses_when_the_light_turns_white(bind):
    states = following(bind("light", **LAMP))
    states.accept("lamp", b'{"color_mode":"rgb","color":{"r":255,"g":0,"b":0}}')
    assert states.of("light.lamp").get("color") == "#ff0000"
    states.accept("lamp", b'{"color_mode":"color_temp","color_temp":250}')
    assert dict(states.of("light.lamp").values) == {"color_temperature": 4000}


def test_what_was_never_reported_is_absent_and_unknown(bind):
    states = following(bind("light", **LAMP))
    assert states.snapshot() == {}
    assert states.of("light.lamp") == EntityState()
    assert states.of("light.nowhere") == EntityState()


def test_one_topic_serves_several_entities(bind):
    shared = {"state_topic": "air", "unit_of_measurement": "x"}
    warm = bind("sensor", object_id="t", value_template="{{ value_json.t }}", **shared)
    damp = bind("sensor", object_id="h", value_template="{{ value_json.h }}", **shared)
    states = following(warm, damp)
    assert states.accept("air", b'{"t":20,"h":50}') == {"sensor.t", "sensor.h"}
    assert states.accept("air", b'{"t":21,"h":50}') == {"sensor.t"}


def test_an_entity_that_is_learnt_late_gets_the_report_that_came_before(bind):
    shared = {"state_topic": "air", "unit_of_measurement": "x"}
    warm = bind("sensor", object_id="t", value_template="{{ value_json.t }}", **shared)
    damp = bind("sensor", object_id="h", value_template="{{ value_json.h }}", **shared)
    states = following(warm)
    states.accept("air", b'{"t":20,"h":50}')
    states.bind([warm, damp])
    assert {name: state.get("state") for name, state in states.snapshot().items()} == {
        "sensor.t": 20,
        "sensor.h": 50,
    }


def test_an_entity_that_is_learnt_late_gets_no_report_that_is_out_of_date(bind):
    shared = {"state_topic": "air", "unit_of_measurement": "x"}
    warm = bind("sensor", object_id="t", value_template="{{ value_json.t }}", **shared)
    damp = bind("sensor", object_id="h", value_template="{{ value_json.h }}", **shared)
    states = following(warm)
    states.accept("air", b'{"t":20,"h":50}')
    states.accept("air", b'{"t":21,"h":60,"more":"%s"}' % (b"x" * MAX_KEPT_BYTES))
    states.bind([warm, damp])
    assert states.of("sensor.t").get("state") == 21
    assert states.of("sensor.h").get("state") is None


def test_states_survive_a_new_home_and_go_with_their_entity(bind):
    lamp, other = bind("light", **LAMP), bind("switch", command_topic="c", object_id="o")
    states = following(lamp)
    states.accept("lamp", b'{"state":"ON"}')
    states.bind([lamp, other])
    assert states.of("light.lamp").get("state") == "on"
    states.bind([other])
    assert states.snapshot() == {}
    assert states.topics == frozenset()


@pytest.mark.parametrize(
    ("extra", "messages", "is_available"),
    [
        ({"avty_t": "a"}, [], True),
        ({"avty_t": "a"}, [("a", "offline")], False),
        ({"avty_t": "a"}, [("a", "offline"), ("a", "online")], True),
        ({"avty_t": "a"}, [("a", "offline"), ("a", "nonsense")], False),
        ({"avty_t": "a", "pl_not_avail": "Offline"}, [("a", "Offline")], False),
        ({"avty_t": "a", "avty_tpl": "{{ value_json.s }}"}, [("a", '{"s":"offline"}')], False),
        ({"avty": {"t": "a"}}, [("a", "offline")], False),
        ({"avty": [{"t": "a"}, {"t": "b"}]}, [("a", "offline"), ("b", "online")], True),
        ({"avty": [{"t": "a"}, {"t": "b"}]}, [("b", "online"), ("a", "offline")], False),
        ({"avty": [{"t": "a"}, {"t": "b"}], "avty_mode": "all"}, [("a", "offline")], False),
        (
            {"avty": [{"t": "a"}, {"t": "b"}], "avty_mode": "all"},
            [("a", "offline"), ("b", "online")],
            False,
        ),
        (
            {"avty": [{"t": "a"}, {"t": "b"}], "avty_mode": "any"},
            [("b", "online"), ("a", "offline")],
            True,
        ),
        (
            {"avty": [{"t": "a"}, {"t": "b"}], "avty_mode": "any"},
            [("b", "offline"), ("a", "offline")],
            False,
        ),
        ({"avty": [{"t": "a", "val_tpl": "{{ value_json.s }}"}]}, [("a", '{"s":"online"}')], True),
    ],
)
def test_availability_follows_its_mode(bind, extra, messages, is_available):
    states = following(bind("switch", command_topic="c", object_id="x", **extra))
    for topic, payload in messages:
        assert topic in states.topics
        states.accept(topic, payload.encode())
    assert states.of("switch.x").is_available is is_available


def test_an_availability_topic_may_be_the_state_topic(bind):
    states = following(
        bind(
            "switch",
            command_topic="c",
            state_topic="s",
            object_id="x",
            value_template="{{ value_json.state }}",
            availability={"topic": "s", "value_template": "{{ value_json.link }}"},
        )
    )
    assert states.accept("s", b'{"state":"ON","link":"offline"}') == {"switch.x"}
    assert states.of("switch.x") == EntityState(values={"state": "on"}, is_available=False)


@pytest.mark.parametrize("payload", [b"", b"\xff", b"{", b"x" * 100_000, b"[1]"])
def test_an_unusable_report_changes_nothing_and_is_told_once(bind, payload):
    states = following(bind("light", **LAMP))
    states.accept("lamp", b'{"state":"ON"}')
    assert states.accept("lamp", payload) == frozenset()
    assert states.accept("lamp", b"{") == frozenset()
    assert states.of("light.lamp").get("state") == "on"
    assert len(states.reports) == 1
    assert states.reports["light.lamp", "lamp"].endswith(".")


def test_a_message_on_another_topic_is_ignored(bind):
    assert following(bind("light", **LAMP)).accept("elsewhere", b"ON") == frozenset()


@pytest.mark.parametrize(
    ("config", "is_assumed"),
    [
        ({}, True),
        ({"state_topic": "s"}, False),
        ({"state_topic": "s", "optimistic": True}, True),
    ],
)
def test_the_state_of_a_device_that_does_not_report_is_assumed(bind, config, is_assumed):
    bound = bind("switch", command_topic="c", object_id="x", **config)
    states = following(bound)
    action = Action(entity=bound.entity, kind=ActionKind.TURN_ON)
    assert states.assume(bound, action) is is_assumed
    assert states.of("switch.x").get("state") == ("on" if is_assumed else None)


def test_only_what_is_not_reported_is_assumed(bind):
    bound = bind(
        "light", command_topic="c", state_topic="s", brightness_command_topic="b", object_id="x"
    )
    states = following(bound)
    states.assume(bound, Action(entity=bound.entity, kind=ActionKind.SET_BRIGHTNESS, value=40))
    assert dict(states.of("light.x").values) == {"brightness": 40}
