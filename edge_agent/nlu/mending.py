"""Commands of which some words were misheard, and how far they are to be trusted."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from edge_agent.nlu.gazetteer import Gazetteer
from edge_agent.nlu.joining import MAX_COMMANDS, by_pattern, joined
from edge_agent.nlu.language import english
from edge_agent.nlu.misheard import mended
from edge_agent.nlu.network import Reading
from edge_agent.nlu.numbers import is_number
from edge_agent.nlu.sharing import Said, Swap
from edge_agent.nlu.skeleton import ANSWERS
from edge_agent.nlu.sounds import alikes
from edge_agent.nlu.standing_in import nats_of
from edge_agent.nlu.tagging import Tokens

_MOST_APART: Final = 0.55
"""Distance of what may join sentences: `aunt` for `and`, `klaus` for `close`."""
_LEAST: Final = 1e-4
"""Probabilities below it are taken for it, so that logarithms have an end."""
FEATURES: Final = ("bias", "wrong", "share", "asked", "intent", "kept", "asks", "needs")
"""What `features` gives, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mending:
    """What a sentence says if some of its words are wrong."""

    said: tuple[Said, ...]
    wrong: float
    """How unlikely it is that so much is wrong, in nats."""
    words: int
    """Of the sentence."""
    kept: int
    """Words with a meaning of their own that were taken for what was heard."""
    swaps: tuple[Swap, ...] = ()
    """The words that are taken for others, in order; joints first."""


def mend(tokens: Tokens, gazetteer: Gazetteer) -> Mending | None:
    """The likeliest commands; None where nothing is near enough."""
    if not tokens or _breaks_off(tokens) or tokens[0] in english().words("subordinators"):
        return None
    content = [t for t in tokens if t not in english().words("function") and not is_number(t)]
    found = [
        Mending(
            said=said,
            wrong=sum(one.wrong for one in said) + sum(joint.nats for joint in joints),
            words=len(tokens),
            kept=max(0, len(content) - sum(one.others for one in said) - len(joints)),
            swaps=(
                *((tokens[joint.at], joint.word) for joint in joints),
                *(swap for one in said for swap in one.swaps),
            ),
        )
        for said, joints in _ways(tokens, gazetteer)
    ]
    return min(found, key=lambda one: one.wrong, default=None)


def _breaks_off(tokens: Tokens) -> bool:
    """Whether more must follow; a question may end so: `what mode is the heater in`."""
    words = english().words
    return tokens[-1] in words("open_ends") and tokens[0] not in words("question_words")


@dataclass(frozen=True, slots=True)
class _Joint:
    """A token that is taken for what joins commands."""

    at: int
    word: str
    nats: float


def _ways(
    tokens: Tokens, gazetteer: Gazetteer
) -> Iterator[tuple[tuple[Said, ...], tuple[_Joint, ...]]]:
    """The commands, and the words that were taken for what joins them."""
    one = mended(tokens, gazetteer)
    if one is not None:
        yield (one,), ()
    for joints in ((), *((joint,) for joint in _joints(tokens))):
        words = list(tokens)
        for joint in joints:
            words[joint.at] = joint.word
        several = joined(tuple(words), gazetteer, read=_exactly_or_nearly)
        if several:
            yield several, joints


def _exactly_or_nearly(tokens: Tokens, gazetteer: Gazetteer) -> Said | None:
    return by_pattern(tokens, gazetteer) or mended(tokens, gazetteer)


def _joints(tokens: Tokens) -> list[_Joint]:
    """The first of those tokens that may be a misheard joint."""
    found = ((at, _joint(token)) for at, token in enumerate(tokens) if at)
    joints = [_Joint(at, *joint) for at, joint in found if joint]
    return joints[:MAX_COMMANDS]


@lru_cache(maxsize=2_000)
def _joint(token: str) -> tuple[str, float] | None:
    """The `and`, or the verb, that a word sounds like, with nats; None where it is neither."""
    words = english().words("joints") | english().words("beginnings")
    if token in english().words("function") or token in words:
        return None
    near = ((word, apart) for word, apart in alikes(token) if word in words)
    word, apart = next(near, ("", math.inf))
    return (word, nats_of(apart)) if apart <= _MOST_APART else None


def features(mending: Mending, reading: Reading) -> tuple[float, ...]:
    """What tells whether a mended sentence was meant."""
    intents = {one.intent for one in mending.said}
    likely = min(reading.intents.get(intent, 0.0) for intent in intents)
    return (
        1.0,
        mending.wrong,
        mending.wrong / mending.words,
        _log_odds(reading.confidence),
        math.log(max(likely, _LEAST)),
        math.log(1 + mending.kept),
        float(any(intent.is_question or intent in ANSWERS for intent in intents)),
        float(any(intent.is_need for intent in intents)),
    )


def trust(mending: Mending, reading: Reading, weights: Mapping[str, float]) -> float:
    """How likely a mended sentence is what was meant, 0 to 1, by logistic regression.

    Args:
        mending: the commands.
        reading: what the network makes of the sentence as it was heard.
        weights: of the `FEATURES`, as they were fitted to generated sentences.
    """
    values = zip(FEATURES, features(mending, reading), strict=True)
    return 1 / (1 + math.exp(-sum(weights[name] * value for name, value in values)))


def _log_odds(probability: float) -> float:
    kept = min(max(probability, _LEAST), 1 - _LEAST)
    return math.log(kept / (1 - kept))
