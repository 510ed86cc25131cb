"""Packs of appliances: those that come with the program, and what is wrong with others."""

import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from fixtures.program import run_cli
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_agent.app.appliance_packs import appliances_of, devices_of, shipped_packs
from edge_agent.config.policy import PolicySettings
from edge_agent.config.schema import ApplianceSettings, Config
from edge_agent.domain.appliance import Appliance
from edge_agent.domain.command import Command
from edge_agent.domain.entity import Home
from edge_agent.domain.intent import Intent
from edge_agent.domain.resolution import Confirm, Errand, Unable, UnableReason
from edge_agent.domain.slots import Slots
from edge_agent.errors import ConfigError
from edge_agent.home.appliance_errands import errand
from edge_agent.home.declared import declared
from edge_agent.home.resolver import resolve
from edge_agent.nlu.appliance_language import ApplianceLanguage
from edge_agent.nlu.automaton import Dfa


def appliance(pack: str) -> Appliance:
    (made,) = appliances_of(Config(appliances=(ApplianceSettings(pack=pack, topic="x/y"),)))
    return made


COFFEE = appliance("coffee_machine")
LANGUAGE = ApplianceLanguage([appliance(pack) for pack in shipped_packs()])


def sentences(graph: Dfa[str], count: int) -> Iterator[str]:
    """Sentences that the recogniser listens for."""
    draw = random.Random(7)
    for _ in range(count):
        state, words = 0, []
        while graph.arcs[state] and not (graph.ends[state] and draw.random() < 0.5):
            word = draw.choice(sorted(graph.arcs[state]))
            words.append(word)
            state = graph.arcs[state][word][0]
        yield " ".join(words)


@pytest.mark.parametrize("pack", shipped_packs())
def test_all_that_is_listened_for_is_understood_and_leads_to_something(pack):
    made = appliance(pack)
    language = ApplianceLanguage([made])
    reached = set()
    for sentence in sentences(language.graph(), 1500):
        order = language.read(sentence)
        assert order is not None, sentence
        command = Command(intent=Intent.APPLIANCE, slots=Slots(), confidence=1.0, order=order)
        found = ordered_of(command)
        if isinstance(found, Unable):
            assert found.reason is UnableReason.LACKS_PARAMETER, sentence
            continue
        done = found.errand if isinstance(found, Confirm) else found
        assert done is not None
        assert "{" not in done.does
        assert all(message.topic.startswith("x/y/") for message in done.messages)
        reached.add(order.action.name)
    assert reached == {action.name for action in made.actions}


def test_every_shipped_device_can_be_declared():
    settings = [ApplianceSettings(pack=pack, topic=f"x/{pack}") for pack in shipped_packs()]
    assert len(declared(devices_of(Config(appliances=tuple(settings))))) >= 8


SIZES = ["small", "medium", "large", "twelve ounce", "twenty ounce"]
ROASTS = ["light roast", "medium roast", "dark roast"]
SHOTS = ["single shot", "double shot", "triple shot"]
DRINKS = ["coffee", "drip coffee", "iced coffee", "latte", "mocha", "iced mocha", "americano"]
MILKS = ["milk", "some soy milk", "a little bit of cream", "lots of almond milk"]
SUGARS = ["sugar", "a bit of brown sugar", "some sweetener"]


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_an_order_is_taken_whatever_its_order(data):
    slots = {"coffeeDrink": data.draw(st.sampled_from(DRINKS))}
    for name, values in (("size", SIZES), ("roast", ROASTS), ("numberOfShots", SHOTS)):
        if data.draw(st.booleans()):
            slots[name] = data.draw(st.sampled_from(values))
    before = data.draw(st.permutations(sorted(slots.keys() - {"coffeeDrink"})))
    added = {"milkAmount": MILKS, "sugarAmount": SUGARS}
    after = data.draw(st.permutations([n for n in added if data.draw(st.booleans())]))
    slots |= {name: data.draw(st.sampled_from(added[name])) for name in after}
    opening = data.draw(st.sampled_from(["make me a", "could i have a", "i'd like an", "get me"]))
    words = [opening, *(slots[name] for name in before), slots["coffeeDrink"]]
    words += [f"{'and' if at else 'with'} {slots[name]}" for at, name in enumerate(after)]
    order = LANGUAGE.read(" ".join(words) + data.draw(st.sampled_from(["", " please"])))
    assert order is not None
    assert (order.action.name, order.slots) == ("orderDrink", slots)


@pytest.mark.parametrize(
    ("text", "action", "slots"),
    [
        # not as the phrases have it
        ("make me a latte large with sugar", "orderDrink",
         {"coffeeDrink": "latte", "size": "large", "sugarAmount": "sugar"}),
        ("can you please make a cappuccino and a dark roast", "orderDrink",
         {"coffeeDrink": "cappuccino", "roast": "dark roast"}),
        ("start the washing machine at 40 degrees on cotton", "startWashing",
         {"temperature": 40, "programme": "cotton"}),
        ("preheat the oven to 180", "preheatOven", {"temperature": 180}),
    ],
)  # fmt: skip
def test_other_wordings_are_understood_too(text, action, slots):
    order = LANGUAGE.read(text)
    assert order is not None
    assert (order.action.name, order.slots) == (action, slots)


@pytest.mark.parametrize(
    "text",
    [
        "the coffee is cold",
        "coffee",
        "i have a latte every morning",
        "make me a sandwich with cream",
        "make me a large",
        "he started the dishwasher",
        "turn on the light",
        "do not make me a coffee",
        "",
    ],
)
def test_what_is_no_order_is_left_alone(text):
    assert LANGUAGE.read(text) is None


def ordered(text: str) -> Errand | Confirm | Unable:
    order = LANGUAGE.read(text)
    assert order is not None
    return ordered_of(Command(intent=Intent.APPLIANCE, slots=Slots(), confidence=1.0, order=order))


def ordered_of(command: Command) -> Errand | Confirm | Unable:
    found = resolve(command, Home(), None, PolicySettings())
    assert isinstance(found, Errand | Confirm | Unable)
    return found


def test_an_order_is_sent_as_json_and_told():
    made = ordered("make me a small latte with a bit of sugar")
    assert isinstance(made, Errand)
    assert [(m.topic, m.payload) for m in made.messages] == [
        ("x/y/order", '{"size":"small","coffeeDrink":"latte","sugarAmount":"a bit of sugar"}')
    ]
    assert made.does == "make small latte with a bit of sugar"
    assert made.command.wire_name == "orderDrink"


def test_heating_asks_first_and_has_limits():
    asked = ordered("preheat the oven to two hundred degrees")
    assert isinstance(asked, Confirm)
    assert asked.errand is not None
    for text in ("preheat the oven to five hundred", "preheat the oven to 203 degrees"):
        refused = ordered(text)
        assert isinstance(refused, Unable)
        assert refused.reason is UnableReason.OUT_OF_RANGE
    incomplete = ordered("preheat the oven")
    assert isinstance(incomplete, Unable)
    assert (incomplete.reason, incomplete.lacking) == (UnableReason.LACKS_PARAMETER, "temperature")
    assert isinstance(ordered("turn off the oven"), Errand)


ACTION = "actions: {go: {phrases: [go], messages: [{topic: ~/go}], does: go}}"
WRONG = [
    ("[]", "must hold keys"),
    ("colour: red", "unknown key"),
    ("actions: {go: {phrases: [], messages: [{topic: ~/x}], does: go}}", ":1: actions.phrases"),
    ("actions: {go: {phrases: ['go {fast}'], messages: [{topic: ~/x}], does: go}}", "called fast"),
    ("actions: {go: {phrases: ['(go'], messages: [{topic: ~/x}], does: go}}", "not closed"),
    ("actions: {go: {phrases: ['<a>'], messages: [{topic: ~/x}], does: go}}", "no macro called a"),
    ("words: {a: <a>}\nactions: {go: {phrases: ['<a>'], messages: [{topic: ~/x}], does: g}}",
     "circles"),
    ("actions: {go: {phrases: [go], messages: [{topic: 'x/#'}], does: go}}", "no topic"),
    ("actions: {go: {phrases: [go], messages: [{topic: ~/x, payload: '{{ x'}], does: g}}", "go:"),
    ("actions: {go: {phrases: [go], messages: [{topic: ~/x}], does: 'go {far}'}}", "called far"),
    ("parameters: {a: {from: 9, to: 1}}", "less than"),
    ("parameters: {a: {from: one, to: 2}}", ":1: parameters.a"),
    ("parameters: {a: []}", "1 to 500"),
    ("parameters: {a: '(a|b|c|d|e) (a|b|c|d|e) (a|b|c|d|e) (a|b|c|d|e) (a|b|c|d|e)'}", "1 to 500"),
    ("any_order: {a: {of: [a, b, c, d, e]}}", "any_order.of"),
    ("x: [", "not valid YAML"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "sentence"), WRONG, ids=[text for text, _ in WRONG])
def test_a_wrong_pack_gets_a_sentence(tmp_path: Path, text, sentence):
    path = tmp_path / "own.yaml"
    path.write_text(text)
    with pytest.raises(ConfigError) as told:
        appliance(str(path))
    assert sentence in str(told.value)
    assert str(path) in str(told.value)


def test_a_pack_of_ones_own_and_one_that_is_not_there(tmp_path: Path):
    path = tmp_path / "own.yaml"
    path.write_text(ACTION)
    assert ApplianceLanguage([appliance(str(path))]).read("go") is not None
    with pytest.raises(ConfigError, match="no pack called toaster; there are air_purifier"):
        appliance("toaster")
    with pytest.raises(ConfigError, match="no such file"):
        appliance(str(tmp_path / "other.yaml"))


def test_the_pack_of_the_documentation_works(tmp_path: Path):
    text = (Path(__file__).parents[2] / "docs" / "appliances.md").read_text("utf-8")
    (pack,) = (part for part in text.split("```yaml\n") if part.startswith("words:"))
    path = tmp_path / "my_kettle.yaml"
    path.write_text(pack.partition("```")[0])
    order = ApplianceLanguage([appliance(str(path))]).read(
        "boil the kettle to eighty degrees for earl grey"
    )
    assert order is not None
    assert order.slots == {"temperature": 80, "tea": "black tea"}
    made = errand(
        Command(intent=Intent.APPLIANCE, slots=Slots(), confidence=1.0, order=order), order
    )
    assert isinstance(made, Errand)
    assert [message.payload for message in made.messages] == ["80"]
    assert made.does == "boil water at 80 degrees for black tea"


MACHINES = """audio: {input: none}
appliances:
  - {pack: coffee_machine, name: Coffee machine, topic: home/coffee}
  - {pack: oven, name: Oven, area: Kitchen, topic: home/oven}
"""


def test_the_program_takes_orders_and_asks_before_it_heats(launcher, mosquitto):
    config = launcher.config(mosquitto.port, MACHINES)
    launcher.start("--config", config).wait_online(mosquitto, "test")
    with mosquitto.watch() as watch:

        def say(text: str) -> dict:
            watch.messages.clear()
            watch.publish("edge-agent/test/text/set", json.dumps({"text": text}))
            return json.loads(watch.wait("edge-agent/test/command"))

        turn = say("make me a large latte with sugar please")
        assert [(c["intent"], c["slots"], c["outcome"]) for c in turn["commands"]] == [
            (
                "orderDrink",
                {"size": "large", "coffeeDrink": "latte", "sugarAmount": "sugar"},
                "acked",
            )
        ]
        assert len(watch.payloads("home/coffee/order")) == 1
        assert say("preheat the oven to 200 degrees")["response"]["act"] == "confirm"
        assert watch.payloads("home/oven/heat") == []
        assert say("yes")["response"]["act"] == "done"
        assert watch.payloads("home/oven/heat") == ['{"temperature":200}']
        assert say("what time is it")["response"]["act"] == "answer"
        listed = json.loads(run_cli("devices", "--json", "--config", config).stdout)
        assert "orderDrink" in listed["appliances"][0]["actions"]
        assert "Oven temperature" in {device["name"] for device in listed["devices"]}
