"""How far mended sentences are to be trusted: logistic regression on generated ones."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np
from generate import Source

from edge_agent.domain.command import Command
from edge_agent.domain.understanding import Rejection
from edge_agent.nlu.gazetteer import Gazetteer
from edge_agent.nlu.joining import by_pattern
from edge_agent.nlu.mending import FEATURES, features, mend
from edge_agent.nlu.network import MAX_TOKENS, Network
from edge_agent.nlu.patterned import by_patterns, filled
from edge_agent.nlu.rejecting import is_denied
from edge_agent.nlu.sharing import shared

Array = np.ndarray[Any, Any]
_RARELY: Final = 5
"""Half sentences and jumbles of words come once in so many commands; other speech each time."""
_SHRINKING: Final = 1.0
_STEPS: Final = 30


def fit(network: Network, source: Source, count: int) -> dict[str, float]:
    """Weights of the features, from so many sentences of each sort that can be mended."""
    rows, truths = zip(*_cases(network, source, count), strict=True)
    found, truth = np.array(rows), np.array(truths, dtype=float)
    fitted = regression(found, truth)
    return {name: round(float(one), 4) for name, one in zip(FEATURES, fitted, strict=True)}


def _cases(network: Network, source: Source, count: int) -> Iterator[tuple[Sequence[float], bool]]:
    """Features, and whether what was mended was meant."""
    makers = (source.command, source.compound)
    others = (source.chatter, source.chatter, source.small_talk, source.told)
    rare = (source.half, source.salad)
    for number in range(count):
        if number % 50 == 0:
            source.new_home()
        example = makers[number % len(makers)]()
        if example is not None:
            meant = _meant(tuple(example.tokens), source.gazetteer)
            if meant:
                heard = tuple(source.noisy(example).tokens)
                yield from _case(network, heard, source.gazetteer, meant)
        more = (rare[number % len(rare)],) if number % _RARELY == 0 else ()
        for other in (make() for make in (*others, *more)):
            if other is not None:
                yield from _case(network, tuple(other.tokens), source.gazetteer, ())


def _meant(tokens: tuple[str, ...], gazetteer: Gazetteer) -> tuple[Command, ...]:
    """What a sentence asks for if it follows the patterns."""
    result = by_patterns(tokens, gazetteer, by_pattern(tokens, gazetteer))
    return () if result is None or isinstance(result, Rejection) else result


def _case(
    network: Network, tokens: tuple[str, ...], gazetteer: Gazetteer, meant: tuple[Command, ...]
) -> Iterator[tuple[Sequence[float], bool]]:
    is_looked_at = 0 < len(tokens) <= MAX_TOKENS and not is_denied(tokens)
    if (
        not is_looked_at
        or by_patterns(tokens, gazetteer, by_pattern(tokens, gazetteer)) is not None
    ):
        return
    mending = mend(tokens, gazetteer)
    if mending is None:
        return
    result = filled(shared(mending.said), gazetteer, 0.0)
    (reading,) = network.read([(tokens, gazetteer.matches(tokens))])
    if not isinstance(result, Rejection):
        yield features(mending, reading), _content(result) == _content(meant)


def _content(commands: Sequence[Command]) -> list[object]:
    return [(one.intent, one.slots, one.left_out) for one in commands]


def regression(found: Array, truth: Array) -> Array:
    """Weights by Newton's method, all but the first shrunk a little."""
    fitted = np.zeros(found.shape[1])
    shrinking = np.diag([0.0, *([_SHRINKING] * (found.shape[1] - 1))])
    for _ in range(_STEPS):
        told = 1 / (1 + np.exp(-found @ fitted))
        slope = found.T @ (told - truth) + shrinking @ fitted
        bend = (found.T * (told * (1 - told))) @ found + shrinking
        fitted = fitted - np.linalg.solve(bend, slope)
    return fitted
