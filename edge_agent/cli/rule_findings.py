"""Rules about what is not there."""

from collections.abc import Iterator

from edge_agent.cli.name_findings import Finding
from edge_agent.cli.nearby_names import nearby_name
from edge_agent.config.policy import PolicySettings, several
from edge_agent.config.schema import Config
from edge_agent.domain.entity import Home


def rule_findings(home: Home, config: Config) -> list[Finding]:
    """What the rules name and the home does not have: such a rule guards nothing."""
    known = {"device": _devices(home), "room": _rooms(home, config)}
    there = {kind: {name.casefold() for name in names} for kind, names in known.items()}
    return [
        {
            "name": name,
            "finding": f"is named by policy.{key} but is no {kind} of this home"
            + nearby_name(name, known[kind]),
        }
        for key, kind, names in _named(config.policy)
        for name in names
        if name.casefold() not in there[kind]
    ]


def _devices(home: Home) -> list[str]:
    """Names and ids."""
    names = [name for entity in home.entities for name in (*entity.names, entity.entity_id)]
    return names + [appliance.name for appliance in home.appliances]


def _rooms(home: Home, config: Config) -> list[str]:
    places = (*home.areas, config.agent.area, *(one.area for one in home.appliances))
    return [area for area in places if area]


def _named(settings: PolicySettings) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Where names stand, of what they are, and which."""
    yield "ask_first", "device", settings.ask_first
    yield "never_ask", "device", settings.never_ask
    for at, rule in enumerate(settings.rules):
        yield f"rules[{at}].devices", "device", several(rule.devices)
        yield f"rules[{at}].areas", "room", several(rule.areas)
        yield f"rules[{at}].from_areas", "room", several(rule.from_areas)
