"""Entity ids, each given once."""

from collections.abc import Iterable
from dataclasses import replace

from edge_agent.home.binding import Bound


class FreeIds:
    """Hands out entity ids that nothing else has.

    Args:
        taken: those that are given away already.
    """

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)
        self._numbers: dict[str, int] = {}

    def free(self, bound: Bound) -> Bound:
        """The entity under the id that it wishes, or that id with a number behind it."""
        wished = entity_id = bound.entity.entity_id
        while entity_id in self._taken:
            self._numbers[wished] = self._numbers.get(wished, 1) + 1
            entity_id = f"{wished}_{self._numbers[wished]}"
        self._taken.add(entity_id)
        if entity_id == wished:
            return bound
        return replace(bound, entity=replace(bound.entity, entity_id=entity_id))
