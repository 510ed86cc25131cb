"""Which entities a command is about, said where the speaker stands, and whether that is clear."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from edge_agent.domain.command import Command
from edge_agent.domain.entity import Entity, Home
from edge_agent.domain.intent import Intent
from edge_agent.domain.slots import EXTREMES
from edge_agent.home.selection import by_kind, by_name, without

_HARMLESS: Final = frozenset({Intent.LOCK, Intent.CLOSE, Intent.TURN_OFF})
"""Done in the whole home where all of a kind were named that the speaker's room has none of."""


def placed(command: Command, home: Home, area: str | None) -> Command:
    """The command with the speaker's room, where it is about things of a kind in that room."""
    slots = command.slots
    is_placed = slots.name or slots.area or slots.floor
    is_of_home = slots.which in EXTREMES
    if area is None or is_placed or is_of_home or _reaches_beyond(command, area):
        return command
    if command.intent is Intent.GET_STATE and command.is_all and not command.says_here:
        return command  # who asks whether any light is on wants to know of the whole home
    here = replace(slots, area=area)
    is_there = by_kind(command.intent, here, home)
    return replace(command, slots=here, is_here=True) if is_there else command


def _reaches_beyond(command: Command, area: str) -> bool:
    """Whether what is left out is elsewhere, so that more than this room is meant."""
    elsewhere = [s for s in command.left_out if s.area not in {None, area} or s.floor]
    return bool(elsewhere)


def targets_of(command: Command, home: Home, area: str | None) -> tuple[Entity, ...]:
    """What the words of a command mean to somebody in a room, without what is left out."""
    if command.slots.name:
        return by_name(command.intent, command.slots, home, area)
    found = by_kind(command.intent, command.slots, home)
    return without(found, command.left_out, command.intent, home) if command.left_out else found


def is_ambiguous(command: Command, targets: Sequence[Entity], area: str | None) -> bool:
    """Several things of one name, or of a kind without a place, which are not in this room."""
    if len(targets) == 1:
        return False
    if command.slots.name:
        return True
    if command.is_all and (area is None or command.intent in _HARMLESS):
        return False
    is_placed = command.slots.area or command.slots.floor
    return not is_placed and (area is not None or len({e.area for e in targets}) > 1)
