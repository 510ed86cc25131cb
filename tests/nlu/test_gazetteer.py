import pytest

from edge_agent.domain.entity import Domain, Entity, Home
from edge_agent.nlu.gazetteer import Gazetteer
from edge_agent.nlu.normalise import normalise


def entity(name: str, domain: str, area: str | None = None, *aliases: str) -> Entity:
    return Entity(
        entity_id=f"{domain}.{area}_{name}",
        name=name,
        domain=Domain(domain),
        area=area,
        floor="Top Floor" if area == "Study" else None,
        aliases=aliases,
    )


HOME = Home(
    entities=(
        entity("Piano Lamp", "light", "Lounge", "maestro"),
        entity("Aquarium", "switch", "Lounge"),
        entity("Shelf Lights", "light", "Study"),
        entity("Radio", "switch", "Study"),
        entity("Radio", "switch", "Lounge"),
        entity("Veranda Door", "lock", "Lounge"),
        entity("Dehumidifier", "switch", "Cellar"),
        entity("Study Ceiling Spots", "light", "Study"),
        entity("Fan 2", "fan", "Study"),
        entity("CO2", "sensor", "Study"),
    )
)
GAZETTEER = Gazetteer(HOME)


def found(sentence: str) -> set[tuple[str, str]]:
    return {
        (m.name.kind, m.name.entities[0].name if m.name.entities else m.name.text)
        for m in GAZETTEER.matches(normalise(sentence))
    }


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("turn on the piano lamp", "Piano Lamp"),
        ("turn on the piano lamps", "Piano Lamp"),
        ("turn on the shelf light", "Shelf Lights"),
        ("turn on maestro", "Piano Lamp"),
        ("turn on the pianno lamp", "Piano Lamp"),
        ("turn on the piano clamp", "Piano Lamp"),
        ("turn on the aquariam", "Aquarium"),
        ("switch on the a quarium", "Aquarium"),
        ("lock the veranda dor", "Veranda Door"),
        ("start the de humidifier", "Dehumidifier"),
        ("start the dehumid a fire", "Dehumidifier"),
        ("turn fan two on", "Fan 2"),
        ("how high is the co two", "CO2"),
        ("how high is the c o two", "CO2"),
        ("ceiling spots on", "Study Ceiling Spots"),
        ("lock the ver anda door", "Veranda Door"),
    ],
)
def test_a_name_is_found_however_it_is_said(sentence: str, name: str) -> None:
    assert ("name", name) in found(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "turn on the light",
        "turn on the toaster",
        "what is on",
        "the fan",
        "turn fan three on",
        "is the patio door open",
        "radish",
        "set it to blue",
        "turn on the elf lights",
        "turn on the violin lamp",
    ],
)
def test_no_name_is_found_where_none_is_said(sentence: str) -> None:
    assert not {text for kind, text in found(sentence) if kind == "name"}


def test_rooms_and_floors_are_found() -> None:
    assert found("lights in the lounge and on the top floor") == {
        ("area", "Lounge"),
        ("floor", "Top Floor"),
    }


def test_a_name_in_two_rooms_has_both_entities() -> None:
    name = GAZETTEER.exact("name", ("radio",))
    assert name is not None
    assert {e.area for e in name.entities} == {"Study", "Lounge"}


def test_names_within_names_are_all_found() -> None:
    assert found("study ceiling spots") == {("name", "Study Ceiling Spots"), ("area", "Study")}


def test_a_new_device_is_known_at_once() -> None:
    grown = Home(entities=(*HOME.entities, entity("Quizzle", "light")))
    matches = Gazetteer(grown).matches(("turn", "on", "the", "quizzle"))
    assert [m.name.text for m in matches] == ["Quizzle"]


def test_a_home_without_names_finds_nothing() -> None:
    assert Gazetteer(Home()).matches(("turn", "on", "the", "lamp")) == ()


def test_every_name_is_found_as_it_is_written() -> None:
    for one in HOME.entities:
        assert any(m.name.text == one.name for m in GAZETTEER.matches(normalise(one.name)))


def test_a_room_is_known_by_its_other_names_too():
    lamp = Entity(
        entity_id="light.a",
        name="Lamp",
        domain=Domain.LIGHT,
        area="Kitchen",
        area_aliases=("galley",),
    )
    galley = Gazetteer(Home(entities=(lamp,))).exact("area", ("galley",))
    assert galley is not None
    assert galley.text == "Kitchen"
