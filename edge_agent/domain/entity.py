"""The home: entities, what they can do, and the states they are in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

AGENT_ORIGIN: Final = "edge-agent"
"""`origin.name` of a voice agent's own announcement; by it agents know their like."""

StateValue = str | int | float | bool


class Domain(StrEnum):
    """The kinds of entity that the agent can use, named as in MQTT Discovery."""

    LIGHT = "light"
    SWITCH = "switch"
    COVER = "cover"
    LOCK = "lock"
    FAN = "fan"
    CLIMATE = "climate"
    SCENE = "scene"
    SENSOR = "sensor"
    BINARY_SENSOR = "binary_sensor"


class Capability(StrEnum):
    """What can be asked of an entity beyond what its domain always offers."""

    BRIGHTNESS = "brightness"
    COLOR = "color"
    COLOR_TEMPERATURE = "color_temperature"
    POSITION = "position"
    STOP = "stop"
    PERCENTAGE = "percentage"
    TEMPERATURE = "temperature"
    MODE = "mode"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """One thing in the home that has a name."""

    entity_id: str
    """`<domain>.<object id>`, unique in the home, e.g. `light.kitchen_ceiling`."""
    name: str
    """As its owner spells it; what people say."""
    domain: Domain
    device_class: str | None = None
    area: str | None = None
    """The room's name as announced, e.g. `Living Room`."""
    floor: str | None = None
    aliases: tuple[str, ...] = ()
    """Other names people say."""
    unit: str | None = None
    """Of a sensor's value or of a target temperature, e.g. `°C`."""
    capabilities: frozenset[Capability] = frozenset()
    modes: tuple[str, ...] = ()
    """What a climate device can be set to, e.g. `off`, `heat`."""
    temperature_range: tuple[float, float] | None = None
    """Lowest and highest target temperature of a climate device, in the entity's unit."""
    speed_count: int | None = None
    """How many speeds a fan has; speed n of them is 100 * n / speed_count percent."""
    source: str = ""
    """Where it was learnt: a discovery topic, or `file:line` of the configuration."""

    @property
    def names(self) -> tuple[str, ...]:
        """The name and all aliases."""
        return (self.name, *self.aliases)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityState:
    """What is known of an entity at one moment."""

    values: Mapping[str, StateValue] = field(default_factory=dict)
    """By attribute, always in the agent's own units and words:

    `state`: light, switch, fan, binary_sensor `on`/`off`; cover `open`/`closed`/`opening`/
    `closing`/`stopped`; lock `locked`/`unlocked`/`locking`/`unlocking`/`jammed`; climate the mode;
    sensor its value. `brightness`, `position` (percent open), `percentage`: 0 to 100.
    `color`: `#rrggbb`. `color_temperature`: kelvin. `temperature` (target),
    `current_temperature`: degrees in the entity's unit.
    """
    is_available: bool = True

    def get(self, attribute: str) -> StateValue | None:
        """The attribute's value, or None while it is unknown."""
        return self.values.get(attribute)


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """All entities and their states at one moment."""

    entities: tuple[Entity, ...] = ()
    states: Mapping[str, EntityState] = field(default_factory=dict)
    """By entity id; an entity that has not reported yet is absent."""

    @property
    def areas(self) -> tuple[str, ...]:
        """The rooms' names, sorted."""
        return tuple(sorted({e.area for e in self.entities if e.area}))

    @property
    def floors(self) -> tuple[str, ...]:
        """The floors' names, sorted."""
        return tuple(sorted({e.floor for e in self.entities if e.floor}))

    def state_of(self, entity: Entity) -> EntityState:
        """The entity's state; an empty one while it has not reported."""
        return self.states.get(entity.entity_id, EntityState())
