"""What is asked back before it is done, and what is not done (CONTRACT: rules of behaviour 1, 2).

Pure: the time, the speaker's place and what the speaker has given stand in the `Occasion`.
"""

from dataclasses import dataclass
from typing import Final

from edge_agent.config.schema import PolicySettings
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
from edge_agent.home.rules import Case, allowed_again, case_of, case_of_order, permission

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
    return permission(case_of(action), settings, occasion) is not Permission.ALLOW


def strictest(
    found: Plan | Errand, settings: PolicySettings, occasion: Occasion = ANYBODY
) -> Permission:
    """What the rules say of all that is to be done, whatever has been given for it."""
    cases = _cases(found)
    said = {permission(case, settings, occasion) for case in cases}
    return next((one for one in reversed(Permission) if one in said), Permission.ALLOW)


def judge(
    plan: Plan, settings: PolicySettings, occasion: Occasion = ANYBODY
) -> Plan | Confirm | Unable:
    """Let a plan pass, ask back, or refuse it.

    What is risky has to be about one thing, so that nobody opens the house with "open everything".
    """
    needed = strictest(plan, settings, occasion)
    if needed is Permission.FORBID:
        return _forbidden(plan, settings, occasion)
    risky = [action for action in plan.actions if is_risky(action, settings, occasion)]
    if risky and len({action.entity.entity_id for action in plan.actions}) > 1:
        reason = UnableReason.NOT_BY_ALL
        return Unable(command=plan.command, reason=reason, entity=risky[0].entity)
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


def _cases(found: Plan | Errand) -> tuple[Case, ...]:
    if isinstance(found, Plan):
        return tuple(case_of(action) for action in found.actions)
    order = found.command.order
    return () if order is None else (case_of_order(order),)


def _forbidden(found: Plan | Errand, settings: PolicySettings, occasion: Occasion) -> Unable:
    """Tell what is forbidden, and when it will not be, where hours are the reason."""
    cases = _cases(found)
    at = [permission(case, settings, occasion) for case in cases].index(Permission.FORBID)
    again_at = allowed_again(cases[at], settings, occasion)
    wait_s = None
    if again_at is not None and occasion.at is not None:
        wait_s = (again_at - occasion.at).total_seconds()
    return Unable(
        command=found.command,
        reason=UnableReason.FORBIDDEN,
        entity=found.actions[at].entity if isinstance(found, Plan) else None,
        again_at=again_at,
        wait_s=wait_s,
    )
