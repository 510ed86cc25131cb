"""Abbreviations, the base topic, and the parts of a device-based message."""

import pytest

from edge_agent.home.abbreviations import (
    DEVICE_KEYS,
    ENTITY_KEYS,
    ORIGIN_KEYS,
    RETIRED_ENTITY_KEYS,
)
from edge_agent.home.expansion import components, expanded, with_whole_topics
from edge_agent.home.fields import UnusableError

ALL_ENTITY_KEYS = {**RETIRED_ENTITY_KEYS, **ENTITY_KEYS}


@pytest.mark.parametrize(("short", "full"), sorted(ALL_ENTITY_KEYS.items()))
def test_every_entity_abbreviation_expands(short, full):
    assert expanded({short: "x"})[full] in ("x", ["x"])


@pytest.mark.parametrize(("short", "full"), sorted(DEVICE_KEYS.items()))
def test_every_device_abbreviation_expands(short, full):
    assert expanded({"dev": {short: "x"}}) == {"device": {full: "x"}}


@pytest.mark.parametrize(("short", "full"), sorted(ORIGIN_KEYS.items()))
def test_every_origin_abbreviation_expands(short, full):
    assert expanded({"o": {short: "x"}}) == {"origin": {full: "x"}}


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("cmd_t", "command_topic"),
        ("stat_t", "state_topic"),
        ("avty_t", "availability_topic"),
        ("bri_scl", "brightness_scale"),
        ("dev_cla", "device_class"),
        ("pl_cls", "payload_close"),
        ("set_pos_t", "set_position_topic"),
        ("spd_rng_max", "speed_range_max"),
        ("sup_clrm", "supported_color_modes"),
        ("uniq_id", "unique_id"),
        ("unit_of_meas", "unit_of_measurement"),
        ("val_tpl", "value_template"),
        ("clr_temp_k", "color_temp_kelvin"),
        ("def_ent_id", "default_entity_id"),
    ],
)
def test_the_table_holds_the_documented_abbreviations(short, full):
    assert ENTITY_KEYS[short] == full


def test_the_table_is_large_and_names_no_key_twice():
    assert len(ENTITY_KEYS) > 240
    assert len(set(ENTITY_KEYS.values())) == len(ENTITY_KEYS)
    assert ENTITY_KEYS.keys().isdisjoint(ENTITY_KEYS.values())


def test_availability_entries_expand_too():
    sent = {"avty": [{"t": "~/a", "val_tpl": "{{ value }}", "pl_avail": "up"}], "~": "base"}
    assert with_whole_topics(expanded(sent)) == {
        "availability": [
            {"topic": "base/a", "value_template": "{{ value }}", "payload_available": "up"}
        ]
    }


def test_a_single_availability_entry_may_stand_alone():
    assert expanded({"avty": {"t": "x"}}) == {"availability": [{"topic": "x"}]}


def test_a_key_in_full_wins_over_its_abbreviation():
    assert expanded({"cmd_t": "short", "command_topic": "full"}) == {"command_topic": "full"}


@pytest.mark.parametrize(
    ("topic", "whole"),
    [
        ("~/set", "home/lamp/set"),
        ("cmnd/~", "cmnd/home/lamp"),
        ("~", "home/lamp"),
        ("a/~/b", "a/~/b"),
        ("plain", "plain"),
    ],
)
def test_the_base_topic_stands_at_the_start_or_the_end(topic, whole):
    assert with_whole_topics({"~": "home/lamp", "command_topic": topic}) == {"command_topic": whole}


def test_only_topics_take_the_base():
    sent = {"~": "base", "payload_on": "~", "name": "~x"}
    assert with_whole_topics(sent) == {"payload_on": "~", "name": "~x"}


def test_a_base_that_is_no_text_is_refused():
    with pytest.raises(UnusableError, match="base topic"):
        with_whole_topics({"~": 7, "command_topic": "~/set"})


def test_components_take_what_is_shared_and_keep_what_is_their_own():
    message = expanded(
        {
            "dev": {"name": "Opener"},
            "avty_t": "up",
            "stat_t": "shared",
            "cmps": {
                "door": {"p": "cover", "stat_t": "own"},
                "lamp": {"p": "light"},
                "motion": {"p": "binary_sensor", "name": "Motion"},
            },
        }
    )
    shared = {"device": {"name": "Opener"}, "availability_topic": "up"}
    assert components(message) == {
        "door": {**shared, "platform": "cover", "state_topic": "own"},
        "motion": {
            **shared,
            "platform": "binary_sensor",
            "name": "Motion",
            "state_topic": "shared",
        },
    }


@pytest.mark.parametrize("listed", [None, [], "x", 3])
def test_a_message_without_components_is_refused(listed):
    with pytest.raises(UnusableError, match="no components"):
        components({"components": listed})
