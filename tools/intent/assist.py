"""Sentences of Home Assistant's own English intents (package home-assistant-intents, CC-BY-4.0).

They are drawn from its templates while training and are not kept. What MQTT does not have, such as
media players and shopping lists, is left out.
"""

import importlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any, Final, Protocol

from edge_agent.domain.intent import Intent
from edge_agent.nlu.language import english
from edge_agent.nlu.network import OUTSIDE
from edge_agent.nlu.normalise import normalise


class Expression(Protocol):
    """A part of a template as hassil reads it; each kind has some of these."""

    text: str
    items: list["Expression"]
    rule_name: str
    list_name: str
    slot_name: str


Leaf = str | tuple[str, str]
"""Words, or a list's name and the slot that it fills."""

_INTENTS: Final = {intent.wire_name: intent for intent in reversed(Intent)}
_BY_DOMAIN: Final = {
    ("HassTurnOn", "cover"): Intent.OPEN,
    ("HassTurnOff", "cover"): Intent.CLOSE,
    ("HassTurnOn", "valve"): Intent.OPEN,
    ("HassTurnOff", "valve"): Intent.CLOSE,
    ("HassTurnOn", "lock"): Intent.LOCK,
    ("HassTurnOff", "lock"): Intent.UNLOCK,
    ("HassTurnOn", "scene"): Intent.ACTIVATE,
    ("HassTurnOn", "button"): Intent.PRESS,
}
_SLOTS: Final = {
    "name": "name", "area": "area", "floor": "floor", "color": "color", "state": "state",
    "brightness": "value", "position": "value", "temperature": "value", "percentage": "value",
    "hours": "hours", "minutes": "minutes", "seconds": "seconds", "start_hours": "start_hours",
    "start_minutes": "start_minutes", "start_seconds": "start_seconds", "device_class": "kind",
}  # fmt: skip
_UNUSED: Final = frozenset({"timer_command", "timer_half"})
"""Lists whose words normalisation or another stage reads."""
_KNOWN: Final = frozenset(
    {"light", "switch", "fan", "climate", "cover", "valve", "lock", "scene", "button", "vacuum"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """One sentence of an intent."""

    intent: Intent
    domain: str | None
    """Of what is spoken of, where it is no name."""
    domains: tuple[str, ...]
    """Of what may be named."""
    expression: Expression
    """As hassil reads it."""


@cache
def templates() -> dict[Intent, list[Template]]:
    """All that can be used, by intent; none where the packages are not installed."""
    try:
        parse = importlib.import_module("hassil.parse_expression").parse_sentence
    except ModuleNotFoundError:
        return {}
    found: dict[Intent, list[Template]] = {}
    for wire_name, source in _source()["intents"].items():
        for block in source["data"]:
            for template in _of_block(wire_name, block, parse):
                found.setdefault(template.intent, []).append(template)
    return found


def _of_block(
    wire_name: str, block: Mapping[str, Any], parse: Callable[[str], Any]
) -> Iterator[Template]:
    domain = block.get("slots", {}).get("domain")
    context = block.get("requires_context", {}).get("domain", [])
    named = [d for d in ([context] if isinstance(context, str) else context) if d in _KNOWN]
    first = domain or (named[0] if named else None)
    intent = _BY_DOMAIN.get((wire_name, first or ""), _INTENTS.get(wire_name))
    is_foreign = (domain and domain not in _KNOWN) or (context and not named)
    if intent is None or is_foreign:
        return
    for sentence in block["sentences"]:
        yield Template(
            intent=intent,
            domain=domain,
            domains=tuple(named),
            expression=parse(sentence).expression,
        )


def drawn(template: Template, draw: Random) -> list[Leaf] | None:
    """One sentence of a template; None where it needs what cannot be said to a home of devices."""
    leaves = list(_leaves(template.expression, draw))
    slots = [leaf[1] for leaf in leaves if isinstance(leaf, tuple)]
    lists = {leaf[0] for leaf in leaves if isinstance(leaf, tuple)}
    words = " ".join(leaf for leaf in leaves if isinstance(leaf, str)).split()
    if not words or lists & _UNUSED or len(slots) != len(set(slots)):
        return None
    return leaves


def _leaves(expression: Expression, draw: Random) -> Iterator[Leaf]:
    match type(expression).__name__:
        case "TextChunk":
            yield expression.text
        case "Alternative":
            yield from _leaves(draw.choice(expression.items), draw)
        case "Sequence":
            for item in expression.items:
                yield from _leaves(item, draw)
        case "Permutation":
            for item in draw.sample(expression.items, len(expression.items)):
                yield " "
                yield from _leaves(item, draw)
                yield " "
        case "RuleReference":
            yield from _leaves(_rule(expression.rule_name), draw)
        case _:
            yield expression.list_name, expression.slot_name


def words_of(template: Template) -> set[str]:
    """All words of a template."""
    return {token for text in _texts(template.expression) for token in normalise(text)}


def _texts(expression: Expression) -> Iterator[str]:
    match type(expression).__name__:
        case "TextChunk":
            yield expression.text
        case "Alternative" | "Sequence" | "Permutation":
            for item in expression.items:
                yield from _texts(item)
        case "RuleReference":
            yield from _texts(_rule(expression.rule_name))


def tag_of(leaf: tuple[str, str]) -> str | None:
    """The slot that a list's word fills; None for one that is not known."""
    listed, slot = leaf
    return "label" if listed == "timer_name" else _SLOTS.get(slot)


def word_of(leaf: tuple[str, str], draw: Random) -> str | None:
    """A word of a list; None where the home has to give it."""
    values = _source()["lists"].get(leaf[0], {}).get("values")
    if values is None:
        return None
    value = draw.choice(values)
    text = value["in"] if isinstance(value, dict) else value
    return str(text).replace("[", "").replace("]", "").split("|")[0].strip("()")


def tagged_words(words: str, template: Template) -> list[tuple[str, str]]:
    """Words of a template, which says of some what they stand for only by its slots."""
    tokens = normalise(words)
    tags = [OUTSIDE] * len(tokens)
    for tag, listed in _listed(template.domain):
        for phrase in listed:
            for at in range(len(tokens) - len(phrase) + 1):
                span = slice(at, at + len(phrase))
                if tokens[span] == phrase and set(tags[span]) == {OUTSIDE}:
                    tags[span] = [f"B-{tag}", *[f"I-{tag}"] * (len(phrase) - 1)]
    return list(zip(tokens, tags, strict=True))


@cache
def _listed(domain: str | None) -> tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]:
    kinds = [
        key
        for key, found in english().kinds_by_words.items()
        if any(k.domain == domain for k in found)
    ]
    places = {
        tag: [normalise(w) for w in english().slot_words.words_for(tag, ())]
        for tag in ("house", "here")
    }
    found = {**places, "kind": kinds}
    return tuple((tag, tuple(sorted(words, key=len, reverse=True))) for tag, words in found.items())


@cache
def _rule(name: str) -> Expression:
    parse = importlib.import_module("hassil.parse_expression").parse_sentence
    found: Expression = parse(_source()["expansion_rules"][name]).expression
    return found


@cache
def _source() -> dict[str, Any]:
    package = files("home_assistant_intents")
    found: dict[str, Any] = json.loads((package / "data" / "en.json").read_text(encoding="utf-8"))
    return found
