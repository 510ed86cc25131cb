"""What is asked back and what is not done, as types: the shape of `policy:`.

docs/policy.md explains every key of a rule to users; a test holds it against this module. Limits of
rules are checked by hand, as in `config.needs`.
"""

from collections.abc import Sequence
from datetime import time
from typing import Annotated, Final, Literal

import msgspec

from edge_agent.config.hours import span_of
from edge_agent.config.section import Seconds, Section
from edge_agent.domain.action import ActionKind
from edge_agent.domain.entity import Domain
from edge_agent.domain.policy import Permission, Risk
from edge_agent.domain.turn import Source

PerMinute = Annotated[int, msgspec.Meta(ge=1, le=100_000)]
Words = str | tuple[str, ...]
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DAYS: Final[tuple[Day, ...]] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""By the number of the day, as Python counts them."""


class PolicyRule(Section, frozen=True, kw_only=True):
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


class PolicySettings(Section, frozen=True):
    """What is asked back and what is not done."""

    max_targets: Annotated[int, msgspec.Meta(ge=1)] = 15
    """A command that would touch more devices than this asks first."""
    ask_first: tuple[str, ...] = ()
    """Devices, by name or entity id, that are opened or switched on only after a yes."""
    never_ask: tuple[str, ...] = ()
    """Devices, by name or entity id, that are never asked about, even locks and garage doors."""
    rules: tuple[PolicyRule, ...] = ()
    """What is allowed, asked about, done after the PIN only, or forbidden: the first that fits."""
    pin_file: str | None = None
    """File whose first line is the PIN: four to eight digits."""
    max_commands_per_minute: PerMinute = 300
    """More than so many commands a minute are refused."""
    max_guarded_per_minute: PerMinute = 20
    """The same for what is done only after a yes or the PIN."""
    log_file: str | None = None
    """File of what was done or refused, one JSON object a line; without it none is kept."""
    answer_within_s: Seconds = 20.0
    """How long a question back waits for its answer."""
    context_s: Seconds = 90.0
    """How long "it", "the bedroom too" and "undo that" refer to what was said before."""
    expiry_s: Seconds = 5.0
    """A command older than this, counted from the end of speech, is not carried out."""
    confirm_within_s: Seconds = 1.5
    """How long to wait for the devices to report their new state."""

    def __post_init__(self) -> None:
        """Refuse rules that nobody could meet.

        Raises:
            ValueError: as msgspec expects it of a check.
        """
        if self.pin_file is None and any(rule.then is Permission.PIN for rule in self.rules):
            raise ValueError("given a pin_file, as one of the rules wants a PIN")

    @property
    def has_pin(self) -> bool:
        """Whether there is a PIN that may be said."""
        return self.pin_file is not None


def several(value: Sequence[str] | None) -> tuple[str, ...]:
    """One word or several as several; none for none."""
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)
