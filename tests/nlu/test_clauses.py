"""Commands with second thoughts before them, reasons behind them, and what is to stay as it is."""

import pytest

from edge_agent.domain.entity import Domain, Entity, Home
from edge_agent.domain.intent import Intent
from edge_agent.domain.understanding import Rejection
from edge_agent.nlu.gazetteer import Gazetteer
from edge_agent.nlu.joining import by_pattern
from edge_agent.nlu.normalise import normalise
from edge_agent.nlu.patterned import by_patterns


def entity(name: str, domain: str, area: str | None = None, device_class: str | None = None):
    key = name.casefold().replace(" ", "_")
    return Entity(
        entity_id=f"{domain}.{key}_{area}",
        name=name,
        domain=Domain(domain),
        area=area,
        device_class=device_class,
    )


GAZETTEER = Gazetteer(
    Home(
        entities=(
            entity("Piano Lamp", "light", "Study"),
            entity("Globe", "light", "Study"),
            entity("Heater", "switch", "Study"),
            entity("Box Fan", "fan", "Study"),
            entity("Front Door", "lock", "Hall"),
            entity("Curtains", "cover", "Study", "curtain"),
            entity("Blinds", "cover", "Attic", "blind"),
            entity("Boiler Plate", "climate", "Study"),
        )
    )
)


def commands(
    text: str, gazetteer: Gazetteer = GAZETTEER
) -> list[tuple[Intent, dict[str, object]]] | None:
    tokens = normalise(text)
    found = by_patterns(tokens, gazetteer, by_pattern(tokens, gazetteer))
    if found is None or isinstance(found, Rejection):
        return None
    return [
        (c.intent, {k: v for k, v in c.slots.as_dict().items() if k != "domain"}) for c in found
    ]


ON_GLOBE = (Intent.TURN_ON, {"name": "Globe"})
OFF_HEATER = (Intent.TURN_OFF, {"name": "Heater"})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("never mind turn on the globe", [ON_GLOBE]),
        ("on second thoughts turn the heater off", [OFF_HEATER]),
        ("turn on the globe because it's dark", [ON_GLOBE]),
        ("turn on the globe so i can read", [ON_GLOBE]),
        ("turn on the globe instead of the piano lamp", [ON_GLOBE]),
        ("turn off the heater but leave the box fan running", [OFF_HEATER]),
        ("turn off the heater and keep the globe on", [OFF_HEATER]),
        ("unlock the front door for the pizza guy", [(Intent.UNLOCK, {"name": "Front Door"})]),
        ("it's dark turn on the globe", [ON_GLOBE]),
        ("we're finished in here so turn off the heater", [OFF_HEATER]),
        ("i'm done working turn off the heater", [OFF_HEATER]),
        ("why don't you turn on the globe", [ON_GLOBE]),
        ("turn on the globe would you", [ON_GLOBE]),
        (
            "turn off the heater the globe and the box fan",
            [
                OFF_HEATER,
                (Intent.TURN_OFF, {"name": "Globe"}),
                (Intent.TURN_OFF, {"name": "Box Fan"}),
            ],
        ),
        (
            "close the curtains the attic blinds and lock the front door",
            [
                (Intent.CLOSE, {"name": "Curtains"}),
                (Intent.CLOSE, {"name": "Blinds", "area": "Attic"}),
                (Intent.LOCK, {"name": "Front Door"}),
            ],
        ),
        (
            "close the curtains but not all the way",
            [(Intent.SET_POSITION, {"name": "Curtains", "position": 25})],
        ),
    ],
)
def test_the_command_is_done_and_no_more(text, expected):
    assert commands(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "turn on the globe if it's dark",
        "if it's dark so turn on the globe",
        "she said so turn on the globe",
        "turn on the globe so he said",
        "turn on the globe when i come home",
        "never mind",
        "turn on the globe for the tall unknown strange person",
        "turn off the heater but leave the telescope running",
    ],
)
def test_what_changes_the_meaning_is_not_left_out(text):
    found = commands(text)
    assert found in (None, [(Intent.NEVER_MIND, {})])


def test_for_whom_is_not_what_a_timer_is_called():
    assert commands("set a ten minute timer for the pasta") is None, "the network knows its name"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("feed the cat", [(Intent.PRESS, {"name": "Cat Feeder"})]),
        ("could you please feed the cat now", [(Intent.PRESS, {"name": "Cat Feeder"})]),
        ("warm the towels", [(Intent.TURN_ON, {"name": "Towel Warmer"})]),
        ("the cat looks hungry", [(Intent.PRESS, {"name": "Cat Feeder"})]),
        ("feed the dog", None),
        ("is the cat hungry", None),
    ],
)
def test_a_device_is_called_after_what_it_does(text, expected):
    gazetteer = Gazetteer(
        Home(entities=(entity("Cat Feeder", "button"), entity("Towel Warmer", "switch")))
    )
    assert commands(text, gazetteer) == expected
