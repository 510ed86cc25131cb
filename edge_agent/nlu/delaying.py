"""Commands for later: "turn off the fan in ten minutes"."""

from typing import Final

from edge_agent.nlu.numbers import is_number
from edge_agent.nlu.tagging import Span, Tokens

_UNITS: Final = {
    word: f"{unit}s" for unit in ("hour", "minute", "second") for word in (unit, f"{unit}s")
}
_BEFORE: Final = frozenset({"in", "after"})


def delayed(tokens: Tokens) -> tuple[Tokens, tuple[Span, ...]] | None:
    """A sentence without the time until it counts, and that time; None where none is told."""
    for at, word in enumerate(tokens):
        if word not in _BEFORE:
            continue
        spans, end = _duration(tokens, at + 1)
        if spans and end == len(tokens) and at:
            return tokens[:at], spans
        if spans and not at and end < len(tokens):
            return tokens[end:], spans
    return None


def _duration(tokens: Tokens, at: int) -> tuple[tuple[Span, ...], int]:
    """Numbers with units from a token on, and where they end."""
    found: list[Span] = []
    while at + 1 < len(tokens) and is_number(tokens[at]) and tokens[at + 1] in _UNITS:
        slot = _UNITS[tokens[at + 1]]
        found.append(Span(slot=slot, start=at, end=at + 1, tokens=tokens[at : at + 1]))
        at += 2
        if tokens[at : at + 1] == ("and",) and at + 1 < len(tokens) and is_number(tokens[at + 1]):
            at += 1
    return tuple(found), at
