"""Devices written in the configuration, right and wrong."""

import pytest
from dialect_cases import CASES

from edge_agent.errors import ConfigError
from edge_agent.home.declared import declared

PUMP = {"platform": "switch", "name": "Pond Pump", "command_topic": "pump/set"}


def test_a_declared_device_becomes_an_entity():
    (bound,) = declared(
        (PUMP | {"area": "Yard", "floor": "Outside", "aliases": ["fountain", "water feature"]},)
    )
    entity = bound.entity
    assert entity.entity_id == "switch.pond_pump"
    assert (entity.area, entity.floor) == ("Yard", "Outside")
    assert entity.names == ("Pond Pump", "fountain", "water feature")
    assert entity.source == "devices[0]"


def test_abbreviations_and_the_base_topic_work_as_in_discovery():
    (bound,) = declared(
        ({"~": "pump", "platform": "switch", "name": "P", "stat_t": "~/s", "cmd_t": "~/c"},)
    )
    assert bound.state_topics == {"pump/s"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.platform}-{case.kind}")
def test_every_key_of_the_dialects_can_be_declared(case):
    (bound,) = declared(({"platform": case.platform, "name": "Thing", **case.config},))
    assert bound.can(case.kind)


def test_all_devices_are_read_in_order():
    bounds = declared((PUMP, PUMP | {"name": "Filter"}))
    assert [bound.entity.name for bound in bounds] == ["Pond Pump", "Filter"]


@pytest.mark.parametrize(
    ("device", "parts"),
    [
        ({}, ["devices[0]", "platform must be one of light, switch"]),
        ({"platform": "toaster", "name": "T"}, ['devices[0] "T"', "platform must be one of"]),
        ({"platform": "switch", "command_topic": "c"}, ["devices[0]", "name is missing"]),
        ({"platform": "switch", "name": "T"}, ['devices[0] "T"', "command_topic is missing"]),
        (PUMP | {"comand_topic": "c"}, ["comand_topic", "did you mean command_topic?"]),
        (PUMP | {"xyzzy": 1}, ["xyzzy is not a key of a device"]),
        (PUMP | {"state_topic": "a/#"}, ["state_topic is not a valid topic"]),
        (PUMP | {"state_topic": "s", "value_template": "{{"}, ["value_template cannot be used"]),
        (PUMP | {"aliases": {"a": 1}}, ["aliases is not a text"]),
        (PUMP | {"aliases": ["a"] * 40}, ["aliases has more than 32"]),
        (PUMP | {"entity_category": "config"}, ["entity_category"]),
        (PUMP | {"qos": "high"}, ["qos is not a number"]),
    ],
)
def test_a_wrong_device_is_named_with_its_key_in_one_sentence(device, parts):
    with pytest.raises(ConfigError) as caught:
        declared((device,))
    sentence = str(caught.value)
    assert all(part in sentence for part in parts), sentence
    assert "\n" not in sentence
    assert sentence.endswith((".", "?"))


def test_two_devices_of_one_name_are_refused():
    with pytest.raises(ConfigError, match=r'devices\[1\] "Pond Pump".*same platform and name'):
        declared((PUMP, PUMP))
