"""What words mean after what was said before: "it", "the bedroom too", "a bit more"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from edge_agent.domain.command import Command, Intent, Slots
from edge_agent.domain.entity import Domain, Entity, EntityState
from edge_agent.home.selection import SUITABLE

_KEEP_TEMPERATURE: Final = frozenset({Domain.CLIMATE, Domain.WATER_HEATER})

_TOO_MUCH: Final = frozenset({Intent.TOO_HOT, Intent.TOO_BRIGHT})
"""Needs of which "a bit more" means still less."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """One command of the last turn, and what it was about."""

    command: Command
    targets: tuple[Entity, ...]
    before: Mapping[str, EntityState]
    """By entity id: the states before it was carried out."""


Memory = Sequence[Episode]
"""The last turn's commands; empty where nothing is remembered."""


def is_lost(command: Command, memory: Memory) -> bool:
    """Whether a command makes no sense because nothing that it could mean was spoken of."""
    if command.intent in {Intent.FOLLOW_UP, Intent.UNDO}:
        return not memory
    is_bound = command.intent.needs_target or command.intent is Intent.PAUSE
    return command.refers_back and is_bound and not meant(command, memory)


def meant(command: Command, memory: Memory) -> tuple[Entity, ...]:
    """What "it" is: all that was spoken of and that can be meant; the last thing first."""
    domains = SUITABLE.get(command.intent, frozenset(Domain))
    if _is_amount(command.slots):
        domains |= {Domain.LIGHT, Domain.COVER, Domain.FAN, Domain.HUMIDIFIER} | _KEEP_TEMPERATURE
    found = [e for episode in reversed(memory) for e in episode.targets if e.domain in domains]
    return tuple(dict.fromkeys(found))


def followed(command: Command, memory: Memory) -> Command:
    """The last command again with what this one changes of it: a place, a thing or a value."""
    last = memory[-1].command
    slots, new = last.slots, command.slots
    if new.name or new.domain:
        slots = replace(slots, name=new.name, domain=new.domain, device_class=new.device_class)
    if new.area or new.floor:
        slots = slots if new.name else _unnamed(slots, memory[-1])
        slots = replace(slots, area=new.area, floor=new.floor)
    is_changed = new.color or new.brightness is not None or new.brightness_step is not None
    if not is_changed:
        return replace(command, intent=last.intent, slots=slots, left_out=())
    return _changed(command, memory)


def fitted(command: Command, targets: Sequence[Entity]) -> Command:
    """A number without a unit is degrees to what keeps a temperature."""
    slots = command.slots
    keeps = targets and all(entity.domain in _KEEP_TEMPERATURE for entity in targets)
    if not keeps or slots.brightness is None:
        return command
    as_degrees = replace(slots, brightness=None, temperature=float(slots.brightness))
    return replace(command, intent=Intent.SET_TEMPERATURE, slots=as_degrees)


def _unnamed(slots: Slots, last: Episode) -> Slots:
    """In another place it is not the same thing, but such a thing."""
    if slots.name is None:
        return slots
    domains = {entity.domain for entity in last.targets}
    domain = str(next(iter(domains))) if len(domains) == 1 else slots.domain
    return replace(slots, name=None, domain=domain)


def _changed(command: Command, memory: Memory) -> Command:
    """A new value for what was spoken of last; "a bit more" goes on in the last direction."""
    last, new = memory[-1].command.slots, command.slots
    targets = memory[-1].targets
    refers = replace(command, refers_back=True, left_out=())
    if new.color:
        return replace(refers, intent=Intent.LIGHT_SET, slots=Slots(color=new.color))
    if new.brightness is not None:
        return replace(refers, intent=Intent.LIGHT_SET, slots=Slots(brightness=new.brightness))
    steps = (last.brightness_step, last.temperature_step)
    is_too_much = memory[-1].command.intent in _TOO_MUCH
    backwards = is_too_much or any(step is not None and step < 0 for step in steps)
    sign = -1 if backwards else 1
    if any(entity.domain in _KEEP_TEMPERATURE for entity in targets):
        step = sign * (new.temperature_step or 0)
        return replace(refers, intent=Intent.SET_TEMPERATURE, slots=Slots(temperature_step=step))
    percent = sign * (new.brightness_step or 0)
    return replace(refers, intent=Intent.LIGHT_SET, slots=Slots(brightness_step=percent))


def _is_amount(slots: Slots) -> bool:
    return slots.brightness is not None or slots.position is not None
