"""Commands for another time: what they will be about is settled now, as far as it can be."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import chain
from typing import Final

from edge_agent.domain.command import Command
from edge_agent.domain.entity import Domain, Entity, EntityState, Home
from edge_agent.domain.intent import Intent
from edge_agent.domain.resolution import (
    Clarify,
    Confirm,
    ConfirmReason,
    Later,
    Plan,
    Resolution,
    Unable,
    UnableReason,
)
from edge_agent.home.follow_up import Memory

Resolve = Callable[[Command], Resolution]
"""What a command would come to now."""
_MAY_PASS: Final = frozenset({UnableReason.UNAVAILABLE})
"""What may be otherwise when the time has come."""


def is_about_an_alarm(command: Command, home: Home) -> bool:
    """Whether "turn off the alarm" means one that wakes people, as nothing watches the home."""
    is_panel = command.slots.domain == Domain.ALARM_CONTROL_PANEL and command.slots.name is None
    is_off = command.intent in {Intent.TURN_OFF, Intent.ALARM_DISARM}
    return is_panel and is_off and not any(e.domain == command.slots.domain for e in home.entities)


def for_later(command: Command, memory: Memory, resolved: Resolve) -> Resolution:
    """What a command for another time, or about such commands, comes to now.

    Nothing risky is kept for later: whoever wants it has to be there and say yes.
    """
    found = [_settled(one, memory, resolved) for one in command.then]
    for one, resolution in zip(command.then, found, strict=True):
        match resolution:
            case Confirm(plan=plan, reason=reason) if reason.is_guarding:
                entity = next(iter(plan.targets), None)
                return Unable(command=command, reason=UnableReason.NOT_LATER, entity=entity)
            case Clarify():
                return replace(resolution, later=command)
            case Unable(reason=reason) if reason not in _MAY_PASS:
                return replace(resolution, command=command, part=one)
    then = [_standing_alone(*pair) for pair in zip(command.then, found, strict=True)]
    later = Later(
        command=replace(command, then=tuple(chain.from_iterable(then))),
        plans=tuple(filter(None, map(_plan_of, found))),
        before=_before(command.then, memory),
    )
    wide = [one.plan for one in found if isinstance(one, Confirm)]
    if not wide:
        return later
    agreed = replace(later, is_agreed=True)
    return Confirm(plan=wide[0], reason=ConfirmReason.WIDE, later=agreed)


def _settled(command: Command, memory: Memory, resolved: Resolve) -> Resolution:
    """What a part would come to now; what ends something is about the very same things."""
    found = resolved(command)
    is_end = any(episode.command.is_for_a_time for episode in memory)
    if isinstance(found, Clarify) and is_end:
        return resolved(replace(command, refers_back=True))
    return found


def _plan_of(found: Resolution) -> Plan | None:
    return found.plan if isinstance(found, Confirm) else found if isinstance(found, Plan) else None


def chosen_for_later(question: Clarify, options: Sequence[Entity], resolved: Resolve) -> Command:
    """The command for another time with what was chosen in place of what was not clear."""
    if question.later is None:
        return question.command
    then: list[Command] = []
    is_open = True
    for one in question.later.then:
        if is_open and isinstance(resolved(one), Clarify):
            then += [_about(one, entity) for entity in options]
            is_open = False
        else:
            then.append(one)
    return replace(question.later, then=tuple(then))


def _standing_alone(said: Command, found: Resolution) -> list[Command]:
    """The command without "it" and "the other one", which nobody would understand later."""
    plan = _plan_of(found)
    if plan is None:
        return [said]
    if plan.command.refers_back or said.slots.which:
        return [_about(plan.command, entity) for entity in plan.targets]
    return [plan.command]


def _about(command: Command, entity: Entity) -> Command:
    slots = replace(
        command.slots,
        which=None,
        name=entity.name,
        area=entity.area,
        floor=None,
        domain=str(entity.domain),
    )
    return replace(command, slots=slots, refers_back=False)


def _before(then: Sequence[Command], memory: Memory) -> dict[str, EntityState]:
    """The states to bring back, where that is what is to be done."""
    if not any(one.intent is Intent.UNDO for one in then):
        return {}
    return {entity_id: state for episode in memory for entity_id, state in episode.before.items()}
