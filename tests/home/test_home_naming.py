"""What people say for a device, from what it calls itself."""

import pytest

from edge_agent.domain.entity import Domain
from edge_agent.home.naming import Naming, naming, slug, spoken_device, tidy


@pytest.mark.parametrize(
    ("own", "device", "domain", "name", "aliases"),
    [
        (None, "Big Lamp", "light", "Big Lamp", ()),
        ("", "Big Lamp", "light", "Big Lamp", ()),
        (None, None, "light", "thing", ()),
        ("Big Lamp", None, "light", "Big Lamp", ()),
        ("Big Lamp", "Big Lamp", "light", "Big Lamp", ()),
        ("Big Lamp Left", "Big Lamp", "light", "Big Lamp Left", ()),
        ("Light", "Pantry", "light", "Pantry Light", ()),
        ("Light", "Pantry Light", "light", "Pantry Light", ()),
        ("Left", "Wall Switch", "switch", "Wall Switch Left", ()),
        ("Relay 2", "Plug Bar", "switch", "Plug Bar Relay 2", ()),
        ("Ceiling", "Porch", "light", "Ceiling", ("Porch Ceiling",)),
        ("Porch Gate", "Porch Opener", "cover", "Porch Gate", ()),
        ("Shutter", "attic-shade", "cover", "Shutter", ()),
        ("Light", "attic-lamp", "light", "Attic Lamp Light", ()),
        ("Lamp", "attic-lamp", "light", "Attic Lamp", ()),
        ("Attic Nook", "attic-nook", "light", "Attic Nook", ()),
        (None, "attic_lamp", "light", "Attic Lamp", ()),
        ("Temperature", "Cellar Sensor", "sensor", "Cellar Sensor Temperature", ()),
        ("Cellar Moisture", "Cellar Sensor", "sensor", "Cellar Moisture", ()),
        ("Humidity", "esp-air", "sensor", "Humidity", ()),
        ("Volume", "Doorbell", "number", "Doorbell Volume", ()),
        ("Volume", "esp-bell", "number", "Volume", ()),
        ("Wash Program", "Laundry", "select", "Wash Program", ("Laundry Wash Program",)),
        ("Restart", "Laundry", "button", "Laundry Restart", ()),
        ("Valve", "Lawn", "valve", "Lawn Valve", ()),
        ("Robot", "Downstairs", "vacuum", "Robot", ("Downstairs Robot",)),
        ("  Odd\tname\n\x00here ", None, "light", "Odd name here", ()),
    ],
)
def test_a_spoken_name(own, device, domain, name, aliases):
    assert naming(own, device, Domain(domain), "thing") == Naming(name=name, aliases=aliases)


def test_a_name_is_cut_at_a_sensible_length():
    assert len(tidy("long " * 1000)) <= 120


@pytest.mark.parametrize(
    ("name", "words"),
    [("kitchen-lamp", "Kitchen Lamp"), ("Kitchen Lamp", "Kitchen Lamp"), ("Boiler", "Boiler")],
)
def test_a_host_name_becomes_words(name, words):
    assert spoken_device(name) == words


@pytest.mark.parametrize(
    ("text", "expected"), [("Été — Lamp 2", "ete_lamp_2"), ("  ", ""), ("a__b", "a_b")]
)
def test_a_slug_holds_plain_letters_digits_and_underscores(text, expected):
    assert slug(text) == expected
