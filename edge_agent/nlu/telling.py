"""Sentences about commands that give none: "don't turn it on", "she closed the blinds"."""

from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from typing import Final

from edge_agent.nlu.framing import frames
from edge_agent.nlu.gazetteer import Gazetteer
from edge_agent.nlu.language import Tokens, english
from edge_agent.nlu.normalise import normalise
from edge_agent.nlu.pattern_reader import is_told, read_by_pattern
from edge_agent.nlu.playing import senseless
from edge_agent.nlu.tone import small_talk

_TO: Final = "to"
_LONGEST_PERSON: Final = 3
"""Words for who is to do something: `my little brother`."""


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
    is_framed = any(
        read_by_pattern(first, gazetteer.matches(first), senseless(gazetteer)) is not None
        for rest in _framed(tokens)
        for first in _firsts(rest)
    )
    return NoCommand.FRAMED if is_framed else None


def _framed(tokens: Tokens) -> Iterator[Tokens]:
    """What stands behind words that would make no command of it: `don't`, `tell the kids to`."""
    yield from (tokens[len(frame) :] for frame in _frames() if tokens[: len(frame)] == frame)
    first, second = (*tokens, "", "")[:2]
    if first in english().words("quitting") and second in english().gerunds:
        yield tokens[1:]
    others = tokens[1 : _LONGEST_PERSON + 2] if first in english().words("asking_others") else ()
    if _TO in others:
        yield tokens[others.index(_TO) + 2 :]


def _firsts(tokens: Tokens) -> Iterator[Tokens]:
    """The sentence, what of it comes before each joint, and what is left of it without a time.

    `turning on` is read as `turn on`.
    """
    joints = english().words("joints")
    if tokens and tokens[0] in english().gerunds:
        tokens = (english().gerunds[tokens[0]], *tokens[1:])
    yield tokens
    yield from (frame.tokens for frame in frames(tokens))
    yield from (tokens[:at] for at, word in enumerate(tokens) if word in joints)


@lru_cache(maxsize=1)
def _frames() -> frozenset[Tokens]:
    frames = (*english().frames, *english().written_frames)
    return frozenset(normalise(frame) for frame in frames)
