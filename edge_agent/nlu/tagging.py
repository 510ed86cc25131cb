"""Tags of single tokens → spans that fill a slot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from edge_agent.domain.command import Quantifier
from edge_agent.nlu.gazetteer import Match
from edge_agent.nlu.language import english

Tokens = tuple[str, ...]

_BETWEEN: Final = frozenset({"of", "the", "my", "our"})
"""May stand between a quantifier and what it counts."""
_MOST_BETWEEN: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Neighbouring tokens that fill one slot."""

    slot: str
    """As in the patterns: `name`, `area`, `value`, ..."""
    start: int
    end: int
    """One past the last token."""
    tokens: Tokens
    quantifier: Quantifier | None = None
    """What stands before it, such as `all` or `any of the`."""


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
            first = Span(slot=slot, start=at, end=at + 1, tokens=(token,))
            found.append(replace(first, quantifier=quantifier_before(tokens, at)))
    return tuple(found)


def quantifier_before(tokens: Sequence[str], at: int) -> Quantifier | None:
    """What `all`, `any of the` or the like says before a token."""
    before = [t for t in tokens[max(0, at - _MOST_BETWEEN) : at] if t not in _BETWEEN]
    return english().quantifiers.get(before[-1]) if before else None


def by_slot(found: Sequence[Span]) -> Spans | None:
    """Spans by slot; None where a slot is filled twice, as no single command does."""
    slots = {span.slot: span for span in found}
    return slots if len(slots) == len(found) else None


def with_whole_names(
    tokens: Sequence[str], tags: Sequence[str], matches: Sequence[Match]
) -> tuple[str, ...]:
    """Tags in which a name of several words is tagged as a whole if a part of it is.

    So `reading lamp` is one name where the home has it, though `reading` alone is another word.
    """
    whole = list(tags)
    for match in sorted(matches, key=lambda m: m.start - m.end):
        inside = range(match.start, match.end)
        slots = {whole[at].partition("-")[2] for at in inside}
        left_out = [tokens[at] for at in inside if whole[at] == "O"]
        is_partly = "" in slots and slots & {"kind", "name"} and slots <= {"", "kind", "name"}
        is_sure = match.name.kind == "name" and match.score == 1
        if is_sure and is_partly and english().words("function").isdisjoint(left_out):
            whole[match.start : match.end] = ["B-name", *["I-name"] * (len(inside) - 1)]
    return tuple(whole)
