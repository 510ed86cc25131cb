"""Which entities a command's words mean."""

from collections.abc import Callable, Iterable
from typing import Final

from edge_agent.domain.command import Command
from edge_agent.domain.entity import HAS_MODES, Domain, Entity, Home
from edge_agent.domain.intent import Intent
from edge_agent.domain.slots import OUTSIDE, WHOLE_HOUSE, Slots

_EVERYTHING: Final = frozenset({Domain.LIGHT, Domain.SWITCH, Domain.FAN, Domain.HUMIDIFIER})
"""What "everything" means, never covers or locks."""
_ALSO_OFF: Final = frozenset({Domain.CLIMATE, Domain.MEDIA_PLAYER})
"""Of "everything" only where it is to be switched off."""

_ONLY_IF_MEANT: Final = frozenset(
    {
        Domain.VALVE,
        Domain.BUTTON,
        Domain.VACUUM,
        Domain.LAWN_MOWER,
        Domain.WATER_HEATER,
        Domain.NUMBER,
        Domain.SELECT,
        Domain.SIREN,
        Domain.ALARM_CONTROL_PANEL,
        Domain.MEDIA_PLAYER,
    }
)
"""Meant by their name or by their kind, never by a room or by nothing at all."""

_SWITCHABLE: Final = frozenset(
    {Domain.LIGHT, Domain.SWITCH, Domain.FAN, Domain.CLIMATE, Domain.SCENE, Domain.HUMIDIFIER}
    | {Domain.WATER_HEATER, Domain.SIREN, Domain.VACUUM, Domain.LAWN_MOWER}
    | {Domain.ALARM_CONTROL_PANEL, Domain.MEDIA_PLAYER}
)
_OPENABLE: Final = frozenset({Domain.COVER, Domain.LOCK, Domain.VALVE})
_POSITIONED: Final = frozenset({Domain.COVER, Domain.VALVE})

_VACUUMED: Final = (
    Intent.VACUUM_START,
    Intent.VACUUM_CLEAN_AREA,
    Intent.VACUUM_RETURN,
    Intent.LOCATE,
)
_ALARMED: Final = (Intent.ALARM_ARM, Intent.ALARM_DISARM)
_MOWED: Final = (Intent.MOWER_START, Intent.MOWER_RETURN)
_VOLUMES: Final = (Intent.SET_VOLUME, Intent.CHANGE_VOLUME)
_ROVED: Final = frozenset({*_VACUUMED, *_MOWED, Intent.PAUSE})
"""What is about a robot wherever it is: a place that is named is where it shall work."""

SUITABLE: Final[dict[Intent, frozenset[Domain]]] = {
    Intent.TURN_ON: _SWITCHABLE | _OPENABLE | {Domain.BUTTON},
    Intent.TURN_OFF: _SWITCHABLE | _OPENABLE,
    Intent.TOGGLE: _SWITCHABLE | _OPENABLE,
    Intent.ACTIVATE: _SWITCHABLE | {Domain.BUTTON},
    Intent.OPEN: _OPENABLE,
    Intent.CLOSE: _OPENABLE,
    Intent.STOP: _POSITIONED | {Domain.VACUUM, Domain.LAWN_MOWER, Domain.MEDIA_PLAYER},
    Intent.LOCK: frozenset({Domain.LOCK}),
    Intent.UNLOCK: frozenset({Domain.LOCK}),
    Intent.LIGHT_SET: frozenset({Domain.LIGHT}),
    Intent.SET_POSITION: _POSITIONED,
    Intent.SET_TILT: frozenset({Domain.COVER}),
    Intent.SET_TEMPERATURE: frozenset({Domain.CLIMATE, Domain.WATER_HEATER}),
    Intent.SET_SPEED: frozenset({Domain.FAN}),
    Intent.SET_VALUE: frozenset({Domain.NUMBER, Domain.HUMIDIFIER}),
    Intent.SET_MODE: HAS_MODES,
    Intent.PRESS: frozenset({Domain.BUTTON}),
    **dict.fromkeys(_VACUUMED, frozenset({Domain.VACUUM})),
    **dict.fromkeys(_MOWED, frozenset({Domain.LAWN_MOWER})),
    **dict.fromkeys(_ALARMED, frozenset({Domain.ALARM_CONTROL_PANEL})),
    Intent.PAUSE: frozenset({Domain.VACUUM, Domain.LAWN_MOWER, Domain.MEDIA_PLAYER}),
    **{intent: frozenset({Domain.MEDIA_PLAYER}) for intent in Intent if intent.is_about_media},
    **dict.fromkeys(_VOLUMES, frozenset({Domain.MEDIA_PLAYER, Domain.NUMBER})),
    Intent.GET_STATE: frozenset(Domain) - {Domain.SCENE, Domain.BUTTON},
    Intent.GET_TEMPERATURE: frozenset({Domain.SENSOR, Domain.CLIMATE, Domain.WATER_HEATER}),
}
"""The domains that an intent can be about; of things with the same name these are meant."""

_DEFAULT_DOMAIN: Final = {
    Intent.LIGHT_SET: Domain.LIGHT,
    Intent.SET_POSITION: Domain.COVER,
    Intent.SET_TILT: Domain.COVER,
    Intent.SET_TEMPERATURE: Domain.CLIMATE,
    Intent.SET_SPEED: Domain.FAN,
    Intent.TURN_ON: Domain.LIGHT,
    Intent.TURN_OFF: Domain.LIGHT,
    Intent.TOGGLE: Domain.LIGHT,
}
"""What is meant where a room or nothing is named: "bedroom off", "fifty percent"."""

_DOOR: Final = "door"
_DOOR_VERBS: Final = frozenset({Intent.OPEN, Intent.CLOSE})
"""Doors without a motor are opened and closed by their locks."""

_OUTSIDE_WORDS: Final = frozenset(
    {"outside", "outdoor", "outdoors", "exterior", "garden", "yard", "patio", "terrace", "balcony"}
)
_OPENINGS: Final = frozenset({"door", "garage_door", "opening", "window"})
_ANYTHING: Final = {
    "open": frozenset({Domain.COVER, Domain.BINARY_SENSOR}),
    "closed": frozenset({Domain.COVER, Domain.BINARY_SENSOR}),
    "locked": frozenset({Domain.LOCK}),
    "unlocked": frozenset({Domain.LOCK}),
}
"""What "anything" is by the state that is asked about; else what "everything" is."""

_ALSO_ASKED: Final = {"cover": frozenset({Domain.BINARY_SENSOR})}
"""Questions after covers ("is a window open?") are answered by contact sensors too."""


def by_name(intent: Intent, slots: Slots, home: Home, area: str | None) -> tuple[Entity, ...]:
    """The entities called `slots.name`; of several, those that fit the place and the intent.

    More than one is left where the words do not tell which.
    """
    wanted = (slots.name or "").casefold()
    found = [e for e in home.entities if wanted in (name.casefold() for name in e.names)]
    found = _keep(found, is_in_place(slots)) if slots.area or slots.floor else found
    found = _prefer(found, lambda e: e.domain in SUITABLE.get(intent, frozenset()))
    if slots.domain:
        found = _prefer(found, lambda e: e.domain == slots.domain)
    if area and not slots.area:
        found = _prefer(found, lambda e: _same(e.area, area))
    return tuple(found)


def by_kind(intent: Intent, slots: Slots, home: Home) -> tuple[Entity, ...]:
    """The entities of a kind in the named place, or in the whole home where none is named."""
    candidates = [e for e in home.entities if _of_kind(e, intent, slots)]
    if intent in _ROVED:
        return tuple(_prefer(candidates, is_in_place(slots)))
    found = _keep(candidates, is_in_place(slots))
    if not found and slots.device_class == _DOOR and intent in _DOOR_VERBS:
        locks = [e for e in home.entities if e.domain is Domain.LOCK]
        found = _keep(locks, is_in_place(slots))
    return tuple(found)


def without(
    targets: Iterable[Entity], left_out: Iterable[Slots], intent: Intent, home: Home
) -> tuple[Entity, ...]:
    """The targets but for what was excepted."""
    excepted = {e.entity_id for slots in left_out for e in _excepted(slots, intent, home)}
    return tuple(entity for entity in targets if entity.entity_id not in excepted)


def _excepted(slots: Slots, intent: Intent, home: Home) -> Iterable[Entity]:
    if slots.name:
        return by_name(intent, slots, home, None)
    return _keep(home.entities, lambda entity: _is_excepted(entity, slots))


def _is_excepted(entity: Entity, slots: Slots) -> bool:
    is_kind = slots.domain in {None, WHOLE_HOUSE, entity.domain}
    is_class = slots.device_class in {None, entity.device_class}
    return is_kind and is_class and is_in_place(slots)(entity)


def _of_kind(entity: Entity, intent: Intent, slots: Slots) -> bool:
    if slots.domain == WHOLE_HOUSE and intent.is_question:
        is_contact = entity.domain is Domain.BINARY_SENSOR
        is_odd = is_contact and entity.device_class not in _OPENINGS
        return entity.domain in _ANYTHING.get(slots.state or "", _EVERYTHING) and not is_odd
    if slots.domain == WHOLE_HOUSE:
        is_also_off = intent is Intent.TURN_OFF and entity.domain in _ALSO_OFF
        return entity.domain in _EVERYTHING or is_also_off
    domains = SUITABLE.get(intent, frozenset())
    if not (slots.domain or slots.device_class or intent in _ROVED or intent in _ALARMED):
        domains -= _ONLY_IF_MEANT
    if intent in _ROVED and not slots.domain:
        domains -= {Domain.MEDIA_PLAYER}
    wanted = slots.domain or (None if slots.device_class else _DEFAULT_DOMAIN.get(intent))
    if wanted and not _is_domain(entity.domain, wanted, intent):
        return False
    if slots.device_class and entity.device_class != slots.device_class:
        return False
    return entity.domain in domains


def _is_domain(domain: Domain, wanted: str, intent: Intent) -> bool:
    if domain == wanted:
        return True
    return intent.is_question and domain in _ALSO_ASKED.get(wanted, frozenset())


def is_left_out(entity: Entity, command: Command, home: Home) -> bool:
    """Whether a command excepts an entity."""
    return not without((entity,), command.left_out, command.intent, home)


def is_in_place(slots: Slots) -> Callable[[Entity], bool]:
    """Whether an entity is in the room and on the floor that were named, if any were."""

    def is_there(entity: Entity) -> bool:
        if slots.area == OUTSIDE:
            return _is_outside(entity)
        if slots.area and not _same(entity.area, slots.area):
            return False
        return slots.floor in {None, WHOLE_HOUSE} or _same(entity.floor, slots.floor)

    return is_there


def _is_outside(entity: Entity) -> bool:
    words = " ".join((entity.area or "", *entity.names)).casefold().split()
    return not _OUTSIDE_WORDS.isdisjoint(words)


def _same(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one.casefold() == other.casefold()


def _keep(entities: Iterable[Entity], fits: Callable[[Entity], bool]) -> list[Entity]:
    return [entity for entity in entities if fits(entity)]


def _prefer(entities: list[Entity], fits: Callable[[Entity], bool]) -> list[Entity]:
    """Those that fit; all of them where none does."""
    return _keep(entities, fits) or entities
