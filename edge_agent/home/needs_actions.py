"""What one device does for an option of the table of needs."""

from collections.abc import Iterator
from typing import Final

from edge_agent.config.needs import DeviceKind, NeedOption, Values, as_words
from edge_agent.domain.action import Action
from edge_agent.domain.color import WHITES_K
from edge_agent.domain.entity import Capability, Domain, Entity, EntityState
from edge_agent.domain.intent import Intent
from edge_agent.domain.slots import Slots
from edge_agent.home.places import words_of_name
from edge_agent.home.planning import is_out_of_range, plan_entity

_GO_BY_CLASS: Final = frozenset({Domain.COVER, Domain.HUMIDIFIER})
"""Whose device class says what they are; the blind of a window is called after the window."""
_AMOUNTS: Final = {
    Domain.LIGHT: "brightness",
    Domain.FAN: "percentage",
    Domain.COVER: "position",
    Domain.VALVE: "position",
    Domain.HUMIDIFIER: "humidity",
}
"""The attribute that counts in percent."""
_USUAL_PERCENT: Final = 50
_FAHRENHEIT: Final = "°F"


def is_of_kind(entity: Entity, kind: DeviceKind) -> bool:
    """Whether a device is of a kind, by its domain, device class, names and what it can."""
    if entity.domain is not kind.domain:
        return False
    wanted, unwanted, able = (as_words(w) for w in (kind.kind, kind.not_kind, kind.can))
    if wanted and not any(_is_called(entity, word) for word in wanted):
        return False
    if any(_is_called(entity, word) for word in unwanted):
        return False
    abilities = {word.casefold() for word in (*entity.all_modes, *entity.capabilities)}
    return not able or not abilities.isdisjoint(able)


def _is_called(entity: Entity, kind: str) -> bool:
    if entity.device_class == kind:
        return True
    has_telling_class = entity.domain in _GO_BY_CLASS and entity.device_class
    return not has_telling_class and words_of_name(entity) >= set(kind.split())


def needed_actions(
    option: NeedOption, entity: Entity, state: EntityState, *, is_half: bool
) -> tuple[Action, ...]:
    """What a device is to do for an option, whatever state it is in; empty where it cannot.

    Args:
        option: of the table of needs.
        entity: a device of the kind that the option names.
        state: in which it is.
        is_half: whether steps are half as large.
    """
    share = 0.5 if is_half else 1.0
    values = option.values or Values()
    asked = tuple(_asked(values, entity, state, share))
    planned = (plan_entity(intent, slots, entity, state) for intent, slots in asked)
    actions = tuple(a for plan in planned for a in plan or () if not is_out_of_range(a))
    if actions or option.do is None:
        return actions
    return plan_entity(Intent(option.do), Slots(), entity, state) or ()


def _asked(
    values: Values, entity: Entity, state: EntityState, share: float
) -> Iterator[tuple[Intent, Slots]]:
    """The values as commands, each by itself, as a device may take one and not the other."""
    has_mode = next((word for word in as_words(values.mode) if _has_mode(entity, word)), None)
    if has_mode is not None:
        yield Intent.SET_MODE, Slots(mode=has_mode)
    target = _target(values, entity, state, share)
    if target is not None:
        yield Intent.SET_TEMPERATURE, Slots(temperature=target)
    percent = _percent(values, entity, state, share)
    if percent is not None:
        yield Intent.LIGHT_SET, Slots(brightness=percent)
    is_white = values.color in WHITES_K
    if values.color and (not is_white or Capability.COLOR_TEMPERATURE in entity.capabilities):
        yield Intent.LIGHT_SET, Slots(color=values.color)


def _has_mode(entity: Entity, word: str) -> bool:
    return plan_entity(Intent.SET_MODE, Slots(mode=word), entity, EntityState()) is not None


def _target(values: Values, entity: Entity, state: EntityState, share: float) -> float | None:
    """The target temperature, in the device's unit.

    A step starts where it is felt: from what is measured where that lies beyond the old target,
    which a device that is only now set to work may have kept from long ago.
    """
    if values.temperature is not None:
        return values.temperature
    if values.temperature_step is None:
        return None
    known = {name: _number(state.get(name)) for name in ("temperature", "current_temperature")}
    figures = [figure for figure in known.values() if figure is not None]
    if not figures:
        return None
    farthest = max(figures) if values.temperature_step > 0 else min(figures)
    base = known["current_temperature"] if values.mode is not None else None
    return _settled(farthest if base is None else base, values.temperature_step * share, entity)


def _settled(base: float, step: float, entity: Entity) -> float:
    """A target in halves of a degree, or whole degrees Fahrenheit, that the device goes to."""
    is_fahrenheit = entity.unit == _FAHRENHEIT
    wanted = round(base + 2 * step) if is_fahrenheit else round(2 * (base + step)) / 2
    lowest, highest = entity.temperature_range or (wanted, wanted)
    return float(min(highest, max(lowest, wanted)))


def _percent(values: Values, entity: Entity, state: EntityState, share: float) -> int | None:
    if values.percent is not None:
        return values.percent
    attribute = _AMOUNTS.get(entity.domain)
    if attribute is None or (values.percent_step is None and values.percent_times is None):
        return None
    current = _number(state.get(attribute))
    if state.get("state") == "off" and entity.domain is not Domain.HUMIDIFIER:
        current = 0
    amount = _USUAL_PERCENT if current is None else current
    changed = amount * (values.percent_times or 1) + share * (values.percent_step or 0)
    lowest, highest = entity.value_range or (1, 100)
    return round(min(highest, max(lowest, changed)))


def _number(value: object) -> float | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number and isinstance(value, int | float) else None
