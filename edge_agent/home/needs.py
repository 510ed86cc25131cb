"""What is done about a need, such as "it is too dark": by the table, the room, its sensors."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from edge_agent.config.needs import NeedOption
from edge_agent.domain.action import Action
from edge_agent.domain.command import Command
from edge_agent.domain.entity import Entity, Home
from edge_agent.domain.resolution import (
    Clarify,
    Finding,
    Plan,
    Resolution,
    Unable,
    UnableReason,
)
from edge_agent.home.measuring import holds, measured
from edge_agent.home.needs_actions import is_of_kind, needed_actions
from edge_agent.home.needs_table import Needs
from edge_agent.home.places import Place, is_outside, place_of
from edge_agent.home.planning import is_reached
from edge_agent.home.policy import Policy
from edge_agent.home.selection import without


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """What an option comes to in a place."""

    actions: tuple[Action, ...] = ()
    """What the devices have yet to do."""
    settled: tuple[Entity, ...] = ()
    """Devices that are so already."""
    offline: tuple[Entity, ...] = ()
    """Devices that would do it, but cannot be reached."""
    because: Finding | None = None

    @property
    def entities(self) -> tuple[Entity, ...]:
        """The devices that have something to do."""
        return tuple(dict.fromkeys(action.entity for action in self.actions))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Need:
    """A need that somebody has told of, and all that bears on it."""

    command: Command
    options: tuple[NeedOption, ...]
    home: Home
    policy: Policy


def plan_need(
    command: Command, home: Home, area: str | None, needs: Needs, policy: Policy
) -> Resolution:
    """What is done about a need: never anything risky, and only in one place unless it says so.

    Args:
        command: the need, and where it is felt if that was said.
        home: the entities and their states now.
        area: the room where the speaker stands, if known.
        needs: what may be done about each need.
        policy: what is not simply done.
    """
    options = needs.get(command.intent, ())
    need = _Need(command=command, options=options, home=home, policy=policy)
    place = place_of(command.slots, area, home)
    steps = _steps(need, place)
    if any(step.actions for step in steps):
        return _plan(need, steps)
    return _elsewhere(need, place) or _nothing_to_do(need, steps)


def _elsewhere(need: _Need, place: Place) -> Resolution | None:
    """What can be done in the only room where it can be; asks where there are several."""
    allowed = tuple(o for o in need.options if o.where == "any" or not place.is_known)
    if not allowed:
        return None
    asked = replace(need, options=allowed)
    areas = dict.fromkeys(entity.area for entity in need.home.entities)
    rooms = {area: _steps(asked, Place(area=area)) for area in areas}
    able = {area: steps for area, steps in rooms.items() if any(step.actions for step in steps)}
    if len(able) > 1:
        found = (entity for steps in able.values() for step in steps for entity in step.entities)
        return Clarify(command=need.command, options=tuple(dict.fromkeys(found)))
    for area, steps in able.items():
        return _plan(_in_room(need, area), steps)
    settled = [step for steps in rooms.values() for step in steps]
    return _nothing_to_do(need, settled) if settled else None


def _in_room(need: _Need, area: str | None) -> _Need:
    """The need with the room that was found for it, unless another one was named."""
    slots = need.command.slots
    if slots.area or slots.floor:
        return need
    return replace(need, command=replace(need.command, slots=replace(slots, area=area)))


def _steps(need: _Need, place: Place) -> list[_Step]:
    """The options that are looked at in a place: until one is taken, then those that come besides.

    Some have nothing left to do.
    """
    steps: list[_Step] = []
    is_met = False
    for option in need.options:
        if is_met and not option.also:
            continue
        busy = {entity for step in steps for entity in step.entities}
        step = _step(need, option, place, busy)
        is_met = is_met or bool(step.actions)
        steps.append(step)
    return steps


def _step(need: _Need, option: NeedOption, place: Place, busy: set[Entity]) -> _Step:
    """One option; devices that have something to do already are not asked for more."""
    home = need.home
    devices = [
        entity
        for entity in _devices(need, option, place)
        if entity not in busy and holds(option.conditions, entity, home, place)
    ]
    wanted = {entity: _wanted(need, option, entity, place) for entity in devices}
    able = [entity for entity, actions in wanted.items() if actions]
    reachable = [entity for entity in able if home.state_of(entity).is_available]
    missing = tuple(
        action
        for entity in reachable
        for action in wanted[entity]
        if not is_reached(action, home.state_of(entity))
    )
    acting = {action.entity for action in missing}
    return _Step(
        actions=missing,
        settled=tuple(entity for entity in reachable if entity not in acting),
        offline=tuple(entity for entity in able if entity not in reachable),
        because=_because(option, missing, home, place),
    )


def _devices(need: _Need, option: NeedOption, place: Place) -> tuple[Entity, ...]:
    """The devices of the kinds that an option names, where it looks for them."""
    home = need.home
    kinds = option.devices
    found = [e for e in home.entities if any(is_of_kind(e, kind) for kind in kinds)]
    there = [entity for entity in found if place.holds(entity)]
    match option.where:
        case "home":
            there = there if place.is_named else found
        case "outside":
            there = [entity for entity in found if is_outside(entity)]
        case "only" if not there and len(found) == 1 and not place.is_outside:
            there = found
        case _:
            pass
    left_out = need.command.left_out
    return without(there, left_out, need.command.intent, home) if left_out else tuple(there)


def _wanted(need: _Need, option: NeedOption, entity: Entity, place: Place) -> tuple[Action, ...]:
    home = need.home
    is_half = option.half_if is not None and holds(option.half_if, entity, home, place)
    actions = needed_actions(option, entity, home.state_of(entity), is_half=is_half)
    return () if any(need.policy.is_risky(action) for action in actions) else actions


def _because(
    option: NeedOption, actions: Sequence[Action], home: Home, place: Place
) -> Finding | None:
    if option.tell is None or not actions or not place.is_known:
        return None
    return measured(option.tell, actions[0].entity, home, place)


def _plan(need: _Need, steps: Iterable[_Step]) -> Resolution:
    taken = [step for step in steps if step.actions]
    entities = dict.fromkeys(entity for step in taken for entity in step.entities)
    plan = Plan(
        command=need.command,
        targets=tuple(entities),
        actions=tuple(action for step in taken for action in step.actions),
        because=next((step.because for step in taken if step.because), None),
    )
    return need.policy.judge(plan)


def _nothing_to_do(need: _Need, steps: Sequence[_Step]) -> Plan | Unable:
    """It is so already, or what would help is offline, or there is nothing that would."""
    offline = next((entity for step in steps for entity in step.offline), None)
    if offline is not None:
        return Unable(command=need.command, reason=UnableReason.UNAVAILABLE, entity=offline)
    settled = tuple(dict.fromkeys(entity for step in steps for entity in step.settled))
    if settled:
        return Plan(command=need.command, targets=settled, actions=(), is_already=True)
    return Unable(command=need.command, reason=UnableReason.NOTHING_HELPS)
