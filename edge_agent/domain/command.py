"""One thing that a person wants, as far as words tell it."""

from dataclasses import dataclass
from enum import StrEnum

from edge_agent.domain.appliance import ApplianceOrder
from edge_agent.domain.intent import Intent
from edge_agent.domain.slots import Slots


class Quantifier(StrEnum):
    """How many of a kind are spoken of, where no single one is."""

    ALL = "all"
    ANY = "any"
    """`any`, `which`, `no`."""
    COUNT = "count"
    """`how many`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One thing to do or to answer."""

    intent: Intent
    slots: Slots
    confidence: float
    """Calibrated probability that this is what was meant, 0 to 1."""
    left_out: tuple[Slots, ...] = ()
    """What was excepted: names, kinds and places, as in `slots`."""
    quantifier: Quantifier | None = None
    """Before the kind of thing it is about."""
    refers_back: bool = False
    """It is about what was spoken of before: "it", "them"."""
    is_plural: bool = False
    """What was spoken of before is several things: "them", "both"."""
    says_here: bool = False
    """The speaker's room was named as such: "in here"."""
    is_here: bool = False
    """The room is the speaker's, who named none."""
    is_for_a_time: bool = False
    """It is to be taken back when the timer ends that the next command is."""
    then: "tuple[Command, ...]" = ()
    """What is to be done when a time has come."""
    order: ApplianceOrder | None = None
    """What is asked of an appliance, for `Intent.APPLIANCE`."""

    @property
    def is_all(self) -> bool:
        """All of a kind were named: without a place and a speaker's room, in the whole home."""
        return self.quantifier is not None

    @property
    def wire_name(self) -> str:
        """The intent as others know it."""
        return self.intent.wire_name if self.order is None else self.order.action.name
