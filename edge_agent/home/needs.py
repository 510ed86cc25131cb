"""From what somebody lacks to what the room has against it: "i'm freezing", "it's too dark"."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

import yaml

from edge_agent.domain.action import Action, ActionKind
from edge_agent.domain.color import WHITES_K
from edge_agent.domain.command import WHOLE_HOUSE, Command, Intent
from edge_agent.domain.entity import Capability, Entity, EntityState, Home
from edge_agent.domain.resolution import Plan

_WARMER: Final = 2.0
"""Degrees."""
_BRIGHTER: Final = 40
_BRIGHT: Final = 80
_SOFT: Final = 35
"""Percent."""
_HEATING: Final = ("heat", "heat_cool", "auto")
_COOLING: Final = ("cool", "heat_cool", "auto")

Actions = tuple[Action, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One thing that may help."""

    domain: str
    do: str
    """Key of `_HELPS`."""
    device_class: str | None = None
    words: tuple[str, ...] = ()
    """One of these is in the name; empty: any name."""
    anywhere: bool = False
    """It also helps from another room."""

    def fits(self, entity: Entity) -> bool:
        """Whether an entity is meant."""
        said = {word for name in entity.names for word in name.casefold().split()}
        is_named = not self.words or not said.isdisjoint(self.words)
        is_class = self.device_class in {None, entity.device_class}
        return entity.domain == self.domain and is_class and is_named


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What helps, in the order in which it is tried."""

    options: tuple[Option, ...]
    takes_all: bool = False
    """Every option helps, not only the first that there is."""


def plan_need(command: Command, home: Home, area: str | None) -> Plan | None:
    """What to do about a need; None where nothing in this room, or anywhere, helps.

    Args:
        command: with an intent that is a need.
        home: the entities and their states now.
        area: the room where the speaker stands, if known; a room in the command goes before it.
    """
    need = needs()[command.intent]
    slots = command.slots
    room = None if slots.floor == WHOLE_HOUSE else slots.area or area
    actions: list[Action] = []
    for option in need.options:
        is_wide = need.takes_all and option.anywhere
        found = _tried(option, home, None if is_wide else room)
        actions += found
        if found and not need.takes_all:
            break
    if not actions:
        return None
    targets = tuple(dict.fromkeys(action.entity for action in actions))
    return Plan(command=command, targets=targets, actions=tuple(actions))


def _tried(option: Option, home: Home, room: str | None) -> list[Action]:
    fitting = [e for e in home.entities if option.fits(e) and home.state_of(e).is_available]
    here = [e for e in fitting if room is not None and (e.area or "").casefold() == room.casefold()]
    rooms = {entity.area for entity in fitting}
    is_clear = option.anywhere or (room is None and len(rooms) == 1)
    chosen = here or (fitting if is_clear else [])
    return [act for entity in chosen for act in _HELPS[option.do](entity, home.state_of(entity))]


@lru_cache(maxsize=1)
def needs() -> Mapping[Intent, Need]:
    """The table that comes with the program."""
    text = (files("edge_agent.home") / "needs.yaml").read_text(encoding="utf-8")
    source: dict[str, Any] = yaml.safe_load(text)
    return {Intent(key): _need(value) for key, value in source.items()}


def _need(source: Mapping[str, Any]) -> Need:
    options = (
        Option(**{**option, "words": tuple(option.get("words", ()))})
        for option in source["options"]
    )
    return Need(options=tuple(options), takes_all=source.get("take") == "all")


def _simply(kind: ActionKind) -> Callable[[Entity, EntityState], Actions]:
    return lambda entity, _: (Action(entity=entity, kind=kind),)


def _tempered(entity: Entity, state: EntityState, step: float, modes: Sequence[str]) -> Actions:
    """Into a mode that helps, if it is in none, and the target so many degrees further."""
    mode = state.get("state")
    found = []
    wanted = next((word for word in modes if word in entity.modes), None)
    if mode not in modes and wanted is not None:
        found.append(Action(entity=entity, kind=ActionKind.SET_MODE, value=wanted))
    is_able = mode in modes or wanted is not None or not entity.modes or step < 0
    target = state.get("temperature")
    if (
        is_able
        and isinstance(target, int | float)
        and Capability.TEMPERATURE in entity.capabilities
    ):
        lowest, highest = entity.temperature_range or (target + step, target + step)
        value = min(highest, max(lowest, target + step))
        found.append(Action(entity=entity, kind=ActionKind.SET_TEMPERATURE, value=value))
    return tuple(found)


def _warmer(entity: Entity, state: EntityState) -> Actions:
    return _tempered(entity, state, _WARMER, _HEATING)


def _cooler(entity: Entity, state: EntityState) -> Actions:
    return _tempered(entity, state, -_WARMER, _COOLING)


def _brighter(entity: Entity, state: EntityState) -> Actions:
    is_on = state.get("state") == "on"
    if Capability.BRIGHTNESS not in entity.capabilities:
        return () if is_on else (Action(entity=entity, kind=ActionKind.TURN_ON),)
    now = state.get("brightness") if is_on else None
    percent = min(100, round(float(now)) + _BRIGHTER) if now is not None else _BRIGHT
    return (Action(entity=entity, kind=ActionKind.SET_BRIGHTNESS, value=percent),)


def _dimmer(entity: Entity, state: EntityState) -> Actions:
    if state.get("state") == "off":
        return ()
    now = state.get("brightness")
    if Capability.BRIGHTNESS not in entity.capabilities or now is None:
        return (Action(entity=entity, kind=ActionKind.TURN_OFF),)
    percent = max(1, round(float(now) / 2))
    return (Action(entity=entity, kind=ActionKind.SET_BRIGHTNESS, value=percent),)


def _soft(entity: Entity, _: EntityState) -> Actions:
    if Capability.BRIGHTNESS not in entity.capabilities:
        return ()
    found = [Action(entity=entity, kind=ActionKind.SET_BRIGHTNESS, value=_SOFT)]
    if Capability.COLOR_TEMPERATURE in entity.capabilities:
        warm = WHITES_K["warm white"]
        found.append(Action(entity=entity, kind=ActionKind.SET_COLOR_TEMPERATURE, value=warm))
    return tuple(found)


_HELPS: Final[Mapping[str, Callable[[Entity, EntityState], Actions]]] = {
    "turn_on": _simply(ActionKind.TURN_ON),
    "turn_off": _simply(ActionKind.TURN_OFF),
    "open": _simply(ActionKind.OPEN),
    "close": _simply(ActionKind.CLOSE),
    "start": _simply(ActionKind.START),
    "press": _simply(ActionKind.PRESS),
    "warmer": _warmer,
    "cooler": _cooler,
    "brighter": _brighter,
    "dimmer": _dimmer,
    "soft": _soft,
}
