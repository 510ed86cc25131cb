"""What one entity has to do to be set to a word or a number, or to be sent about its work.

Each function gives the action that was asked for, or None where the entity has nothing like it.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from edge_agent.domain.action import Action, ActionKind
from edge_agent.domain.entity import STILL, SWINGING, Capability, Domain, Entity, EntityState

_NUMBERS: Final = {
    Domain.NUMBER: ActionKind.SET_VALUE,
    Domain.HUMIDIFIER: ActionKind.SET_HUMIDITY,
}


def plan_mode(entity: Entity, word: str) -> Action | None:
    """Set a climate device, humidifier or water heater to one of its modes; arm an alarm panel."""
    is_panel = entity.domain is Domain.ALARM_CONTROL_PANEL
    kind = ActionKind.ARM if is_panel else ActionKind.SET_MODE
    return _chosen(entity, kind, entity.modes, word)


def plan_option(entity: Entity, word: str) -> Action | None:
    """Set a select to one of its options."""
    return _chosen(entity, ActionKind.SET_OPTION, entity.options, word)


def plan_preset(entity: Entity, word: str) -> Action | None:
    """Set a fan or a climate device to one of its presets."""
    return _chosen(entity, ActionKind.SET_PRESET, entity.presets, word)


def plan_fan_mode(entity: Entity, word: str) -> Action | None:
    """Set the fan of a climate device or vacuum cleaner to one of its named speeds."""
    is_vacuum = entity.domain is Domain.VACUUM
    kind = ActionKind.SET_FAN_SPEED if is_vacuum else ActionKind.SET_FAN_MODE
    return _chosen(entity, kind, entity.fan_modes, word)


def plan_effect(entity: Entity, word: str) -> Action | None:
    """Let a light play one of its effects."""
    return _chosen(entity, ActionKind.SET_EFFECT, entity.effects, word)


def plan_source(entity: Entity, word: str) -> Action | None:
    """Let a media player play one of its sources."""
    return _chosen(entity, ActionKind.SELECT_SOURCE, entity.sources, word)


def plan_motion(entity: Entity, word: str) -> Action | None:
    """Let a fan swing or keep still, or turn `forward` or `reverse`."""
    found = _chosen(entity, ActionKind.SET_DIRECTION, entity.motions, word)
    if found is None or found.value not in {SWINGING, STILL}:
        return found
    return replace(found, kind=ActionKind.SET_OSCILLATION, value=found.value == SWINGING)


_WORD_PLANNERS: Final[tuple[Callable[[Entity, str], Action | None], ...]] = (
    plan_mode,
    plan_option,
    plan_preset,
    plan_fan_mode,
    plan_motion,
    plan_effect,
    plan_source,
)


def plan_word(entity: Entity, word: str) -> Action | None:
    """Set whatever of the entity takes the word; a mode before a preset before a fan mode."""
    actions = (plan(entity, word) for plan in _WORD_PLANNERS)
    return next((action for action in actions if action is not None), None)


def plan_number(entity: Entity, value: float) -> Action | None:
    """Set a number, the target of a humidifier, or of what keeps a temperature.

    Whether the value is within the entity's range is for `planning.is_out_of_range`; the device's
    dialect settles it to a step.
    """
    if Capability.TEMPERATURE in entity.capabilities:
        return Action(entity=entity, kind=ActionKind.SET_TEMPERATURE, value=float(value))
    kind = _NUMBERS.get(entity.domain)
    if kind is None:
        return None
    settled = round(value) if kind is ActionKind.SET_HUMIDITY else float(value)
    return Action(entity=entity, kind=kind, value=settled)


def plan_start(entity: Entity) -> Action | None:
    """Send a vacuum cleaner or lawn mower to its work."""
    return _able(entity, Capability.START, ActionKind.START)


def plan_clean_area(entity: Entity, state: EntityState, area: str | None) -> Action | None:
    """Send a vacuum cleaner to a room, where it knows that room; else to its work."""
    if Capability.SEGMENTS not in entity.capabilities or area is None:
        return plan_start(entity)
    rooms: dict[str, str] = json.loads(str(state.get("segments") or "{}"))
    found = next((key for key, name in rooms.items() if _spoken(name) == _spoken(area)), None)
    if found is None:
        return plan_start(entity)
    return Action(entity=entity, kind=ActionKind.CLEAN_SEGMENT, value=found)


def plan_pause(entity: Entity) -> Action | None:
    """Let a vacuum cleaner or lawn mower rest where it is."""
    return _able(entity, Capability.PAUSE, ActionKind.PAUSE)


def plan_return_home(entity: Entity) -> Action | None:
    """Send a vacuum cleaner or lawn mower to its dock."""
    return _able(entity, Capability.RETURN_HOME, ActionKind.RETURN_HOME)


def plan_stop(entity: Entity) -> Action | None:
    """Stop whatever moves; a device that can only pause does that."""
    return _able(entity, Capability.STOP, ActionKind.STOP) or plan_pause(entity)


def plan_locate(entity: Entity) -> Action | None:
    """Let a vacuum cleaner make itself heard."""
    return _able(entity, Capability.LOCATE, ActionKind.LOCATE)


def _able(entity: Entity, capability: Capability, kind: ActionKind) -> Action | None:
    return Action(entity=entity, kind=kind) if capability in entity.capabilities else None


def _chosen(entity: Entity, kind: ActionKind, known: tuple[str, ...], word: str) -> Action | None:
    wanted = _spoken(word)
    found = next((value for value in known if _spoken(value) == wanted), None)
    return None if found is None else Action(entity=entity, kind=kind, value=found)


def _spoken(word: str) -> str:
    return " ".join(word.casefold().replace("_", " ").replace("-", " ").split())
