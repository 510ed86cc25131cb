"""What is said after something was done about a need: why, where that was measured, and what."""

from collections.abc import Callable, Sequence
from typing import Final

from edge_agent.domain.action import Action, ActionKind
from edge_agent.domain.color import COLORS, WHITES_K
from edge_agent.domain.entity import Domain, Entity, StateValue
from edge_agent.domain.resolution import Finding, Plan
from edge_agent.respond.state_words import degrees, spoken_value

Names = Callable[[Sequence[Entity]], str]
"""How several devices are called: "the Reading Lamp and the Blinds"."""
_Change = tuple[ActionKind, str | int | float | None]

_VERBS: Final = {
    ActionKind.TURN_ON: "turned on {what}",
    ActionKind.TURN_OFF: "turned off {what}",
    ActionKind.OPEN: "opened {what}",
    ActionKind.CLOSE: "closed {what}",
    ActionKind.ACTIVATE: "activated {what}",
    ActionKind.PRESS: "pressed {what}",
    ActionKind.START: "started {what}",
    ActionKind.RETURN_HOME: "sent {what} home",
    ActionKind.STOP: "stopped {what}",
    ActionKind.PAUSE: "paused {what}",
    ActionKind.LOCK: "locked {what}",
}
_PERCENT: Final = frozenset(
    {ActionKind.SET_BRIGHTNESS, ActionKind.SET_POSITION, ActionKind.SET_PERCENTAGE}
    | {ActionKind.SET_HUMIDITY}
)
_FEW: Final = 3
_REASONS: Final = {
    "temperature": "it is {value} {place}",
    "humidity": "the humidity is {value} % {place}",
    "carbon_dioxide": "the air has {value} parts per million of CO2 {place}",
    "illuminance": "it is {value} lux {place}",
}
_COLORS: Final[dict[str, str | int]] = {**COLORS, **WHITES_K}


def told(plan: Plan, names: Names) -> str:
    """One sentence, such as "It is 18 degrees here, so I turned on the Heater."."""
    groups: dict[tuple[_Change, ...], list[Entity]] = {}
    for entity in dict.fromkeys(action.entity for action in plan.actions):
        groups.setdefault(_changes(entity, plan.actions), []).append(entity)
    phrases = [_phrase(changes, _what(some, names)) for changes, some in groups.items()]
    done = f"I {_joined(phrases)}"
    if plan.because is None or plan.because.value is None:
        return f"{done}."
    reason = _reason(plan.because, plan.because.value, plan.command.slots.area)
    return f"{reason[:1].upper()}{reason[1:]}, so {done}."


def _changes(entity: Entity, actions: Sequence[Action]) -> tuple[_Change, ...]:
    return tuple((action.kind, action.value) for action in actions if action.entity == entity)


def _what(entities: Sequence[Entity], names: Names) -> str:
    """Many devices by their kinds: "4 lights and the Tower Fan"."""
    if len(entities) <= _FEW:
        return names(entities)
    domains = dict.fromkeys(entity.domain for entity in entities)
    return _joined([names([e for e in entities if e.domain is domain]) for domain in domains])


def _joined(parts: Sequence[str]) -> str:
    """With a comma before the last "and" where a part has one of its own."""
    if len(parts) == 1:
        return parts[0]
    is_nested = any(" and " in part for part in parts)
    return f"{', '.join(parts[:-1])}{',' if is_nested else ''} and {parts[-1]}"


def _phrase(changes: Sequence[_Change], what: str) -> str:
    """All that was done to devices that did the same."""
    verbs = [_VERBS[kind].format(what=what) for kind, _ in changes if kind in _VERBS]
    values = [_value(kind, value) for kind, value in changes if kind not in _VERBS]
    settings = [f"set {what} to {' and '.join(values)}"] if values else []
    return " and ".join((*verbs, *settings))


def _value(kind: ActionKind, value: StateValue | None) -> str:
    if kind is ActionKind.SET_TEMPERATURE and value is not None:
        return degrees(value)
    if kind in _PERCENT:
        return f"{value} %"
    if kind in {ActionKind.SET_COLOR, ActionKind.SET_COLOR_TEMPERATURE}:
        return next((name for name, of in _COLORS.items() if of == value), "another colour")
    return spoken_value(value)


def _reason(finding: Finding, value: StateValue, area: str | None) -> str:
    entity = finding.entity
    is_own = entity.domain is not Domain.SENSOR
    measure = finding.attribute.removeprefix("current_") if is_own else entity.device_class
    phrase = _REASONS.get(measure or "", "it is {value} {place}")
    place = f"in the {area}" if area else "here"
    figure = degrees(value) if measure == "temperature" else spoken_value(value)
    return phrase.format(value=figure, place=place)
