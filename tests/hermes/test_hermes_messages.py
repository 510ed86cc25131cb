"""What flows are told: the fields of Hermes, and where in the words each slot was said."""

import json

import pytest
from fixtures.hermes_fields import check_fields

from edge_agent.domain.appliance import Appliance, ApplianceAction, ApplianceOrder
from edge_agent.domain.command import Command
from edge_agent.domain.entity import Domain, Entity, Home
from edge_agent.domain.intent import Intent
from edge_agent.domain.slots import Slots
from edge_agent.hermes import messages
from edge_agent.hermes.heard import Heard, slots_of
from edge_agent.hermes.messages import Address
from edge_agent.hermes.orders import Part, Query, Saying

LAMP = Entity(
    entity_id="light.reading_lamp",
    name="Reading Lamp",
    domain=Domain.LIGHT,
    area="Living Room",
    aliases=("big lamp", "lamp"),
)
HOME = Home(entities=(LAMP,))
ADDRESS = Address(site_id="kitchen", session_id="s-1", custom_data={"a": 1}, lang="en")
SET = Command(
    intent=Intent.LIGHT_SET,
    slots=Slots(name="Reading Lamp", domain="light", brightness=40),
    confidence=0.98765,
)


def heard(text: str, **more) -> Heard:
    return Heard(text=text, home=HOME, **more)


@pytest.mark.parametrize(
    ("text", "slots", "said"),
    [
        ("turn on the Reading lamp", {"name": "Reading Lamp"}, {"name": "Reading lamp"}),
        ("turn on the big lamp now", {"name": "Reading Lamp"}, {"name": "big lamp"}),
        ("turn on the reading lamps", {"name": "Reading Lamp"}, {"name": "reading lamps"}),
        ("turn on the ring lump", {"name": "Reading Lamp"}, {}),
        ("turn on the lampshade", {"name": "Reading Lamp"}, {}),
        (
            "kitchen lights on in the kitchen",
            {"domain": "light", "area": "Kitchen"},
            {"domain": "lights"},
        ),
        (
            "turn off the lights in the kitchen",
            {"domain": "light", "area": "Kitchen"},
            {"domain": "lights", "area": "kitchen"},
        ),
        (
            "turn on the reading light",
            {"name": "Reading Light", "domain": "light"},
            {"name": "reading light"},
        ),
        ("set it to 40 percent", {"brightness": 40}, {"brightness": "40"}),
        ("set it to forty percent", {"brightness": 40}, {}),
        ("21.5 degrees", {"temperature": 21.5}, {"temperature": "21.5"}),
        ("set lamp 2 to 2 percent", {"brightness": 2}, {}),
        ("make it warm white", {"color": "warm_white"}, {"color": "warm white"}),
    ],
)
def test_where_it_was_said_as_far_as_that_is_sure(text, slots, said):
    command = Command(intent=Intent.TURN_ON, slots=Slots(**slots), confidence=1.0)
    found = {s.name: text[slice(*s.span)] for s in slots_of(command, heard(text)) if s.span}
    assert found == said


@pytest.mark.parametrize("refers_back", [True, False])
def test_words_of_other_commands_are_no_slots_of_this_one(refers_back):
    text = "turn on lamp 40 and set the reading lamp to forty and raise it"
    one = Command(intent=Intent.TURN_ON, slots=Slots(name="Lamp 40"), confidence=1.0)
    two = Command(
        intent=Intent.TURN_ON,
        slots=Slots(name="Reading Lamp", domain="light", brightness=40),
        confidence=1.0,
        refers_back=refers_back,
    )
    said = heard(text, commands=(one, two))
    assert [text[slice(*s.span)] for s in slots_of(one, said) if s.span] == ["lamp 40"]
    found = {s.name: text[slice(*s.span)] for s in slots_of(two, said) if s.span}
    assert found == ({} if refers_back else {"name": "reading lamp"})


def test_the_speakers_own_room_was_not_said():
    slots = Slots(domain="light", area="Kitchen")
    command = Command(intent=Intent.TURN_ON, slots=slots, confidence=1.0, is_here=True)
    found = slots_of(command, heard("turn on the lights for the kitchen crew"))
    assert {s.name: s.span for s in found} == {"domain": (12, 18), "area": None}


def test_an_intent_in_full():
    text = "set the reading lamp to forty percent"
    message = messages.intent(ADDRESS, heard(text, is_spoken=True), SET)
    assert (message.topic, message.retain) == ("hermes/intent/HassLightSet", False)
    document = check_fields(message.topic, message.payload)
    assert document["input"] == text
    assert document["intent"] == {"intentName": "HassLightSet", "confidenceScore": 0.988}
    assert (document["siteId"], document["sessionId"]) == ("kitchen", "s-1")
    assert (document["customData"], document["lang"]) == ({"a": 1}, "en")
    name, _domain, brightness = document["slots"]
    assert name == {
        "entity": "name",
        "slotName": "name",
        "rawValue": "reading lamp",
        "value": {"kind": "Custom", "value": "Reading Lamp"},
        "range": {"start": 8, "end": 20},
        "confidence": 0.988,
    }
    assert brightness["value"] == {"kind": "Number", "value": 40}
    assert (brightness["rawValue"], brightness["range"]) == ("40", None)
    ((first, *_, last),) = document["asrTokens"]
    assert (first["value"], first["rangeStart"], first["rangeEnd"]) == ("set", 0, 3)
    assert text[last["rangeStart"] : last["rangeEnd"]] == last["value"] == "percent"


def test_a_text_has_no_tokens_of_a_recogniser():
    message = messages.intent(ADDRESS, heard("set it"), SET)
    assert check_fields(message.topic, message.payload)["asrTokens"] is None


def test_appliances_have_their_own_intents():
    action = ApplianceAction(name="orderDrink", phrases=("a {size}",))
    appliance = Appliance(name="Coffee machine", area=None, actions=(action,))
    order = ApplianceOrder(appliance=appliance, action=action, slots={"size": "large"})
    command = Command(intent=Intent.APPLIANCE, slots=Slots(), confidence=1.0, order=order)
    message = messages.intent(ADDRESS, heard("a large one"), command)
    assert message.topic == "hermes/intent/orderDrink"
    (slot,) = check_fields(message.topic, message.payload)["slots"]
    assert (slot["slotName"], slot["rawValue"]) == ("size", "large")


QUERY = Query(text="set the lamp", id="q", session_id=None, custom_data="c")
ALL = {
    "intentNotRecognized": messages.intent_not_recognized(ADDRESS, heard("milk")),
    "textCaptured": messages.text_captured(ADDRESS, "set it", 0.25),
    "intentParsed": messages.intent_parsed("kitchen", QUERY, heard("set the lamp"), SET),
    "notParsed": messages.not_parsed("kitchen", QUERY),
    "sayFinished": messages.say_finished("kitchen", Saying(text="x", id="7")),
    "startListening": messages.start_listening(ADDRESS, frozenset({"B", "A"})),
    "startListening to all": messages.start_listening(ADDRESS, None),
    "stopListening": messages.stop_listening(ADDRESS),
    "started": messages.session_started(ADDRESS),
    "queued": messages.session_queued(ADDRESS),
    "ended": messages.session_ended(ADDRESS, "nominal"),
    **{part: messages.error("kitchen", part, "A sentence.", "s-1") for part in Part},
}


@pytest.mark.parametrize("message", ALL.values(), ids=ALL)
def test_every_message_has_the_fields_of_hermes(message):
    check_fields(message.topic, message.payload)
    assert not message.retain


@pytest.mark.parametrize(("is_private", "told"), [(False, "milk"), (True, None)])
def test_private_words_are_not_told(is_private, told):
    message = messages.intent_not_recognized(ADDRESS, heard("milk", is_private=is_private))
    assert json.loads(message.payload)["input"] == told
