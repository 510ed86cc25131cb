"""What is said about the agent's own speaking: that it is to stop, or to say it again."""

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Final

import yaml

from edge_agent.nlu.fillers import Filling
from edge_agent.nlu.language import Tokens
from edge_agent.nlu.normalise import normalise

STOP: Final = "stop"
"""Ends whatever there is to be ended."""
_SAID: Final = 0.005
"""How often any of these is said, of all that is said to the agent."""


def stops_speaking(text: str) -> bool:
    """Whether words end what the agent is saying; nothing else may be said with them."""
    return normalise(text) in _sentences("stopping")


def wants_silence(text: str) -> bool:
    """Whether words that were said over the agent's own stop it: also "stop the ..."."""
    return stops_speaking(text) or normalise(text)[:1] == (STOP,)


def only_stops_speaking(text: str) -> bool:
    """Whether words are listened for only because they end what the agent is saying."""
    return normalise(text) in set(map(normalise, _source()["stopping"]["spoken"]))


def asks_to_repeat(text: str) -> bool:
    """Whether words ask for the last answer once more."""
    return normalise(text) in _sentences("repeating")


def holds_stop(answer: str) -> bool:
    """Whether the agent itself says one of these with an answer, so that it could hear itself."""
    tokens = normalise(answer)
    return any(
        tokens[at : at + len(words)] == words
        for words in _sentences("stopping")
        for at in range(len(tokens))
    )


def spoken_about_talking() -> tuple[str, ...]:
    """What of it is listened for."""
    return tuple(phrase for part in _source().values() for phrase in part["spoken"])


def talking_sentences() -> dict[Filling, float]:
    """How often each of these is said, 0 to 1, for the recogniser."""
    spoken = spoken_about_talking()
    return {tuple(phrase.split()): _SAID / len(spoken) for phrase in spoken}


@lru_cache(maxsize=2)
def _sentences(part: str) -> frozenset[Tokens]:
    return frozenset(normalise(phrase) for use in _source()[part].values() for phrase in use)


@lru_cache(maxsize=1)
def _source() -> Mapping[str, Mapping[str, list[str]]]:
    text = (files("edge_agent.nlu") / "en.talking.yaml").read_text(encoding="utf-8")
    source: Mapping[str, Mapping[str, list[str]]] = yaml.safe_load(text)
    return source
