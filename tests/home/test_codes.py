"""Codes from the configuration: who gets them, how they are sent, and that nobody sees them."""

import json
from dataclasses import replace

import pytest

from edge_agent.config.policy import PolicySettings
from edge_agent.domain.action import Action, ActionKind, MqttMessage, ServiceCall
from edge_agent.domain.command import Command
from edge_agent.domain.entity import Domain, Entity, EntityState
from edge_agent.domain.intent import Intent
from edge_agent.domain.resolution import Confirm, Unable, UnableReason
from edge_agent.domain.slots import Slots
from edge_agent.home.registry import HomeModel
from edge_agent.home.resolver import resolve
from edge_agent.home_assistant.kinds import KINDS
from edge_agent.home_assistant.service_binding import Units
from edge_agent.home_assistant.traits import Told
from edge_agent.mqtt.outbound import message_document

CODE = "0815"
LOCK = {
    "name": "Front Door",
    "command_topic": "door/set",
    "state_topic": "door",
    "code_format": "^\\d{4}$",
    "command_template": '{"action": "{{ value }}", "code": {{ code | tojson }}}',
}
PANEL = {
    "name": "House Alarm",
    "command_topic": "alarm/set",
    "state_topic": "alarm",
    "code": "REMOTE_CODE",
    "command_template": "{{ action }} {{ code }}",
}


def _home(*announced: tuple[str, dict[str, object]], **codes: str) -> HomeModel:
    model = HomeModel("homeassistant", codes={k.replace("_", " "): v for k, v in codes.items()})
    for index, (component, config) in enumerate(announced):
        topic = f"homeassistant/{component}/n{index}/config"
        model.accept(topic, json.dumps(config).encode())
    return model


def _sent(model: HomeModel, entity_id: str, kind: ActionKind, value: str | None = None):
    bound = model.bound(entity_id)
    assert bound is not None
    return model.encode(Action(entity=bound.entity, kind=kind, value=value))


def test_a_lock_gets_its_code_by_its_template():
    model = _home(("lock", LOCK), Front_Door=CODE)
    (message,) = _sent(model, "lock.front_door", ActionKind.UNLOCK)
    assert message == MqttMessage(
        topic="door/set", payload='{"action": "UNLOCK", "code": "0815"}', qos=1
    )
    assert message.line == 'door/set {"action": "UNLOCK", "code": "****"}'
    assert message_document(message)["payload"] == '{"action": "UNLOCK", "code": "****"}'
    assert model.unused_codes == {}


def test_a_panel_gets_its_code_for_arming_and_disarming():
    model = _home(("alarm_control_panel", PANEL), House_Alarm=CODE)
    panel = "alarm_control_panel.house_alarm"
    sent = [
        *_sent(model, panel, ActionKind.DISARM),
        *_sent(model, panel, ActionKind.ARM, "away"),
    ]
    assert [message.payload for message in sent] == ["DISARM 0815", "ARM_AWAY 0815"]
    assert [message.shown for message in sent] == ["DISARM ****", "ARM_AWAY ****"]


def test_a_code_in_other_signs_hides_the_whole_payload():
    template = "{{ code | int }}"
    model = _home(("lock", {**LOCK, "command_template": template}), Front_Door=CODE)
    (message,) = _sent(model, "lock.front_door", ActionKind.LOCK)
    assert (message.payload, message.shown) == ("815", "****")


def test_without_a_template_there_is_nothing_to_hide():
    lock = {key: value for key, value in LOCK.items() if key != "command_template"}
    (message,) = _sent(_home(("lock", lock), Front_Door="LOCK"), "lock.front_door", ActionKind.LOCK)
    assert message.shown == message.payload == "LOCK"


def test_home_assistant_gets_a_code_with_the_service():
    binding = KINDS["lock"][1]("lock.door", Told(attributes={"code_format": "."}), Units())
    assert binding.coded
    entity = Entity(entity_id="lock.door", name="Door", domain=Domain.LOCK)
    action = Action(entity=entity, kind=ActionKind.UNLOCK)
    (call,) = binding.with_code(CODE).bound(entity).encode(action, EntityState())
    assert isinstance(call, ServiceCall)
    assert call.fields == {"code": CODE}
    assert CODE not in call.line + str(message_document(call))


@pytest.mark.parametrize(
    ("codes", "reason"),
    [
        ({}, UnableReason.NEEDS_CODE),
        ({"front door": CODE}, None),
        ({"LOCK.FRONT_DOOR": CODE}, None),
    ],
)
def test_with_its_code_a_lock_is_opened_after_a_yes_as_any_other(codes, reason):
    model = HomeModel("homeassistant", codes=codes)
    model.accept("homeassistant/lock/x/config", json.dumps(LOCK).encode())
    command = Command(intent=Intent.UNLOCK, slots=Slots(name="Front Door"), confidence=1.0)
    found = resolve(command, model.home, None, PolicySettings(), ())
    if reason is None:
        assert isinstance(found, Confirm)
    else:
        assert isinstance(found, Unable)
        assert found.reason is reason


def test_a_code_whose_name_several_devices_claim_is_given_to_none():
    thief = {**LOCK, "command_topic": "thief/set"}
    model = _home(("lock", LOCK), ("lock", thief), Front_Door=CODE)
    assert _sent(model, "lock.front_door", ActionKind.UNLOCK) == ()
    assert _sent(model, "lock.front_door_2", ActionKind.UNLOCK) == ()
    assert model.unused_codes == {"front door": 2}
    model.accept("homeassistant/lock/n1/config", b"")
    assert _sent(model, "lock.front_door", ActionKind.UNLOCK) != ()


def test_a_code_that_no_device_wants_is_told():
    free = {key: value for key, value in LOCK.items() if key != "code_format"}
    model = _home(("lock", free), Front_Door=CODE, nobody="1")
    assert model.unused_codes == {"front door": 0, "nobody": 0}
    (message,) = _sent(model, "lock.front_door", ActionKind.UNLOCK)
    assert CODE not in message.payload


def test_a_code_shows_in_no_description_of_its_device():
    bound = _home(("lock", LOCK), Front_Door=CODE).bound("lock.front_door")
    assert bound is not None
    assert CODE not in repr(bound)
    assert replace(bound.binding, code=None) != bound.binding
