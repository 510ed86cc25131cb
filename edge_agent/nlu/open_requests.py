"""Questions and requests that are none about the home, but that somebody else may answer.

Only sentences that begin like a question or a request count, and none that people rather say to
each other: what is not surely asked of the agent is nobody's business.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

import yaml

from edge_agent.domain.understanding import Reason, Understanding
from edge_agent.nlu.fillers import Filling
from edge_agent.nlu.language import Tokens
from edge_agent.nlu.normalise import normalise
from edge_agent.nlu.rejecting import is_denied
from edge_agent.nlu.wording import without_politeness

_FEWEST_WORDS: Final = 3
"""A question of less asks nothing that could be answered: "who knows"."""
_OPENED: Final = 0.005
"""How often an open question is announced, of all that is said to the agent."""
_ASKED: Final = frozenset({Reason.NOT_A_COMMAND, Reason.LOW_CONFIDENCE, Reason.STATEMENT})
"""What a question may be taken for; that it tells something counts less than how it begins."""
_ANNOUNCED: Final = frozenset({Reason.NOT_A_COMMAND, Reason.LOW_CONFIDENCE, Reason.UNKNOWN_NAME})
"""What any words may be taken for where it was said before that a question comes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Openness:
    """How open requests begin, and what else there is to tell them."""

    questions: frozenset[Tokens]
    of_the_world: frozenset[Tokens]
    requests: frozenset[Tokens]
    none: frozenset[Tokens]
    unfinished: frozenset[str]
    personal: frozenset[str]
    spoken: tuple[str, ...]
    written: tuple[str, ...]


def is_open_request(understanding: Understanding, *, is_announced: bool = False) -> bool:
    """Whether what was rejected is a question or a request that somebody else may answer.

    Args:
        understanding: what it was understood as.
        is_announced: it was said before that a question comes, so that any words may be one.
    """
    rejection = understanding.rejection
    tokens = without_politeness(normalise(understanding.text))
    if rejection is None or not tokens or is_denied(tokens):
        return False
    if is_announced and rejection.reason in _ANNOUNCED:
        return True
    begun = _beginning(tokens)
    is_whole = len(tokens) > len(begun) and tokens[-1] not in _openness().unfinished
    is_short = begun in _openness().questions and len(tokens) < _FEWEST_WORDS
    is_personal = not _openness().personal.isdisjoint(tokens[len(begun) :])
    if not begun or not is_whole or is_short or is_personal:
        return False
    if rejection.reason is Reason.UNKNOWN_NAME:
        return begun in _openness().of_the_world
    return rejection.reason in _ASKED


def announces_question(text: str) -> bool:
    """Whether words say that an open question comes."""
    openings = (*_openness().spoken, *_openness().written)
    return without_politeness(normalise(text)) in set(map(normalise, openings))


def spoken_openings() -> tuple[str, ...]:
    """What is listened for as such words."""
    return _openness().spoken


def opening_sentences(openings: Sequence[str]) -> dict[Filling, float]:
    """How often each of these is said, 0 to 1, for the recogniser."""
    return {tuple(opening.split()): _OPENED / len(openings) for opening in openings}


def _beginning(tokens: Tokens) -> Tokens:
    """The longest beginning that tells a question or a request; empty where there is none."""
    openness = _openness()
    for length in range(len(tokens), 0, -1):
        begun = tokens[:length]
        if begun in openness.none:
            return ()
        if begun in openness.questions or begun in openness.requests:
            return begun
    return ()


@lru_cache(maxsize=1)
def _openness() -> _Openness:
    text = (files("edge_agent.nlu") / "en.open.yaml").read_text(encoding="utf-8")
    source: Mapping[str, Any] = yaml.safe_load(text)
    beginnings = {
        key: frozenset(map(normalise, source[key]))
        for key in ("questions", "of_the_world", "requests", "none")
    }
    return _Openness(
        **beginnings,
        unfinished=frozenset(source["unfinished"]),
        personal=frozenset(source["personal"]),
        spoken=tuple(source["opening"]["spoken"]),
        written=tuple(source["opening"]["written"]),
    )
