"""What one entity has to do for a command, given the state it is in."""

from collections.abc import Callable
from typing import Final

from edge_agent.domain.action import Action, ActionKind
from edge_agent.domain.entity import Capability, Domain, Entity, EntityState
from edge_agent.domain.intent import Intent
from edge_agent.domain.slots import Slots
from edge_agent.home.alarm_plan import arm, disarm, is_armed
from edge_agent.home.amounts import (
    OPENS,
    Wanted,
    as_wanted,
    set_amount,
    set_position,
    set_temperature,
    set_tilt,
)
from edge_agent.home.confirmation import expectation, is_confirmed
from edge_agent.home.player_plan import PLANNERS as PLAYER_PLANNERS
from edge_agent.home.settings_plan import (
    plan_clean_area,
    plan_locate,
    plan_pause,
    plan_return_home,
    plan_start,
    plan_stop,
    plan_word,
)

_COUNTS_AS_ON: Final = frozenset(
    {"on", "open", "opening", "locked", "locking", "cleaning", "mowing"}
)

_SWITCH_ON: Final = {
    Domain.COVER: ActionKind.OPEN,
    Domain.VALVE: ActionKind.OPEN,
    Domain.LOCK: ActionKind.LOCK,
    Domain.SCENE: ActionKind.ACTIVATE,
    Domain.BUTTON: ActionKind.PRESS,
}
_SWITCH_OFF: Final = {
    Domain.COVER: ActionKind.CLOSE,
    Domain.VALVE: ActionKind.CLOSE,
    Domain.LOCK: ActionKind.UNLOCK,
}
_HAS_NO_SWITCH: Final = frozenset(
    {Domain.SENSOR, Domain.BINARY_SENSOR, Domain.NUMBER, Domain.SELECT}
)
_HAS_NO_OFF: Final = _HAS_NO_SWITCH | {Domain.SCENE, Domain.BUTTON}
_ROBOTS: Final = frozenset({Domain.VACUUM, Domain.LAWN_MOWER})
_THERMOSTATS: Final = frozenset({Domain.CLIMATE, Domain.WATER_HEATER})


def plan_entity(
    intent: Intent, slots: Slots, entity: Entity, state: EntityState
) -> tuple[Action, ...] | None:
    """The changes that a command asks of one entity, whatever state it is in; None: it cannot."""
    is_player = entity.domain is Domain.MEDIA_PLAYER
    planner = (PLAYER_PLANNERS if is_player else _PLANNERS).get(intent)
    if planner is None:
        return None
    wanted = planner(slots, entity, state)
    if wanted is None:
        return None
    return tuple(Action(entity=entity, kind=kind, value=value) for kind, value in wanted)


def is_out_of_range(action: Action) -> bool:
    """Whether a temperature, humidity or number is asked for that the device does not take."""
    ranges = {
        ActionKind.SET_TEMPERATURE: action.entity.temperature_range,
        ActionKind.SET_HUMIDITY: action.entity.value_range,
        ActionKind.SET_VALUE: action.entity.value_range,
    }
    limits = ranges.get(action.kind)
    if limits is None or action.value is None:
        return False
    return not limits[0] <= float(action.value) <= limits[1]


def is_reached(action: Action, state: EntityState) -> bool:
    """Whether the entity reports the state that the action leads to."""
    if action.kind in _NEEDS_ON and state.get("state") == "off":
        return False
    if action.kind is ActionKind.OPEN and not _is_wide_open(state):
        return False
    expected = expectation(action)
    return bool(expected) and is_confirmed(expected, state)


def _is_wide_open(state: EntityState) -> bool:
    position = state.get("position")
    if isinstance(position, int | float):
        return position >= _WIDE_OPEN
    return state.get("state") != "stopped"


_WIDE_OPEN: Final = 98
"""Percent; motors stop a little before their ends."""
_NEEDS_ON: Final = {
    ActionKind.SET_BRIGHTNESS,
    ActionKind.SET_COLOR,
    ActionKind.SET_COLOR_TEMPERATURE,
    ActionKind.SET_PERCENTAGE,
    ActionKind.SET_PRESET,
    ActionKind.SET_EFFECT,
}


def _turn_on(slots: Slots, entity: Entity, state: EntityState) -> Wanted:
    if entity.domain in _HAS_NO_SWITCH:
        return None
    if entity.domain in _THERMOSTATS and _is_on(entity, state):
        return ()
    if entity.domain in _ROBOTS:
        return as_wanted(plan_start(entity))
    if entity.domain is Domain.ALARM_CONTROL_PANEL:
        return arm(slots, entity, state)
    if entity.domain is Domain.WATER_HEATER and not _can_be_switched(entity, set(entity.modes)):
        return None
    return ((_SWITCH_ON.get(entity.domain, ActionKind.TURN_ON), None),)


def _turn_off(slots: Slots, entity: Entity, state: EntityState) -> Wanted:
    if entity.domain in _HAS_NO_OFF:
        return None
    if entity.domain in _ROBOTS:
        return as_wanted(plan_return_home(entity) or plan_stop(entity))
    if entity.domain is Domain.ALARM_CONTROL_PANEL:
        return disarm(slots, entity, state)
    is_heater = entity.domain is Domain.WATER_HEATER
    if is_heater and not _can_be_switched(entity, {"off"} & set(entity.modes)):
        return None
    return ((_SWITCH_OFF.get(entity.domain, ActionKind.TURN_OFF), None),)


def _toggle(slots: Slots, entity: Entity, state: EntityState) -> Wanted:
    return (_turn_off if _is_on(entity, state) else _turn_on)(slots, entity, state)


def _is_on(entity: Entity, state: EntityState) -> bool:
    if entity.domain in _THERMOSTATS:
        return state.get("state") not in {None, "off"}
    if entity.domain is Domain.ALARM_CONTROL_PANEL:
        return is_armed(state)
    return state.get("state") in _COUNTS_AS_ON


def _can_be_switched(entity: Entity, modes: set[str]) -> bool:
    return Capability.POWER in entity.capabilities or bool(modes)


def _open(slots: Slots, entity: Entity, _: EntityState) -> Wanted:
    if entity.domain is Domain.LOCK:
        has_latch = Capability.UNLATCH in entity.capabilities
        return ((ActionKind.UNLATCH if has_latch else ActionKind.UNLOCK, None),)
    if slots.position is not None:
        return set_position(slots, entity, _)
    return ((ActionKind.OPEN, None),) if entity.domain in OPENS else None


def _close(_: Slots, entity: Entity, __: EntityState) -> Wanted:
    if entity.domain is Domain.LOCK:
        return ((ActionKind.LOCK, None),)
    return ((ActionKind.CLOSE, None),) if entity.domain in OPENS else None


def _only(domain: Domain, kind: ActionKind) -> Callable[[Slots, Entity, EntityState], Wanted]:
    return lambda _, entity, __: ((kind, None),) if entity.domain is domain else None


def _stop(_: Slots, entity: Entity, __: EntityState) -> Wanted:
    stopped = as_wanted(plan_stop(entity))
    if stopped is None and entity.domain is Domain.VALVE:
        return ((ActionKind.CLOSE, None),)  # water that runs is stopped so
    return stopped


def _set_mode(slots: Slots, entity: Entity, _: EntityState) -> Wanted:
    return None if slots.mode is None else as_wanted(plan_word(entity, slots.mode))


def _set_temperature(slots: Slots, entity: Entity, state: EntityState) -> Wanted:
    """A temperature, with the mode in which it is to be kept where one was said."""
    mode = _set_mode(slots, entity, state) if slots.mode is not None else ()
    degrees = set_temperature(slots, entity, state)
    return None if mode is None or degrees is None else (*mode, *degrees)


def _clean_area(slots: Slots, entity: Entity, state: EntityState) -> Wanted:
    return as_wanted(plan_clean_area(entity, state, slots.area))


def _rove(plan: Callable[[Entity], Action | None]) -> Callable[..., Wanted]:
    return lambda _, entity, __: as_wanted(plan(entity))


_PLANNERS: Final[dict[Intent, Callable[[Slots, Entity, EntityState], Wanted]]] = {
    Intent.TURN_ON: _turn_on,
    Intent.TURN_OFF: _turn_off,
    Intent.TOGGLE: _toggle,
    Intent.ACTIVATE: _turn_on,
    Intent.OPEN: _open,
    Intent.CLOSE: _close,
    Intent.STOP: _stop,
    Intent.LOCK: _only(Domain.LOCK, ActionKind.LOCK),
    Intent.UNLOCK: _only(Domain.LOCK, ActionKind.UNLOCK),
    Intent.LIGHT_SET: set_amount,
    Intent.SET_POSITION: set_amount,
    Intent.SET_TILT: set_tilt,
    Intent.SET_SPEED: set_amount,
    Intent.SET_TEMPERATURE: _set_temperature,
    Intent.SET_VALUE: set_amount,
    Intent.SET_MODE: _set_mode,
    Intent.PRESS: _only(Domain.BUTTON, ActionKind.PRESS),
    Intent.VACUUM_START: _rove(plan_start),
    Intent.VACUUM_CLEAN_AREA: _clean_area,
    Intent.VACUUM_RETURN: _rove(plan_return_home),
    Intent.MOWER_START: _rove(plan_start),
    Intent.MOWER_RETURN: _rove(plan_return_home),
    Intent.PAUSE: _rove(plan_pause),
    Intent.LOCATE: _rove(plan_locate),
    Intent.ALARM_ARM: arm,
    Intent.ALARM_DISARM: disarm,
}
