import time

import pytest

from edge_agent.domain.entity import Domain, Entity, Home
from edge_agent.domain.intent import Intent
from edge_agent.nlu.language import english
from edge_agent.nlu.normalise import spoken
from edge_agent.nlu.phrases import MAX_PHRASES, phrases
from edge_agent.nlu.template import Slot, expand, parse


def home(size: int) -> Home:
    domains = list(Domain)
    rooms = ["Lounge", "Study", "Guest Bath", "Attic", "Workshop"]
    return Home(
        entities=tuple(
            Entity(
                entity_id=f"{domains[at % len(domains)]}.{at}",
                name=f"Gizmo {at}",
                domain=domains[at % len(domains)],
                area=rooms[at % len(rooms)],
                floor="Top Floor",
            )
            for at in range(size)
        )
    )


def test_every_name_room_and_floor_is_in_some_sentence() -> None:
    full = home(60)
    text = "\n".join(phrases(full))
    for name in (*(e.name for e in full.entities), *full.areas, *full.floors):
        assert spoken(name)[0] in text


def test_every_name_is_in_commands_not_only_by_itself() -> None:
    full = home(60)
    said = phrases(full)
    for entity in full.entities:
        name = spoken(entity.name)[0]
        assert sum(f" {name} " in f" {sentence} " for sentence in said) >= 10


def test_sentences_are_words_only() -> None:
    for sentence in phrases(home(30)):
        assert sentence == sentence.strip().lower()
        assert all(c.isalpha() or c in " '" for c in sentence), sentence


@pytest.mark.parametrize("size", [0, 1, 60, 1_000])
def test_their_number_is_bounded(size: int) -> None:
    assert 100 < len(phrases(home(size))) <= MAX_PHRASES


def test_the_same_home_gives_the_same_sentences() -> None:
    assert phrases(home(20)) == phrases(home(20))


def test_they_are_made_quickly() -> None:
    full = home(60)
    phrases(full)
    started = time.process_time()
    phrases(full)
    assert time.process_time() - started < 1.0


def test_every_intent_has_a_pattern() -> None:
    assert set(english().all_patterns) == set(Intent) - {Intent.APPLIANCE}
    assert all(english().all_patterns.values())


def test_a_pattern_expands_to_words_and_slots() -> None:
    pattern = parse("[please] (turn|switch) on <one:light|fan>", {"one": "the {name:$}"})
    leaves = expand(pattern, lambda _: 0)
    assert leaves == ["please", "turn", "on", "the", Slot("name", "light|fan")]


@pytest.mark.parametrize("pattern", ["(a|b", "a)", "<nobody>", "[a", "<loop>", "(a]"])
def test_a_broken_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"bracket|macro"):
        parse(pattern, {"loop": "<loop>"})
