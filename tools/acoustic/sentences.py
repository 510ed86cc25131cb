"""Sentences for the synthetic voices to say, from patterns and arbitrary words."""

import random
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import yaml

HERE: Final = Path(__file__).parent
_TOKENS: Final = re.compile(r"\(|\)|\[|\]|\||\{\w+\}|[^\s()\[\]|{}]+")
_RANDOM_WORDS: Final = (2, 6)
_COMMON: Final = 600
"""So many of the most frequent words are drawn a quarter of the time."""
_COMMON_SHARE: Final = 0.25
_TRIES: Final = 100

Node = str | tuple[str, list[Any]]
"""A word, or ('choice', alternatives), ('option', alternatives), ('slot', [name])."""


class Sentences:
    """Draws sentences; the same random source and vocabulary draw the same ones."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        """Take the words that may be said, the most frequent first."""
        self._random = random.Random()
        self._vocabulary = list(vocabulary)
        self._known = frozenset(vocabulary)
        source = yaml.safe_load((HERE / "sentences.yaml").read_text(encoding="utf-8"))
        self._shares: dict[str, int] = source["shares"]
        self._slots = {name: parse(pattern) for name, pattern in source["slots"].items()}
        self._frames = {kind: [parse(f) for f in found] for kind, found in source["frames"].items()}

    def draw(self, draw: random.Random, kind: str | None = None) -> str:
        """One sentence of a kind, or of kinds in their shares; only words of the vocabulary."""
        self._random = draw
        for _ in range(_TRIES):
            chosen = kind or self._random.choices(*zip(*self._shares.items(), strict=True))[0]
            words = self._words() if chosen == "words" else self._frame(chosen)
            text = " ".join(words).replace(" '", "'")
            if text and self._known.issuperset(text.split()):
                return text
        raise ValueError(f"no sentence of kind {kind!r} has only known words: widen the vocabulary")

    def _words(self) -> list[str]:
        return [self._word() for _ in range(self._random.randint(*_RANDOM_WORDS))]

    def _word(self) -> str:
        is_common = self._random.random() < _COMMON_SHARE
        return self._random.choice(self._vocabulary[: _COMMON if is_common else None])

    def _frame(self, kind: str) -> list[str]:
        return self._expand(self._random.choice(self._frames[kind]))

    def _expand(self, nodes: list[Node]) -> list[str]:
        return [word for node in nodes for word in self._leaf(node)]

    def _leaf(self, node: Node) -> list[str]:
        if isinstance(node, str):
            return node.split()
        kind, inner = node
        if kind == "slot":
            (name,) = inner
            return [self._word()] if name == "word" else self._expand(self._slots[name])
        if kind == "option" and self._random.random() < 0.5:  # noqa: PLR2004 - a fair coin
            return []
        return self._expand(self._random.choice(inner))


def parse(pattern: str) -> list[Node]:
    """The pattern's nodes; `{slot}'s` joins the suffix to the slot's last word when expanded."""
    tokens = _TOKENS.findall(pattern.replace("'s", " 's"))
    nodes, rest = _sequence(tokens)
    if rest:
        raise ValueError(f"unbalanced {rest[0]!r} in pattern {pattern!r}")
    return nodes


def _sequence(tokens: list[str]) -> tuple[list[Node], list[str]]:
    nodes: list[Node] = []
    while tokens and tokens[0] not in {")", "]", "|"}:
        head, tokens = tokens[0], tokens[1:]
        if head in {"(", "["}:
            alternatives, tokens = _alternatives(tokens)
            nodes.append(("choice" if head == "(" else "option", alternatives))
        elif head.startswith("{"):
            nodes.append(("slot", [head[1:-1]]))
        else:
            nodes.append(head)
    return nodes, tokens


def _alternatives(tokens: list[str]) -> tuple[list[list[Node]], list[str]]:
    found: list[list[Node]] = []
    while True:
        nodes, tokens = _sequence(tokens)
        found.append(nodes)
        head, tokens = tokens[0], tokens[1:]
        if head != "|":
            return found, tokens
