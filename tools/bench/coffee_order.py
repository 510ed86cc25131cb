"""Orders to a coffee machine: all sentences as a graph of words, and the slots that they fill."""

import itertools
import math
import sys
from array import array
from collections.abc import Iterator
from pathlib import Path

import yaml

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "acoustic"))

from coffee import COFFEE, coffee_slots

from edge_agent.domain.grammar import WordGraph
from edge_agent.nlu.automaton import Dfa, Nfa

__all__ = ["coffee_graph", "coffee_slots", "word_graph"]


def coffee_graph() -> WordGraph:
    """Size, roast and shots in any order, then the drink, then milk and sweetener in any order."""
    source = yaml.safe_load(COFFEE.read_text("utf-8"))
    slots: dict[str, list[str]] = source["slots"]
    nfa: Nfa[str] = Nfa()
    opened, ordered, served = nfa.state(), nfa.state(), nfa.state("order")
    openings = [f"{words} {a}" for words in source["opening"] for a in ("a", "an")]
    _choose(nfa, 0, openings, 1.0, opened)
    asked = {frozenset[str](): opened}
    modifiers = [kind for kind in slots if kind != "coffeeDrink"]
    for count in range(1, len(modifiers) + 1):
        asked |= {frozenset(c): nfa.state() for c in itertools.combinations(modifiers, count)}
    for said, state in asked.items():
        left = [kind for kind in modifiers if kind not in said]
        for kind in left:
            _choose(nfa, state, slots[kind], 0.5 / len(left), asked[said | {kind}])
        _choose(nfa, state, slots["coffeeDrink"], 0.5 if left else 1.0, ordered)
    nfa.add(ordered, None, 0.5, served)
    milks, sweeteners = (list(_additions(source, kind)) for kind in ("milks", "sweeteners"))
    for first, second in ((milks, sweeteners), (sweeteners, milks)):
        one, another = nfa.state(), nfa.state()
        _choose(nfa, ordered, [f"with {words}" for words in first], 0.25, one)
        nfa.add(one, None, 0.5, served)
        nfa.add(one, "and", 0.5, another)
        _choose(nfa, another, second, 1.0, served)
    return word_graph(nfa.minimal())


def _choose(nfa: Nfa[str], source: int, phrases: list[str], share: float, target: int) -> None:
    for phrase in phrases:
        nfa.chain(source, phrase.split(), share / len(phrases), target)


def _additions(source: dict[str, list[str]], kind: str) -> Iterator[str]:
    for amount in ("", *source["amounts"]):
        for what in source[kind]:
            yield f"{amount} {what}".strip()


def word_graph(dfa: Dfa[str]) -> WordGraph:
    """An automaton over words as the columns that a grammar is compiled from."""
    words: dict[str, int] = {}
    rows = [
        (source, words.setdefault(word, len(words)), target, -math.log(share))
        for source, row in enumerate(dfa.arcs)
        for word, (target, share) in row.items()
    ]
    sources, labels, targets, costs = zip(*rows, strict=True)
    ends = [sum(end.values()) for end in dfa.ends]
    return WordGraph(
        words=tuple(words),
        sources=array("i", sources),
        labels=array("i", labels),
        targets=array("i", targets),
        costs=array("f", [max(cost, 0.0) for cost in costs]),
        finals=array("f", [-math.log(end) if end else math.inf for end in ends]),
    )
