import math
from collections import defaultdict

import pytest

from edge_agent.domain.entity import Domain, Entity, Home
from edge_agent.domain.grammar import WordGraph
from edge_agent.nlu.language import english
from edge_agent.nlu.sentences import sentence_graph
from edge_agent.nlu.taught_sentences import taught_sentences
from edge_agent.nlu.template import Slot, expand


def entity(name: str, domain: Domain, area: str | None = None, *aliases: str) -> Entity:
    return Entity(
        entity_id=f"{domain}.{name.lower().replace(' ', '_')}",
        name=name,
        domain=domain,
        area=area,
        floor="First Floor" if area else None,
        aliases=aliases,
    )


HOME = Home(
    entities=(
        entity("Kitchen Ceiling", Domain.LIGHT, "Kitchen", "Big Light"),
        entity("Lamp", Domain.LIGHT, "Office"),
        entity("Lamp 2", Domain.LIGHT, "Office"),
        entity("Fan", Domain.FAN, "Office"),
        entity("Front Door", Domain.LOCK),
        entity("Blinds", Domain.COVER, "Office"),
        entity("Movie Night", Domain.SCENE),
        entity("Boiler", Domain.CLIMATE, "Kitchen"),
    )
)


class Sentences:
    """Says what the cheapest way through a graph costs."""

    def __init__(self, graph: WordGraph) -> None:
        self._arcs = defaultdict(list)
        columns = (graph.sources, graph.labels, graph.targets, graph.costs)
        for source, label, target, cost in zip(*columns, strict=True):
            self._arcs[source, graph.words[label]].append((target, cost))
        self._finals = graph.finals

    def cost(self, sentence: str) -> float:
        states = {0: 0.0}
        for word in sentence.split():
            after: dict[int, float] = {}
            for state, so_far in states.items():
                for target, cost in self._arcs[state, word]:
                    after[target] = min(after.get(target, math.inf), so_far + cost)
            states = after
        return min((c + self._finals[state] for state, c in states.items()), default=math.inf)

    def __contains__(self, sentence: str) -> bool:
        return self.cost(sentence) < math.inf


@pytest.fixture(scope="module")
def sentences() -> Sentences:
    return Sentences(sentence_graph(HOME))


@pytest.mark.parametrize(
    "sentence",
    [
        "turn on the kitchen ceiling",
        "turn on the big light",
        "please turn on the lamp",
        "switch the lamp two off thank you",
        "set the kitchen ceiling to forty percent",
        "set the lamp to a hundred percent",
        "dim the lamp by twenty percent",
        "make the lamp blue",
        "lock the front door",
        "open the blinds halfway",
        "set the boiler to twenty one and a half degrees",
        "is the front door locked",
        "turn off all the lights in the office",
        "turn off the lights on the first floor",
        "turn on the lamp and turn off the fan",
        "turn on the lamp and the fan",
        "turn on the lamp and then lock the front door",
        "lock the front door then turn off the lamp",
        "activate movie night",
        "movie night",
        "set a timer for forty seven minutes",
        "set a timer for four and a half hours",
        "create a timer for half an hour",
        "what time is it",
        "don't turn on the lamp",
        "did you lock the front door and turn off the fan",
        "she has just closed the blinds",
        "the lamp is still on",
        "yes",
        "the kitchen one",
        "the lamp",
        "in the office",
    ],
)
def test_it_can_be_said(sentences: Sentences, sentence: str) -> None:
    assert sentence in sentences


@pytest.mark.parametrize(
    "sentence",
    [
        "",
        "turn on",
        "turn on the",
        "turn on the bathroom light",
        "lock the lamp",
        "dim the front door",
        "set the lamp to two hundred percent",
        "kitchen lamp the on",
        "yes and turn on the lamp",
        "turn on the lamp and",
        "and turn on the lamp",
        "what time is it and turn on the lamp",
    ],
)
def test_it_cannot_be_said(sentences: Sentences, sentence: str) -> None:
    assert sentence not in sentences


def test_the_usual_is_cheaper(sentences: Sentences) -> None:
    assert sentences.cost("turn on the lamp") < sentences.cost("please turn on the lamp")
    assert sentences.cost("turn on the lamp") < sentences.cost("disable the lamp")
    said = "set a timer for {} seconds"
    assert sentences.cost(said.format("thirty")) < sentences.cost(said.format("three"))


MEASURING = {Domain.SENSOR, Domain.BINARY_SENSOR}


def test_every_pattern_whose_places_are_filled_can_be_said(sentences: Sentences) -> None:
    fillings = {
        "name": {
            Domain.LIGHT: "lamp", Domain.FAN: "fan", Domain.LOCK: "front door",
            Domain.COVER: "blinds", Domain.SCENE: "movie night", Domain.CLIMATE: "boiler",
        },
        "area": "kitchen", "floor": "first floor",
        "hours": "two", "minutes": "two", "seconds": "two",
    }  # fmt: skip

    def fill(slot: Slot) -> str | None:
        words = english().slot_words.words_for(slot.filled_by, slot.options)
        if slot.filled_by == "name":
            return next((fillings["name"].get(option) for option in slot.options), None)
        kinds = english().slot_words.kinds_of(slot.options) if slot.tag == "kind" else ()
        if any(kind.domain in MEASURING for kind in kinds):
            return None
        return fillings.get(slot.filled_by) or (words[0] if words else "two")

    for intent in english().patterns:
        for pattern in english().spoken_patterns(intent):
            leaves = [
                leaf if isinstance(leaf, str) else fill(leaf)
                for leaf in expand(pattern, lambda _: 0)
            ]
            tags = {leaf.tag for leaf in expand(pattern, lambda _: 0) if isinstance(leaf, Slot)}
            if None not in leaves and not tags & {"label", "free", "mode"}:
                assert " ".join(leaves) in sentences, pattern


def test_costs_are_no_gains(sentences: Sentences) -> None:
    graph = sentence_graph(HOME)
    assert min(graph.costs) >= 0
    assert min(graph.finals) >= 0


def test_each_state_but_the_start_is_led_to_and_leads_on() -> None:
    graph = sentence_graph(HOME)
    states = range(len(graph.finals))
    assert set(graph.targets) | {0} == set(states)
    ends = {state for state in states if graph.finals[state] < math.inf}
    assert set(graph.sources) | ends == set(states)


def test_a_home_without_devices_still_has_a_clock() -> None:
    sentences = Sentences(sentence_graph(Home()))
    assert "what time is it" in sentences
    assert "turn on the lights" in sentences
    assert "turn on the lamp two" not in sentences


def test_phrases_that_were_taught_are_sentences_of_their_own():
    said = taught_sentences(("movie time", "Let\u2019s watch TV!", "kid's scene 2"))
    graph = sentence_graph(HOME, said)
    sentences = Sentences(graph)
    for known in (
        "movie time",
        "it's movie time",
        "let's watch tv",
        "let's watch t v",
        "kids scene two please",
        "learn a new phrase",
        "forget movie time",
        "do not start movie time",
        "turn on the lamp",
    ):
        assert known in sentences, known
    for unknown in ("movie", "movie time and turn on the lamp", "let's", "forget"):
        assert unknown not in sentences, unknown
    plain = Sentences(sentence_graph(HOME))
    assert sentences.cost("turn on the lamp") - plain.cost("turn on the lamp") < 0.1
    assert "movie time" not in plain


def test_teaching_can_be_heard_before_anything_was_taught():
    said = taught_sentences(())
    assert ("learn", "a", "new", "phrase") in said
    assert not any("{" in word for words in said for word in words)


NABU, BRAIN = ("okay", "nabu"), ("kitchen", "brain")


@pytest.mark.parametrize("words", [{NABU: True, BRAIN: False}, {BRAIN: False}, {NABU: True}])
def test_wake_words_stand_before_all_sentences_and_alone(words: dict[tuple[str, ...], bool]):
    plain, woken = (
        Sentences(sentence_graph(HOME)),
        Sentences(sentence_graph(HOME, wake_words=words)),
    )
    for word in words:
        said = " ".join(word)
        assert said in woken
        assert said not in plain
        for sentence in ("turn on the lamp", "lock the front door and turn off the fan", "stop"):
            assert sentence in woken
            assert f"{said} {sentence}" in woken
            assert f"{said} {said} {sentence}" not in woken
            assert f"{sentence} {said}" not in woken


def test_only_some_wake_words_are_heard_in_the_midst_of_other_speech():
    graph = sentence_graph(HOME, wake_words={NABU: True, BRAIN: False})
    columns = zip(graph.sources, graph.labels, strict=True)
    assert {graph.words[label] for source, label in columns if source == graph.call} == {"okay"}
    assert len(graph.starts) == 2
    assert sentence_graph(HOME, wake_words={BRAIN: False}).call is None
    assert sentence_graph(HOME).starts == (0,)
