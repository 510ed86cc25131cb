"""The rules: which of them is about something, what it says, and when that ends."""

from datetime import datetime, timedelta

import msgspec
import pytest

from edge_agent.config.policy import DAYS, PolicySettings
from edge_agent.domain.action import Action, ActionKind
from edge_agent.domain.appliance import Appliance, ApplianceAction, ApplianceOrder
from edge_agent.domain.command import Command
from edge_agent.domain.entity import Domain, Entity
from edge_agent.domain.intent import Intent
from edge_agent.domain.policy import Occasion, Permission, Risk
from edge_agent.domain.resolution import ConfirmReason, Errand, Plan, Unable, UnableReason
from edge_agent.domain.slots import Slots
from edge_agent.domain.turn import Source
from edge_agent.home.policy import judge, judge_errand, strictest
from edge_agent.home.risks import GUARDED, SIGNS, risk_of

MONDAY = datetime(2026, 11, 23).astimezone()
SAY = Command(intent=Intent.TURN_ON, slots=Slots(), confidence=1.0)


def thing(name: str, domain: Domain, area: str | None = "Hall", kind: str | None = None) -> Entity:
    entity_id = f"{domain}.{name.lower().replace(' ', '_')}"
    return Entity(entity_id=entity_id, name=name, domain=domain, area=area, device_class=kind)


DOOR = thing("Front Door", Domain.LOCK)
GARAGE = thing("Big Door", Domain.COVER, "Garage", "garage")
BLINDS = thing("Blinds", Domain.COVER, "Nursery", "blind")
LAMP = thing("Lamp", Domain.LIGHT, "Nursery")
OVEN = thing("Oven", Domain.SWITCH, "Kitchen")
ALARM = thing("Alarm", Domain.ALARM_CONTROL_PANEL)
GAS = thing("Stove Gas", Domain.VALVE, "Kitchen", "gas")
HOSE = thing("Hose", Domain.VALVE, "Garden", "water")
GATE = thing("Gate Opener", Domain.BUTTON, "Garden")
FAN = thing("Fan", Domain.FAN, "Nursery")


def do(entity: Entity, kind: ActionKind, value: str | float | None = None) -> Action:
    return Action(entity=entity, kind=kind, value=value)


def plan(*actions: Action) -> Plan:
    return Plan(command=SAY, targets=tuple(a.entity for a in actions), actions=actions)


def policy(*rules: dict, **more: object) -> PolicySettings:
    given = {"rules": rules, "pin_file": "pin", **more}
    return msgspec.convert(given, PolicySettings)


def at(hour: int, minute: int = 0, *, day: int = 0, **more: object) -> Occasion:
    when = MONDAY.replace(hour=hour, minute=minute) + timedelta(days=day)
    return Occasion(at=when, source=Source.VOICE, **more)


RISKS = [
    (do(DOOR, ActionKind.UNLOCK), Risk.OPENS),
    (do(DOOR, ActionKind.UNLATCH), Risk.OPENS),
    (do(DOOR, ActionKind.LOCK), Risk.HARMLESS),
    (do(GARAGE, ActionKind.OPEN), Risk.OPENS),
    (do(GARAGE, ActionKind.SET_POSITION, 40), Risk.OPENS),
    (do(GARAGE, ActionKind.SET_POSITION, 0), Risk.HARMLESS),
    (do(GATE, ActionKind.PRESS), Risk.OPENS),
    (do(ALARM, ActionKind.DISARM), Risk.DISARMS),
    (do(ALARM, ActionKind.ARM, "away"), Risk.ORDINARY),
    (do(OVEN, ActionKind.TURN_ON), Risk.HEATS),
    (do(OVEN, ActionKind.TURN_OFF), Risk.HARMLESS),
    (do(GAS, ActionKind.OPEN), Risk.GAS),
    (do(HOSE, ActionKind.OPEN), Risk.WATER),
    (do(BLINDS, ActionKind.OPEN), Risk.ORDINARY),
    (do(LAMP, ActionKind.TURN_ON), Risk.ORDINARY),
]


@pytest.mark.parametrize(("action", "risk"), RISKS)
def test_kind_class_and_words_tell_the_risk(action, risk):
    assert risk_of(action) is risk
    free = risk not in GUARDED
    assert strictest(plan(action), PolicySettings()) is (
        Permission.ALLOW if free else Permission.ASK
    )


def test_every_risk_of_a_device_has_a_sign():
    told = {sign.risk for sign in SIGNS} | {Risk.ORDINARY, Risk.APPLIANCE}
    assert told == set(Risk)


ON, UNLOCK, OPEN = ActionKind.TURN_ON, ActionKind.UNLOCK, ActionKind.OPEN
FITS = [
    ({"devices": "front door"}, do(DOOR, UNLOCK), True),
    ({"devices": ["lock.front_door"]}, do(DOOR, UNLOCK), True),
    ({"devices": ["Back Door"]}, do(DOOR, UNLOCK), False),
    ({"areas": "nursery"}, do(LAMP, ON), True),
    ({"areas": ["Hall"]}, do(LAMP, ON), False),
    ({"domains": ["light", "fan"]}, do(LAMP, ON), True),
    ({"domains": "lock"}, do(LAMP, ON), False),
    ({"device_classes": "garage"}, do(GARAGE, OPEN), True),
    ({"device_classes": "garage"}, do(LAMP, ON), False),
    ({"risk": ["heats", "gas"]}, do(OVEN, ON), True),
    ({"risk": "opens"}, do(OVEN, ON), False),
    ({"areas": "Nursery", "domains": "fan"}, do(LAMP, ON), False),
    ({}, do(LAMP, ON), True),
    # what it is called in `actions`
    ({"actions": "unlock"}, do(DOOR, UNLOCK), True),
    ({"actions": "unlock"}, do(DOOR, ActionKind.UNLATCH), True),
    ({"actions": "open"}, do(DOOR, UNLOCK), True),
    ({"actions": "open"}, do(GARAGE, ActionKind.SET_POSITION, 10), True),
    ({"actions": "open"}, do(GARAGE, ActionKind.SET_POSITION, 0), False),
    ({"actions": "close"}, do(GARAGE, ActionKind.SET_POSITION, 0), True),
    ({"actions": "open"}, do(GATE, ActionKind.PRESS), True),
    ({"actions": "turn_on"}, do(LAMP, ActionKind.SET_BRIGHTNESS, 50), True),
    ({"actions": "turn_on"}, do(FAN, ActionKind.SET_PERCENTAGE, 30), True),
    ({"actions": "turn_off"}, do(FAN, ActionKind.SET_PERCENTAGE, 0), True),
    ({"actions": "turn_on"}, do(FAN, ActionKind.SET_PERCENTAGE, 0), False),
    ({"actions": ["set_brightness"]}, do(LAMP, ActionKind.SET_BRIGHTNESS, 50), True),
    ({"actions": "turn_on"}, do(DOOR, UNLOCK), False),
    ({"actions": "turn_on"}, do(ALARM, ActionKind.ARM, "home"), False),
    # what is harmless has to be named
    ({"devices": "Oven"}, do(OVEN, ActionKind.TURN_OFF), False),
    ({"devices": "Oven", "actions": "turn_off"}, do(OVEN, ActionKind.TURN_OFF), True),
    ({"devices": "Oven", "risk": "harmless"}, do(OVEN, ActionKind.TURN_OFF), True),
]


@pytest.mark.parametrize(("rule", "action", "fits"), FITS)
def test_a_rule_is_about_what_all_of_its_keys_say(rule, action, fits):
    said = strictest(plan(action), policy(rule | {"then": "forbid"}), at(12))
    assert (said is Permission.FORBID) == fits


NIGHT = {"hours": "22:00-06:00"}
TIMES = [
    (NIGHT, at(21, 59), False),
    (NIGHT, at(22), True),
    (NIGHT, at(0), True),
    (NIGHT, at(5, 59), True),
    (NIGHT, at(6), False),
    ({"hours": "8:00 - 12:30"}, at(12, 29), True),
    ({"hours": "8:00 - 12:30"}, at(12, 30), False),
    ({"hours": "8:00 - 12:30"}, at(7, 59), False),
    ({"days": ["mon"]}, at(0), True),
    ({"days": ["mon"]}, at(23, 59), True),
    ({"days": ["mon"]}, at(0, day=1), False),
    # the hours that began on Monday evening
    (NIGHT | {"days": "mon"}, at(2), False),
    (NIGHT | {"days": "mon"}, at(23), True),
    (NIGHT | {"days": "mon"}, at(2, day=1), True),
    (NIGHT | {"days": "mon"}, at(23, day=1), False),
    ({"source": "text"}, at(12), False),
    ({"source": ["voice", "timer"]}, at(12), True),
    ({"from_areas": "Nursery"}, at(12, area="nursery"), True),
    ({"from_areas": "Nursery"}, at(12, area="Hall"), False),
    ({"from_areas": "Nursery"}, at(12), False),
]


@pytest.mark.parametrize(("rule", "occasion", "fits"), TIMES)
@pytest.mark.parametrize("then", [Permission.FORBID, Permission.PIN])
def test_a_rule_has_its_hours_days_ways_and_rooms(rule, occasion, fits, then):
    said = strictest(plan(do(LAMP, ON)), policy(rule | {"then": then}), occasion)
    assert said is (then if fits else Permission.ALLOW)


@pytest.mark.parametrize("rule", [NIGHT, {"days": "mon"}, {"source": "voice"}])
def test_of_what_is_not_known_what_guards_applies_and_what_allows_does_not(rule):
    unlock = plan(do(DOOR, UNLOCK))
    assert strictest(unlock, policy(rule | {"then": "forbid"})) is Permission.FORBID
    assert strictest(unlock, policy(rule | {"then": "allow"})) is Permission.ASK


def test_the_first_rule_decides_and_lists_are_rules_too():
    first, second = {"devices": "Lamp", "then": "allow"}, {"areas": "Nursery", "then": "forbid"}
    lamp, fan = plan(do(LAMP, ON)), plan(do(FAN, ON))
    settings = policy(first, second)
    assert [strictest(one, settings) for one in (lamp, fan)] == ["allow", "forbid"]
    settings = policy({"devices": "Oven", "then": "forbid"}, never_ask=["Oven"], ask_first=["Fan"])
    oven = plan(do(OVEN, ON))
    assert [strictest(one, settings) for one in (oven, fan)] == ["forbid", "ask"]
    both = PolicySettings(never_ask=("Fan", "Oven"), ask_first=("Fan",))
    assert [strictest(one, both) for one in (oven, fan)] == ["allow", "allow"]


@pytest.mark.parametrize(
    ("then", "granted", "verdict"),
    [
        ("allow", "allow", Plan),
        ("ask", "allow", ConfirmReason.RISKY),
        ("ask", "ask", Plan),
        ("ask", "pin", Plan),
        ("pin", "allow", ConfirmReason.PIN),
        ("pin", "ask", ConfirmReason.PIN),
        ("pin", "pin", Plan),
        ("forbid", "allow", UnableReason.FORBIDDEN),
        ("forbid", "pin", UnableReason.FORBIDDEN),
    ],
)
def test_what_was_given_counts_for_no_more_than_it_is(then, granted, verdict):
    settings = policy({"then": then})
    occasion = Occasion(granted=Permission(granted))
    found = judge(plan(do(LAMP, ON)), settings, occasion)
    assert verdict in {type(found), getattr(found, "reason", None)}
    order = ApplianceOrder(
        appliance=Appliance(name="Oven"), action=ApplianceAction(name="bake", phrases=()), slots={}
    )
    command = Command(intent=Intent.APPLIANCE, slots=Slots(), confidence=1.0, order=order)
    errand = Errand(command=command, messages=(), does="bake")
    found = judge_errand(errand, settings, occasion)
    assert (verdict if verdict is not Plan else Errand) in {
        type(found),
        getattr(found, "reason", None),
    }


def test_nothing_guarded_is_done_among_others():
    several = plan(do(LAMP, ON), do(FAN, ON))
    for then, reason in (("ask", "not_by_all"), ("pin", "not_by_all"), ("forbid", "forbidden")):
        found = judge(several, policy({"devices": "Fan", "then": then}), at(12))
        assert isinstance(found, Unable)
        assert (found.reason, found.entity) == (reason, FAN)


@pytest.mark.parametrize(
    ("rules", "occasion", "hours"),
    [
        ([NIGHT | {"then": "forbid"}], at(23), 7),
        ([NIGHT | {"then": "forbid"}], at(5), 1),
        ([{"days": ["mon", "tue"], "then": "forbid"}], at(12), 36),
        ([NIGHT | {"then": "forbid"}, {"hours": "6:00-8:00", "then": "forbid"}], at(23), 9),
        ([NIGHT | {"then": "forbid"}, {"then": "pin"}], at(23), 7),
        ([{"then": "forbid"}], at(23), None),
        ([{"days": list(DAYS), "then": "forbid"}], at(23), None),
    ],
)
def test_it_is_told_when_something_is_no_longer_forbidden(rules, occasion, hours):
    found = judge(plan(do(LAMP, ON)), policy(*rules), occasion)
    assert isinstance(found, Unable)
    again_at = None if hours is None else occasion.at + timedelta(hours=hours)
    assert found.again_at == again_at
    assert found.wait_s == (None if hours is None else 3600 * hours)


def test_an_order_is_judged_by_its_appliance():
    def said(action: str, *rules: dict, is_risky: bool = False) -> Permission:
        oven = Appliance(name="Big Oven", area="Kitchen")
        asked = ApplianceAction(name=action, phrases=(), is_risky=is_risky)
        order = ApplianceOrder(appliance=oven, action=asked, slots={})
        command = Command(intent=Intent.APPLIANCE, slots=Slots(), confidence=1.0, order=order)
        return strictest(Errand(command=command, messages=(), does=""), policy(*rules), at(12))

    assert said("bake") == "allow"
    assert said("bake", is_risky=True) == "ask"
    for rule in ({"devices": "big oven"}, {"areas": "Kitchen"}, {"actions": "turn_on"}):
        assert said("bake", rule | {"then": "forbid"}) == "forbid"
        assert said("stopOven", rule | {"then": "forbid"}) == "allow"
    assert said("bake", {"risk": "appliance", "then": "pin"}, is_risky=True) == "pin"
    assert said("bake", {"domains": "switch", "then": "forbid"}) == "allow"
