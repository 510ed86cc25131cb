"""How bright, how far, how fast, how warm, how much: what a command asks of one entity."""

from typing import Final

from edge_agent.domain.action import Action, ActionKind
from edge_agent.domain.color import hex_of, kelvin_of
from edge_agent.domain.entity import Capability, Domain, Entity, EntityState
from edge_agent.domain.slots import Slots
from edge_agent.home.settings_plan import plan_number

Wanted = tuple[tuple[ActionKind, str | int | float | None], ...] | None
"""Kinds of action with their values; None where the entity cannot do it."""

OPENS: Final = frozenset({Domain.COVER, Domain.VALVE})
_FULL: Final = 100
_USUAL_BRIGHTNESS: Final = 50
"""Percent, of a light that has not said how bright it is."""
_USUAL_KELVIN: Final = 4000
"""Of a light that has not said how white it is."""
_WARMEST_K: Final = 2000
_COLDEST_K: Final = 6500
_FEW_SPEEDS: Final = 10
"""A fan with no more of them goes from one to the next."""
_FAHRENHEIT: Final = "°F"
_CELSIUS: Final = "°C"


def as_wanted(action: Action | None) -> Wanted:
    """One action, where there is one."""
    return None if action is None else ((action.kind, action.value),)


def set_amount(slots: Slots, entity: Entity, state: EntityState) -> Wanted:
    """One number in percent means what the device has: brightness, position, speed, humidity."""
    setters = {
        Domain.LIGHT: _set_light,
        Domain.COVER: set_position,
        Domain.VALVE: set_position,
        Domain.FAN: _set_speed,
        Domain.CLIMATE: set_temperature,
        Domain.WATER_HEATER: set_temperature,
        Domain.HUMIDIFIER: _set_number,
        Domain.NUMBER: _set_number,
    }
    setter = setters.get(entity.domain)
    return setter(slots, entity, state) if setter else None


def _set_number(slots: Slots, entity: Entity, state: EntityState) -> Wanted:
    value = slots.value if slots.value is not None else _amount(slots)
    if value is not None:
        return as_wanted(plan_number(entity, value))
    attribute = "humidity" if entity.domain is Domain.HUMIDIFIER else "state"
    present = state.get(attribute)
    if isinstance(present, bool | str) or present is None or entity.value_range is None:
        return None
    lowest, highest = entity.value_range
    counts_percent = entity.unit == "%" or entity.domain is Domain.HUMIDIFIER
    value = _moved(slots, float(present), 1.0 if counts_percent else (highest - lowest) / _FULL)
    return (
        None if value is None else as_wanted(plan_number(entity, _within(value, lowest, highest)))
    )


def _amount(slots: Slots) -> int | None:
    values = (slots.brightness, slots.position, slots.percentage)
    return next((value for value in values if value is not None), None)


def _step(slots: Slots) -> int | None:
    return slots.percentage_step if slots.brightness_step is None else slots.brightness_step


def _moved(slots: Slots, present: float, unit: float = 1.0) -> float | None:
    """The present value moved by a step, or multiplied; None where neither was said."""
    if slots.factor is not None:
        return present * slots.factor
    step = _step(slots)
    return None if step is None else present + step * unit


def _within(value: float, lowest: float, highest: float) -> float:
    return min(highest, max(lowest, value))


def _set_light(slots: Slots, entity: Entity, state: EntityState) -> Wanted:
    is_less = (_step(slots) or 0) < 0 or slots.factor is not None
    if is_less and state.get("state") == "off":
        return ()
    wanted = [
        part
        for part in (_color_of(slots, entity, state), _brightness_of(slots, entity, state))
        if part is not None
    ]
    colors = (slots.color, slots.color_temperature, slots.color_temperature_step)
    asked = sum(v is not None for v in (*colors, _amount(slots), _step(slots), slots.factor))
    return tuple(wanted) if asked and len(wanted) == asked else None


def _color_of(
    slots: Slots, entity: Entity, state: EntityState
) -> tuple[ActionKind, str | int] | None:
    has_white = Capability.COLOR_TEMPERATURE in entity.capabilities
    kelvin = _kelvin_of(slots, state)
    if has_white and kelvin is not None:
        return ActionKind.SET_COLOR_TEMPERATURE, kelvin
    if slots.color is None or Capability.COLOR not in entity.capabilities:
        is_white = slots.color == "white" and has_white
        return (ActionKind.SET_COLOR_TEMPERATURE, _USUAL_KELVIN) if is_white else None
    return ActionKind.SET_COLOR, hex_of(slots.color)


def _kelvin_of(slots: Slots, state: EntityState) -> int | None:
    if slots.color_temperature_step is None:
        named = kelvin_of(slots.color)
        return slots.color_temperature if named is None else named
    present = float(state.get("color_temperature") or _USUAL_KELVIN)
    return round(_within(present + slots.color_temperature_step, _WARMEST_K, _COLDEST_K))


def _brightness_of(
    slots: Slots, entity: Entity, state: EntityState
) -> tuple[ActionKind, int | None] | None:
    percent = _amount(slots)
    if percent is None:
        moved = _moved(slots, _current_brightness(state))
        percent = None if moved is None else round(_within(moved, 1, _FULL))
    if percent is None or Capability.BRIGHTNESS not in entity.capabilities:
        return None
    return (ActionKind.SET_BRIGHTNESS, percent) if percent > 0 else (ActionKind.TURN_OFF, None)


def _current_brightness(state: EntityState) -> float:
    if state.get("state") == "off":
        return 0
    return float(state.get("brightness") or _USUAL_BRIGHTNESS)


def set_position(slots: Slots, entity: Entity, state: EntityState) -> Wanted:
    """How far something is open."""
    if entity.domain not in OPENS:
        return None
    percent = _amount(slots)
    if percent is None:
        moved = _moved(slots, _current_position(state))
        percent = None if moved is None else round(_within(moved, 0, _FULL))
    if percent is None:
        return None
    if Capability.POSITION in entity.capabilities:
        return ((ActionKind.SET_POSITION, percent),)
    ends = {0: ActionKind.CLOSE, _FULL: ActionKind.OPEN}
    return ((ends[percent], None),) if percent in ends else None


def set_tilt(slots: Slots, entity: Entity, state: EntityState) -> Wanted:
    """How far the slats of a cover are open."""
    if Capability.TILT not in entity.capabilities:
        return None
    percent = _amount(slots)
    if percent is None:
        present = state.get("tilt")
        is_known = isinstance(present, int | float)
        moved = _moved(slots, float(present or 0)) if is_known else None
        percent = None if moved is None else round(_within(moved, 0, _FULL))
    if percent is None:
        return None
    ends = {0: ActionKind.CLOSE_TILT, _FULL: ActionKind.OPEN_TILT}
    return ((ends[percent], None),) if percent in ends else ((ActionKind.SET_TILT, percent),)


def _current_position(state: EntityState) -> float:
    position = state.get("position")
    if isinstance(position, int | float):
        return float(position)
    return _FULL if state.get("state") in {"open", "opening"} else 0


def _set_speed(slots: Slots, entity: Entity, state: EntityState) -> Wanted:
    percent = _amount(slots)
    count = entity.speed_count or 0
    if slots.speed is not None:
        percent = round(_FULL * slots.speed / count) if 0 < slots.speed <= count else None
    elif percent is None:
        percent = _moved_speed(slots, state, count)
    if percent == 0:
        return ((ActionKind.TURN_OFF, None),)
    if percent is None or Capability.PERCENTAGE not in entity.capabilities:
        return None
    return ((ActionKind.SET_PERCENTAGE, percent),)


def _moved_speed(slots: Slots, state: EntityState, count: int) -> int | None:
    """The next speed of a fan that has few, else so many points more or less; never off."""
    is_off = state.get("state") == "off"
    present = 0.0 if is_off else float(state.get("percentage") or 0)
    if slots.factor is not None:
        return None if is_off else round(_within(present * slots.factor, 1, _FULL))
    step = _step(slots)
    if step is None:
        return None
    one = _FULL / count if 0 < count <= _FEW_SPEEDS else 0
    size = max(abs(step), one) if one else abs(step)
    moved = present + (size if step > 0 else -size)
    return round(_within(moved, one or 1, _FULL))


def set_temperature(slots: Slots, entity: Entity, state: EntityState) -> Wanted:
    """How warm it is to be, in the unit of the entity; as warm as can be for 100 %."""
    if Capability.TEMPERATURE not in entity.capabilities and entity.domain is not Domain.NUMBER:
        return None
    if slots.temperature is not None:
        return as_wanted(plan_number(entity, _in_unit_of(entity, slots)))
    if entity.domain is Domain.NUMBER:
        return None
    target = state.get("temperature")
    if slots.percentage is not None and entity.temperature_range is not None:
        lowest, highest = entity.temperature_range
        end = highest if slots.percentage == _FULL else lowest if slots.percentage <= 1 else None
        return None if end is None else ((ActionKind.SET_TEMPERATURE, end),)
    if slots.temperature_step is None or not isinstance(target, int | float):
        return None
    stepped = float(target) + slots.temperature_step * _scale(entity, slots)
    lowest, highest = entity.temperature_range or (stepped, stepped)
    return ((ActionKind.SET_TEMPERATURE, _within(stepped, lowest, highest)),)


def _in_unit_of(entity: Entity, slots: Slots) -> float:
    """The degrees that were said, in the entity's unit, to a tenth."""
    degrees = slots.temperature or 0.0
    if slots.temperature_unit in {None, entity.unit or _CELSIUS}:
        return degrees
    is_to_celsius = slots.temperature_unit == _FAHRENHEIT
    return round((degrees - 32) / 1.8 if is_to_celsius else degrees * 1.8 + 32, 1)


def _scale(entity: Entity, slots: Slots) -> float:
    """Degrees of the entity in one degree as it was said."""
    if slots.temperature_unit in {None, entity.unit or _CELSIUS}:
        return 1.0
    return 1 / 1.8 if slots.temperature_unit == _FAHRENHEIT else 1.8
