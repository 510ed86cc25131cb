"""How long something is to take: "an hour and 10 minutes"."""

from typing import Final

from edge_agent.nlu.numbers import is_number
from edge_agent.nlu.tagging import Span, Tokens

_UNITS: Final = {
    word: f"{unit}s" for unit in ("hour", "minute", "second") for word in (unit, f"{unit}s")
}


def duration_at(tokens: Tokens, at: int) -> tuple[tuple[Span, ...], int]:
    """Numbers with units from a token on, and where they end."""
    found: list[Span] = []
    while at + 1 < len(tokens) and is_number(tokens[at]) and tokens[at + 1] in _UNITS:
        slot = _UNITS[tokens[at + 1]]
        found.append(Span(slot=slot, start=at, end=at + 1, tokens=tokens[at : at + 1]))
        at += 2
        if tokens[at : at + 1] == ("and",) and at + 1 < len(tokens) and is_number(tokens[at + 1]):
            at += 1
    return tuple(found), at
