"""Generated examples as arrays to train with."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np
from example import Example
from labels import ACTS, IGNORED, INTENTS, RESPONSES, TAGS

from edge_agent.nlu.network import ASKING, MAX_TOKENS, NUMBER, SPECIAL_WORDS, encode
from edge_agent.nlu.numbers import is_number

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrays:
    """Examples, one a row; `IGNORED` where there is no truth."""

    ids: Array
    """Words as the network knows them, n x MAX_TOKENS."""
    features: Array
    """Of names, n x MAX_TOKENS x FEATURES."""
    words: Array
    """Words of any kind, as `Words` numbers them, n x MAX_TOKENS; 0 is none."""
    acts: Array
    begins: Array
    intents: Array
    tags: Array
    response: Array

    def __len__(self) -> int:
        """How many."""
        return len(self.ids)

    @property
    def lengths(self) -> Array:
        """Tokens of each example."""
        return np.asarray((self.words != 0).sum(1))

    def rows(self, at: Array) -> "Arrays":
        """Some of them."""
        return Arrays(**{one.name: getattr(self, one.name)[at] for one in fields(self)})

    def followed_by(self, others: "Arrays") -> "Arrays":
        """These and then others."""
        names = [one.name for one in fields(self)]
        return Arrays(**{n: np.concatenate([getattr(self, n), getattr(others, n)]) for n in names})

    def without_truth(self) -> "Arrays":
        """The same sentences, with nothing told of what they mean."""
        truths = ("acts", "begins", "intents", "tags", "response")
        return replace(self, **{n: np.full_like(getattr(self, n), IGNORED) for n in truths})

    def save(self, path: Path) -> None:
        """Write them to a file."""
        np.savez(path, **{one.name: getattr(self, one.name) for one in fields(self)})

    @classmethod
    def load(cls, path: Path) -> "Arrays":
        """Read what was saved."""
        with np.load(path) as saved:
            return cls(**{one.name: saved[one.name] for one in fields(cls)})


class Words:
    """All words that occur, numbered as in a network's vocabulary; all numbers are one word."""

    def __init__(self, known: Iterable[str] = SPECIAL_WORDS) -> None:
        """Take those that are known already, in their order."""
        self._places = {word: at for at, word in enumerate(known)}

    def place(self, word: str) -> int:
        """The number of a word, which is new if need be."""
        return NUMBER if is_number(word) else self._places.setdefault(word, len(self._places))

    def __iter__(self) -> Iterator[str]:
        """In order."""
        return iter(self._places)


def arrays(found: Iterable[Example], index: Mapping[str, int], words: Words) -> Arrays:
    """All examples, in order."""
    rows = [_row(example, index, words) for example in found]
    names = [one.name for one in fields(Arrays)]
    columns = zip(*rows, strict=True)
    return Arrays(**{n: np.stack(column) for n, column in zip(names, columns, strict=True)})


def _row(example: Example, index: Mapping[str, int], words: Words) -> tuple[Array, ...]:
    ids, features = encode(example.tokens, example.matches, index)
    is_asked = example.act in ASKING
    places = np.zeros(MAX_TOKENS, dtype=np.int32)
    places[: len(example.tokens)] = [words.place(token) for token in example.tokens]
    return (
        ids.astype(np.int16),
        features.astype(np.uint8),
        places,
        np.array(ACTS.index(example.act), dtype=np.int8),
        _padded([int(begins) for begins in example.begins] if is_asked else []),
        _padded([INTENTS.index(intent) for intent in example.intents]),
        _padded([_TAG_PLACES[tag] for tag in example.tags] if is_asked else []),
        np.array(RESPONSES.index(example.response), dtype=np.int8),
    )


def _padded(values: Sequence[int]) -> Array:
    row = np.full(MAX_TOKENS, IGNORED, dtype=np.int8)
    row[: len(values)] = values
    return row


_TAG_PLACES = {tag: at for at, tag in enumerate(TAGS)}
