"""The home: entities, what they can do, and the states they are in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from edge_agent.domain.appliance import Appliance

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
    VALVE = "valve"
    BUTTON = "button"
    VACUUM = "vacuum"
    LAWN_MOWER = "lawn_mower"
    HUMIDIFIER = "humidifier"
    WATER_HEATER = "water_heater"
    NUMBER = "number"
    SELECT = "select"
    SIREN = "siren"
    ALARM_CONTROL_PANEL = "alarm_control_panel"
    MEDIA_PLAYER = "media_player"


HAS_MODES: Final = frozenset(
    {
        Domain.SELECT,
        Domain.CLIMATE,
        Domain.HUMIDIFIER,
        Domain.WATER_HEATER,
        Domain.FAN,
        Domain.VACUUM,
        Domain.ALARM_CONTROL_PANEL,
        Domain.LIGHT,
        Domain.MEDIA_PLAYER,
    }
)
"""What can be set to one of a few words: a mode, a preset, a programme, an effect, a source."""


class Capability(StrEnum):
    """What can be asked of an entity beyond what its domain always offers."""

    BRIGHTNESS = "brightness"
    COLOR = "color"
    COLOR_TEMPERATURE = "color_temperature"
    POSITION = "position"
    STOP = "stop"
    TILT = "tilt"
    """Slats that turn."""
    PERCENTAGE = "percentage"
    TEMPERATURE = "temperature"
    MODE = "mode"
    POWER = "power"
    """A thermostat or water heater that is switched apart from its mode; a media player that is
    switched on and off."""
    PRESET = "preset"
    FAN_MODE = "fan_mode"
    """Speeds that have names: of an air conditioner's fan, of a vacuum cleaner."""
    OSCILLATION = "oscillation"
    DIRECTION = "direction"
    START = "start"
    PAUSE = "pause"
    RETURN_HOME = "return_home"
    LOCATE = "locate"
    SEGMENTS = "segments"
    """A vacuum cleaner that can be sent to single rooms."""
    DISARM = "disarm"
    UNLATCH = "unlatch"
    """A lock that also draws its latch, so that the door opens."""
    PLAY = "play"
    NEXT = "next"
    PREVIOUS = "previous"
    VOLUME = "volume"
    """How loud it is can be told."""
    VOLUME_STEP = "volume_step"
    """It takes one step up or down."""
    MUTE = "mute"
    """It is muted, and sounds again."""
    SEARCH = "search"
    """It looks for what is named and plays it."""


SWINGING: Final = "swinging"
"""A fan that oscillates."""
STILL: Final = "still"
"""One that does not."""
_MOTIONS: Final = {
    Capability.OSCILLATION: (SWINGING, STILL),
    Capability.DIRECTION: ("forward", "reverse"),
}


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
    area_aliases: tuple[str, ...] = ()
    """What else people call the room."""
    floor: str | None = None
    aliases: tuple[str, ...] = ()
    """Other names people say."""
    unit: str | None = None
    """Of a sensor's or number's value, or of a target temperature or humidity, e.g. `°C`."""
    capabilities: frozenset[Capability] = frozenset()
    modes: tuple[str, ...] = ()
    """What a climate device, humidifier or water heater can be set to, e.g. `off`, `heat`; how an
    alarm panel can be armed, e.g. `home`, `away`."""
    presets: tuple[str, ...] = ()
    """What a fan or climate device can be set to beside its speed or mode, e.g. `eco`, `sleep`."""
    fan_modes: tuple[str, ...] = ()
    """The named fan speeds of a climate device or vacuum cleaner, e.g. `auto`, `high`."""
    options: tuple[str, ...] = ()
    """What a select can be set to."""
    effects: tuple[str, ...] = ()
    """What a light can play, e.g. `rainbow`."""
    sources: tuple[str, ...] = ()
    """What a media player can be set to: stations, inputs, playlists, e.g. `Radio Paradise`."""
    temperature_range: tuple[float, float] | None = None
    """Lowest and highest target temperature of a climate device or water heater, in its unit."""
    value_range: tuple[float, float] | None = None
    """Lowest and highest value of a number, or target humidity of a humidifier, in its unit."""
    coded: frozenset[str] = frozenset()
    """Kinds of action (`ActionKind`) that it takes only with a code, and the agent has none."""
    speed_count: int | None = None
    """How many speeds a fan has; speed n of them is 100 * n / speed_count percent."""
    source: str = ""
    """Where it was learnt: a discovery topic, or `file:line` of the configuration."""

    @property
    def names(self) -> tuple[str, ...]:
        """The name and all aliases."""
        return (self.name, *self.aliases)

    @property
    def all_modes(self) -> tuple[str, ...]:
        """Modes, presets, named fan speeds, options, effects and sources, in the device's words."""
        own = (*self.modes, *self.presets, *self.fan_modes, *self.options, *self.effects)
        return (*own, *self.sources, *self.motions)

    @property
    def motions(self) -> tuple[str, ...]:
        """How a fan can move: `SWINGING` or `STILL`, `forward` or `reverse`."""
        able = (words for what, words in _MOTIONS.items() if what in self.capabilities)
        return tuple(word for words in able for word in words)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityState:
    """What is known of an entity at one moment."""

    values: Mapping[str, StateValue] = field(default_factory=dict)
    """By attribute, always in the agent's own units and words:

    `state`: light, switch, fan, humidifier, siren, binary_sensor `on`/`off`; cover, valve `open`/
    `closed`/`opening`/`closing`, cover also `stopped`; lock `locked`/`unlocked`/`locking`/
    `unlocking`/`jammed`; climate, water_heater the mode; vacuum `cleaning`/`docked`/`paused`/
    `idle`/`returning`/`error`; lawn_mower the same with `mowing`; alarm_control_panel `disarmed`/
    `armed_<mode>`/`arming`/`disarming`/`pending`/`triggered`; sensor, number the value; select the
    option; media_player `playing`/`paused`/`idle`/`off`, and `on` where no more is known.
    `brightness`, `position` and `tilt` (percent open), `percentage` (speed), `humidity`
    (target), `current_humidity`, `battery_level`, `volume`: 0 to 100. `color`: `#rrggbb`.
    `color_temperature`: kelvin. `temperature` (target), `current_temperature`: degrees in the
    entity's unit. `mode` (of a humidifier), `preset`, `fan_mode`, `fan_speed` (of a vacuum),
    `segments` (of a vacuum: a JSON object with the names of its rooms by their ids),
    `tone` (of a siren), `effect` (of a light): words of the device. `oscillation`: true or false.
    `direction`: `forward`/`reverse`. `action` (of a humidifier): `off`/`humidifying`/`drying`/
    `idle`. `duration` (of a siren): seconds. `is_muted` (of a media player): true or false;
    `title`, `artist`, `source` (of a media player): words of what it plays.
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
    appliances: tuple[Appliance, ...] = ()
    """What can be asked for more than entities have."""

    @property
    def areas(self) -> tuple[str, ...]:
        """The rooms' names, sorted."""
        return tuple(sorted({e.area for e in self.entities if e.area}))

    @property
    def said_areas(self) -> Mapping[str, str]:
        """The rooms' names by all that people call them, their names included."""
        aliases = {alias: e.area for e in self.entities if e.area for alias in e.area_aliases}
        return {area: area for area in self.areas} | {
            alias: area for alias, area in aliases.items() if alias not in self.areas
        }

    @property
    def floors(self) -> tuple[str, ...]:
        """The floors' names, sorted."""
        return tuple(sorted({e.floor for e in self.entities if e.floor}))

    def state_of(self, entity: Entity) -> EntityState:
        """The entity's state; an empty one while it has not reported."""
        return self.states.get(entity.entity_id, EntityState())
