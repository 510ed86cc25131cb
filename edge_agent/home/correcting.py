"""Taking back what was meant otherwise: "no, the big one", "I said the bedroom", "no, red"."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from edge_agent.domain.command import Command
from edge_agent.domain.entity import Entity, Home
from edge_agent.domain.resolution import (
    Answer,
    Clarify,
    Confirm,
    Errand,
    Later,
    Plan,
    Resolution,
    Unable,
    UnableReason,
)
from edge_agent.home.follow_up import Memory
from edge_agent.home.planning import is_reached
from edge_agent.home.policy import Policy
from edge_agent.home.selection import is_left_out
from edge_agent.home.undoing import undone


def corrected(
    command: Command,
    memory: Memory,
    home: Home,
    policy: Policy,
    resolved: Callable[[Command], Resolution],
) -> tuple[Resolution, ...]:
    """What a correction comes to: what is taken back, if anything, and what is done in its place.

    Nothing is taken back where the new command cannot be carried out, and nothing that is risky.

    Args:
        command: the last one as it was meant, or what was left out of it.
        memory: what was spoken of before.
        home: the entities and their states now.
        policy: what is risky.
        resolved: what a command comes to after what was said before.
    """
    if not memory:
        return (Unable(command=command, reason=UnableReason.NOTHING_BEFORE),)
    if command.left_out:
        spared = [e for episode in memory for e in episode.targets if is_left_out(e, command, home)]
        back = _taken_back(command, memory, home, policy, only=spared)
        nothing = Unable(command=command, reason=UnableReason.NOT_UNDOABLE)
        return (back,) if back.actions else (nothing,)
    wanted = resolved(command)
    if isinstance(wanted, Unable | Answer | Later | Errand):
        return (wanted,)
    meant = _targets(wanted)
    wanted = _once(wanted, memory)
    wrong = [e for episode in memory for e in episode.targets if e not in meant]
    back = _taken_back(command, memory, home, policy, only=wrong)
    return (back, wanted) if back.actions else (wanted,)


def _once(wanted: Plan | Confirm | Clarify, memory: Memory) -> Plan | Confirm | Clarify:
    """Not what was done to these things already: `only the lamp` dims it no further."""
    is_again = isinstance(wanted, Plan) and wanted.command.slots.is_relative
    known = {entity for episode in memory for entity in episode.targets}
    if not isinstance(wanted, Plan) or not is_again or not known.issuperset(wanted.targets):
        return wanted
    return replace(wanted, actions=(), is_already=True)


def _taken_back(
    command: Command,
    memory: Memory,
    home: Home,
    policy: Policy,
    *,
    only: Sequence[Entity],
) -> Plan:
    """What brings back the states of some things, as far as that is not risky."""
    plan = undone(command, memory, home)
    actions = tuple(
        action
        for action in plan.actions
        if action.entity in only
        and not policy.is_risky(action)
        and not is_reached(action, home.state_of(action.entity))
    )
    targets = tuple(dict.fromkeys(action.entity for action in actions))
    return replace(plan, targets=targets, actions=actions)


def _targets(resolution: Plan | Confirm | Clarify) -> tuple[Entity, ...]:
    match resolution:
        case Plan():
            return resolution.targets
        case Confirm():
            return resolution.plan.targets
        case Clarify():
            return resolution.options
