"""What one entity has to do for a command, given the state it is in."""

from collections.abc import Callable
from typing import Final

from edge_agent.domain.action import Action, ActionKind
from edge_agent.domain.color import COLORS, WHITES_K
from edge_agent.domain.command import Intent, Slots
from edge_agent.domain.entity import Capability, Domain, Entity, EntityState
from edge_agent.home.confirmation import expectation, is_confirmed
from edge_agent.home.settings_plan import (
    plan_locate,
    plan_number,
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
_FULL: Final = 100
_THERMOSTATS: Final = frozenset({Domain.CLIMATE, Domain.WATER_HEATER})
_OPENS: Final = frozenset({Domain.COVER, Domain.VALVE})


def plan_entity(
    intent: Intent, slots: Slots, entity: Entity, state: EntityState
) -> tuple[Action, ...] | None:
    """The changes that a command asks of one entity, whatever state it is in; None: it cannot."""
    planner = _PLANNERS.get(intent)
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
    if action.kind is ActionKind.OPEN and state.get("state") == "stopped":
        return False
    expected = expectation(action)
    return bool(expected) and is_confirmed(expected, state)


_NEEDS_ON: Final = {
    ActionKind.SET_BRIGHTNESS,
    ActionKind.SET_COLOR,
    ActionKind.SET_COLOR_TEMPERATURE,
    ActionKind.SET_PERCENTAGE,
    ActionKind.SET_PRESET,
}

_Wanted = tuple[tuple[ActionKind, str | int | float | None], ...] | None


def _turn_on(_: Slots, entity: Entity, state: EntityState) -> _Wanted:
    if entity.domain in _HAS_NO_SWITCH:
        return None
    if entity.domain in _THERMOSTATS and _is_on(entity, state):
        return ()
    if entity.domain in _ROBOTS:
        return _as_wanted(plan_start(entity))
    if entity.domain is Domain.WATER_HEATER and not _can_be_switched(entity, set(entity.modes)):
        return None
    return ((_SWITCH_ON.get(entity.domain, ActionKind.TURN_ON), None),)


def _turn_off(_: Slots, entity: Entity, __: EntityState) -> _Wanted:
    if entity.domain in _HAS_NO_OFF:
        return None
    if entity.domain in _ROBOTS:
        return _as_wanted(plan_return_home(entity) or plan_stop(entity))
    is_heater = entity.domain is Domain.WATER_HEATER
    if is_heater and not _can_be_switched(entity, {"off"} & set(entity.modes)):
        return None
    return ((_SWITCH_OFF.get(entity.domain, ActionKind.TURN_OFF), None),)


def _toggle(slots: Slots, entity: Entity, state: EntityState) -> _Wanted:
    return (_turn_off if _is_on(entity, state) else _turn_on)(slots, entity, state)


def _is_on(entity: Entity, state: EntityState) -> bool:
    if entity.domain in _THERMOSTATS:
        return state.get("state") not in {None, "off"}
    return state.get("state") in _COUNTS_AS_ON


def _can_be_switched(entity: Entity, modes: set[str]) -> bool:
    return Capability.POWER in entity.capabilities or bool(modes)


def _as_wanted(action: Action | None) -> _Wanted:
    return None if action is None else ((action.kind, action.value),)


def _open(slots: Slots, entity: Entity, _: EntityState) -> _Wanted:
    if entity.domain is Domain.LOCK:
        return ((ActionKind.UNLOCK, None),)
    if slots.position is not None:
        return _set_position(slots, entity, _)
    return ((ActionKind.OPEN, None),) if entity.domain in _OPENS else None


def _close(_: Slots, entity: Entity, __: EntityState) -> _Wanted:
    if entity.domain is Domain.LOCK:
        return ((ActionKind.LOCK, None),)
    return ((ActionKind.CLOSE, None),) if entity.domain in _OPENS else None


def _only(domain: Domain, kind: ActionKind) -> Callable[[Slots, Entity, EntityState], _Wanted]:
    return lambda _, entity, __: ((kind, None),) if entity.domain is domain else None


def _stop(_: Slots, entity: Entity, __: EntityState) -> _Wanted:
    return _as_wanted(plan_stop(entity))


def _set_amount(slots: Slots, entity: Entity, state: EntityState) -> _Wanted:
    """One number in percent means what the device has: brightness, position, speed, humidity."""
    setters = {
        Domain.LIGHT: _set_light,
        Domain.COVER: _set_position,
        Domain.VALVE: _set_position,
        Domain.FAN: _set_speed,
        Domain.CLIMATE: _set_temperature,
        Domain.WATER_HEATER: _set_temperature,
        Domain.HUMIDIFIER: _set_number,
        Domain.NUMBER: _set_number,
    }
    setter = setters.get(entity.domain)
    return setter(slots, entity, state) if setter else None


def _set_number(slots: Slots, entity: Entity, _: EntityState) -> _Wanted:
    percent = _amount(slots)
    return None if percent is None else _as_wanted(plan_number(entity, percent))


def _amount(slots: Slots) -> int | None:
    values = (slots.brightness, slots.position, slots.percentage)
    return next((value for value in values if value is not None), None)


def _set_light(slots: Slots, entity: Entity, state: EntityState) -> _Wanted:
    if (slots.brightness_step or 0) < 0 and state.get("state") == "off":
        return ()
    wanted = [
        part
        for part in (_color_of(slots, entity), _brightness_of(slots, entity, state))
        if part is not None
    ]
    asked = sum(v is not None for v in (slots.color, _amount(slots), slots.brightness_step))
    return tuple(wanted) if asked and len(wanted) == asked else None


def _color_of(slots: Slots, entity: Entity) -> tuple[ActionKind, str | int] | None:
    if slots.color in WHITES_K and Capability.COLOR_TEMPERATURE in entity.capabilities:
        return ActionKind.SET_COLOR_TEMPERATURE, WHITES_K[slots.color]
    if slots.color is None or Capability.COLOR not in entity.capabilities:
        is_white = slots.color == "white" and Capability.COLOR_TEMPERATURE in entity.capabilities
        return (ActionKind.SET_COLOR_TEMPERATURE, WHITES_K["neutral white"]) if is_white else None
    return ActionKind.SET_COLOR, COLORS.get(slots.color, COLORS["white"])


def _brightness_of(
    slots: Slots, entity: Entity, state: EntityState
) -> tuple[ActionKind, int | None] | None:
    percent = _amount(slots)
    if percent is None and slots.brightness_step is not None:
        percent = _stepped(_current_brightness(state), slots.brightness_step)
    if percent is None or Capability.BRIGHTNESS not in entity.capabilities:
        return None
    return (ActionKind.SET_BRIGHTNESS, percent) if percent > 0 else (ActionKind.TURN_OFF, None)


def _current_brightness(state: EntityState) -> float:
    if state.get("state") == "off":
        return 0
    return float(state.get("brightness") or 50)


def _stepped(current: float, step: int) -> int:
    return min(100, max(1, round(current + step)))


def _set_position(slots: Slots, entity: Entity, _: EntityState) -> _Wanted:
    percent = _amount(slots)
    if percent is None or entity.domain not in _OPENS:
        return None
    if Capability.POSITION in entity.capabilities:
        return ((ActionKind.SET_POSITION, percent),)
    ends = {0: ActionKind.CLOSE, 100: ActionKind.OPEN}
    return ((ends[percent], None),) if percent in ends else None


def _set_speed(slots: Slots, entity: Entity, _: EntityState) -> _Wanted:
    percent = _amount(slots)
    if slots.speed is not None:
        count = entity.speed_count or 0
        percent = round(_FULL * slots.speed / count) if 0 < slots.speed <= count else None
    if percent == 0:
        return ((ActionKind.TURN_OFF, None),)
    if percent is None or Capability.PERCENTAGE not in entity.capabilities:
        return None
    return ((ActionKind.SET_PERCENTAGE, percent),)


def _set_temperature(slots: Slots, entity: Entity, state: EntityState) -> _Wanted:
    is_number = entity.domain is Domain.NUMBER
    if Capability.TEMPERATURE not in entity.capabilities and not is_number:
        return None
    if slots.temperature is not None:
        return _as_wanted(plan_number(entity, slots.temperature))
    if is_number:
        return None
    target = state.get("temperature")
    if slots.temperature_step is None or not isinstance(target, int | float):
        return None
    stepped = float(target) + slots.temperature_step
    lowest, highest = entity.temperature_range or (stepped, stepped)
    return ((ActionKind.SET_TEMPERATURE, min(highest, max(lowest, stepped))),)


def _set_value(slots: Slots, entity: Entity, _: EntityState) -> _Wanted:
    return None if slots.value is None else _as_wanted(plan_number(entity, slots.value))


def _set_mode(slots: Slots, entity: Entity, _: EntityState) -> _Wanted:
    return None if slots.mode is None else _as_wanted(plan_word(entity, slots.mode))


def _rove(plan: Callable[[Entity], Action | None]) -> Callable[..., _Wanted]:
    return lambda _, entity, __: _as_wanted(plan(entity))


_PLANNERS: Final[dict[Intent, Callable[[Slots, Entity, EntityState], _Wanted]]] = {
    Intent.TURN_ON: _turn_on,
    Intent.TURN_OFF: _turn_off,
    Intent.TOGGLE: _toggle,
    Intent.ACTIVATE: _turn_on,
    Intent.OPEN: _open,
    Intent.CLOSE: _close,
    Intent.STOP: _stop,
    Intent.LOCK: _only(Domain.LOCK, ActionKind.LOCK),
    Intent.UNLOCK: _only(Domain.LOCK, ActionKind.UNLOCK),
    Intent.LIGHT_SET: _set_amount,
    Intent.SET_POSITION: _set_amount,
    Intent.SET_SPEED: _set_amount,
    Intent.SET_TEMPERATURE: _set_temperature,
    Intent.SET_VALUE: _set_value,
    Intent.SET_MODE: _set_mode,
    Intent.PRESS: _only(Domain.BUTTON, ActionKind.PRESS),
    Intent.VACUUM_START: _rove(plan_start),
    Intent.VACUUM_CLEAN_AREA: _rove(plan_start),
    Intent.VACUUM_RETURN: _rove(plan_return_home),
    Intent.MOWER_START: _rove(plan_start),
    Intent.MOWER_RETURN: _rove(plan_return_home),
    Intent.PAUSE: _rove(plan_pause),
    Intent.LOCATE: _rove(plan_locate),
}
