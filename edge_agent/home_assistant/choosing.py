"""Which of Home Assistant's entities the agent takes, and why it does not take others.

Pure.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Final

from edge_agent.config.schema import HomeAssistantSettings
from edge_agent.home.refusals import refusal
from edge_agent.home_assistant.kinds import KINDS
from edge_agent.home_assistant.registries import Registered, Registries
from edge_agent.home_assistant.service_binding import Units
from edge_agent.home_assistant.traits import Told

MAX_ENTITIES: Final = 2000
"""As many as may announce themselves on MQTT."""
_ON_MQTT: Final = frozenset({"mqtt", "tasmota"})
"""Integrations whose devices the agent has from the broker itself."""
_USUAL_DOMAINS: Final = frozenset(
    {"climate", "cover", "fan", "humidifier", "light", "media_player", "scene", "switch", "vacuum"}
    | {"water_heater"}
)
"""What Home Assistant exposes to its voice assistant where nobody has settled it."""
_USUAL_CLASSES: Final[Mapping[str, frozenset[str]]] = {
    "binary_sensor": frozenset(
        {"door", "garage_door", "lock", "motion", "opening", "presence", "window"}
    ),
    "sensor": frozenset(
        {"aqi", "carbon_monoxide", "carbon_dioxide", "humidity", "pm10", "pm25", "temperature"}
        | {"volatile_organic_compounds"}
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """All that Home Assistant tells of its entities at one moment."""

    registries: Registries = field(default_factory=Registries)
    states: Mapping[str, Told] = field(default_factory=dict)
    """By entity id; some entities are not registered."""
    exposed: frozenset[str] = frozenset()
    """What is exposed to voice assistants, as far as this user may know."""
    exposes_new: bool = True
    """Whether entities are exposed that nobody has settled it for."""
    units: Units = field(default_factory=Units)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The entities to use, and why some that are exposed are not used."""

    entity_ids: tuple[str, ...] = ()
    unusable: Mapping[str, str] = field(default_factory=dict)


def chosen(snapshot: Snapshot, settings: HomeAssistantSettings) -> Choice:
    """The entities that the agent takes."""
    ids = sorted(snapshot.states.keys() | snapshot.registries.entities.keys())
    meant = [entity_id for entity_id in ids if _is_meant(entity_id, snapshot, settings)]
    usable = [entity_id for entity_id in meant if _domain(entity_id) in KINDS]
    unusable = {
        source_of(entity_id): refusal(_domain(entity_id))
        for entity_id in meant
        if _domain(entity_id) not in KINDS
    }
    for entity_id in usable[MAX_ENTITIES:]:
        unusable[source_of(entity_id)] = f"there are more than {MAX_ENTITIES} entities already."
    return Choice(entity_ids=tuple(usable[:MAX_ENTITIES]), unusable=unusable)


def source_of(entity_id: str) -> str:
    """Where an entity was learnt."""
    return f"home_assistant {entity_id}"


def _is_meant(entity_id: str, snapshot: Snapshot, settings: HomeAssistantSettings) -> bool:
    entry = snapshot.registries.entities.get(entity_id)
    if entry is not None and (not entry.is_usual or entry.platform in _ON_MQTT):
        return False
    if any(fnmatchcase(entity_id, pattern) for pattern in settings.exclude):
        return False
    if settings.areas and not _is_there(entry, snapshot.registries, settings.areas):
        return False
    return not settings.only_exposed or _is_exposed(entity_id, entry, snapshot)


def _is_there(entry: Registered | None, registries: Registries, areas: tuple[str, ...]) -> bool:
    area = registries.area_of(entry) if entry else None
    return area is not None and area.name.casefold() in {name.casefold() for name in areas}


def _is_exposed(entity_id: str, entry: Registered | None, snapshot: Snapshot) -> bool:
    """Whether its owner exposes it; where that was never settled, as Home Assistant would."""
    if entry is not None and entry.is_exposed is not None:
        return entry.is_exposed
    if entity_id in snapshot.exposed:
        return True
    is_settled = entry is None and bool(snapshot.exposed)
    return not is_settled and snapshot.exposes_new and _is_usual(entity_id, snapshot)


def _is_usual(entity_id: str, snapshot: Snapshot) -> bool:
    domain = _domain(entity_id)
    told = snapshot.states.get(entity_id, Told())
    classes = _USUAL_CLASSES.get(domain, frozenset())
    return domain in _USUAL_DOMAINS or told.text("device_class") in classes


def _domain(entity_id: str) -> str:
    return entity_id.partition(".")[0]
