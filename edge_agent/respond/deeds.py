"""Changes to devices in words: "turn on the lamp", "turned on the lamp", "on"."""

from collections.abc import Callable, Sequence

from edge_agent.domain.action import Action, ActionKind
from edge_agent.domain.color import WHITES_K, color_name
from edge_agent.domain.entity import Domain, Entity, StateValue
from edge_agent.respond.naming import listed, names
from edge_agent.respond.state_words import spoken_unit, spoken_value
from edge_agent.respond.wording import Deed, Wording
from edge_agent.respond.words import filled

Change = tuple[ActionKind, StateValue | None]
Changes = tuple[Change, ...]
Tense = Callable[[Deed], str | None]
"""Picks the form of a verb."""


def done(actions: Sequence[Action], wording: Wording) -> str:
    """What was done, behind "I": "turned on the lamp and set the fan to 40 percent"."""
    return _told(actions, lambda deed: deed.done, wording)


def doing(actions: Sequence[Action], wording: Wording) -> str | None:
    """What is being done; None unless all of it takes its time."""
    deeds = [wording.deeds[action.kind] for action in actions]
    if any(deed.doing is None for deed in deeds):
        return None
    return _told(actions, lambda deed: deed.doing, wording)


def to_do(actions: Sequence[Action], wording: Wording) -> str:
    """What is to be done: "unlock the front door"."""
    return _told(actions, lambda deed: deed.do, wording)


def state_led_to(actions: Sequence[Action], wording: Wording) -> str | None:
    """The state that the actions lead to; None where they lead to several, or to none."""
    changes = set(_grouped(actions))
    if len(changes) != 1:
        return None
    states = []
    for change in changes.pop():
        text = wording.deeds[change[0]].leads_to
        if text is None:
            return None
        states.append(_with_value(text, change, [a.entity for a in actions], wording))
    return listed(states, wording.grammar.and_)


def _grouped(actions: Sequence[Action]) -> dict[Changes, list[Entity]]:
    """The devices by what is done to them."""
    by_entity: dict[Entity, list[Change]] = {}
    for action in actions:
        by_entity.setdefault(action.entity, []).append((action.kind, action.value))
    groups: dict[Changes, list[Entity]] = {}
    for entity, changes in by_entity.items():
        groups.setdefault(tuple(changes), []).append(entity)
    return groups


def _told(actions: Sequence[Action], tense: Tense, wording: Wording) -> str:
    phrases = [
        _phrase(changes, entities, tense, wording)
        for changes, entities in _grouped(actions).items()
    ]
    return listed(phrases, wording.grammar.and_)


def _phrase(changes: Changes, entities: Sequence[Entity], tense: Tense, wording: Wording) -> str:
    """All that is done to devices that do the same; what they are set to comes last."""
    what = _what(entities, wording)
    verbs: list[str] = []
    values: list[str] = []
    for change in changes:
        deed = wording.deeds[change[0]]
        verb = tense(deed)
        if verb is not None:
            verbs.append(_with_value(verb, change, entities, wording, what=what))
        elif deed.value is not None:
            values.append(_with_value(deed.value, change, entities, wording))
    if values:
        set_to = tense(wording.set) or ""
        verbs.append(filled(set_to, what=what, values=listed(values, wording.grammar.and_)))
    return f" {wording.grammar.and_} ".join(verbs)


def _what(entities: Sequence[Entity], wording: Wording) -> str:
    """Many devices by their kinds: "four lights and the Tower Fan"."""
    domains: dict[Domain, list[Entity]] = {}
    for entity in entities:
        domains.setdefault(entity.domain, []).append(entity)
    parts = [names(of_kind, wording) for of_kind in domains.values()]
    return listed(parts, wording.grammar.and_)


def _with_value(
    text: str, change: Change, entities: Sequence[Entity], wording: Wording, *, what: str = ""
) -> str:
    """The text with the value in words, in the unit that all the devices have."""
    kind, value = change
    units = {entity.unit for entity in entities}
    unit = spoken_unit(units.pop(), wording) if len(units) == 1 else ""
    shown = _shown(kind, value, wording)
    return filled(text, what=what, value=shown, unit=f" {unit}" if unit else "")


def _shown(kind: ActionKind, value: StateValue | None, wording: Wording) -> str:
    if isinstance(value, str) and value.startswith("#"):
        return color_name(value)
    if kind is ActionKind.SET_COLOR_TEMPERATURE and isinstance(value, int | float):
        return min(WHITES_K, key=lambda name: abs(WHITES_K[name] - value))
    return spoken_value(value, wording)
