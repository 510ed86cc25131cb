"""How devices are named in an answer."""

from collections.abc import Sequence
from typing import Final

from edge_agent.domain.entity import Domain, Entity

_PLURALS: Final = {
    Domain.LIGHT: "lights",
    Domain.SWITCH: "switches",
    Domain.COVER: "covers",
    Domain.LOCK: "locks",
    Domain.FAN: "fans",
    Domain.CLIMATE: "thermostats",
    Domain.SCENE: "scenes",
    Domain.SENSOR: "sensors",
    Domain.BINARY_SENSOR: "sensors",
    Domain.VALVE: "valves",
    Domain.BUTTON: "buttons",
    Domain.VACUUM: "vacuum cleaners",
    Domain.LAWN_MOWER: "lawn mowers",
    Domain.HUMIDIFIER: "humidifiers",
    Domain.WATER_HEATER: "water heaters",
    Domain.NUMBER: "settings",
    Domain.SELECT: "settings",
    Domain.SIREN: "sirens",
}
MOST_NAMES: Final = 3
"""More devices are counted, not named."""


def names(entities: Sequence[Entity], most: int = MOST_NAMES) -> str:
    """The devices, by name if they are few."""
    if len(entities) <= most:
        return listed([the(e) for e in entities], "and")
    domains = {e.domain for e in entities}
    kind = _PLURALS.get(next(iter(domains)), "devices") if len(domains) == 1 else "devices"
    return f"{len(entities)} {kind}"


def the(entity: Entity) -> str:
    """A device with its article."""
    return f"the {entity.name}"


def listed(parts: Sequence[str], conjunction: str) -> str:
    """Parts with commas between them, the last after a conjunction."""
    if len(parts) <= 1:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {conjunction} {parts[-1]}"


def capital(text: str) -> str:
    """A sentence's beginning."""
    return text[:1].upper() + text[1:]
