"""What the configuration says of single devices, by their name or entity id."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Generic, TypeVar

from edge_agent.domain.entity import Entity

_Value = TypeVar("_Value")


class ByName(Generic[_Value]):
    """Values by an entity's name or id, whatever their case."""

    def __init__(self, values: Mapping[str, _Value]) -> None:
        """Take the values as they are configured."""
        self._values = {key.casefold(): value for key, value in values.items()}

    def of(self, entity: Entity) -> Iterator[_Value]:
        """What is said of an entity, by its id and by its name."""
        return (self._values[key] for key in _keys(entity) if key in self._values)

    def __getitem__(self, key: str) -> _Value:
        """What is said under a key."""
        return self._values[key]

    def meant(self, entities: Sequence[Entity]) -> dict[str, tuple[Entity, ...]]:
        """By key, which of the entities it may be meant for."""
        return {
            key: tuple(entity for entity in entities if key in _keys(entity))
            for key in self._values
        }

    def unmatched(self, entities: Sequence[Entity]) -> tuple[str, ...]:
        """The keys that belong to no entity."""
        known = {key for entity in entities for key in _keys(entity)}
        return tuple(key for key in self._values if key not in known)


def _keys(entity: Entity) -> tuple[str, str]:
    return entity.entity_id.casefold(), entity.name.casefold()
