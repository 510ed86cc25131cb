"""The file of what the agent says: complete, and checked before it counts."""

import re
from importlib.resources import files
from time import perf_counter

import pytest

from edge_agent.domain.action import ActionKind
from edge_agent.domain.entity import Domain
from edge_agent.domain.intent import Intent
from edge_agent.domain.resolution import UnableReason
from edge_agent.domain.response import Manner, Notice, Topic
from edge_agent.domain.understanding import Reason
from edge_agent.errors import ConfigError
from edge_agent.respond.sentence import Sentence, places_of
from edge_agent.respond.wording import english, places, read_wording

TEXT = (files("edge_agent.respond") / "en.yaml").read_text("utf-8")
NEEDS = [intent for intent in Intent if intent.is_need]
KEYS = [*Sentence, *UnableReason, *Reason, *Notice, *Topic, *NEEDS]


@pytest.mark.parametrize("key", KEYS, ids=lambda key: f"{type(key).__name__}.{key}")
def test_everything_can_be_said_in_every_manner(key):
    for manner in Manner:
        for text in english().variants(key, manner):
            assert any(must <= places(text) for must in places_of(key))


def test_every_deed_and_kind_has_words():
    assert set(english().deeds) == set(ActionKind)
    assert set(english().kinds) == set(Domain)
    assert set(english().abilities.by_domain) == set(Domain)
    assert len(english().grammar.months) == 12


@pytest.mark.parametrize("key", [*Topic, *NEEDS])
def test_small_talk_and_kind_words_are_varied(key):
    texts = english().variants(key, Manner.PLAIN)
    assert len(set(texts)) >= 2
    for text in texts:
        assert re.fullmatch(r"[A-Z].*[.]", text)


@pytest.mark.parametrize("topic", [topic for topic in Topic if topic is not Topic.JOKE])
def test_small_talk_never_asks_back(topic):
    assert not any("?" in text for text in english().variants(topic, Manner.PLAIN))


def test_nothing_is_said_that_a_voice_stumbles_over():
    spoken = TEXT.partition("\nunits:")[0]
    said = "\n".join(line.partition("#")[0] for line in spoken.splitlines())
    assert not set(said) & set("%°&*_/") - set("_")


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('done: "turned on {what}"', 'done: "turned on {thing}"', "deeds.turn_on"),
        ('do: "turn on {what}", ', "", "deeds.turn_on' needs 'value', or both"),
        ('plain: ["{Did}."', 'plain: ["{Did} {quickly}."', "unknown place '{quickly}'"),
        ('"{What} {be} already {state}."', '"{What} {be} that way."', "must tell"),
        ('brief: ["{Did}."]', "brief: []", "no sentence for 'brief'"),
        ('brief: ["{Did}."]', 'brief: ["{What} {be} {state}."]', "tells only did"),
        ("  locate: {", "  locat: {", "locat"),
        ("  negated: [", "  dismissed: [", "dismissed"),
        ('  facts: ["{Facts}."]\n', "", "says nothing of 'facts'"),
        ('facts: ["{Facts}."]', 'facts: ["{Facts."]', "a brace is not closed"),
        ("devices: devices", "devices: 7", "devices"),
        ("devices: devices", "gadgets: devices", "gadgets"),
        ("devices: devices", "devices: [devices", "while parsing"),
    ],
)
def test_a_damaged_file_is_told_in_one_sentence(old, new, complaint):
    assert TEXT.count(old) >= 1
    with pytest.raises(ConfigError) as raised:
        read_wording(TEXT.replace(old, new, 1))
    assert complaint in str(raised.value)
    assert str(raised.value).startswith("edge_agent/respond/en.yaml: ")
    assert "\n" not in str(raised.value)


def test_reading_it_is_quick():
    begun = perf_counter()
    read_wording(TEXT)
    assert perf_counter() - begun < 0.5, "some 5 ms, but for a busy machine"
