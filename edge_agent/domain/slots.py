"""The parameters of a command."""

from dataclasses import dataclass, fields
from typing import Final

SlotValue = str | int | float

WHOLE_HOUSE: Final = "all"
"""Value of `Slots.floor` and `Slots.domain` for "everywhere" and "everything"."""
OUTSIDE: Final = "outside"
"""Value of `Slots.area` for the open air, whatever the home calls it."""
HIGHEST: Final = "highest"
EXTREMES: Final = frozenset({HIGHEST, "lowest"})
"""Values of `Slots.which` that ask for the one that measures most, or least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slots:
    """The parameters of a command; None where nothing was said. Names are Home Assistant's."""

    name: str | None = None
    """A device's, scene's or sensor's name as the home spells it."""
    area: str | None = None
    """A room's name as the home spells it."""
    floor: str | None = None
    """A floor's name as the home spells it, or `all` for the whole house."""
    domain: str | None = None
    """A kind of device: `light`, `switch`, `cover`, `lock`, `fan`, `climate`, ..."""
    device_class: str | None = None
    """A kind within the kind: `window`, `blind`, `curtain`, `humidity`, ..."""
    state: str | None = None
    """The state that is asked about: `on`, `off`, `open`, `closed`, `locked`, `unlocked`, `armed`,
    `disarmed`, `triggered`."""
    attribute: str | None = None
    """What of a device is asked about: `position`, `brightness`, `percentage`, `color`, ..."""
    brightness: int | None = None
    """Percent, 0 to 100."""
    brightness_step: int | None = None
    """Percentage points up (positive) or down."""
    color: str | None = None
    """One of `edge_agent.domain.color.COLORS`, `FURTHER_COLORS` or `WHITES_K`."""
    color_temperature: int | None = None
    """Kelvin."""
    color_temperature_step: int | None = None
    """Kelvin up, to a colder white, or down."""
    factor: float | None = None
    """What the brightness, speed or volume is multiplied with, above 0."""
    temperature: float | None = None
    """Degrees in the unit of the device, or in `temperature_unit` where that was said."""
    temperature_unit: str | None = None
    """`°C` or `°F`."""
    temperature_step: float | None = None
    """Degrees up (positive) or down."""
    position: int | None = None
    """Percent open, 0 to 100."""
    percentage: int | None = None
    """Speed, percent, 0 to 100."""
    percentage_step: int | None = None
    """Points of speed, position or a number's range up (positive) or down, in percent of all."""
    speed: int | None = None
    """Speed as a step of the fan, 1 for the slowest."""
    hours: int | None = None
    """Of a timer."""
    minutes: int | None = None
    """Of a timer."""
    seconds: int | None = None
    """Of a timer."""
    start_hours: int | None = None
    """How long a timer was set for; tells it from others."""
    start_minutes: int | None = None
    """As `start_hours`."""
    start_seconds: int | None = None
    """As `start_hours`."""
    conversation_command: str | None = None
    """What is to be done when a timer ends or a time has come, as it was said."""
    time: str | None = None
    """When something is to be done: `19:30`, or `sunset`; of day or night as it was said."""
    period: str | None = None
    """Which half of the day was said: `am` or `pm`."""
    day: str | None = None
    """On which day that is, as it was said: `tomorrow`, `every day`."""
    which: str | None = None
    """Which of several is meant: a number, `last`, `other`, `others`, `all`, `none`, or words of
    its name."""
    mode: str | None = None
    """A mode, programme or other option, as it was said."""
    value: float | None = None
    """A number in the device's own unit."""
    volume_level: int | None = None
    """Percent, 0 to 100."""
    volume_step: int | None = None
    """Percentage points louder (positive) or softer."""
    search_query: str | None = None
    """What is to be played, in the words that were said."""

    @property
    def is_relative(self) -> bool:
        """Whether they say how much more or less, so that saying it again goes further."""
        steps = (self.brightness_step, self.percentage_step, self.temperature_step)
        changes = (*steps, self.color_temperature_step, self.volume_step, self.factor)
        return any(change is not None for change in changes)

    def as_dict(self) -> dict[str, SlotValue]:
        """Only what was said, in the order of the fields."""
        return {f.name: value for f in fields(self) if (value := getattr(self, f.name)) is not None}
