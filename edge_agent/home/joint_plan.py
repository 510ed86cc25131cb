"""What several entities have to do for one command, as far as they can and may: pure."""

from collections.abc import Sequence
from typing import Final

from edge_agent.domain.action import Action, ActionKind
from edge_agent.domain.command import Command
from edge_agent.domain.entity import Entity, Home
from edge_agent.domain.resolution import Plan, Resolution, Unable, UnableReason
from edge_agent.home.planning import is_out_of_range, is_reached, plan_entity
from edge_agent.home.policy import Policy

_TOGGLED: Final = frozenset({ActionKind.PLAY, ActionKind.PAUSE, ActionKind.MUTE, ActionKind.UNMUTE})
"""What many players understand as the contrary where it is so already."""


def joint_plan(
    command: Command, targets: tuple[Entity, ...], home: Home, policy: Policy
) -> Resolution:
    """A plan for all that are able and within reach, judged; else why there is none."""
    planned = {
        entity: plan_entity(command.intent, command.slots, entity, home.state_of(entity))
        for entity in targets
    }
    able = {entity: actions for entity, actions in planned.items() if actions is not None}
    beyond = next((a for actions in able.values() for a in actions if is_out_of_range(a)), None)
    if beyond is not None:
        return Unable(command=command, reason=UnableReason.OUT_OF_RANGE, entity=beyond.entity)
    coded = {entity for entity, actions in able.items() if _needs_code(actions)}
    if able and coded == able.keys():
        return Unable(command=command, reason=UnableReason.NEEDS_CODE, entity=next(iter(able)))
    able = {entity: actions for entity, actions in able.items() if entity not in coded}
    if not able:
        return Unable(command=command, reason=UnableReason.UNSUPPORTED, entity=targets[0])
    reachable = [entity for entity in able if home.state_of(entity).is_available]
    if not reachable:
        return Unable(command=command, reason=UnableReason.UNAVAILABLE, entity=next(iter(able)))
    wanted = [action for entity in reachable for action in able[entity]]
    missing = [action for action in wanted if not is_reached(action, home.state_of(action.entity))]
    actions = tuple(
        action
        for action in wanted
        if action in missing or not (policy.is_risky(action) or action.kind in _TOGGLED)
    )
    plan = Plan(
        command=command,
        targets=tuple(able),
        actions=actions,
        is_already=not missing,
        left_alone=tuple(action for action in wanted if action not in actions),
    )
    return policy.judge(plan)


def _needs_code(actions: Sequence[Action]) -> bool:
    return any(action.kind in action.entity.coded for action in actions)
