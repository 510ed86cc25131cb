"""What is done about a need, as types: the shape of `needs.yaml` and of `needs:`.

docs/needs.md explains every key to users; a test holds it against this module. Limits are checked
by hand: types of `msgspec.Meta` that are put together as they would be here can crash the
interpreter when it ends (https://github.com/msgspec/msgspec/issues/717).
"""

import re
from collections.abc import Iterable
from typing import Final, Literal

import msgspec

from edge_agent.config.section import Section
from edge_agent.domain.color import COLORS, WHITES_K
from edge_agent.domain.entity import Domain

Words = str | tuple[str, ...]
StateWords = bool | str | tuple[bool | str, ...]
"""YAML reads a plain `on` or `off` as true or false."""
Measure = Literal["temperature", "humidity", "illuminance", "carbon_dioxide"]
"""What is measured in rooms, by the device classes of sensors."""
Verb = Literal["turn_on", "turn_off", "open", "close"]
Where = Literal["room", "only", "any", "home", "outside"]
_COMPARISON: Final = re.compile(
    r"(not )?(above|below) (-?[0-9]+([.][0-9]+)?|target|carbon_dioxide"
    r"|(outside_)?(temperature|humidity|illuminance))"
)
_LIMITS: Final = {
    "percent": (1, 100),
    "percent_step": (-100, 100),
    "percent_times": (0.1, 10),
    "temperature": (-10, 120),
    "temperature_step": (-10, 10),
}


def as_words(value: bool | str | tuple[bool | str, ...] | None) -> tuple[str, ...]:  # noqa: FBT001 - YAML's `on` and `off`
    """One word or several, in small letters; true and false are on and off."""
    items = value if isinstance(value, tuple) else () if value is None else (value,)
    return tuple(_as_word(item) for item in items)


def _as_word(value: bool | str) -> str:  # noqa: FBT001 - as above
    return ("on" if value else "off") if isinstance(value, bool) else value.casefold()


def _refuse_empty(part: msgspec.Struct, keys: Iterable[str]) -> None:
    for key in keys:
        value = getattr(part, key)
        words = value if isinstance(value, tuple) else (value,)
        if not words or any(word is not None and not str(word).strip() for word in words):
            raise ValueError(f"a word, or some, under '{key.removesuffix('_kind')}'")


class DeviceKind(Section, frozen=True):
    """Which devices are meant."""

    domain: Domain
    """The kind of device."""
    kind: Words | None = None
    """Its device class, or a word of its name; any of them."""
    not_kind: Words | None = msgspec.field(name="not", default=None)
    """What neither its device class nor a word of its name may be."""
    can: Words | None = None
    """A mode, preset or capability that it must have; any of them."""

    def __post_init__(self) -> None:
        """Refuse words that say nothing.

        Raises:
            ValueError: as msgspec expects it of a check.
        """
        _refuse_empty(self, ("kind", "not_kind", "can"))


class Conditions(Section, frozen=True):
    """What must hold, all of it, for each device by itself."""

    state: StateWords | None = None
    """What the device reports, any of them."""
    not_state: StateWords | None = None
    """What the device must not report."""
    temperature: str | None = None
    humidity: str | None = None
    illuminance: str | None = None
    carbon_dioxide: str | None = None
    """Of the room: a sensor's value, or what the device itself measures."""
    outside_temperature: str | None = None
    outside_humidity: str | None = None
    outside_illuminance: str | None = None
    """Of a sensor outside."""

    def __post_init__(self) -> None:
        """Refuse what is no comparison.

        Raises:
            ValueError: as msgspec expects it of a check.
        """
        _refuse_empty(self, ("state", "not_state"))
        for key in MEASURES:
            value = getattr(self, key)
            if value is not None and not _COMPARISON.fullmatch(value):
                raise ValueError(f"'{key}: above 24', 'not below 10', 'below target' or the like")


MEASURES: Final = tuple(
    key for key in Conditions.__struct_fields__ if key not in {"state", "not_state"}
)
"""The keys of `Conditions` that compare a measure."""


class Values(Section, frozen=True):
    """What a device is set to; it takes what it can and leaves out the rest."""

    percent: int | None = None
    """Brightness, speed, position or humidity."""
    percent_step: int | None = None
    """Percentage points more or less."""
    percent_times: float | None = None
    """That many times as much; 0.5 is half."""
    temperature: float | None = None
    """The target, in the device's unit."""
    temperature_step: float | None = None
    """Degrees Celsius warmer or cooler."""
    color: str | None = None
    """A colour or a white, as it is said."""
    mode: Words | None = None
    """A mode, preset or option; the first that the device has."""

    def __post_init__(self) -> None:
        """Refuse a colour that nobody knows, and numbers out of range.

        Raises:
            ValueError: as msgspec expects it of a check.
        """
        _refuse_empty(self, ("mode",))
        for key, (lowest, highest) in _LIMITS.items():
            value = getattr(self, key)
            if value is not None and not lowest <= value <= highest:
                raise ValueError(f"a '{key}' from {lowest} to {highest}")
        known = (*COLORS, *WHITES_K)
        if self.color is not None and self.color not in known:
            raise ValueError(f"a 'color' of {', '.join(known)}")


class NeedOption(Section, frozen=True):
    """One thing that may help."""

    device: DeviceKind | tuple[DeviceKind, ...]
    """Which devices; one kind or several."""
    where: Where = "room"
    """`room`, `only` (else the home's only one), `any` (else asks which), `home`, `outside`."""
    conditions: Conditions = msgspec.field(name="if", default_factory=Conditions)
    """What must hold."""
    values: Values | None = msgspec.field(name="set", default=None)
    """What they are set to."""
    do: Verb | None = None
    """What they do; with `set`, only those that can take nothing of it."""
    half_if: Conditions | None = None
    """Steps are half as large where this holds."""
    tell: Measure | None = None
    """What is measured in the room and told as the reason."""
    also: bool = False
    """Done besides what comes before it, not only in its place."""

    def __post_init__(self) -> None:
        """Refuse an option that does nothing, or that nothing can do.

        Raises:
            ValueError: as msgspec expects it of a check.
        """
        if not self.devices:
            raise ValueError("an option with a 'device'")
        if self.do is None and (self.values is None or self.values == Values()):
            raise ValueError("an option with 'do', or with something to 'set'")

    @property
    def devices(self) -> tuple[DeviceKind, ...]:
        """The kinds of device, as a tuple in any case."""
        return self.device if isinstance(self.device, tuple) else (self.device,)


NeedOptions = tuple[NeedOption | Literal["usual"], ...]


class NeedsSettings(Section, frozen=True):
    """What is done about each need, most preferred first; None leaves it as it comes."""

    too_cold: NeedOptions | None = None
    too_hot: NeedOptions | None = None
    too_dark: NeedOptions | None = None
    too_bright: NeedOptions | None = None
    stuffy: NeedOptions | None = None
    too_humid: NeedOptions | None = None
    too_dry: NeedOptions | None = None
    dirty: NeedOptions | None = None
    cozy: NeedOptions | None = None
    sleep: NeedOptions | None = None
    leaving: NeedOptions | None = None
    coffee: NeedOptions | None = None
    dry_garden: NeedOptions | None = None
    overlooked: NeedOptions | None = None
