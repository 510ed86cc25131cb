"""Bringing back the states from before the last turn."""

from collections.abc import Iterator
from typing import Final

from edge_agent.domain.action import Action, ActionKind
from edge_agent.domain.command import Command
from edge_agent.domain.entity import Capability, Domain, Entity, EntityState, Home
from edge_agent.domain.intent import Intent
from edge_agent.domain.resolution import Plan
from edge_agent.domain.slots import Slots
from edge_agent.home.confirmation import expectation
from edge_agent.home.follow_up import Episode, Memory
from edge_agent.home.planning import is_reached, plan_entity

_STATES: Final = {
    "on": ActionKind.TURN_ON,
    "off": ActionKind.TURN_OFF,
    "open": ActionKind.OPEN,
    "closed": ActionKind.CLOSE,
    "locked": ActionKind.LOCK,
    "unlocked": ActionKind.UNLOCK,
}
"""What leads to a state."""
_VALUES: Final = (
    ("position", Capability.POSITION, ActionKind.SET_POSITION),
    ("brightness", Capability.BRIGHTNESS, ActionKind.SET_BRIGHTNESS),
    ("color_temperature", Capability.COLOR_TEMPERATURE, ActionKind.SET_COLOR_TEMPERATURE),
    ("color", Capability.COLOR, ActionKind.SET_COLOR),
    ("percentage", Capability.PERCENTAGE, ActionKind.SET_PERCENTAGE),
)
"""Attribute, what it needs, and what sets it."""
_OWN_STATE: Final = {
    Domain.NUMBER: ActionKind.SET_VALUE,
    Domain.SELECT: ActionKind.SET_OPTION,
}
"""What sets the state where it is a word or a number of the device's own."""
_PARTS: Final[dict[Domain, dict[str, ActionKind | None]]] = {
    Domain.CLIMATE: {
        "state": ActionKind.SET_MODE,
        "temperature": ActionKind.SET_TEMPERATURE,
        "preset": ActionKind.SET_PRESET,
        "fan_mode": ActionKind.SET_FAN_MODE,
    },
    Domain.WATER_HEATER: {
        "state": ActionKind.SET_MODE,
        "temperature": ActionKind.SET_TEMPERATURE,
    },
    Domain.HUMIDIFIER: {
        "state": None,
        "humidity": ActionKind.SET_HUMIDITY,
        "mode": ActionKind.SET_MODE,
    },
}
"""What sets each attribute of what is set part by part; None: as `_STATES` has it."""
_ANYTHING: Final = frozenset(part for parts in _PARTS.values() for part in parts)
"""Where it cannot be told what a command has changed."""
_NOT_UNDOABLE: Final = frozenset({Domain.SCENE, Domain.BUTTON, Domain.VACUUM, Domain.LAWN_MOWER})


_PLAYED: Final = {
    "playing": Intent.MEDIA_PLAY,
    "paused": Intent.MEDIA_PAUSE,
    "idle": Intent.MEDIA_STOP,
    "off": Intent.TURN_OFF,
}
"""What leads to a state of a media player."""


def undone(command: Command, memory: Memory, home: Home) -> Plan:
    """A plan that brings back what was before the last turn, as far as it is known."""
    before: dict[Entity, EntityState] = {}
    written: dict[Entity, frozenset[str]] = {}
    for episode in reversed(memory):
        for entity in episode.targets:
            if entity in home.entities and entity.entity_id in episode.before:
                before[entity] = episode.before[entity.entity_id]
                written[entity] = written.get(entity, frozenset()) | _written(entity, episode)
    changed = tuple(entity for entity in before if written[entity])
    actions = tuple(
        action
        for entity in changed
        for action in (
            _replaying(entity, before[entity], home.state_of(entity))
            if entity.domain is Domain.MEDIA_PLAYER
            else _restoring(entity, before[entity], written[entity])
        )
    )
    return Plan(command=command, targets=changed, actions=actions)


def _written(entity: Entity, episode: Episode) -> frozenset[str]:
    """The attributes that a command has changed; none of an entity that was as wanted before."""
    before = episode.before[entity.entity_id]
    command = episode.command
    wanted = plan_entity(command.intent, command.slots, entity, before)
    if not wanted:
        return _ANYTHING
    if all(is_reached(action, before) for action in wanted):
        return frozenset()
    return frozenset(key for action in wanted for key in expectation(action)) or _ANYTHING


def _replaying(entity: Entity, before: EntityState, now: EntityState) -> Iterator[Action]:
    """What brings a player back; only what has changed, or its music would begin anew."""
    changed = {key: value for key, value in before.values.items() if now.get(key) != value}
    if changed.get("source") in entity.sources:
        yield Action(entity=entity, kind=ActionKind.SELECT_SOURCE, value=changed["source"])
    if "volume" in changed:
        yield Action(entity=entity, kind=ActionKind.SET_VOLUME, value=changed["volume"])
    if "is_muted" in changed:
        kind = ActionKind.MUTE if changed["is_muted"] else ActionKind.UNMUTE
        yield Action(entity=entity, kind=kind)
    is_asleep = now.get("state") == "off" and changed.get("state") == "idle"
    intent = Intent.TURN_ON if is_asleep else _PLAYED.get(str(changed.get("state")))
    if intent is not None:
        yield from plan_entity(intent, Slots(), entity, now) or ()


def _restoring(entity: Entity, before: EntityState, written: frozenset[str]) -> Iterator[Action]:
    """What brings a state back."""
    if entity.domain in _NOT_UNDOABLE or before.get("state") is None:
        return iter(())
    if entity.domain in _PARTS:
        return _parts(entity, before, written)
    return _whole(entity, before)


def _parts(entity: Entity, before: EntityState, written: frozenset[str]) -> Iterator[Action]:
    """What is set part by part, a target apart from the mode: only what was changed."""
    for attribute, kind in _PARTS[entity.domain].items():
        value = before.get(attribute)
        if attribute not in written or value is None:
            continue
        if kind is None:
            yield Action(entity=entity, kind=_STATES[str(value)])
        else:
            yield Action(entity=entity, kind=kind, value=value)


def _whole(entity: Entity, before: EntityState) -> Iterator[Action]:
    """A state with all that belongs to it; a value tells more than on or open."""
    state = before.get("state")
    if entity.domain in _OWN_STATE:
        yield Action(entity=entity, kind=_OWN_STATE[entity.domain], value=state)
    elif state in {"off", "closed"} and state in _STATES:
        yield Action(entity=entity, kind=_STATES[str(state)])
        return
    values = [
        Action(entity=entity, kind=kind, value=value)
        for attribute, capability, kind in _VALUES
        if capability in entity.capabilities and (value := before.get(attribute)) is not None
    ]
    yield from values
    if not values and state in _STATES:
        yield Action(entity=entity, kind=_STATES[str(state)])
