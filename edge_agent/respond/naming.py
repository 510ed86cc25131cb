"""How devices, places and numbers are named in an answer."""

import re
from collections.abc import Sequence
from typing import Final

from edge_agent.domain.entity import Domain, Entity
from edge_agent.respond.wording import Grammar, OneOrMany, Wording
from edge_agent.respond.words import filled

MOST_NAMES: Final = 2
"""More devices are counted, not named."""
_OWNED: Final = re.compile(r"\w+['\N{RIGHT SINGLE QUOTATION MARK}]s?\s")
"""How a name begins that stands by itself: "Anna's lamp"."""
_PLURAL: Final = re.compile(r"[^\Wsuiao]s$", re.IGNORECASE)
"""How a name ends that is of several: "Blinds", not "Glass", "Bus", "Iris", "Gas", "Sonos"."""
_CALLED_BY_NAME: Final = frozenset({Domain.SCENE})
"""What has a name of its own as people have, and no article."""


def names(entities: Sequence[Entity], wording: Wording, most: int = MOST_NAMES) -> str:
    """The devices, by name if they are few, else counted."""
    grammar = wording.grammar
    if len(entities) <= most:
        return listed([_apart(entity, entities, wording) for entity in entities], grammar.and_)
    domains = {entity.domain for entity in entities}
    areas = {entity.area for entity in entities}
    kind = wording.kinds[next(iter(domains))] if len(domains) == 1 else wording.devices
    area = next(iter(areas))
    count = number(len(entities), grammar)
    if len(areas) > 1 or area is None:
        return filled(grammar.counted, count=count, kind=kind)
    return filled(grammar.counted_there, count=count, kind=kind, place=room(area, grammar))


def _apart(entity: Entity, entities: Sequence[Entity], wording: Wording) -> str:
    """A device with its room, where another of them has the same name."""
    named = the(entity, wording)
    is_unique = [other.name for other in entities].count(entity.name) == 1
    if is_unique or entity.area is None:
        return named
    grammar = wording.grammar
    return filled(grammar.there, what=named, place=room(entity.area, grammar))


def the(entity: Entity, wording: Wording) -> str:
    """A device with its article, where it has one."""
    if entity.domain in _CALLED_BY_NAME:
        return entity.name
    return with_article(entity.name, wording.grammar)


def with_article(name: str, grammar: Grammar) -> str:
    """A name as it stands within a sentence."""
    stands_alone = _OWNED.match(name) or name.casefold().split(" ")[0] in grammar.no_article
    return name if stands_alone else filled(grammar.article, name=name)


def room(area: str | None, grammar: Grammar) -> str:
    """Where something is: "in the Kitchen", "upstairs", "here" where no room is named."""
    if area is None:
        return grammar.here
    if area.casefold() in grammar.no_room_article:
        return area.casefold()
    return filled(grammar.room, area=with_article(area, grammar))


def agreeing(verb: OneOrMany, entities: Sequence[Entity]) -> str:
    """The form of a verb that fits what it is said of."""
    one, many = verb
    is_several = len(entities) > 1 or any(_PLURAL.search(entity.name) for entity in entities)
    return many if is_several else one


def number(count: int, grammar: Grammar) -> str:
    """A small number in words."""
    return grammar.numbers[count] if count < len(grammar.numbers) else str(count)


def listed(parts: Sequence[str], conjunction: str) -> str:
    """Parts with commas between them, the last after a conjunction.

    There is a comma before that, too, where a part has a conjunction of its own.
    """
    if len(parts) <= 1:
        return "".join(parts)
    is_nested = any(f" {conjunction} " in part for part in parts)
    return f"{', '.join(parts[:-1])}{',' if is_nested else ''} {conjunction} {parts[-1]}"
