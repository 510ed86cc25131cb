"""Several commands in one sentence, made of single ones: joined, or sharing their words."""
# ruff: noqa: PLR2004 - the shares in which sentences of each sort are drawn stand where they are drawn

from random import Random
from typing import Final

from example import Example, joint

from edge_agent.nlu.network import OUTSIDE

_JOINTS: Final = (("and",), ("and",), ("and",), ("then",), ("and", "then"), ("and", "also"), ())
_TARGETS: Final = frozenset({"name", "kind", "area", "floor"})
_ARTICLES: Final = frozenset({"the", "my", "our", "all", "every", "both"})
_EXCEPTIONS: Final = (
    ("except",),
    ("except", "for"),
    ("but",),
    ("but", "not"),
    ("apart", "from"),
    ("other", "than"),
)
"""Words after which follows what is left out."""


def joined(first: Example, second: Example, draw: Random) -> Example:
    """One whole command after another."""
    return first + joint(draw.choice(_JOINTS), first.intents[0]) + second


def sharing(first: Example, second: Example, draw: Random) -> Example | None:
    """Two commands with one intent that share a verb, a value or a particle; None if they cannot.

    `turn off the tv and the lights`, `the lamp and the fan off`, `the lamp and spot to 9 percent`
    """
    one, other = _target(first), _target(second)
    if one is None or other is None:
        return None
    between = joint(
        draw.choice((("and",), ("and",), ("and",), ("as", "well", "as"), ("plus",))),
        first.intents[0],
    )
    later = second.part(other[0], len(second.tokens))
    if draw.random() < 0.5:
        is_plain = all(tag == OUTSIDE for tag in first.tags[one[1] :])
        return (
            first.part(0, len(first.tokens))
            + between
            + (later if not is_plain else second.part(*other))
        )
    return first.part(0, one[1]) + between + later


def with_place(first: Example, place: tuple[str, ...], draw: Random) -> Example | None:
    """The same in a further room: `close the blinds in the bedroom and the office`."""
    ends = [at + 1 for at, tag in enumerate(first.tags) if tag.endswith("-area")]
    if not ends or first.tags[ends[-1] - 1 :][1:2] == ["I-area"]:
        return None
    end = ends[-1]
    words = [*draw.choice(([], ["the"], ["the"], ["in", "the"])), *place]
    tags = [OUTSIDE] * (len(words) - len(place)) + ["B-area"] + ["I-area"] * (len(place) - 1)
    intent = first.intents[0]
    further = Example(
        tokens=words,
        tags=tags,
        act=first.act,
        intents=[intent] * len(words),
        begins=[at == 0 for at in range(len(words))],
    )
    rest = first.part(end, len(first.tokens))
    rest.begins = [False] * len(rest.begins)
    return first.part(0, end) + joint(("and",), intent) + further + rest


def without(first: Example, left_out: Example, draw: Random) -> Example | None:
    """All but something: `all the lights except the reading lamp`."""
    span = _target(left_out)
    if span is None or not {"B-kind", "B-house", "B-here"} & set(first.tags):
        return None
    start, end = span
    what = left_out.part(start, end)
    what.tags = [f"{tag[:2]}not_{tag[2:]}" if tag != OUTSIDE else tag for tag in what.tags]
    what.begins = [False] * len(what.begins)
    what.intents = [first.intents[0]] * len(what.intents)
    between = joint(draw.choice(_EXCEPTIONS), first.intents[0])
    if draw.random() < 0.25:
        between = between + joint(
            draw.choice((("in",), ("the", "one", "in"), ("those", "in"))), first.intents[0]
        )
    return first + between + what


def _target(example: Example) -> tuple[int, int] | None:
    """From where to where it says what it is about, with the article before it."""
    inside = [at for at, tag in enumerate(example.tags) if tag[2:] in _TARGETS]
    if not inside or any(
        tag[2:] not in _TARGETS and tag != OUTSIDE for tag in example.tags[inside[0] : inside[-1]]
    ):
        return None
    start = inside[0]
    while start and example.tokens[start - 1] in _ARTICLES:
        start -= 1
    return start, inside[-1] + 1
