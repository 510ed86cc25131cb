"""Bringing back the states from before the last turn."""

from collections.abc import Iterator
from typing import Final

from edge_agent.domain.action import Action, ActionKind
from edge_agent.domain.command import Command, Intent, Slots
from edge_agent.domain.entity import Capability, Domain, Entity, EntityState, Home
from edge_agent.domain.resolution import Plan
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
    ("temperature", Capability.TEMPERATURE, ActionKind.SET_TEMPERATURE),
)
"""Attribute, what it needs, and what sets it."""
_OWN_STATE: Final = {
    Domain.CLIMATE: ActionKind.SET_MODE,
    Domain.WATER_HEATER: ActionKind.SET_MODE,
    Domain.NUMBER: ActionKind.SET_VALUE,
    Domain.SELECT: ActionKind.SET_OPTION,
}
"""What sets the state where it is a word or a number of the device's own."""
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
    before = {
        entity: episode.before[entity.entity_id]
        for episode in reversed(memory)
        for entity in episode.targets
        if entity in home.entities and _is_changed(entity, episode)
    }
    actions = tuple(
        act
        for entity, state in before.items()
        for act in (
            _replaying(entity, state, home.state_of(entity))
            if entity.domain is Domain.MEDIA_PLAYER
            else _restoring(entity, state)
        )
    )
    return Plan(command=command, targets=tuple(before), actions=actions)


def _is_changed(entity: Entity, episode: Episode) -> bool:
    """Whether an entity was in another state before; one that was as wanted is left alone."""
    before = episode.before.get(entity.entity_id)
    if before is None:
        return False
    command = episode.command
    wanted = plan_entity(command.intent, command.slots, entity, before)
    return not wanted or not all(is_reached(action, before) for action in wanted)


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


def _restoring(entity: Entity, before: EntityState) -> Iterator[Action]:
    """What brings a state back; a value tells more than on or open."""
    state = before.get("state")
    if entity.domain in _NOT_UNDOABLE or state is None:
        return
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
    if entity.domain is Domain.CLIMATE and before.get("preset") in entity.presets:
        values.append(Action(entity=entity, kind=ActionKind.SET_PRESET, value=before.get("preset")))
    yield from values
    if not values and state in _STATES:
        yield Action(entity=entity, kind=_STATES[str(state)])
