"""Sentences about commands that give none: "don't turn it on", "she closed the blinds"."""

from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache

from edge_agent.nlu.gazetteer import Gazetteer
from edge_agent.nlu.language import Tokens, english
from edge_agent.nlu.normalise import normalise
from edge_agent.nlu.pattern_reader import is_told, read_by_pattern
from edge_agent.nlu.playing import senseless
from edge_agent.nlu.tone import small_talk


class NoCommand(StrEnum):
    """Why a sentence surely asks for nothing."""

    SMALL_TALK = "small_talk"
    """It is a sentence of small talk."""
    TOLD = "told"
    """It tells how something is, or what was done."""
    FRAMED = "framed"
    """A command after words that make none of it: `don't`, `did you`, `she said`."""


def is_no_command(tokens: Tokens, gazetteer: Gazetteer) -> bool:
    """Whether a sentence surely asks for nothing, however much it sounds like a command.

    Args:
        tokens: as `normalise` gives them.
        gazetteer: the names of the home.
    """
    return why_no_command(tokens, gazetteer) is not None


def why_no_command(tokens: Tokens, gazetteer: Gazetteer) -> NoCommand | None:
    """Why a sentence surely asks for nothing; None where it may ask for something."""
    if tokens in small_talk():
        return NoCommand.SMALL_TALK
    if is_told(tokens, gazetteer.matches(tokens)):
        return NoCommand.TOLD
    framed = (tokens[len(frame) :] for frame in _frames() if tokens[: len(frame)] == frame)
    is_framed = any(
        read_by_pattern(first, gazetteer.matches(first), senseless(gazetteer)) is not None
        for rest in framed
        for first in _firsts(rest)
    )
    return NoCommand.FRAMED if is_framed else None


def _firsts(tokens: Tokens) -> Iterator[Tokens]:
    """The sentence, and what of it comes before each joint."""
    joints = english().words("joints")
    yield tokens
    yield from (tokens[:at] for at, word in enumerate(tokens) if word in joints)


@lru_cache(maxsize=1)
def _frames() -> frozenset[Tokens]:
    return frozenset(normalise(frame) for frame in english().frames)
