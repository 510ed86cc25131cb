"""What is asked back before it is done, and what is not done (CONTRACT: rules of behaviour 1, 2).

Pure: the time, the speaker's place and what the speaker has given stand in the `Occasion`.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final

from edge_agent.config.policy import PolicySettings
from edge_agent.domain.action import Action
from edge_agent.domain.policy import Occasion, Permission
from edge_agent.domain.resolution import (
    Confirm,
    ConfirmReason,
    Errand,
    Plan,
    Unable,
    UnableReason,
)
from edge_agent.home.rules import Case, allowed_again, case_of, case_of_order, permissions

_QUESTIONS: Final = {Permission.ASK: ConfirmReason.RISKY, Permission.PIN: ConfirmReason.PIN}
ANYBODY: Final = Occasion()
"""Nothing is known of who asks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The rules, and the occasion that they are applied to."""

    settings: PolicySettings
    occasion: Occasion = ANYBODY

    def is_risky(self, action: Action) -> bool:
        """As the function of that name."""
        return is_risky(action, self.settings, self.occasion)

    def judge(self, plan: Plan) -> Plan | Confirm | Unable:
        """As the function of that name."""
        return judge(plan, self.settings, self.occasion)


def is_risky(action: Action, settings: PolicySettings, occasion: Occasion = ANYBODY) -> bool:
    """Whether the action is not simply done: it asks first, wants the PIN, or is forbidden."""
    return permissions([case_of(action)], settings, occasion) != (Permission.ALLOW,)


def strictest(
    found: Plan | Errand, settings: PolicySettings, occasion: Occasion = ANYBODY
) -> Permission:
    """What the rules say of all that is to be done, whatever has been given for it."""
    return _strictest(permissions(_cases(found), settings, occasion))


def judge(
    plan: Plan, settings: PolicySettings, occasion: Occasion = ANYBODY
) -> Plan | Confirm | Unable:
    """Let a plan pass, ask back, or refuse it.

    What is risky has to be about one thing, so that nobody opens the house with "open everything".
    """
    said = permissions(_cases(plan), settings, occasion)
    needed = _strictest(said)
    if needed is Permission.FORBID:
        entity = plan.actions[said.index(needed)].entity
        return replace(_forbidden(plan, settings, occasion), entity=entity)
    if needed is not Permission.ALLOW and len({a.entity.entity_id for a in plan.actions}) > 1:
        risky = next(a for a, one in zip(plan.actions, said, strict=True) if one is needed)
        reason = UnableReason.NOT_BY_ALL
        return Unable(command=plan.command, reason=reason, entity=risky.entity)
    if needed.exceeds(occasion.granted):
        return Confirm(plan=plan, reason=_QUESTIONS[needed])
    is_wide = bool(plan.actions) and len(plan.targets) > settings.max_targets
    if is_wide and occasion.granted is Permission.ALLOW:
        return Confirm(plan=plan, reason=ConfirmReason.WIDE)
    return plan


def judge_errand(
    errand: Errand, settings: PolicySettings, occasion: Occasion = ANYBODY
) -> Errand | Confirm | Unable:
    """The same for what an appliance is asked to do."""
    needed = strictest(errand, settings, occasion)
    if needed is Permission.FORBID:
        return _forbidden(errand, settings, occasion)
    if not needed.exceeds(occasion.granted):
        return errand
    plan = Plan(command=errand.command, targets=(), actions=())
    return Confirm(plan=plan, reason=_QUESTIONS[needed], errand=errand)


def _strictest(said: Collection[Permission]) -> Permission:
    return next((one for one in reversed(Permission) if one in said), Permission.ALLOW)


def _cases(found: Plan | Errand) -> tuple[Case, ...]:
    if isinstance(found, Plan):
        return tuple(case_of(action) for action in found.actions)
    order = found.command.order
    return () if order is None else (case_of_order(order),)


def _forbidden(found: Plan | Errand, settings: PolicySettings, occasion: Occasion) -> Unable:
    """Tell that something is forbidden, and when it will not be, where hours are the reason."""
    cases = _cases(found)
    said = permissions(cases, settings, occasion)
    again_at = allowed_again(cases[said.index(Permission.FORBID)], settings, occasion)
    wait_s = None
    if again_at is not None and occasion.at is not None:
        wait_s = (again_at - occasion.at).total_seconds()
    reason = UnableReason.FORBIDDEN
    return Unable(command=found.command, reason=reason, again_at=again_at, wait_s=wait_s)
