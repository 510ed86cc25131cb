"""Tags of single tokens → spans that fill a slot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

Tokens = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Neighbouring tokens that fill one slot."""

    slot: str
    """As in the patterns: `name`, `area`, `value`, ..."""
    start: int
    end: int
    """One past the last token."""
    tokens: Tokens


Spans = Mapping[str, Span]
"""By slot; no slot is filled twice."""


def spans(tokens: Sequence[str], tags: Sequence[str]) -> tuple[Span, ...]:
    """Join tags to spans; an `I-` that follows nothing begins a span."""
    found: list[Span] = []
    for at, (token, tag) in enumerate(zip(tokens, tags, strict=True)):
        part, _, slot = tag.partition("-")
        if not slot:
            continue
        last = found[-1] if found else None
        if part == "I" and last and last.slot == slot and last.end == at:
            found[-1] = replace(last, end=at + 1, tokens=(*last.tokens, token))
        else:
            found.append(Span(slot=slot, start=at, end=at + 1, tokens=(token,)))
    return tuple(found)


def by_slot(found: Sequence[Span]) -> Spans | None:
    """Spans by slot; None where a slot is filled twice, as no single command does."""
    slots = {span.slot: span for span in found}
    return slots if len(slots) == len(found) else None
