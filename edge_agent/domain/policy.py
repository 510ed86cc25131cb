"""What may be done, when and by whom: the words in which rules are written."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from edge_agent.domain.turn import Source


class Risk(StrEnum):
    """What could come of doing something; `edge_agent.home.risks` tells which it is."""

    HARMLESS = "harmless"
    """Closes, locks, switches off, stops: done at once whatever the thing is."""
    OPENS = "opens"
    """Lets somebody into the home."""
    DISARMS = "disarms"
    HEATS = "heats"
    """Makes something hot that burns."""
    GAS = "gas"
    APPLIANCE = "appliance"
    """An appliance's pack marks it so."""
    WATER = "water"
    ORDINARY = "ordinary"


class Permission(StrEnum):
    """What a rule says of something, the freest first."""

    ALLOW = "allow"
    ASK = "ask"
    """Done after a yes."""
    PIN = "pin"
    """Done after the PIN."""
    FORBID = "forbid"

    def exceeds(self, other: "Permission") -> bool:
        """Whether it demands more than another."""
        return _STRICTER.index(self) > _STRICTER.index(other)


_STRICTER: Final = tuple(Permission)


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """When, how and where something is asked for.

    Of a rule about what is not known here, what guards applies, and what allows does not.
    """

    source: Source | None = None
    """How it was asked for, if known."""
    area: str | None = None
    """Where the speaker stands, if known."""
    at: datetime | None = None
    """The time in the time zone of the home, if known."""
    granted: Permission = Permission.ALLOW
    """What the speaker has just given for this very thing: a yes, or the PIN."""
