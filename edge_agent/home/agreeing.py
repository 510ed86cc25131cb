"""Going on after a yes: pure, as `resolver`."""

from dataclasses import replace

from edge_agent.domain.entity import Home
from edge_agent.domain.resolution import Confirm, Errand, Later, Plan, Unable, UnableReason


def agree(confirm: Confirm, home: Home) -> tuple[Plan | Unable | Later | Errand, ...]:
    """Go on with plans after a yes, for devices that are as they were when it was asked.

    Another device may have got the entity id of one that has gone since.
    """
    instead = confirm.later or confirm.errand
    if instead is not None:
        return (instead,)
    return tuple(_agreed(plan, home) for plan in (confirm.plan, *confirm.further))


def _agreed(plan: Plan, home: Home) -> Plan | Unable:
    same = [action for action in plan.actions if action.entity in home.entities]
    if not same:
        return Unable(command=plan.command, reason=UnableReason.NO_SUCH_DEVICE)
    actions = tuple(action for action in same if home.state_of(action.entity).is_available)
    if not actions:
        entity = same[0].entity
        return Unable(command=plan.command, reason=UnableReason.UNAVAILABLE, entity=entity)
    return replace(plan, actions=actions)
