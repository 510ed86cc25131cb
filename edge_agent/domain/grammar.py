"""What can be said, word by word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from array import array


@dataclass(frozen=True, slots=True, kw_only=True)
class WordGraph:
    """All sentences of a language and a home, as paths through a graph; state 0 is the start.

    Arcs are columns of equal length; several may leave one state with the same word.
    """

    words: tuple[str, ...]
    """The vocabulary, lower case; arcs name words by their place in it."""
    sources: array[int]
    """State that each arc leaves."""
    labels: array[int]
    """Word of each arc, as its place in `words`."""
    targets: array[int]
    """State that each arc leads to."""
    costs: array[float]
    """Negative natural logarithm of each arc's probability, from its state on; at least 0."""
    finals: array[float]
    """By state: the cost of ending there; infinite where no sentence ends."""
    starts: tuple[int, ...] = (0,)
    """States at which a sentence begins: the start, and what wake words lead to."""
    call: int | None = None
    """A state that wake words leave and nothing else, for who calls in the midst of other speech;
    None where there are none."""
