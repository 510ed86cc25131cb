"""Sentences about commands that give none: "don't turn it on", "she closed the blinds"."""

from collections.abc import Iterator
from functools import lru_cache

from edge_agent.nlu.gazetteer import Gazetteer
from edge_agent.nlu.language import Tokens, english
from edge_agent.nlu.normalise import normalise
from edge_agent.nlu.pattern_reader import is_told, read_by_pattern
from edge_agent.nlu.tone import small_talk


def is_no_command(tokens: Tokens, gazetteer: Gazetteer) -> bool:
    """Whether a sentence surely asks for nothing, however much it sounds like a command.

    Args:
        tokens: as `normalise` gives them.
        gazetteer: the names of the home.
    """
    if tokens in small_talk() or is_told(tokens, gazetteer.matches(tokens)):
        return True
    framed = (tokens[len(frame) :] for frame in _frames() if tokens[: len(frame)] == frame)
    return any(
        read_by_pattern(first, gazetteer.matches(first)) is not None
        for rest in framed
        for first in _firsts(rest)
    )


def _firsts(tokens: Tokens) -> Iterator[Tokens]:
    """The sentence, and what of it comes before each joint."""
    joints = english().words("joints")
    yield tokens
    yield from (tokens[:at] for at, word in enumerate(tokens) if word in joints)


@lru_cache(maxsize=1)
def _frames() -> frozenset[Tokens]:
    return frozenset(normalise(frame) for frame in english().frames)
