"""What the README says that one can say."""

import re
from pathlib import Path

import pytest

from edge_agent.domain.entity import Domain, Entity, Home
from edge_agent.nlu.gazetteer import Gazetteer
from edge_agent.nlu.interpreter import Interpreter

ROOT = Path(__file__).parents[2]
DEVICES = {
    "light": ("Kitchen Light", "Reading Lamp", "Floor Lamp"),
    "cover": ("Living Room Blinds", "Blinds", "Bedroom Window"),
    "lock": ("Front Door",),
    "climate": ("Thermostat",),
    "fan": ("Ceiling Fan",),
    "scene": ("Movie Night",),
    "vacuum": ("Robot",),
    "select": ("Washer Program",),
    "valve": ("Sprinklers",),
    "media_player": ("Kitchen Radio", "TV"),
}
HOME = Home(
    entities=tuple(
        Entity(
            entity_id=f"{domain}.{at}",
            name=name,
            domain=Domain(domain),
            area=("Living Room", "Bedroom")[at % 2],
            options=("Eco", "Quick") if domain == "select" else (),
            sources=("Radio Paradise",) if domain == "media_player" else (),
        )
        for domain, names in DEVICES.items()
        for at, name in enumerate(names)
    )
)
TABLE = (ROOT / "README.md").read_text("utf-8").partition("## What you can say")[2]
EXAMPLES = [
    re.sub(r" \(.*\)", "", example).strip()
    for row in re.findall(r"^\| [^|]+ \| ([^|]+) \|$", TABLE.partition("\n## ")[0], re.MULTILINE)
    for example in row.split("·")
    if "for example" not in row
]


def test_there_are_examples():
    assert len(EXAMPLES) > 20


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_is_understood(example):
    interpreter = Interpreter.load(ROOT / "models" / "intent")
    found = interpreter.interpret([example], Gazetteer(HOME), min_confidence=0.6)
    assert found.commands, found.rejection
