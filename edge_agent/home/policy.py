"""What is asked back before it is done (CONTRACT: rules of behaviour 1 and 2)."""

from typing import Final

from edge_agent.domain.action import Action, ActionKind
from edge_agent.domain.entity import Domain
from edge_agent.domain.resolution import Confirm, ConfirmReason, Plan, Unable, UnableReason

_GUARDED_COVERS: Final = frozenset({"garage", "gate"})


def is_risky(action: Action) -> bool:
    """Whether the action opens the home to whoever stands before it."""
    if action.kind is ActionKind.UNLOCK:
        return True
    opens = action.kind in {ActionKind.OPEN, ActionKind.SET_POSITION} and action.value != 0
    is_guarded = action.entity.device_class in _GUARDED_COVERS
    return opens and is_guarded and action.entity.domain is Domain.COVER


def judge(plan: Plan, *, max_targets: int) -> Plan | Confirm | Unable:
    """Let a plan pass, ask back, or refuse it.

    A risky plan has to be about one thing, so that nobody opens the house with "open everything".
    """
    risky = [action for action in plan.actions if is_risky(action)]
    if risky and len({action.entity.entity_id for action in plan.actions}) > 1:
        return Unable(command=plan.command, reason=UnableReason.NOT_BY_ALL, entity=risky[0].entity)
    if risky:
        return Confirm(plan=plan, reason=ConfirmReason.RISKY)
    if plan.actions and len(plan.targets) > max_targets:
        return Confirm(plan=plan, reason=ConfirmReason.WIDE)
    return plan
