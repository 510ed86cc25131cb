"""Settings that people call as the device which they belong to: the washer, for its programme."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from edge_agent.domain.entity import Domain
from edge_agent.home.binding import Bound
from edge_agent.home.naming import spoken_device

_SETTINGS: Final = frozenset({Domain.NUMBER, Domain.SELECT, Domain.BUTTON})


def with_device_names(found: Sequence[tuple[Bound, str | None]]) -> list[Bound]:
    """Entities, each beside the name of its device, with that name where it can mean no other.

    Only what sets something, as it is called after what it sets: `Washer Program`. There must be
    one of its kind in the device, and nothing in the home that is called just so.
    """
    taken = {name.casefold() for bound, _ in found for name in bound.entity.names}
    counts = Counter((bound.entity.domain, name) for bound, name in found)
    placed = []
    for bound, name in found:
        called = spoken_device(name or "")
        is_one = bound.entity.domain in _SETTINGS and counts[bound.entity.domain, name] == 1
        if is_one and called and called.casefold() not in taken:
            aliases = (*bound.entity.aliases, called)
            bound = replace(bound, entity=replace(bound.entity, aliases=aliases))  # noqa: PLW2901 - the same with one name more
        placed.append(bound)
    return placed
