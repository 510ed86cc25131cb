"""Homes of any number of names, the same ones each time; a smaller home is part of a larger one."""

import random
from typing import Final

from edge_agent.domain.entity import Domain, Entity, Home

ROOMS: Final = (
    "Kitchen", "Bedroom", "Bathroom", "Office", "Hall", "Garden", "Garage", "Attic", "Cellar",
    "Nursery", "Library", "Dining Room", "Guest Room", "Living Room", "Laundry Room", "Studio",
    "Workshop", "Balcony", "Terrace", "Corridor",
)  # fmt: skip
_ADJECTIVES: Final = (
    "Left", "Right", "Small", "Big", "Old", "New", "Front", "Back", "Upper", "Lower", "Red",
    "Blue", "Green", "White", "Black", "Round", "Square", "Long", "Short", "Corner", "Window",
    "Table", "Wall", "Floor", "Ceiling", "North", "South", "East", "West", "Main",
)  # fmt: skip
_KINDS: Final = (
    (Domain.LIGHT, 40, ("Lamp", "Light", "Spot", "Strip")),
    (Domain.SWITCH, 20, ("Plug", "Heater", "Kettle", "Radio", "Printer", "Pump")),
    (Domain.COVER, 10, ("Blind", "Curtain", "Shutter")),
    (Domain.FAN, 5, ("Fan",)),
    (Domain.LOCK, 3, ("Lock",)),
    (Domain.SENSOR, 10, ("Temperature", "Humidity")),
    (Domain.CLIMATE, 5, ("Thermostat",)),
    (Domain.SCENE, 7, ("Evening", "Movie", "Dinner")),
)
"""Each kind, how often it comes, and what such devices are called."""
_ENTITIES_A_ROOM: Final = 5
_COMMANDS: Final = {
    Domain.LIGHT: ("turn on the {}", "set the {} to thirty percent"),
    Domain.SWITCH: ("turn off the {}", "switch on the {}"),
    Domain.COVER: ("open the {}", "close the {}"),
    Domain.FAN: ("turn on the {}", "turn off the {}"),
    Domain.LOCK: ("lock the {}", "is the {} locked"),
    Domain.SENSOR: ("what is the {}", "what's the {}"),
    Domain.CLIMATE: ("set the {} to twenty degrees", "turn off the {}"),
    Domain.SCENE: ("activate {}", "start {}"),
}


def generated_home(names: int) -> Home:
    """A home of so many names."""
    draw = random.Random(0)
    entities: list[Entity] = []
    seen = set[str]()
    while len(entities) < names:
        entity = _entity(draw, len(entities))
        if entity.name not in seen:
            seen.add(entity.name)
            entities.append(entity)
    return Home(entities=tuple(entities))


def _entity(draw: random.Random, number: int) -> Entity:
    ((domain, _, nouns),) = draw.choices(_KINDS, [often for _, often, _ in _KINDS])
    rooms = ROOMS[: max(3, number // _ENTITIES_A_ROOM)]
    room = draw.choice(rooms)
    where = draw.choice(([room], []))
    adjectives = draw.sample(_ADJECTIVES, draw.choice((1, 1, 2)))
    name = " ".join([*where, *adjectives, draw.choice(nouns)])
    return Entity(entity_id=f"{domain}.e{number}", name=name, domain=domain, area=room)


def commands(home: Home) -> list[str]:
    """Two sentences for each name."""
    return [
        pattern.format(entity.name.lower())
        for entity in home.entities
        for pattern in _COMMANDS[Domain(entity.domain)]
    ]
