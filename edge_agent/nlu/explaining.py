"""Why a sentence is taken for what it is: what each step of the interpreter made of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from edge_agent.domain.intent import Intent
from edge_agent.domain.understanding import Rejection, Understanding
from edge_agent.nlu.gazetteer import NEAREST_SCORE, Gazetteer, Match, NameKind
from edge_agent.nlu.interpreter import Interpreter, Trace, decided
from edge_agent.nlu.joining import joined
from edge_agent.nlu.judging import Judgement
from edge_agent.nlu.language import Tokens, english
from edge_agent.nlu.network import MAX_TOKENS, NONE
from edge_agent.nlu.pattern_reader import language_words
from edge_agent.nlu.rejecting import is_denied
from edge_agent.nlu.sharing import Said
from edge_agent.nlu.taught import Nearest
from edge_agent.nlu.telling import NoCommand, why_no_command

MOST_OTHERS: Final = 5
"""Intents and names beyond this are not worth telling."""
_NEAR_KINDS: Final[tuple[NameKind, ...]] = ("name", "area", "floor")


class Way(StrEnum):
    """By what a sentence is taken for a command."""

    PATTERN = "pattern"
    """It follows the language's patterns to the word."""
    NETWORK = "network"
    """By the tags of the intent network."""
    MENDING = "mending"
    """It follows a pattern if some of its words are wrong."""
    TAUGHT = "taught"
    """It is a phrase that was taught."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What was made of a text step by step, and what came of it."""

    trace: Trace
    """What the interpreter's steps made of it."""
    understanding: Understanding
    """What it is taken for in the end."""
    names: tuple[Match, ...]
    """The home's names in it; less than 1 means similar ones."""
    near: tuple[Match, ...]
    """Names that are too little alike to be taken, best first."""
    said: tuple[Said, ...]
    """The commands that follow patterns to the word, with what fills their places."""
    no_command: NoCommand | None
    """Why it surely is no command, where it is none."""
    is_denied: bool
    """A word such as `not` stands in it."""
    judgement: Judgement | None
    """What the network makes of it; None where it is empty or too long."""
    others: tuple[tuple[Intent, float], ...]
    """Other intents that words of it may belong to, likeliest first, with probabilities."""
    phrase: Nearest | None = None
    """The taught phrase that is most like it."""
    min_confidence: float
    """What commands must reach, 0 to 1."""

    @property
    def is_network_needed(self) -> bool:
        """Whether the network was to decide; else it was read for this explanation only."""
        return self.trace.by_pattern is None

    @property
    def way(self) -> Way | None:
        """By what it was taken; None where it was not."""
        if not self.understanding.commands:
            return None
        if self.understanding.phrase is not None:
            return Way.TAUGHT
        if self.judgement is None or not self.is_network_needed:
            return Way.PATTERN
        return Way.MENDING if self.judgement.is_mended else Way.NETWORK

    @property
    def confidence(self) -> float | None:
        """That of its commands, taken or not, 0 to 1; None where it has none."""
        if self.understanding.commands:
            return min(command.confidence for command in self.understanding.commands)
        judgement = self.judgement
        if judgement is None or not (judgement.said or judgement.mending):
            return None
        own = min((one.confidence for one in judgement.said), default=0.0)
        return max(own, judgement.trust)


def explain(
    interpreter: Interpreter, text: str, gazetteer: Gazetteer, *, min_confidence: float
) -> Explanation:
    """What the interpreter makes of a text, and why.

    Args:
        interpreter: is asked as for any other text.
        text: what was said.
        gazetteer: the names of the home.
        min_confidence: 0 to 1; commands that are less sure are rejected.
    """
    (trace,) = interpreter.traces([text], gazetteer, min_confidence=min_confidence)
    understanding = decided([trace], gazetteer)
    judgement = trace.counting or _judged(interpreter, trace.tokens, gazetteer, min_confidence)
    names = gazetteer.matches(trace.tokens)
    return Explanation(
        trace=trace,
        understanding=understanding,
        names=names,
        near=_near(trace.tokens, names, gazetteer),
        said=_said(trace, gazetteer),
        no_command=None if understanding.commands else why_no_command(trace.tokens, gazetteer),
        is_denied=is_denied(trace.tokens),
        judgement=judgement,
        others=_others(understanding, judgement),
        min_confidence=min_confidence,
    )


def _judged(
    interpreter: Interpreter, tokens: Tokens, gazetteer: Gazetteer, min_confidence: float
) -> Judgement | None:
    """What the network would have made of it."""
    if not 0 < len(tokens) <= MAX_TOKENS:
        return None
    return interpreter.judge.judge([tokens], gazetteer, min_confidence)[0]


def _said(trace: Trace, gazetteer: Gazetteer) -> tuple[Said, ...]:
    """What follows patterns, where that is what it was taken for."""
    if trace.by_pattern is None or isinstance(trace.by_pattern, Rejection):
        return ()
    return (trace.one,) if trace.one is not None else joined(trace.tokens, gazetteer)


def _others(
    understanding: Understanding, judgement: Judgement | None
) -> tuple[tuple[Intent, float], ...]:
    """The likeliest intents that it was not taken for."""
    taken = {command.intent for command in understanding.commands}
    shares = judgement.reading.intents if judgement else {}
    left = [(Intent(name), p) for name, p in shares.items() if name != NONE and name not in taken]
    return tuple(sorted(left, key=lambda one: -one[1])[:MOST_OTHERS])


def _near(tokens: Tokens, names: tuple[Match, ...], gazetteer: Gazetteer) -> tuple[Match, ...]:
    """Names that words are somewhat like which are neither names nor the language's own."""
    taken = {at for match in names for at in range(match.start, match.end)}
    found = []
    for start, end in _stretches(tokens, taken):
        for kind in _NEAR_KINDS:
            near = gazetteer.closest(kind, tokens[start:end], score=NEAREST_SCORE)
            if near is not None:
                found.append(Match(start=start, end=end, name=near.name, score=near.score))
    return tuple(sorted(found, key=lambda match: -match.score)[:MOST_OTHERS])


def _stretches(tokens: Tokens, taken: set[int]) -> Iterator[tuple[int, int]]:
    """Where a name may have been said: the longest stretches of words that are no small ones."""
    small, known = english().words("function"), frozenset(language_words())
    start = 0
    for at in range(len(tokens) + 1):
        is_over = at == len(tokens) or at in taken or tokens[at] in small
        if is_over:
            if not known.issuperset(tokens[start:at]):
                yield start, at
            start = at + 1
