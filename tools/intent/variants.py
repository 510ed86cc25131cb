"""Commands in other words, whose meaning only the teacher can tell."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Final

import numpy as np
from example import Example

from edge_agent.nlu.language import english
from edge_agent.nlu.network import OUTSIDE
from edge_agent.nlu.numbers import is_number

Array = np.ndarray[Any, Any]
_NEAREST: Final = 8
_LEAST_ALIKE: Final = 0.45
"""Cosine of words that may stand for each other."""
_SHARE: Final = 0.4
"""Of the words that fill no slot."""


@dataclass(frozen=True, slots=True)
class NearWords:
    """Which words mean much the same."""

    by_word: dict[str, tuple[str, ...]]

    @classmethod
    def of(cls, words: Sequence[str], vectors: Array) -> "NearWords":
        """Told by their vectors, n x width."""
        unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        found: dict[str, tuple[str, ...]] = {}
        for start in range(0, len(words), 500):
            alike = unit[start : start + 500] @ unit.T
            nearest = np.argsort(-alike, axis=1)[:, 1 : _NEAREST + 1]
            for row, places in enumerate(nearest):
                near = tuple(words[at] for at in places if alike[row, at] >= _LEAST_ALIKE)
                if near:
                    found[words[start + row]] = near
        return cls(found)


def variants(found: Iterable[Example], near: NearWords, draw: Random) -> Iterator[Example]:
    """The same sentences with some words exchanged; those in which none is, are left out."""
    small = english().words("function")
    for example in found:
        tokens = list(example.tokens)
        for at, (token, tag) in enumerate(zip(example.tokens, example.tags, strict=True)):
            is_plain = tag == OUTSIDE and token not in small and not is_number(token)
            if is_plain and token in near.by_word and draw.random() < _SHARE:
                tokens[at] = draw.choice(near.by_word[token])
        if tokens != example.tokens:
            yield Example(
                tokens=tokens, tags=example.tags, act=example.act, intents=example.intents,
                begins=example.begins, matches=example.matches, response=example.response,
            )  # fmt: skip
