"""What the home becomes as devices announce themselves, change and go."""

import json
from collections.abc import Mapping

import pytest

from edge_agent.domain.entity import Domain
from edge_agent.home.discovery import MAX_ENTITIES, Discovery
from edge_agent.mqtt.announcement import announcement_message
from edge_agent.mqtt.topics import Topics

LAMP = {
    "~": "z2m/hall",
    "schema": "json",
    "cmd_t": "~/set",
    "stat_t": "~",
    "name": None,
    "uniq_id": "0x1_light",
    "dev": {"ids": ["0x1"], "name": "Hall Lamp", "sa": "Hall"},
}
TOPIC = "homeassistant/light/0x1/light/config"
OPENER = {
    "dev": {"ids": ["op"], "name": "Drive Opener", "sa": "Drive"},
    "o": {"name": "firmware"},
    "avty_t": "op/status",
    "cmps": {
        "door": {"p": "cover", "name": "Drive Gate", "dev_cla": "gate", "cmd_t": "op/c"},
        "lamp": {"p": "light", "name": "Drive Lamp", "cmd_t": "op/l"},
        "count": {"p": "sensor", "name": "Openings", "stat_t": "op/n", "ent_cat": "diagnostic"},
        "note": {"p": "text", "name": "Note", "cmd_t": "op/s"},
    },
}
DOMAINS = {
    "light": {"cmd_t": "c"},
    "switch": {"cmd_t": "c"},
    "cover": {"cmd_t": "c"},
    "lock": {"cmd_t": "c"},
    "fan": {"cmd_t": "c"},
    "climate": {"temp_cmd_t": "c"},
    "scene": {"cmd_t": "c"},
    "sensor": {"stat_t": "s"},
    "binary_sensor": {"stat_t": "s"},
    "valve": {"cmd_t": "c", "pos": True, "pos_open": 255},
    "button": {"cmd_t": "c", "pl_prs": "1"},
    "vacuum": {"cmd_t": "c", "sup_feat": ["start"], "pl_strt": "go"},
    "lawn_mower": {"strt_mw_cmd_t": "c", "act_stat_t": "s"},
    "humidifier": {"cmd_t": "c", "hum_cmd_t": "h", "min_hum": 30},
    "water_heater": {"pow_cmd_t": "c", "temp_unit": "F"},
    "number": {"cmd_t": "c", "min": 0, "max": 5, "step": 0.5},
    "select": {"cmd_t": "c", "ops": ["Eco", "Quick"]},
    "siren": {"cmd_t": "c", "av_tones": ["bell"], "sup_dur": False},
    "alarm_control_panel": {"cmd_t": "c", "stat_t": "s", "cod_arm_req": False},
    "media_player": {"cmd_t": "c", "payload_play": "play"},
}


@pytest.fixture
def discovery() -> Discovery:
    return Discovery("homeassistant")


def announce(discovery: Discovery, topic: str, config: Mapping[str, object]) -> bool:
    return discovery.accept(topic, json.dumps(config).encode())


def names(discovery: Discovery) -> list[str]:
    return [bound.entity.name for bound in discovery.entities]


def ids(discovery: Discovery) -> list[str]:
    return [bound.entity.entity_id for bound in discovery.entities]


def test_a_device_that_announces_itself_becomes_an_entity(discovery):
    assert announce(discovery, TOPIC, LAMP)
    (bound,) = discovery.entities
    assert bound.entity.entity_id == "light.hall_lamp"
    assert (bound.entity.name, bound.entity.area) == ("Hall Lamp", "Hall")
    assert bound.entity.source == TOPIC
    assert bound.state_topics == {"z2m/hall"}


@pytest.mark.parametrize(("platform", "config"), DOMAINS.items())
@pytest.mark.parametrize("node", ["", "node/"])
def test_every_domain_can_be_announced_with_and_without_a_node(discovery, platform, config, node):
    assert announce(discovery, f"homeassistant/{platform}/{node}x/config", config)
    assert [bound.entity.domain for bound in discovery.entities] == [Domain(platform)]


def test_the_table_of_domains_is_complete():
    assert set(DOMAINS) == set(Domain)


def test_the_filters_match_both_forms_of_topic(discovery):
    assert discovery.filters == (
        "homeassistant/+/+/config",
        "homeassistant/+/+/+/config",
        "tasmota/discovery/+/config",
        "tasmota/discovery/+/sensors",
    )


def test_the_same_message_again_changes_nothing(discovery):
    announce(discovery, TOPIC, LAMP)
    first = discovery.entities
    assert not announce(discovery, TOPIC, LAMP)
    assert discovery.entities is first


def test_a_new_name_takes_effect_in_place(discovery):
    announce(discovery, TOPIC, LAMP)
    assert announce(discovery, TOPIC, LAMP | {"name": "Corridor Lamp"})
    assert names(discovery) == ["Corridor Lamp"]


def test_an_empty_message_removes_the_device(discovery):
    announce(discovery, TOPIC, LAMP)
    assert discovery.accept(TOPIC, b"")
    assert discovery.entities == ()
    assert not discovery.accept(TOPIC, b"")


def test_a_message_that_becomes_unusable_removes_the_device_and_says_why(discovery):
    announce(discovery, TOPIC, LAMP)
    assert discovery.accept(TOPIC, b"{broken")
    assert discovery.entities == ()
    assert discovery.unusable == {TOPIC: "the message is not JSON."}
    announce(discovery, TOPIC, LAMP)
    assert discovery.unusable == {}


def test_a_device_based_message_brings_all_its_usable_components(discovery):
    topic = "homeassistant/device/opener/config"
    assert announce(discovery, topic, OPENER)
    assert ids(discovery) == ["cover.drive_gate", "light.drive_lamp"]
    assert {bound.entity.area for bound in discovery.entities} == {"Drive"}
    assert all("op/status" in bound.state_topics for bound in discovery.entities)
    assert list(discovery.unusable) == [f"{topic} note"]
    assert "only be set" in discovery.unusable[f"{topic} note"]


def test_a_component_goes_when_it_is_cut_down_to_its_platform(discovery):
    topic = "homeassistant/device/opener/config"
    announce(discovery, topic, OPENER)
    assert announce(discovery, topic, OPENER | {"cmps": {**OPENER["cmps"], "lamp": {"p": "light"}}})
    assert ids(discovery) == ["cover.drive_gate"]


@pytest.mark.parametrize("extra", [{"ent_cat": "config"}, {"en": False}, {"ent_cat": "diagnostic"}])
def test_what_is_not_meant_to_be_commanded_is_left_out_without_a_reason(discovery, extra):
    assert not announce(discovery, TOPIC, LAMP | extra)
    assert discovery.entities == ()
    assert discovery.unusable == {}


@pytest.mark.parametrize("kind", ["gramophone", "camera", "event"])
def test_other_kinds_of_device_are_listed_with_a_reason(discovery, kind):
    topic = f"homeassistant/{kind}/x/config"
    assert not announce(discovery, topic, {"cmd_t": "c"})
    assert kind in discovery.unusable[topic]
    assert discovery.unusable[topic].endswith(".")


@pytest.mark.parametrize(
    ("wish", "entity_id"),
    [
        ({"default_entity_id": "light.porch"}, "light.porch"),
        ({"def_ent_id": "porch"}, "light.porch"),
        ({"obj_id": "Porch Lamp!"}, "light.porch_lamp"),
        ({"default_entity_id": "light.a", "object_id": "b"}, "light.a"),
        ({"object_id": "💡"}, "light.hall_lamp"),
        ({"name": "Lämpchen im Flur"}, "light.lampchen_im_flur"),
    ],
)
def test_the_entity_id_is_the_wished_one_or_follows_from_the_name(discovery, wish, entity_id):
    announce(discovery, TOPIC, LAMP | wish)
    assert ids(discovery) == [entity_id]


def test_ids_are_made_unique_whatever_the_order_of_arrival():
    topics = [f"homeassistant/light/l{n}/config" for n in range(4)]
    forwards, backwards = Discovery("homeassistant"), Discovery("homeassistant")
    for discovery, order in ((forwards, topics), (backwards, topics[::-1])):
        for topic in order:
            announce(discovery, topic, {"name": "Lamp", "cmd_t": topic.replace("config", "set")})
    assert ids(forwards) == ["light.lamp", "light.lamp_2", "light.lamp_3", "light.lamp_4"]
    assert [b.entity for b in forwards.entities] == [b.entity for b in backwards.entities]


def test_reserved_ids_stay_free():
    discovery = Discovery("homeassistant", ["light.hall_lamp"])
    announce(discovery, TOPIC, LAMP)
    assert ids(discovery) == ["light.hall_lamp_2"]


def test_a_second_message_with_the_same_unique_id_is_not_used(discovery):
    announce(discovery, TOPIC, LAMP)
    again = "homeassistant/light/0x1/zzz/config"
    announce(discovery, again, LAMP)
    assert len(discovery.entities) == 1
    assert discovery.unusable == {again: f"{TOPIC} has the same unique_id."}
    discovery.accept(TOPIC, b"")
    assert [bound.entity.source for bound in discovery.entities] == [again]


def test_two_components_with_one_unique_id_make_one_entity(discovery):
    part = {"p": "switch", "cmd_t": "c", "uniq_id": "u"}
    topic = "homeassistant/device/d/config"
    announce(discovery, topic, {"cmps": {"a": {**part, "name": "A"}, "b": {**part, "name": "B"}}})
    assert names(discovery) == ["A"]
    assert discovery.unusable == {topic: f"{topic} has the same unique_id."}


def test_a_message_that_hands_over_to_a_newer_one_goes_quietly(discovery):
    announce(discovery, TOPIC, LAMP)
    assert announce(discovery, TOPIC, {"migr_discvry": True})
    assert (discovery.entities, dict(discovery.unusable)) == ((), {})


def test_name_and_room_come_from_whichever_message_of_the_device_tells_them(discovery):
    full = {"ids": "d1", "name": "Boiler", "sa": "Cellar"}
    announce(discovery, "homeassistant/switch/a/config", {"name": None, "cmd_t": "a", "dev": full})
    short = {"name": "Temperature", "stat_t": "b", "dev": {"ids": ["d1"]}}
    announce(discovery, "homeassistant/sensor/b/config", short)
    assert [(b.entity.name, b.entity.area) for b in discovery.entities] == [
        ("Boiler Temperature", "Cellar"),
        ("Boiler", "Cellar"),
    ]


@pytest.mark.parametrize(
    ("payload", "part"),
    [
        (b"\xff\xfe", "not JSON"),
        (b"[]", "not a JSON object"),
        (b"null", "not a JSON object"),
        (b'{"a":' * 20_000, "nested too deeply"),
        (b"[" * 200_000, ""),
        (b'{"cmd_t":"' + b"x" * 300_000 + b'"}', "longer than"),
        (b'{"cmd_t":"a/#"}', "command_topic is not a valid topic"),
        (b'{"cmd_t":"\\ud800"}', ""),
        (b'{"cmd_t":5}', "command_topic is not a valid topic"),
        (b'{"cmd_t":"c","name":{}}', "name is not a text"),
        (b'{"cmd_t":"c","dev":[]}', "device is not a mapping"),
        (b'{"cmd_t":"c","dev":{"ids":{"a":1}}}', "identifiers is not a text"),
        (b'{"cmd_t":"c","avty":"x"}', "availability"),
        (b'{"cmd_t":"c","bri_scl":1e400}', ""),
        (
            b'{"cmd_t":"c","stat_t":"s","stat_val_tpl":"{% include \'x\' %}"}',
            "state_value_template",
        ),
    ],
)
def test_a_hostile_message_leaves_one_sentence(discovery, payload, part):
    assert not discovery.accept(TOPIC, payload)
    reason = discovery.unusable[TOPIC]
    assert part in reason
    assert reason.endswith(".")
    assert len(reason) < 300


@pytest.mark.parametrize(
    "topic",
    [
        "homeassistant/light/config",
        "homeassistant/light/a/b/c/config",
        "homeassistant/light/a b/config",
        "homeassistant/light/+/config",
        "homeassistant/light/a/config/x",
        "homeassistant//a/config",
        "other/light/a/config",
        "homeassistant/status",
        "",
        "homeassistant/light/" + "a" * 60_000 + "/config",
    ],
)
def test_other_topics_are_not_listened_to(discovery, topic):
    assert not announce(discovery, topic, LAMP)
    assert discovery.entities == ()
    assert discovery.unusable == {}


def test_there_is_a_limit_to_the_home(discovery):
    for number in range(MAX_ENTITIES + 3):
        announce(discovery, f"homeassistant/switch/s{number}/config", {"cmd_t": f"s/{number}"})
    assert len(discovery.entities) == MAX_ENTITIES
    assert len(discovery.unusable) == 3
    assert "more than 2000" in next(iter(discovery.unusable.values()))
    discovery.accept("homeassistant/switch/s0/config", b"")
    assert announce(discovery, f"homeassistant/switch/s{MAX_ENTITIES}/config", {"cmd_t": "x"})
    assert len(discovery.unusable) == 2


def test_a_message_that_found_no_room_may_come_again(discovery):
    for number in range(MAX_ENTITIES):
        announce(discovery, f"homeassistant/switch/s{number}/config", {"cmd_t": f"s/{number}"})
    assert not announce(discovery, TOPIC, LAMP)
    discovery.accept("homeassistant/switch/s0/config", b"")
    assert announce(discovery, TOPIC, LAMP)
    assert dict(discovery.unusable) == {}


def test_a_voice_agent_is_no_device_of_the_home():
    discovery = Discovery("homeassistant")
    message = announcement_message(
        Topics(agent_id="kitchen"),
        area="Kitchen",
        version="1",
        discovery_prefix="homeassistant",
        models=("model",),
    )
    assert not discovery.accept(message.topic, message.payload.encode())
    assert discovery.entities == ()
    assert not discovery.unusable
