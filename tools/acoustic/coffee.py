"""The strict grammar of commands to a coffee machine, and the slots that its sentences fill."""

import itertools
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import yaml
from const_fst import Acceptor, Grammar

COFFEE: Final = Path(__file__).parent / "coffee.yaml"


def coffee_grammar(ids: Mapping[str, int]) -> Acceptor:
    """Commands to a coffee machine: size, roast, shots in any order, drink, additions; or nothing.

    A stretch of noise must not have to be a command, so nothing said is a sentence too.
    """
    source = _source()
    slots: dict[str, list[str]] = source["slots"]
    grammar = Grammar()
    opened, ordered, served = grammar.state(), grammar.state(), grammar.state()
    for words, article in itertools.product(source["opening"], ("a", "an")):
        grammar.add(0, opened, f"{words} {article}")
    asked = {frozenset[str](): opened}
    modifiers = [kind for kind in slots if kind != "coffeeDrink"]
    for count in range(1, len(modifiers) + 1):
        asked |= {frozenset(c): grammar.state() for c in itertools.combinations(modifiers, count)}
    for before, kind in itertools.product(asked, modifiers):
        for words in () if kind in before else slots[kind]:
            grammar.add(asked[before], asked[before | {kind}], words)
    for before, words in itertools.product(asked, slots["coffeeDrink"]):
        grammar.add(asked[before], ordered, words)
    grammar.add(ordered, served, "")
    for first, second in (("milks", "sweeteners"), ("sweeteners", "milks")):
        one = grammar.state()
        for words in _additions(source, first):
            grammar.add(ordered, one, f"with {words}")
        grammar.add(one, served, "")
        for words in _additions(source, second):
            grammar.add(one, served, f"and {words}")
    return grammar.acceptor(ids, [0, served])


def _additions(source: Mapping[str, list[str]], kind: str) -> list[str]:
    return [f"{a} {k}".strip() for a in ("", *source["amounts"]) for k in source[kind]]


def _source() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(COFFEE.read_text("utf-8"))
    return found


def coffee_slots(text: str) -> dict[str, str]:
    """The slots that a sentence of the grammar fills."""
    source = _source()
    tables = {
        **{kind: source["slots"][kind] for kind in ("roast", "size", "numberOfShots")},
        "milkAmount": _additions(source, "milks"),
        "sugarAmount": _additions(source, "sweeteners"),
        "coffeeDrink": source["slots"]["coffeeDrink"],
    }
    rest, found = f" {text} ", {}
    for kind, values in tables.items():
        for value in sorted(values, key=len, reverse=True):
            if f" {value} " in rest:
                found[kind] = value
                rest = rest.replace(f" {value} ", " | ", 1)
                break
    return found
