"""What is looked up in the home's states where something is asked."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from edge_agent.domain.command import Command
from edge_agent.domain.entity import Domain, Entity, Home
from edge_agent.domain.resolution import Answer, Finding
from edge_agent.domain.slots import EXTREMES, HIGHEST
from edge_agent.home.places import is_outside, words_of_name
from edge_agent.home.selection import is_in_place

_FAHRENHEIT: Final = "°F"
TARGET: Final = "target"
"""`Slots.attribute` for what something is set to, whatever that is called."""
_SET_TO: Final = {
    Domain.CLIMATE: "temperature",
    Domain.WATER_HEATER: "temperature",
    Domain.HUMIDIFIER: "humidity",
    Domain.LIGHT: "brightness",
    Domain.FAN: "percentage",
    Domain.COVER: "position",
    Domain.VALVE: "position",
}
_MEASURED: Final = {
    Domain.CLIMATE: "current_temperature",
    Domain.WATER_HEATER: "current_temperature",
}
_BESIDE_STATE: Final = {Domain.HUMIDIFIER: "current_humidity"}
"""What is told of a device beside its state, where it measures that."""
_HUMIDITY: Final = "humidity"
_ONLY_WHILE_ON: Final = frozenset({"brightness", "percentage", "color", "effect", "temperature"})
"""Devices remember these while they are off; then it is their state that is asked for."""
_STATE: Final = "state"
_OF_MEDIA: Final = ("title", "artist", "source", _STATE)
"""What tells what a media player plays."""
_OPEN_OR_NOT: Final = frozenset({"open", "closed"})
_DOOR_CLASSES: Final = frozenset({"door", "opening"})


def extreme(answer: Answer) -> Answer:
    """Only the highest or the lowest of what was found, where that is asked; else all of it.

    What is measured outside is left out: who asks for the coldest room does not mean the garden.
    """
    which = answer.command.slots.which
    if which not in EXTREMES:
        return answer
    inside = [f for f in answer.findings if not is_outside(f.entity)]
    told = [f for f in inside if isinstance(f.value, int | float)]
    found = sorted(told, key=_figure, reverse=which == HIGHEST)[:1]
    return replace(answer, findings=tuple(found or answer.findings[:1]))


def _figure(finding: Finding) -> float:
    value = float(finding.value) if isinstance(finding.value, int | float) else 0.0
    return (value - 32) / 1.8 if finding.entity.unit == _FAHRENHEIT else value


def spoken_of(answer: Answer) -> tuple[Finding, ...]:
    """What "them" means after an answer: those that are in the state that was asked about."""
    asked = answer.command.slots.state
    return tuple(f for f in answer.findings if f.value == asked) or answer.findings


def looked_up(command: Command, targets: Sequence[Entity], home: Home) -> Answer:
    """What is asked about of some entities, with what they report."""
    asked = _that_can_tell(command.slots.state, targets, home)
    return Answer(
        command=command,
        findings=tuple(finding for entity in asked for finding in _found(command, entity, home)),
    )


def what_plays(command: Command, players: Sequence[Entity], home: Home) -> Answer:
    """What some media players tell of what they play, each in several findings."""
    findings = (_finding(player, one, home) for player in players for one in _OF_MEDIA)
    return Answer(command=command, findings=tuple(findings))


def measured_instead(command: Command, home: Home) -> tuple[Entity, ...]:
    """Humidifiers tell how humid it is where nothing else measures that."""
    if command.slots.device_class != _HUMIDITY or command.slots.name:
        return ()
    is_there = is_in_place(command.slots)
    return tuple(
        entity
        for entity in home.entities
        if entity.domain is Domain.HUMIDIFIER
        and is_there(entity)
        and home.state_of(entity).get(_BESIDE_STATE[Domain.HUMIDIFIER]) is not None
    )


def warmth(command: Command, targets: Sequence[Entity], home: Home) -> Answer | None:
    """What thermometers say, else what is measured by thermostats; None where none is there."""
    sensors = [e for e in targets if e.domain is Domain.SENSOR and measures_warmth(e)]
    measuring = sensors or [e for e in targets if measures_warmth(e)]
    if not measuring:
        return None
    return Answer(
        command=command,
        findings=tuple(_finding(e, _MEASURED.get(e.domain, _STATE), home) for e in measuring),
    )


def measures_warmth(entity: Entity) -> bool:
    """Whether it tells how warm it is."""
    return entity.domain in _MEASURED or entity.device_class == "temperature"


def _found(command: Command, entity: Entity, home: Home) -> Iterator[Finding]:
    state = home.state_of(entity)
    attribute = command.slots.attribute or _STATE
    if command.slots.device_class == _HUMIDITY and entity.domain in _BESIDE_STATE:
        attribute = _BESIDE_STATE[entity.domain]
    if attribute == TARGET:
        attribute = _SET_TO.get(entity.domain, _STATE)
    if command.slots.mode is not None:
        attribute = _kind_of_mode(command.slots.mode, entity)
    is_idle = attribute in _ONLY_WHILE_ON and state.get(_STATE) == "off"
    if is_idle or (attribute != _STATE and state.get(attribute) is None):
        attribute = _STATE
    yield _finding(entity, attribute, home)
    beside = _BESIDE_STATE.get(entity.domain)
    is_plain = attribute == _STATE and command.slots.state is None
    if is_plain and beside is not None and state.get(beside) is not None:
        yield _finding(entity, beside, home)


def _kind_of_mode(mode: str, entity: Entity) -> str:
    """What tells whether a device is in a mode: its state, or its preset or the like."""
    own = "mode" if entity.domain is Domain.HUMIDIFIER else _STATE
    kinds = ((own, entity.modes), ("preset", entity.presets), (_fan_mode(entity), entity.fan_modes))
    said = mode.casefold()
    found = (
        kind for kind, words in kinds if said in (w.replace("_", " ").casefold() for w in words)
    )
    return next(found, _STATE)


def _fan_mode(entity: Entity) -> str:
    return "fan_speed" if entity.domain is Domain.VACUUM else "fan_mode"


def _finding(entity: Entity, attribute: str, home: Home) -> Finding:
    return Finding(entity=entity, attribute=attribute, value=home.state_of(entity).get(attribute))


def _that_can_tell(state: str | None, targets: Sequence[Entity], home: Home) -> tuple[Entity, ...]:
    """Whether a door is open its contact tells, not its lock, if there is one of its name."""
    if state not in _OPEN_OR_NOT:
        return tuple(targets)
    instead = [_contacts_of(e, home) or (e,) if e.domain is Domain.LOCK else (e,) for e in targets]
    return tuple(dict.fromkeys(entity for those in instead for entity in those))


def _contacts_of(lock: Entity, home: Home) -> tuple[Entity, ...]:
    words = frozenset(lock.name.casefold().split())
    return tuple(
        entity
        for entity in home.entities
        if entity.domain is Domain.BINARY_SENSOR
        and entity.device_class in _DOOR_CLASSES
        and words <= words_of_name(entity)
    )
