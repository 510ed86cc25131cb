"""Which of several things is meant: "the second one", "the big one", "the other one", "both"."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from edge_agent.domain.command import Command
from edge_agent.domain.entity import Entity, Home
from edge_agent.domain.resolution import Clarify
from edge_agent.domain.slots import OUTSIDE, WHOLE_HOUSE, Slots
from edge_agent.home.follow_up import Memory
from edge_agent.home.selection import is_in_place

ALL: Final = "all"
NONE: Final = "none"
OTHER: Final = "other"
OTHERS: Final = "others"
LAST: Final = "last"
"""Values of `Slots.which` beside numbers and words."""


def chosen_by(question: Clarify, answer: Command, area: str | None) -> tuple[Entity, ...]:
    """The options that an answer means; none where it means none, or is not clear.

    Args:
        question: what was asked back.
        answer: what was said to that.
        area: the room where the speaker stands, if known.
    """
    options, slots = question.options, answer.slots
    if slots.which is not None:
        return _which(question, slots.which)
    if slots.floor == WHOLE_HOUSE:
        return options
    if slots.name:
        return tuple(e for e in options if slots.name in e.names)
    is_placed = slots.area or slots.floor
    place = slots if is_placed else Slots(area=area)
    if not is_placed and (slots.domain or area is None):
        return ()
    there = tuple(filter(is_in_place(place), options))
    is_one_name = question.command.slots.name and place.area != OUTSIDE
    return () if is_one_name and len(there) > 1 else there


def _which(question: Clarify, which: str) -> tuple[Entity, ...]:
    options = question.options
    if which in {ALL, NONE}:
        return options if which == ALL else ()
    if which == LAST or which.isdecimal():
        groups = _in_order(question)
        at = len(groups) if which == LAST else int(which)
        return groups[at - 1] if 0 < at <= len(groups) else ()
    named = called(which, options)
    places = {entity.area for entity in named}
    is_clear = len(named) == 1 or (question.command.slots.name is None and len(places) == 1)
    return named if is_clear else ()


def _in_order(question: Clarify) -> list[tuple[Entity, ...]]:
    """The options as they were listed: devices of one name, or of a kind by their rooms."""
    if question.command.slots.name or question.command.slots.which:
        return [(option,) for option in question.options]
    rooms = sorted({option.area or option.name for option in question.options})
    return [tuple(e for e in question.options if (e.area or e.name) == room) for room in rooms]


def called(words: str, entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """The entities with all the words in one of their names, or in their room's."""
    wanted = set(words.casefold().split())
    return tuple(
        entity
        for entity in entities
        if any(
            wanted <= set(name.casefold().split()) for name in (*entity.names, entity.area or "")
        )
    )


def pointed_at(which: str, memory: Memory, home: Home) -> tuple[Entity, ...]:
    """What is meant among the things that were spoken of last, and what is like them."""
    further = others(memory, home)
    near = tuple(dict.fromkeys((*memory[-1].candidates, *memory[-1].targets, *further)))
    if which in {OTHER, OTHERS}:
        return further
    return near if which == ALL else called(which, near)


def named(command: Command, targets: Sequence[Entity]) -> Command:
    """The command with the name of the one thing that was chosen, as if it had been said."""
    if command.slots.which is None or len(targets) != 1:
        return command
    (one,) = targets
    slots = replace(command.slots, which=None, name=one.name, area=one.area, domain=one.domain)
    return replace(command, slots=slots)


def others(memory: Memory, home: Home) -> tuple[Entity, ...]:
    """What else it might have been than what was spoken of last.

    That is what was asked about with it, or the same kind of thing in the same room.
    """
    last = memory[-1]
    candidates = last.candidates or _of_same_kind(last.targets, home)
    found = tuple(entity for entity in candidates if entity not in last.targets)
    return found or _elsewhere(last.targets, home)


def _elsewhere(targets: Sequence[Entity], home: Home) -> tuple[Entity, ...]:
    """The same kind of thing in other rooms, where it is as special as blinds are."""
    classes = {(e.domain, e.device_class) for e in targets if e.device_class}
    return tuple(
        e for e in home.entities if (e.domain, e.device_class) in classes and e not in targets
    )


def _of_same_kind(targets: Sequence[Entity], home: Home) -> list[Entity]:
    kinds = {(entity.domain, entity.area) for entity in targets}
    return [entity for entity in home.entities if (entity.domain, entity.area) in kinds]
