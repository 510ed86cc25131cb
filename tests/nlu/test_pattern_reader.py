"""What follows a pattern means what the pattern means, whatever the home calls its things."""

import random

import pytest
from test_interpreter import GAZETTEER, MODEL, entity

from edge_agent.domain.entity import Domain, Home
from edge_agent.domain.intent import Intent
from edge_agent.nlu.fillers import fillers
from edge_agent.nlu.gazetteer import Gazetteer
from edge_agent.nlu.interpreter import Interpreter
from edge_agent.nlu.language import english
from edge_agent.nlu.normalise import normalise
from edge_agent.nlu.pattern_reader import read_by_pattern
from edge_agent.nlu.skeleton import ANSWERS
from edge_agent.nlu.template import Slot, expand

ODD = Gazetteer(
    Home(
        entities=(
            entity("Half Moon", "light", "Red Room"),
            entity("On Air Sign", "light", "Second Kitchen"),
            entity("Play Station", "switch", "Red Room"),
            entity("Night Off", "switch", "Second Kitchen"),
            entity("Red Room", "light", "Red Room"),
            entity("Stop Light", "light", None),
            entity("Timer", "switch", "Second Kitchen"),
            entity("Two Percent", "cover", "Red Room", "blind"),
            entity("Movie Off", "scene", None),
        )
    )
)


SAID = {
    "time": ["half past seven", "six thirty p m", "noon tomorrow", "eight o'clock"],
    "kelvin": ["2700", "four thousand"],
}
"""What fills places that no list tells."""


def read(text: str, gazetteer: Gazetteer = GAZETTEER) -> tuple[Intent, dict[str, str]] | None:
    tokens = normalise(text)
    found = read_by_pattern(tokens, gazetteer.matches(tokens))
    return found and (found[0], {span.slot: " ".join(span.tokens) for span in found[1]})


@pytest.mark.parametrize(
    ("text", "intent", "spans"),
    [
        ("Turn on the Piano Lamp!", Intent.TURN_ON, {"name": "piano lamp"}),
        ("could you turn the globe off please", Intent.TURN_OFF, {"name": "globe"}),
        (
            "close the shutters in the study to 30%",
            Intent.SET_POSITION,
            {"kind": "shutters", "area": "study", "value": "30"},
        ),
        ("what's the time", Intent.GET_TIME, {}),
        ("an hour and a half timer", Intent.START_TIMER, {"hours": "1.5"}),
        ("set the heat pump to twenty one and a half degrees", Intent.SET_TEMPERATURE,
         {"name": "heat pump", "value": "21.5"}),
        ("yes please", Intent.YES, {}),
    ],
)  # fmt: skip
def test_read(text, intent, spans):
    assert read(text) == (intent, spans)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "turn on",
        "turn on the radish",
        "the radio was on all night",
        "do not turn on the globe",
        "could you yes",
        "turn up the",
    ],
)
def test_what_is_no_sentence_is_not_read(text):
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "intent", "spans"),
    [
        ("turn off night off", Intent.TURN_OFF, {"name": "night off"}),
        ("set the temperature of the red room to twenty degrees", Intent.SET_TEMPERATURE,
         {"area": "red room", "value": "20"}),
        ("turn on the lamps in the second kitchen", Intent.TURN_ON,
         {"kind": "lamps", "area": "second kitchen"}),
        ("close two percent", Intent.CLOSE, {"name": "2 percent"}),
        ("turn on movie off", Intent.ACTIVATE, {"name": "movie off"}),
        ("dim the stop light to forty percent", Intent.LIGHT_SET,
         {"name": "stop light", "value": "40"}),
    ],
)  # fmt: skip
def test_names_of_small_words(text, intent, spans):
    assert read(text, ODD) == (intent, spans)


def sentences(intent: Intent, home: Home, draw: random.Random, count: int) -> list[str]:
    """Some that the recogniser may hear for an intent."""
    found: list[str] = []
    fillings = fillers(home)
    patterns = english().all_patterns[intent]
    before, after = english().polite
    for _ in range(20 * count):  # most cannot be said to a home that lacks what they speak of
        words: list[str] = []
        if intent not in ANSWERS and draw.random() < 0.1:
            words.append(draw.choice(before))
        for part in expand(draw.choice(patterns), draw.randrange):
            words += [part] if isinstance(part, str) else [filled(part, fillings, draw)]
        if draw.random() < 0.1:
            words.append(draw.choice(after))
        if "" not in words:
            found.append(" ".join(words))
    return found[:count]


def filled(slot: Slot, fillings, draw: random.Random) -> str:
    slot = Slot(slot.filled_by, slot.argument)
    if slot.tag in SAID:
        return draw.choice(SAID[slot.tag])
    known = english().slot_words.words_read_for(slot.tag, slot.options)
    is_of_players = slot.tag == "kind" and Domain.MEDIA_PLAYER in slot.options
    if is_of_players and Slot("name", "media_player") not in fillings:
        return ""
    if known:
        return draw.choice(known)
    domains = [option for option in slot.options if option in set(Domain)]
    places = [Slot("name", domain) for domain in domains] if slot.tag == "name" else [slot]
    if slot.tag in {"value", "step"}:
        unit = "degrees" if slot.options == ("degrees",) else "percent"
        places = [Slot("number", unit)]
    ways = [words for place in places for words in fillings.get(place, ())]
    return " ".join(draw.choice(ways)) if ways else ""


@pytest.mark.parametrize("gazetteer", [GAZETTEER, ODD], ids=["home", "odd home"])
def test_each_sentence_of_the_grammar_is_read(gazetteer):
    draw, unread, total = random.Random(7), [], 0
    for intent in english().all_patterns:
        texts = sentences(intent, gazetteer.home, draw, 25)
        total += len(texts)
        unread += [text for text in texts if read(text, gazetteer) is None]
    # `three hours and a half second` and the like: words that belong together across places.
    assert len(unread) <= 0.01 * total, unread


def test_the_network_is_not_asked_about_sentences_of_the_grammar():
    """Its confidence would be below 1."""
    interpreter = Interpreter.load(MODEL)
    draw = random.Random(11)
    texts = sentences(Intent.TURN_ON, ODD.home, draw, 50)
    found = [interpreter.interpret([text], ODD, min_confidence=1.0) for text in texts]
    missed = [text for text, one in zip(texts, found, strict=True) if not one.commands]
    assert not missed
