"""What was said, what it was taken for, and where in the words each slot was said."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from edge_agent.domain.command import Command
from edge_agent.domain.entity import Home
from edge_agent.domain.slots import SlotValue
from edge_agent.domain.wire import wire_slots
from edge_agent.hermes.orders import IntentFilter

Span = tuple[int, int]
"""First character, and one past the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Words, and the commands in them."""

    text: str
    home: Home
    """Whose names were said."""
    commands: tuple[Command, ...] = ()
    is_spoken: bool = False
    """Came from the microphone, not as text."""
    is_private: bool = False
    """Its words are told only where they are a command."""

    def passing(self, intents: IntentFilter) -> tuple[Command, ...]:
        """The commands that a filter lets pass."""
        return tuple(c for c in self.commands if intents is None or c.wire_name in intents)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One parameter of a command."""

    name: str
    value: SlotValue
    span: Span | None
    """Where it was said; None where that is not known for sure, or it was only meant."""


def slots_of(command: Command, heard: Heard) -> tuple[Slot, ...]:
    """The slots of a command, each with the place of its words where there is just one."""
    values = wire_slots(command)
    taken = _other_names(command, heard)
    spans: dict[str, Span] = {}
    said = {name: value for name, value in values.items() if not _is_implied(name, command)}
    forms = {name: tuple(_forms(name, value, heard.home)) for name, value in said.items()}
    for name in sorted(said, key=lambda name: -max(map(len, forms[name]))):
        span = _found(forms[name], heard.text, (*taken, *spans.values()))
        if span is not None:
            spans[name] = span
    return tuple(
        Slot(name=name, value=value, span=spans.get(name)) for name, value in values.items()
    )


def _is_implied(slot: str, command: Command) -> bool:
    """Whether a slot follows from something else, so that nobody said it."""
    match slot:
        case "area":
            return command.is_here
        case "name":
            return command.refers_back
        case "domain" | "device_class":
            return command.slots.name is not None
    return False


def _other_names(command: Command, heard: Heard) -> tuple[Span, ...]:
    """Where the names of other commands stand: their words are no slots of this one."""
    names = {other.slots.name for other in heard.commands} - {command.slots.name, None}
    found = (_found((*_forms("name", name or "", heard.home),), heard.text, ()) for name in names)
    return tuple(span for span in found if span is not None)


def _forms(name: str, value: SlotValue, home: Home) -> Iterator[str]:
    """How a value may have been said."""
    yield f"{value:g}" if isinstance(value, float) else str(value).replace("_", " ")
    if name == "name":
        for entity in home.entities:
            if entity.name == value:
                yield from entity.aliases


def _found(forms: Sequence[str], text: str, taken: Sequence[Span]) -> Span | None:
    """The one place where one of the forms stands, apart from what is taken; longest form first."""
    for form in sorted(set(forms), key=len, reverse=True):
        pattern = rf"(?<!\w){re.escape(form)}s?(?!\w)"
        found = [match.span() for match in re.finditer(pattern, text, re.IGNORECASE)]
        free = [span for span in found if not any(_overlap(span, other) for other in taken)]
        if free:
            return free[0] if len(free) == 1 else None
    return None


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
