"""What the rules say of something that is to be done: the first that is about it decides."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import lru_cache
from typing import Final

from edge_agent.config.policy import DAYS, PolicyRule, PolicySettings, several
from edge_agent.domain.action import Action, ActionKind
from edge_agent.domain.appliance import ApplianceOrder
from edge_agent.domain.entity import Domain
from edge_agent.domain.policy import Occasion, Permission, Risk
from edge_agent.home.risks import GUARDED, risk_of, risk_of_order

_OPENING: Final = frozenset({Domain.COVER, Domain.VALVE})
_ON_ITS_OWN: Final = frozenset({ActionKind.ARM, ActionKind.DISARM, ActionKind.UNLOCK})
"""Neither opens a cover nor switches anything on."""
_DAYS_AHEAD: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Something that is to be done, as rules look at it."""

    names: frozenset[str]
    """Names and id, in small letters."""
    area: str | None
    domain: Domain | None = None
    """None for an appliance with a pack."""
    device_class: str | None = None
    risk: Risk
    goes_by: frozenset[ActionKind]
    """What it is called in `actions`."""


def case_of(action: Action) -> Case:
    """An action as rules look at it."""
    entity = action.entity
    names = {entity.entity_id, *(name.casefold() for name in entity.names)}
    return Case(
        names=frozenset(names),
        area=entity.area,
        domain=entity.domain,
        device_class=entity.device_class,
        risk=risk_of(action),
        goes_by=_called(action),
    )


def case_of_order(order: ApplianceOrder) -> Case:
    """What is asked of an appliance as rules look at it."""
    appliance, risk = order.appliance, risk_of_order(order)
    kind = ActionKind.TURN_OFF if risk is Risk.HARMLESS else ActionKind.TURN_ON
    names = frozenset({appliance.name.casefold()})
    return Case(names=names, area=appliance.area, risk=risk, goes_by=frozenset({kind}))


def permissions(
    cases: Sequence[Case], settings: PolicySettings, occasion: Occasion
) -> tuple[Permission, ...]:
    """What the first rule that fits says of each; what none is about is allowed."""
    rules = [rule for rule in _rules(settings) if _is_now(rule, occasion)]
    return tuple(
        next((rule.then for rule in rules if _is_about(rule, case)), Permission.ALLOW)
        for case in cases
    )


def allowed_again(case: Case, settings: PolicySettings, occasion: Occasion) -> datetime | None:
    """When something is no longer forbidden; None where no hours will change that."""
    now = occasion.at
    if now is None:
        return None
    moments = (moment for moment in _turning_points(settings, now) if moment > now)
    later = (replace(occasion, at=moment) for moment in moments)
    free = (o.at for o in later if permissions([case], settings, o) != (Permission.FORBID,))
    return next(free, None)


@lru_cache(maxsize=8)
def _rules(settings: PolicySettings) -> tuple[PolicyRule, ...]:
    """The rules of the configuration, and after them what goes without saying."""
    free, asked = settings.never_ask, settings.ask_first
    usual = PolicyRule(risk=GUARDED, then=Permission.ASK)
    return (
        *settings.rules,
        *((PolicyRule(devices=free, then=Permission.ALLOW),) if free else ()),
        *((PolicyRule(devices=asked, then=Permission.ASK),) if asked else ()),
        usual,
    )


def _is_about(rule: PolicyRule, case: Case) -> bool:
    if rule.risk is None and rule.actions is None and case.risk is Risk.HARMLESS:
        return False
    return (
        _holds(rule.devices, case.names)
        and _holds(rule.areas, (case.area,))
        and _holds(rule.domains, (case.domain,))
        and _holds(rule.device_classes, (case.device_class,))
        and _holds(rule.risk, (case.risk,))
        and _holds(rule.actions, case.goes_by)
    )


def _is_now(rule: PolicyRule, occasion: Occasion) -> bool:
    """Whether the time, the way and the room are those of a rule."""
    if not _holds(rule.from_areas, (occasion.area,)) or not _is_time(rule, occasion.at):
        return False
    if rule.source is not None and occasion.source is None:
        return rule.then is not Permission.ALLOW
    return _holds(rule.source, (occasion.source,))


def _holds(allowed: str | tuple[str, ...] | None, found: Iterable[str | None]) -> bool:
    """Whether any of what was found is among the words, capital letters or not."""
    if allowed is None:
        return True
    words = _folded(allowed)
    return any(one is not None and one.casefold() in words for one in found)


@lru_cache(maxsize=256)
def _folded(words: str | tuple[str, ...]) -> frozenset[str]:
    return frozenset(word.casefold() for word in several(words))


def _is_time(rule: PolicyRule, at: datetime | None) -> bool:
    if rule.hours is None and rule.days is None:
        return True
    if at is None:
        return rule.then is not Permission.ALLOW
    begin, end = rule.span or (time.min, time.min)
    now, is_over_midnight = at.time(), begin >= end
    if not is_over_midnight:
        return begin <= now < end and _is_day(rule, at)
    if now >= begin:
        return _is_day(rule, at)
    return now < end and _is_day(rule, at - timedelta(days=1))


def _is_day(rule: PolicyRule, at: datetime) -> bool:
    return _holds(rule.days, (DAYS[at.weekday()],))


def _called(action: Action) -> frozenset[ActionKind]:
    """What an action is: a cover that is moved to half is opened, a lamp that is dimmed is on."""
    kind, risk = action.kind, risk_of(action)
    is_opening = action.entity.domain in _OPENING
    called = {kind}
    if risk is Risk.HARMLESS and action.value is not None:
        called.add(ActionKind.CLOSE if is_opening else ActionKind.TURN_OFF)
    if risk is not Risk.HARMLESS and kind not in _ON_ITS_OWN:
        called.add(ActionKind.OPEN if is_opening else ActionKind.TURN_ON)
    if risk is Risk.OPENS:
        called.add(ActionKind.OPEN)
    if kind is ActionKind.UNLATCH:
        called.add(ActionKind.UNLOCK)
    return frozenset(called)


def _turning_points(settings: PolicySettings, now: datetime) -> Iterable[datetime]:
    """When rules begin or cease to apply, in order."""
    times = {time.min}
    for rule in settings.rules:
        times |= set(rule.span or ())
    for ahead in range(_DAYS_AHEAD):
        day = (now + timedelta(days=ahead)).date()
        yield from (datetime.combine(day, at, now.tzinfo) for at in sorted(times))
