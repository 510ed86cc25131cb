"""What a command comes to in this home at this moment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from edge_agent.domain.action import Action, MqttMessage
from edge_agent.domain.command import Command
from edge_agent.domain.entity import Entity, EntityState, StateValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked up."""

    entity: Entity
    attribute: str
    """Key of `EntityState.values`."""
    value: StateValue | None
    """None while the entity has not reported it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Changes to make."""

    command: Command
    targets: tuple[Entity, ...]
    """Every entity that was meant."""
    actions: tuple[Action, ...]
    """What to ask the devices for, also of those that report it already: reports can be stale."""
    is_already: bool = False
    """Every target reports the wanted state."""
    left_alone: tuple[Action, ...] = ()
    """What is reported already, and not asked for again as that may be risky or do the contrary."""
    because: Finding | None = None
    """What was measured where a need is felt, and is told as the reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """A command that sets, changes or asks about appointments, fit for this home."""

    command: Command
    """What is to be done is in `Command.then`, by names of the home."""
    plans: tuple[Plan, ...] = ()
    """What that would come to now."""
    before: Mapping[str, EntityState] = field(default_factory=dict)
    """By entity id: the states that are to be brought back."""
    is_agreed: bool = False
    """Somebody said yes to doing it to many devices at once."""
    undoes: tuple[str, ...] = ()
    """Appointments that are taken back, by their ids."""
    text: str | None = None
    """What is to be done, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """Something that an appliance is asked to do."""

    command: Command
    messages: tuple[MqttMessage, ...]
    does: str
    """What it is, behind "I will"."""


class ConfirmReason(StrEnum):
    """Why a plan is asked back before it is carried out."""

    RISKY = "risky"
    """It opens the home, or heats something that burns."""
    PIN = "pin"
    """A rule wants the PIN for it."""
    WIDE = "wide"
    """It touches more devices than people usually mean."""
    UNSURE = "unsure"
    """It may have been meant, but is too unsure to be done at once."""

    @property
    def is_guarding(self) -> bool:
        """Whether it is asked because of what the deed could do, not of how it was said."""
        return self in {ConfirmReason.RISKY, ConfirmReason.PIN}


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirm:
    """A plan that is carried out only after a yes."""

    plan: Plan
    reason: ConfirmReason
    further: tuple[Plan, ...] = ()
    """What the same yes lets pass: a sentence asked for all of it."""
    later: Later | None = None
    """What the yes sets for another time, in place of doing the plan now."""
    errand: Errand | None = None
    """What the yes has an appliance do; the plan is empty then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clarify:
    """Several things are meant by these words; a question back decides."""

    command: Command
    options: tuple[Entity, ...]
    later: Command | None = None
    """The command for another time that this one is a part of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A question answered from the home's states."""

    command: Command
    findings: tuple[Finding, ...]
    """For a question after a state (`Slots.state`), all that were looked at."""


class UnableReason(StrEnum):
    """Why a command that was understood cannot be carried out."""

    NO_SUCH_DEVICE = "no_such_device"
    """Nothing in the home, or in that room, fits the words."""
    UNSUPPORTED = "unsupported"
    """The device cannot do that."""
    OUT_OF_RANGE = "out_of_range"
    """The device does not go so far."""
    LACKS_PARAMETER = "lacks_parameter"
    """An appliance must be told more than was said."""
    NEEDS_CODE = "needs_code"
    """The device wants a code that the agent does not have."""
    UNAVAILABLE = "unavailable"
    """The device has announced that it is offline."""
    NOT_BY_ALL = "not_by_all"
    """Risky things are done one by one, each by its name."""
    NOT_BY_IT = "not_by_it"
    """Risky things are done only by their name, never through "it"."""
    NOTHING_BEFORE = "nothing_before"
    """The words refer to something that was not spoken of, or too long ago."""
    NOT_UNDOABLE = "not_undoable"
    """What was done last cannot be taken back."""
    NOTHING_HELPS = "nothing_helps"
    """The home has nothing against what somebody feels or lacks."""
    NOT_LATER = "not_later"
    """Risky things are done only while whoever wants them is there."""
    FORBIDDEN = "forbidden"
    """A rule forbids it."""
    PIN_LOCKED = "pin_locked"
    """Wrong PINs were said too often."""
    TOO_OFTEN = "too_often"
    """More was asked for in a minute than is done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unable:
    """Nothing is done, and why."""

    command: Command
    reason: UnableReason
    entity: Entity | None = None
    """The device that cannot, where there is one."""
    lacking: str | None = None
    """What was not said, in words."""
    part: Command | None = None
    """What of the command it is, where that has parts."""
    again_at: datetime | None = None
    """When it is no longer so, where that is known; with a time zone."""
    wait_s: float | None = None
    """How long that takes."""
    was_told: bool = False
    """It was told a moment ago, and is not told again."""


Resolution = Plan | Confirm | Clarify | Answer | Unable | Later | Errand
