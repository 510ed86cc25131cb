"""Where a need is felt, and which devices are there."""

from dataclasses import dataclass
from typing import Final

from edge_agent.domain.entity import Entity, Home
from edge_agent.domain.slots import WHOLE_HOUSE, Slots

_OUTSIDE: Final = frozenset(
    {"outdoor", "outdoors", "outside", "exterior", "garden", "yard", "backyard", "lawn", "patio"}
    | {"balcony", "terrace", "porch", "deck", "weather"}
)
"""Words in the name of a room or of a device that is not within the house."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A room, a floor, or the whole home."""

    area: str | None = None
    floor: str | None = None
    is_whole: bool = False
    """Everything is there."""
    is_known: bool = True
    """Whether anybody said or knows where it is; nothing is in a place that is not known."""
    is_named: bool = False
    """Whether it was said, and is not just where the speaker stands."""

    @property
    def is_outside(self) -> bool:
        """Whether it is the garden, the balcony or the like."""
        return not _OUTSIDE.isdisjoint((self.area or "").casefold().split())

    def holds(self, entity: Entity) -> bool:
        """Whether a device is there; those without a room are in the room without a name."""
        if self.is_whole:
            return True
        if not self.is_known:
            return False
        if self.floor is not None:
            return _same(entity.floor, self.floor)
        return _same(entity.area, self.area)

    def holds_room_of(self, entity: Entity) -> bool:
        """Whether what a device measures is true of this place; the unknown may be anywhere."""
        return not self.is_known or self.holds(entity)

    def room_of(self, entity: Entity) -> "Place":
        """The one room that counts for a device: of a wide or unknown place, the device's own."""
        is_room = self.is_known and not self.is_whole and self.floor is None
        return self if is_room else Place(area=entity.area)


def place_of(slots: Slots, area: str | None, home: Home) -> Place:
    """The place that was named, else where the speaker stands."""
    if slots.area:
        return Place(area=slots.area, is_named=True)
    if slots.floor:
        is_whole = slots.floor == WHOLE_HOUSE
        return Place(floor=None if is_whole else slots.floor, is_whole=is_whole, is_named=True)
    if not home.areas:
        return Place(is_whole=True)
    return Place(area=area, is_known=area is not None)


def is_outside(entity: Entity) -> bool:
    """Whether a device is in the garden, on the balcony or the like."""
    return Place(area=entity.area).is_outside or not _OUTSIDE.isdisjoint(words_of_name(entity))


def words_of_name(entity: Entity) -> frozenset[str]:
    """The words of all names of a device, in small letters."""
    return frozenset(word for name in entity.names for word in name.casefold().split())


def _same(one: str | None, other: str | None) -> bool:
    return (one or "").casefold() == (other or "").casefold()
