"""What a media player has to do for a command, given the state it is in."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from edge_agent.domain.action import ActionKind
from edge_agent.domain.entity import Capability, Entity, EntityState
from edge_agent.domain.intent import Intent
from edge_agent.domain.slots import Slots
from edge_agent.home.amounts import Wanted
from edge_agent.home.settings_plan import plan_source

_SILENT: Final = frozenset({"idle", "off"})
_STEP: Final = 5
"""Percentage points that one step of a player is taken for which only knows louder and softer."""
_MOST_STEPS: Final = 20
_FULL: Final = 100
_USUAL_VOLUME: Final = 30.0
"""Percent, of a player that has not said how loud it is."""

Planner = Callable[[Slots, Entity, EntityState], Wanted]


def play(_: Slots, entity: Entity, state: EntityState) -> Wanted:
    """Go on; what is off is switched on first."""
    if Capability.PLAY not in entity.capabilities:
        return _one(entity, Capability.POWER, ActionKind.TURN_ON)
    return (*_woken(entity, state), (ActionKind.PLAY, None))


def pause(_: Slots, entity: Entity, state: EntityState) -> Wanted:
    """Pause what plays; what cannot pause is stopped."""
    wanted = _one(entity, Capability.PAUSE, ActionKind.PAUSE)
    if wanted is None:
        return _one(entity, Capability.STOP, ActionKind.STOP)
    return () if state.get("state") in _SILENT else wanted


def stop(_: Slots, entity: Entity, state: EntityState) -> Wanted:
    """End what plays; what cannot stop is paused."""
    wanted = _one(entity, Capability.STOP, ActionKind.STOP)
    return pause(_, entity, state) if wanted is None else wanted


def turn_on(slots: Slots, entity: Entity, state: EntityState) -> Wanted:
    """Switch it on; what has no switch plays."""
    wanted = _one(entity, Capability.POWER, ActionKind.TURN_ON)
    return play(slots, entity, state) if wanted is None else wanted


def turn_off(slots: Slots, entity: Entity, state: EntityState) -> Wanted:
    """Switch it off; what has no switch stops."""
    wanted = _one(entity, Capability.POWER, ActionKind.TURN_OFF)
    return stop(slots, entity, state) if wanted is None else wanted


def is_on(entity: Entity, state: EntityState) -> bool:
    """Whether it is on; what has no switch is on while it plays."""
    if Capability.POWER in entity.capabilities:
        return state.get("state") not in {None, "off"}
    return state.get("state") == "playing"


def set_source(slots: Slots, entity: Entity, state: EntityState) -> Wanted:
    """Set it to one of its sources; what is off is switched on first."""
    action = plan_source(entity, slots.mode or "")
    if action is None:
        return None
    return (*_woken(entity, state), (action.kind, action.value))


def set_volume(slots: Slots, entity: Entity, state: EntityState) -> Wanted:
    """Make it as loud as was said."""
    del state
    if slots.volume_level is None or Capability.VOLUME not in entity.capabilities:
        return None
    return ((ActionKind.SET_VOLUME, slots.volume_level),)


def change_volume(slots: Slots, entity: Entity, state: EntityState) -> Wanted:
    """Make it louder or softer from what it reports; what is muted sounds again when louder."""
    present = float(state.values.get("volume", _USUAL_VOLUME))
    is_share = slots.factor is not None
    points = present * ((slots.factor or 0) - 1) if is_share else slots.volume_step
    if not points:
        return None
    if Capability.VOLUME in entity.capabilities:
        level = min(_FULL, max(0, round(present + points)))
        return ((ActionKind.SET_VOLUME, level), *(_unmuted(entity, state) if points > 0 else ()))
    if Capability.VOLUME_STEP not in entity.capabilities:
        return None
    kind = ActionKind.VOLUME_UP if points > 0 else ActionKind.VOLUME_DOWN
    return ((kind, min(_MOST_STEPS, max(1, round(abs(points) / _STEP)))),)


def search(slots: Slots, entity: Entity, state: EntityState) -> Wanted:
    """Play one of its sources, where one is called so, else let it look for that."""
    query = slots.search_query or ""
    known = set_source(Slots(mode=query), entity, state)
    if known is not None or Capability.SEARCH not in entity.capabilities:
        return known
    return (*_woken(entity, state), (ActionKind.SEARCH, query))


def _pressed(capability: Capability, kind: ActionKind) -> Planner:
    return lambda _, entity, __: _one(entity, capability, kind)


PLANNERS: Final[Mapping[Intent, Planner]] = MappingProxyType(
    {
        Intent.TURN_ON: turn_on,
        Intent.ACTIVATE: turn_on,
        Intent.TURN_OFF: turn_off,
        Intent.TOGGLE: lambda *given: (turn_off if is_on(*given[1:]) else turn_on)(*given),
        Intent.STOP: stop,
        Intent.PAUSE: pause,
        Intent.SET_MODE: set_source,
        Intent.MEDIA_PLAY: play,
        Intent.MEDIA_PAUSE: pause,
        Intent.HUSH: pause,
        Intent.MEDIA_STOP: stop,
        Intent.MEDIA_NEXT: _pressed(Capability.NEXT, ActionKind.NEXT),
        Intent.MEDIA_PREVIOUS: _pressed(Capability.PREVIOUS, ActionKind.PREVIOUS),
        Intent.MEDIA_SEARCH: search,
        Intent.SET_VOLUME: set_volume,
        Intent.CHANGE_VOLUME: change_volume,
        Intent.MUTE: _pressed(Capability.MUTE, ActionKind.MUTE),
        Intent.UNMUTE: _pressed(Capability.MUTE, ActionKind.UNMUTE),
    }
)
"""What a media player does for each intent that can be about one."""


def _one(entity: Entity, capability: Capability, kind: ActionKind) -> Wanted:
    return ((kind, None),) if capability in entity.capabilities else None


def _woken(
    entity: Entity, state: EntityState
) -> tuple[tuple[ActionKind, str | int | float | None], ...]:
    """What comes first where it is off."""
    is_off = state.get("state") == "off" and Capability.POWER in entity.capabilities
    return ((ActionKind.TURN_ON, None),) if is_off else ()


def _unmuted(
    entity: Entity, state: EntityState
) -> tuple[tuple[ActionKind, str | int | float | None], ...]:
    is_muted = state.get("is_muted") is True and Capability.MUTE in entity.capabilities
    return ((ActionKind.UNMUTE, None),) if is_muted else ()
