"""What words mean after what was said before: "it", "the bedroom too", "a bit more"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from edge_agent.domain.command import Command
from edge_agent.domain.entity import Domain, Entity, EntityState
from edge_agent.domain.intent import Intent
from edge_agent.domain.slots import EXTREMES, Slots
from edge_agent.home.selection import SUITABLE

_KEEP_TEMPERATURE: Final = frozenset({Domain.CLIMATE, Domain.WATER_HEATER})

_VOLUMES: Final = frozenset({Intent.SET_VOLUME, Intent.CHANGE_VOLUME})
_MOST_STEPS: Final = 9
"""Larger numbers are percent, also for a fan with more speeds."""
_TOO_MUCH: Final = frozenset({Intent.TOO_HOT, Intent.TOO_BRIGHT})
"""Needs of which "a bit more" means still less."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """One command of the last turn, and what it was about."""

    command: Command
    targets: tuple[Entity, ...]
    before: Mapping[str, EntityState]
    """By entity id: the states before it was carried out."""
    candidates: tuple[Entity, ...] = ()
    """What else it might have been about, where that was asked."""


Memory = Sequence[Episode]
"""The last turn's commands; empty where nothing is remembered."""


def is_lost(command: Command, memory: Memory) -> bool:
    """Whether a command makes no sense because nothing that it could mean was spoken of."""
    which = command.slots.which if command.slots.which not in EXTREMES else None
    if command.intent in {Intent.FOLLOW_UP, Intent.UNDO, Intent.CORRECT} or which:
        return not memory
    is_bound = command.intent.needs_target or command.intent is Intent.PAUSE
    return command.refers_back and is_bound and not meant(command, memory)


def meant(command: Command, memory: Memory) -> tuple[Entity, ...]:
    """What "it" is: all that was spoken of and that can be meant; the last thing first."""
    domains = SUITABLE.get(command.intent, frozenset(Domain))
    if command.intent is Intent.VACUUM_RETURN:
        domains |= {Domain.LAWN_MOWER}  # "call it back" does not tell which of the two it is
    if _is_amount(command.slots):
        domains |= {Domain.LIGHT, Domain.COVER, Domain.FAN, Domain.HUMIDIFIER} | _KEEP_TEMPERATURE
        domains |= {Domain.MEDIA_PLAYER}
    if command.slots.brightness_step is not None:
        domains |= {Domain.MEDIA_PLAYER}
    found = [e for episode in reversed(memory) for e in episode.targets if e.domain in domains]
    return tuple(dict.fromkeys(found))


def followed(command: Command, memory: Memory) -> Command:
    """The last command again with what this one changes of it: a place, a thing or a value."""
    last = memory[-1].command
    slots, new = replace(last.slots, which=None), command.slots
    if new.which:
        slots = replace(_placeless(slots), name=None, which=new.which)
    if new.name or new.domain:
        slots = _placeless(slots) if new.name else slots
        slots = replace(slots, name=new.name, domain=new.domain, device_class=new.device_class)
    if new.area or new.floor:
        slots = slots if new.name else _unnamed(slots, memory[-1])
        slots = replace(slots, area=new.area, floor=new.floor)
    if command.says_here:
        slots = _placeless(slots if new.name else _unnamed(slots, memory[-1]))
    if _has_change(new):
        return _changed(command, memory)
    intent = _SAME.get((last.intent, new.domain), last.intent)
    is_elsewhere = any((new.which, new.name, new.domain, new.area, new.floor))
    refers_back = last.refers_back and not is_elsewhere
    return replace(command, intent=intent, slots=slots, left_out=(), refers_back=refers_back)


_SAME: Final[Mapping[tuple[Intent, str | None], Intent]] = {
    (Intent.LOCK, Domain.COVER): Intent.CLOSE,
    (Intent.UNLOCK, Domain.COVER): Intent.OPEN,
}
"""What is done to another kind of thing to the same end."""


def _placeless(slots: Slots) -> Slots:
    return replace(slots, area=None, floor=None)


def _has_change(slots: Slots) -> bool:
    changes = (slots.color, slots.brightness, slots.brightness_step, slots.speed)
    return any(change is not None for change in changes)


def fitted(command: Command, targets: Sequence[Entity]) -> Command:
    """A number means what the things have that it is about: degrees, a speed, a position."""
    slots, domains = command.slots, {entity.domain for entity in targets}
    if command.intent in _VOLUMES or domains == {Domain.MEDIA_PLAYER}:
        return _as_loud(command, domains)
    if slots.brightness is None or command.intent is not Intent.LIGHT_SET:
        return command
    value, plain = slots.brightness, replace(slots, brightness=None)
    if domains and domains <= _KEEP_TEMPERATURE:
        degrees = replace(plain, temperature=float(value))
        return replace(command, intent=Intent.SET_TEMPERATURE, slots=degrees)
    if domains == {Domain.COVER}:
        position = replace(plain, position=value)
        return replace(command, intent=Intent.SET_POSITION, slots=position)
    if domains == {Domain.FAN}:
        is_step = all(0 < value <= min(_MOST_STEPS, entity.speed_count or 0) for entity in targets)
        speed = replace(plain, speed=value) if is_step else replace(plain, percentage=value)
        return replace(command, intent=Intent.SET_SPEED, slots=speed)
    return command


def _as_loud(command: Command, domains: set[Domain]) -> Command:
    """A share or a step means loudness for a player, and a volume is a number without one."""
    if domains == {Domain.MEDIA_PLAYER} and command.intent is Intent.LIGHT_SET:
        return _with_volume(command)
    is_number = domains == {Domain.NUMBER} and command.intent in _VOLUMES
    return _with_value(command) if is_number else command


def _with_volume(command: Command) -> Command:
    level, step = command.slots.brightness, command.slots.brightness_step
    plain = replace(command.slots, brightness=None, brightness_step=None)
    intent = Intent.CHANGE_VOLUME if level is None else Intent.SET_VOLUME
    return replace(
        command, intent=intent, slots=replace(plain, volume_level=level, volume_step=step)
    )


def _with_value(command: Command) -> Command:
    level, step = command.slots.volume_level, command.slots.volume_step
    plain = replace(command.slots, volume_level=None, volume_step=None)
    number = None if level is None else float(level)
    amounts = replace(plain, value=number, percentage_step=step)
    return replace(command, intent=Intent.SET_VALUE, slots=amounts)


def _unnamed(slots: Slots, last: Episode) -> Slots:
    """In another place it is not the same thing, but such a thing."""
    if slots.name is None and slots.domain is not None:
        return slots
    domains = {entity.domain for entity in last.targets}
    domain = str(next(iter(domains))) if len(domains) == 1 else slots.domain
    return replace(slots, name=None, domain=domain)


def _changed(command: Command, memory: Memory) -> Command:
    """A new value for what was spoken of last; "a bit more" goes on in the last direction."""
    new = command.slots
    refers = replace(command, refers_back=True, left_out=())
    if new.color:
        return replace(refers, intent=Intent.LIGHT_SET, slots=Slots(color=new.color))
    if new.brightness is not None or new.speed is not None:
        intent = Intent.SET_SPEED if new.brightness is None else Intent.LIGHT_SET
        return replace(
            refers, intent=intent, slots=Slots(brightness=new.brightness, speed=new.speed)
        )
    sign = -1 if _is_backwards(memory[-1].command) else 1
    domains = {entity.domain for entity in memory[-1].targets}
    if domains & _KEEP_TEMPERATURE:
        step = sign * (new.temperature_step or 0)
        return replace(refers, intent=Intent.SET_TEMPERATURE, slots=Slots(temperature_step=step))
    percent = sign * (new.brightness_step or 0)
    setter = next((_STEPPED[domain] for domain in _STEPPED if domain in domains), None)
    if Domain.LIGHT in domains or setter is None:
        return replace(refers, intent=Intent.LIGHT_SET, slots=Slots(brightness_step=percent))
    is_volume = setter is Intent.CHANGE_VOLUME
    moved = Slots(volume_step=percent) if is_volume else Slots(percentage_step=percent)
    return replace(refers, intent=setter, slots=moved)


_STEPPED: Final = {
    Domain.FAN: Intent.SET_SPEED,
    Domain.COVER: Intent.SET_POSITION,
    Domain.NUMBER: Intent.SET_VALUE,
    Domain.HUMIDIFIER: Intent.SET_VALUE,
    Domain.MEDIA_PLAYER: Intent.CHANGE_VOLUME,
}
"""What changes a thing a bit that is no light."""


def _is_backwards(command: Command) -> bool:
    """Whether more of the same is less."""
    slots = command.slots
    steps = (
        slots.brightness_step,
        slots.percentage_step,
        slots.temperature_step,
        slots.volume_step,
    )
    is_less = any(step is not None and step < 0 for step in steps)
    return is_less or command.intent in _TOO_MUCH or command.intent is Intent.CLOSE


def _is_amount(slots: Slots) -> bool:
    return slots.brightness is not None or slots.position is not None
