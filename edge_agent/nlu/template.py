"""A small syntax for sentence patterns.

`[the]` is optional, `(turn|switch)` an alternative, `[my|our]` both, `{name:light|fan}` a slot that
a name, number or word fills, `<thing:light>` another pattern whose `$` becomes `light`.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

LEFT_OUT: Final = "not_"
"""Before the tag of what `except` takes away."""
ALSO: Final = "also_"
"""Before the tag of what stands beside another: the rest is meant for both."""
_TOKEN: Final = re.compile(r"\{[^}]*\}|<[^>]*>|[\[\]()|]|[^\s\[\](){}|<>]+")
_MAX_DEPTH: Final = 12


@dataclass(frozen=True, slots=True)
class Slot:
    """A place that is filled later."""

    tag: str
    """What fills it, e.g. `name`."""
    argument: str = ""
    """What it is limited to, e.g. `light|fan`."""

    @property
    def filled_by(self) -> str:
        """What fills it without regard to its part in the sentence: `area` for `not_area`."""
        return self.tag.removeprefix(LEFT_OUT).removeprefix(ALSO)

    @property
    def options(self) -> tuple[str, ...]:
        """The parts of the argument."""
        return tuple(self.argument.split("|")) if self.argument else ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several sequences."""

    options: tuple["Sequence_", ...]


Part = str | Slot | Choice
Sequence_ = tuple[Part, ...]
Chooser = Callable[[int], int]
"""Picks an index below the given number."""


def parse(pattern: str, macros: Mapping[str, str]) -> Sequence_:
    """Read a pattern.

    Raises:
        ValueError: a bracket is not closed, a macro is unknown or goes round in circles.
    """
    tokens = _TOKEN.findall(_substitute(pattern, macros, 0))
    options, end = _options(tokens, 0)
    if end != len(tokens):
        raise ValueError(f"a bracket is closed that was not opened in the pattern: {pattern}")
    return options[0] if len(options) == 1 else (Choice(options),)


def written_slots(pattern: str, macros: Mapping[str, str]) -> Iterator[Slot]:
    """All slots of a pattern, with repeats, without reading the whole, which takes memory.

    Raises:
        ValueError: as `parse`, for macros.
    """
    for piece in _TOKEN.findall(_substitute(pattern, macros, 0)):
        if piece.startswith("{"):
            yield _slot(piece)


def expand(sequence: Sequence_, choose: Chooser) -> list[str | Slot]:
    """One sentence of a pattern: its words and slots in order."""
    leaves: list[str | Slot] = []
    for part in sequence:
        if isinstance(part, Choice):
            leaves += expand(part.options[choose(len(part.options))], choose)
        else:
            leaves.append(part)
    return leaves


def expand_all(sequence: Sequence_) -> Iterator[tuple[str, ...]]:
    """All sentences of a pattern without slots; there may be very many.

    Raises:
        ValueError: the pattern has a slot.
    """
    if not sequence:
        yield ()
        return
    first, rest = sequence[0], sequence[1:]
    if isinstance(first, Slot):
        message = f"there is a place in the pattern: {first.tag}"
        raise ValueError(message)  # noqa: TRY004 - as `parse`
    options = first.options if isinstance(first, Choice) else ((first,),)
    for option in options:
        heads = expand_all(option) if isinstance(first, Choice) else iter([(first,)])
        for head in heads:
            for tail in expand_all(rest):
                yield (*head, *tail)


def slots(sequence: Sequence_) -> Iterator[Slot]:
    """All slots of a pattern, with repeats."""
    for part in sequence:
        if isinstance(part, Slot):
            yield part
        elif not isinstance(part, str):
            for option in part.options:
                yield from slots(option)


def _slot(piece: str) -> Slot:
    tag, _, argument = piece[1:-1].partition(":")
    return Slot(tag, argument)


def _substitute(pattern: str, macros: Mapping[str, str], depth: int) -> str:
    """Put the macros' patterns in place of their names."""
    if depth > _MAX_DEPTH:
        raise ValueError(f"macros go round in circles in the pattern: {pattern}")

    def replace(match: re.Match[str]) -> str:
        name, _, argument = match[0][1:-1].partition(":")
        if name not in macros:
            raise ValueError(f"there is no macro called {name}: {pattern}")
        body = macros[name].replace("$", argument)
        return f"({_substitute(body, macros, depth + 1)})"

    return re.sub(r"<[^<>]*>", replace, pattern)


def _options(tokens: Sequence[str], at: int) -> tuple[tuple[Sequence_, ...], int]:
    """The alternatives from `at` to the closing bracket or the end, and where that is."""
    options: list[list[Part]] = [[]]
    while at < len(tokens) and tokens[at] not in "])":
        piece = tokens[at]
        at += 1
        if piece == "|":
            options.append([])
        elif piece in "[(":
            inner, at = _options(tokens, at)
            if at >= len(tokens) or tokens[at] != ("]" if piece == "[" else ")"):
                raise ValueError(f"a bracket is not closed: {' '.join(tokens)}")
            at += 1
            options[-1].append(Choice((*inner, ()) if piece == "[" else inner))
        elif piece.startswith("{"):
            options[-1].append(_slot(piece))
        else:
            options[-1].append(piece)
    return tuple(tuple(option) for option in options), at
