"""Small talk by topic and commands by manner, for the network's response head."""

from functools import cache
from typing import Final

from files import read

from edge_agent.nlu.template import Sequence_, parse

_FILE: Final = "small_talk.yaml"
Topics = dict[str, tuple[Sequence_, ...]]
"""Patterns by topic or manner."""


@cache
def learnt() -> Topics:
    """What the network learns."""
    return _patterns("topics")


@cache
def held_out() -> Topics:
    """What the network is measured with."""
    return _patterns("held_out")


@cache
def manners() -> Topics:
    """By manner, what stands around a command that is asked for in it; all else is plain."""
    return _patterns("manners")


def _patterns(section: str) -> Topics:
    source = read(_FILE)
    macros = source["macros"]
    return {
        topic: tuple(parse(line, macros) for line in lines.splitlines())
        for topic, lines in source[section].items()
    }
