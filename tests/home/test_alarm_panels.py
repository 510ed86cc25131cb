"""What is said of an alarm panel, and of locks that want a code, and what comes of it."""

import pytest

from edge_agent.config.policy import PolicySettings
from edge_agent.domain.action import ActionKind as K
from edge_agent.domain.command import Command
from edge_agent.domain.entity import Capability, Domain, Entity, EntityState, Home
from edge_agent.domain.intent import Intent
from edge_agent.domain.resolution import Confirm, ConfirmReason, Plan, Unable, UnableReason
from edge_agent.domain.slots import Slots
from edge_agent.home.follow_up import Episode
from edge_agent.home.resolver import resolve

PANEL = Entity(
    entity_id="alarm_control_panel.house",
    name="House Alarm",
    domain=Domain.ALARM_CONTROL_PANEL,
    modes=("home", "away", "custom_bypass"),
    capabilities=frozenset({Capability.DISARM}),
)
KEYPAD = Entity(
    entity_id="lock.shed",
    name="Shed",
    domain=Domain.LOCK,
    coded=frozenset({K.LOCK, K.UNLOCK}),
)
BOLT = Entity(entity_id="lock.side", name="Side Door", domain=Domain.LOCK)
LATCH = Entity(
    entity_id="lock.front",
    name="Front Door",
    domain=Domain.LOCK,
    capabilities=frozenset({Capability.UNLATCH}),
)


def run(intent: Intent, state: str = "disarmed", memory=(), **slots):
    home = Home(
        entities=(PANEL, KEYPAD, BOLT, LATCH),
        states={PANEL.entity_id: EntityState(values={"state": state})},
    )
    command = Command(intent=intent, slots=Slots(**slots), confidence=1.0, refers_back=bool(memory))
    return resolve(command, home, None, PolicySettings(), memory)


@pytest.mark.parametrize(
    ("intent", "slots", "mode"),
    [
        (Intent.ALARM_ARM, {}, "away"),
        (Intent.ALARM_ARM, {"name": "House Alarm", "mode": "home"}, "home"),
        (Intent.ALARM_ARM, {"mode": "custom bypass"}, "custom_bypass"),
        (Intent.TURN_ON, {"name": "House Alarm"}, "away"),
        (Intent.TURN_ON, {"domain": "alarm_control_panel"}, "away"),
        (Intent.SET_MODE, {"name": "House Alarm", "mode": "home"}, "home"),
    ],
)
def test_a_panel_is_armed_at_once(intent, slots, mode):
    plan = run(intent, **slots)
    assert isinstance(plan, Plan)
    assert [(action.kind, action.value) for action in plan.actions] == [(K.ARM, mode)]


def test_a_panel_that_is_armed_in_any_mode_is_armed():
    plan = run(Intent.ALARM_ARM, state="armed_home")
    assert isinstance(plan, Plan)
    assert plan.is_already


def test_another_mode_is_another_matter():
    plan = run(Intent.ALARM_ARM, state="armed_home", mode="away")
    assert isinstance(plan, Plan)
    assert not plan.is_already


@pytest.mark.parametrize(
    ("intent", "slots"),
    [
        (Intent.ALARM_DISARM, {}),
        (Intent.ALARM_DISARM, {"name": "House Alarm"}),
        (Intent.TURN_OFF, {"name": "House Alarm"}),
        (Intent.TOGGLE, {"name": "House Alarm"}),
    ],
)
@pytest.mark.parametrize("state", ["armed_away", "armed_home"])
def test_disarming_asks_first(intent, slots, state):
    found = run(intent, state=state, **slots)
    assert isinstance(found, Confirm)
    assert found.reason is ConfirmReason.RISKY
    assert [action.kind for action in found.plan.actions] == [K.DISARM]


def test_disarming_is_not_done_through_it():
    before = Command(intent=Intent.ALARM_ARM, slots=Slots(), confidence=1.0)
    memory = (Episode(command=before, targets=(PANEL,), before={}),)
    found = run(Intent.TURN_OFF, "armed_away", memory)
    assert isinstance(found, Unable)
    assert found.reason is UnableReason.NOT_BY_IT


def test_everything_off_leaves_the_alarm_alone():
    found = run(Intent.TURN_OFF, state="armed_away", domain="all", floor="all")
    assert not isinstance(found, Plan | Confirm)


@pytest.mark.parametrize("intent", [Intent.LOCK, Intent.UNLOCK, Intent.OPEN])
def test_a_lock_that_needs_a_code_says_so(intent):
    found = run(intent, name="Shed")
    assert isinstance(found, Unable)
    assert found.reason is UnableReason.NEEDS_CODE


def test_among_several_locks_those_without_a_code_are_locked():
    plan = run(Intent.LOCK, domain="lock", floor="all")
    assert isinstance(plan, Plan)
    assert {action.entity for action in plan.actions} == {BOLT, LATCH}


def test_opening_a_lock_that_can_draws_its_latch_and_asks_first():
    found = run(Intent.OPEN, name="Front Door")
    assert isinstance(found, Confirm)
    assert [action.kind for action in found.plan.actions] == [K.UNLATCH]
    assert [a.kind for a in run(Intent.UNLOCK, name="Front Door").plan.actions] == [K.UNLOCK]
