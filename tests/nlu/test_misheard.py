"""Sentences with a wrong word, and other roundabout ways to say things."""

import pytest
from test_interpreter import GAZETTEER

from edge_agent.domain.intent import Intent
from edge_agent.nlu.asking import straight
from edge_agent.nlu.joining import by_pattern, joined
from edge_agent.nlu.mending import FEATURES, features, mend, trust
from edge_agent.nlu.network import Reading, SpeechAct
from edge_agent.nlu.normalise import normalise
from edge_agent.nlu.sharing import Said, shared
from edge_agent.nlu.tagging import Span


@pytest.mark.parametrize(
    ("sentence", "intent", "slots"),
    [
        ("term on the piano lamp", Intent.TURN_ON, {"name": "piano lamp"}),
        ("turn of the piano lamp", Intent.TURN_OFF, {"name": "piano lamp"}),
        ("off the piano lamp please", Intent.TURN_OFF, {"name": "piano lamp"}),
        ("said the globe to twenty percent", Intent.LIGHT_SET, {"name": "globe", "value": "20"}),
        ("turn the uh radio off", Intent.TURN_OFF, {"name": "radio"}),
        ("term un thee piano ramp", Intent.TURN_ON, {"name": "piano lamp"}),
        ("said the globe to wendy two percent", Intent.LIGHT_SET, {"name": "globe", "value": "22"}),
        ("set the globe two twenty percent", Intent.LIGHT_SET, {"name": "globe", "value": "20"}),
        ("watts the temperature in here", Intent.GET_TEMPERATURE, {"here": "in here"}),
        ("though piano lamp hon", Intent.TURN_ON, {"name": "piano lamp"}),
    ],
)
def test_wrong_words_are_put_right(sentence, intent, slots):
    tokens = normalise(sentence)
    assert by_pattern(tokens, GAZETTEER) is None
    mending = mend(tokens, GAZETTEER)
    assert mending is not None
    (said,) = mending.said
    assert said.intent is intent
    assert {span.slot: " ".join(span.tokens) for span in said.spans} == slots
    assert 0 < mending.wrong < 2.5 + 0.9 * len(tokens)


def test_commands_are_joined_by_what_sounds_like_and():
    mending = mend(normalise("turn off the radio aunt turn on the glow"), GAZETTEER)
    assert mending is not None
    assert [one.intent for one in mending.said] == [Intent.TURN_OFF, Intent.TURN_ON]


def test_a_verb_is_no_misheard_device():
    mending = mend(normalise("turn on the globe and switch op the radio"), GAZETTEER)
    assert mending is not None
    assert mending.swaps == (("op", "off"),)


def test_a_misheard_joint_makes_a_mending_less_likely():
    plain = mend(normalise("turn off the radio and term on the globe"), GAZETTEER)
    wrong = mend(normalise("turn off the radio aunt term on the globe"), GAZETTEER)
    assert plain is not None
    assert wrong is not None
    assert wrong.swaps[0] == ("aunt", "and")
    assert wrong.wrong > plain.wrong


@pytest.mark.parametrize(
    "sentence",
    [
        "turn the piano lamp on and",
        "turn the piano lamp to",
        "the piano lamp is on",
        "he turned on the piano lamp yesterday morning",
        "my uncle bought the radio",
        "it was too cold to sleep",
    ],
)
def test_other_sentences_are_not_bent_into_commands(sentence):
    assert mend(normalise(sentence), GAZETTEER) is None


def test_the_more_is_wrong_the_less_a_mending_is_trusted():
    weights = dict.fromkeys(FEATURES, 0.0) | {"wrong": -1.0, "asked": 1.0}
    reading = Reading(act=SpeechAct.COMMAND, confidence=0.9, parts=(), intents={"turn_on": 0.8})
    doubtful = Reading(act=SpeechAct.CHATTER, confidence=0.1, parts=(), intents={})
    little = mend(normalise("term on the piano lamp"), GAZETTEER)
    much = mend(normalise("term un thee piano ramp"), GAZETTEER)
    assert little is not None
    assert much is not None
    assert trust(little, reading, weights) > trust(much, reading, weights)
    assert trust(little, reading, weights) > trust(little, doubtful, weights)
    assert len(features(much, doubtful)) == len(FEATURES)


@pytest.mark.parametrize(
    ("sentence", "plain"),
    [
        ("would you mind turning on the globe", "turn on the globe"),
        ("how about closing the blinds", "close the blinds"),
        ("would you mind the noise", "would you mind the noise"),
        ("turn on the globe", "turn on the globe"),
    ],
)
def test_a_gerund_asks_like_its_verb(sentence, plain):
    assert straight(normalise(sentence)) == normalise(plain)


def test_joined_commands_have_the_verb_of_the_first():
    said = joined(normalise("turn off the radio and the globe then open the blinds"), GAZETTEER)
    assert [one.intent for one in said] == [Intent.TURN_OFF, Intent.TURN_OFF, Intent.OPEN]


def span(slot: str, word: str) -> Span:
    return Span(slot=slot, start=0, end=1, tokens=(word,))


def one(intent: Intent, **slots: str) -> Said:
    spans = tuple(span(slot, word) for slot, word in slots.items())
    return Said(intent=intent, spans=spans, confidence=1.0)


def test_neighbours_share_what_they_leave_out():
    found = shared(
        [one(Intent.LIGHT_SET, name="lamp"), one(Intent.LIGHT_SET, name="spot", value="10")]
    )
    assert [said.slots for said in found] == [{"name", "value"}, {"name", "value"}]
    found = shared([one(Intent.CLOSE, kind="blinds", area="den"), one(Intent.CLOSE, area="attic")])
    assert [said.slots for said in found] == [{"kind", "area"}, {"kind", "area"}]
    found = shared([one(Intent.TURN_ON, kind="lights"), one(Intent.TURN_OFF, area="attic")])
    assert [said.slots for said in found] == [{"kind"}, {"area"}]


def test_a_command_for_several_things_is_several():
    spans = (span("name", "lamp"), span("name", "spot"), span("value", "10"))
    found = shared([Said(intent=Intent.LIGHT_SET, spans=spans, confidence=1.0)])
    assert [said.slots for said in found] == [{"name", "value"}, {"name", "value"}]
    spans = (span("area", "den"), span("area", "attic"), span("kind", "lights"))
    found = shared([Said(intent=Intent.TURN_ON, spans=spans, confidence=1.0)])
    assert [said.slots for said in found] == [{"area", "kind"}, {"area", "kind"}]


def test_a_command_for_two_places_is_two():
    (first, second) = shared([one(Intent.CLOSE, kind="blinds", area="den", also_area="attic")])
    assert {s.slot: s.tokens for s in first.spans} == {"kind": ("blinds",), "area": ("den",)}
    assert {s.slot: s.tokens for s in second.spans} == {"kind": ("blinds",), "area": ("attic",)}
