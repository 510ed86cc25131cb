"""Words for how many times, when, and which of several, as the language file lists them."""

from functools import cached_property
from typing import Any

from edge_agent.nlu.normalise import normalise

Tokens = tuple[str, ...]


class Measures:
    """A part of the language's file, ready to be looked up by tokens."""

    def __init__(self, source: dict[str, Any]) -> None:
        """Take the parsed language file."""
        self._source = source

    @cached_property
    def step_sizes(self) -> dict[Tokens, str]:
        """`small` or `large` by the words for how far a change goes."""
        return {
            normalise(words): size
            for table in ("step_words", "written_step_words")
            for size, all_words in self._source[table].items()
            for words in all_words
            if size != "share"
        }

    def step(self, unit: str, size: str) -> float:
        """How far a change goes: `unit` percent or degrees, `size` plain, small or large."""
        return float(self._source["steps"][unit][size])

    @cached_property
    def factors(self) -> dict[Tokens, float]:
        """What something is multiplied with, by the words for it."""
        return {normalise(words): factor for words, factor in self._source["factors"].items()}

    @cached_property
    def which(self) -> dict[Tokens, str]:
        """Which of several is meant, by the words for it: a number, `last`, `other`, `all`, ..."""
        return {
            normalise(words): str(one)
            for sort in self._source["which"].values()
            for words, one in sort.items()
        }

    @cached_property
    def scales(self) -> dict[str, str]:
        """`°C` or `°F` by the word for it."""
        return dict(self._source["scales"])

    @cached_property
    def clock(self) -> dict[str, dict[Tokens, str]]:
        """How times are told: by sort, what words stand for."""
        source = self._source["clock"]
        tables = {sort: table for sort, table in source.items() if isinstance(table, dict)}
        return {
            sort: {normalise(words): str(meaning) for words, meaning in table.items()}
            for sort, table in tables.items()
        } | {"silent": {normalise(word): "" for word in source["silent"]}}

    @cached_property
    def when(self) -> dict[Tokens, str]:
        """`at`, `for`, `after` or `until` by the words before a time."""
        return {normalise(w): sort for sort, words in self._source["when"].items() for w in words}

    @cached_property
    def whites(self) -> dict[Tokens, str]:
        """`warmer` or `cooler` by the words for it."""
        return {normalise(w): side for side, words in self._source["whites"].items() for w in words}

    @cached_property
    def done(self) -> dict[Tokens, str]:
        """The state to which something leads that may have been done, by the words for it."""
        return {
            normalise(words): state
            for sort in self._source["done"].values()
            for words, state in sort.items()
        }

    @cached_property
    def motions(self) -> dict[Tokens, str]:
        """How a fan is to move, by the words for it."""
        return {
            normalise(words): motion
            for sort in self._source["motions"].values()
            for words, motion in sort.items()
        }

    @cached_property
    def asides(self) -> tuple[Tokens, ...]:
        """What is said beside a command without meaning anything for it."""
        return tuple(normalise(words) for words in self._source["asides"])

    @property
    def roughly(self) -> frozenset[str]:
        """What before a number changes nothing."""
        return frozenset(self._source["roughly"])

    @property
    def reverse(self) -> dict[str, str]:
        """By intent, the words that take a command back; `other` for those that have none."""
        return dict(self._source["reverse"])
