"""Appliances that do one thing in many ways: what can be asked of them, and what they are sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field

ParameterValue = str | int | float


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One thing that can be told an appliance: one of some words, or a number."""

    name: str
    """As it is called on the wire."""
    values: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Each value, and all ways to say it."""
    lowest: float | None = None
    """Of a number; None where it is none."""
    highest: float | None = None
    step: float = 1.0
    units: tuple[str, ...] = ()
    """What may be said after the number."""

    @property
    def is_number(self) -> bool:
        """Whether it is told as a number."""
        return self.lowest is not None

    def takes(self, number: float) -> bool:
        """Whether the number is one that the appliance knows."""
        if self.lowest is None or self.highest is None:
            return False
        steps = (number - self.lowest) / self.step
        return self.lowest <= number <= self.highest and abs(steps - round(steps)) < 1e-6  # noqa: PLR2004 - of floats


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplianceMessage:
    """One message to an appliance."""

    topic: str
    payload: str | None = None
    """A Jinja2 template of the parameters; None for all of them as a JSON object."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplianceAction:
    """One thing that an appliance does."""

    name: str
    """The intent on the wire, e.g. `orderDrink`."""
    phrases: tuple[str, ...]
    """Patterns of how it is asked for; parameters are places."""
    parameters: tuple[Parameter, ...] = ()
    needs: frozenset[str] = frozenset()
    """Parameters without which it makes no sense."""
    messages: tuple[ApplianceMessage, ...] = ()
    does: str = ""
    """What it does, behind "I": "make [a {size}] {drink}"; what stands in brackets is left out
    where a parameter of it was not said."""
    is_risky: bool = False
    """It asks first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Appliance:
    """One appliance of the home, as its pack describes it."""

    name: str
    area: str | None = None
    actions: tuple[ApplianceAction, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    """Patterns by name, for use in others."""
    source: str = ""
    """The pack, and where the configuration names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplianceOrder:
    """What was asked of an appliance."""

    appliance: Appliance
    action: ApplianceAction
    slots: Mapping[str, ParameterValue]
    """By parameter; words as the pack spells them."""
