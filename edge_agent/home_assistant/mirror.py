"""The entities of Home Assistant that the agent uses, and their states as they change.

Pure: it is told what came, and tells what follows from it for the agent's home.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from edge_agent.home.binding import Bound
from edge_agent.home.states import Report
from edge_agent.home_assistant.choosing import Choice, Snapshot
from edge_agent.home_assistant.entities import Entities
from edge_agent.home_assistant.traits import UNAVAILABLE, Told


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What follows from an event."""

    reports: tuple[Report, ...] = ()
    is_reshaped: bool = False
    """Whether an entity can now do other things than before, or is called otherwise."""


class Mirror:
    """The chosen entities of one snapshot, followed from then on.

    Args:
        entities: makes the entities; has learnt from the same snapshot.
        snapshot: what Home Assistant has.
        choice: what of it the agent uses.
    """

    def __init__(self, entities: Entities, snapshot: Snapshot, choice: Choice) -> None:
        self._entities = entities
        self._told = {
            one: snapshot.states.get(one, Told(state=UNAVAILABLE)) for one in choice.entity_ids
        }
        self._bounds = {one: entities.bound(one, told) for one, told in self._told.items()}
        self.unusable = choice.unusable
        """Why others that are exposed are not used, by where they were found."""

    @property
    def entity_ids(self) -> tuple[str, ...]:
        """Home Assistant's ids of all that is used."""
        return tuple(self._told)

    @property
    def bounds(self) -> Mapping[str, Bound]:
        """The entities as the home takes them, by Home Assistant's ids."""
        return MappingProxyType(self._bounds)

    def reports(self) -> tuple[Report, ...]:
        """The states of all."""
        return tuple(self._entities.report(one, told) for one, told in self._told.items())

    def losses(self) -> tuple[Report, ...]:
        """Reports that none of them can be reached."""
        return tuple(
            Report(entity_id=entity_id, values={}, is_available=False) for entity_id in self._told
        )

    def accept(self, event: Mapping[str, Any]) -> News:
        """Take in an event of `subscribe_entities`; what of it is no such thing is left out."""
        changed = dict(self._changes(event))
        self._told.update(changed)
        bounds = {one: self._entities.bound(one, told) for one, told in changed.items()}
        is_reshaped = any(self._bounds[one] is not bound for one, bound in bounds.items())
        self._bounds.update(bounds)
        reports = tuple(self._entities.report(one, told) for one, told in changed.items())
        return News(reports=reports, is_reshaped=is_reshaped)

    def _changes(self, event: Mapping[str, Any]) -> Iterator[tuple[str, Told]]:
        """The entities that an event tells of, as they are now."""
        for entity_id, new in _members(event.get("a")):
            if entity_id in self._told:
                yield entity_id, compressed(new)
        for entity_id, difference in _members(event.get("c")):
            if entity_id in self._told:
                yield entity_id, _changed(self._told[entity_id], difference)
        gone = event.get("r")
        for entity_id in gone if isinstance(gone, list) else []:
            if isinstance(entity_id, str) and entity_id in self._told:
                yield entity_id, Told(state=UNAVAILABLE)


def compressed(new: Mapping[str, Any]) -> Told:
    """A state as `subscribe_entities` tells it first."""
    state, attributes = new.get("s"), new.get("a")
    return Told(
        state=state if isinstance(state, str) else UNAVAILABLE,
        attributes=attributes if isinstance(attributes, dict) else {},
    )


def states(listed: object) -> dict[str, Told]:
    """The answer to `get_states`, by entity id."""
    return {
        entity_id: compressed({"s": one.get("state"), "a": one.get("attributes")})
        for one in (listed if isinstance(listed, list) else [])
        if isinstance(one, dict)
        and isinstance(entity_id := one.get("entity_id"), str)
        and "." in entity_id
    }


def _changed(before: Told, difference: Mapping[str, Any]) -> Told:
    """A state after a difference: what is in `+` is new, what is in `-` is gone."""
    added, removed = difference.get("+"), difference.get("-")
    added = added if isinstance(added, dict) else {}
    removed = removed if isinstance(removed, dict) else {}
    new, gone = added.get("a"), removed.get("a")
    attributes = {**before.attributes, **(new if isinstance(new, dict) else {})}
    for key in gone if isinstance(gone, list) else []:
        if isinstance(key, str):
            attributes.pop(key, None)
    state = added.get("s")
    return Told(state=state if isinstance(state, str) else before.state, attributes=attributes)


def _members(value: object) -> Sequence[tuple[str, Mapping[str, Any]]]:
    found = value.items() if isinstance(value, dict) else ()
    return [(key, member) for key, member in found if isinstance(member, dict)]
