"""A rule of `policy.rules`, as a type: what it is about, and what it says.

docs/policy.md explains every key to users; a test holds it against this module. Limits are checked
by hand, as in `config.needs`.
"""

from collections.abc import Sequence
from datetime import time
from typing import Final, Literal

import msgspec

from edge_agent.config.hours import span_of
from edge_agent.domain.action import ActionKind
from edge_agent.domain.entity import Domain
from edge_agent.domain.policy import Permission, Risk
from edge_agent.domain.turn import Source

Words = str | tuple[str, ...]
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DAYS: Final[tuple[Day, ...]] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""By the number of the day, as Python counts them."""


class PolicyRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The first rule that is about something decides; it is about what all of its keys say."""

    devices: Words | None = None
    """By name or entity id; appliances by name."""
    areas: Words | None = None
    """Where the things are."""
    domains: Domain | tuple[Domain, ...] | None = None
    device_classes: Words | None = None
    risk: Risk | tuple[Risk, ...] | None = None
    actions: ActionKind | tuple[ActionKind, ...] | None = None
    """Without them, nor `risk`, a rule is about all but what is harmless."""
    hours: str | None = None
    """`22:00-06:00`, from the first minute to before the last, also over midnight."""
    days: Day | tuple[Day, ...] | None = None
    """The days on which the hours begin."""
    source: Source | tuple[Source, ...] | None = None
    from_areas: Words | None = None
    """Where the speaker stands."""
    then: Permission
    """What it says of them."""

    def __post_init__(self) -> None:
        """Refuse what says nothing.

        Raises:
            ValueError: as msgspec expects it of a check.
        """
        for key in self.__struct_fields__:
            value = getattr(self, key)
            if value is not None and not all(str(one).strip() for one in several(value) or ("",)):
                raise ValueError(f"a word, or some, under '{key}'")
        if self.hours is not None and self.span is None:
            raise ValueError("two different times under 'hours', such as '22:00-06:00'")

    @property
    def span(self) -> tuple[time, time] | None:
        """When its hours begin and end; None where it has none."""
        return span_of(self.hours or "")


def several(value: Sequence[str] | None) -> tuple[str, ...]:
    """One word or several as several; none for none."""
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)
