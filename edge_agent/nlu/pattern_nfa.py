"""Sentence patterns and polite words as an automaton."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from edge_agent.nlu.automaton import Nfa
from edge_agent.nlu.language import english
from edge_agent.nlu.template import Choice, Part, Sequence_, Slot

Symbol = str | Slot
"""A word, or a place that is filled later."""

POLITE_SHARE: Final = 0.12
"""How often something polite is said before a command, or after it."""
FRAME_SHARE: Final = 0.12
"""How often something is said before it that makes it no command."""


class PatternNfa:
    """Grows an automaton by sentences; each option of a pattern is equally likely."""

    def __init__(
        self,
        words: Callable[[str], Sequence[Symbol]],
        fillings: Callable[[Slot], Iterable[tuple[Sequence[Symbol], float]]],
        frames: Sequence[str] = (),
    ) -> None:
        """Begin with what may be said before a sentence.

        Args:
            words: The symbols of a word of a pattern.
            fillings: What may stand in a place, and how often.
            frames: What may be said before it beside polite words.
        """
        self.nfa: Nfa[Symbol] = Nfa()
        self._words = words
        self._fillings = fillings
        before, self._after = english().polite
        self._body = self.nfa.state()
        self._perhaps(0, before, self._body)
        self._phrases(0, frames, FRAME_SHARE, self._body)

    def ending(self, sort: object) -> int:
        """A state before the end of sentences of a sort; something polite may stand between."""
        tail = self.nfa.state()
        self._perhaps(tail, self._after, self.nfa.state(sort))
        return tail

    def add(
        self, patterns: Sequence[Sequence_], share: float, tail: int, *, is_asked: bool = True
    ) -> None:
        """Let sentences lead to an ending; all together have this share.

        What is no request, like an answer, has nothing polite before it.
        """
        for pattern in patterns:
            start = self._body if is_asked else 0
            self._sequence(start, pattern, share / len(patterns), tail)

    def _perhaps(self, source: int, phrases: Sequence[str], target: int) -> None:
        self.nfa.add(source, None, 1 - POLITE_SHARE, target)
        self._phrases(source, phrases, POLITE_SHARE, target)

    def _phrases(self, source: int, phrases: Sequence[str], share: float, target: int) -> None:
        for phrase in phrases:
            symbols = [symbol for word in phrase.split() for symbol in self._words(word)]
            self.nfa.chain(source, symbols, share / len(phrases), target)

    def _sequence(self, source: int, parts: Sequence_, probability: float, target: int) -> None:
        if not parts:
            self.nfa.add(source, None, probability, target)
        for at, part in enumerate(parts):
            end = target if at == len(parts) - 1 else self.nfa.state()
            self._part(source, part, probability, end)
            source, probability = end, 1.0

    def _part(self, source: int, part: Part, probability: float, target: int) -> None:
        if isinstance(part, str):
            self.nfa.chain(source, self._words(part), probability, target)
        elif isinstance(part, Choice):
            for option in part.options:
                self._sequence(source, option, probability / len(part.options), target)
        else:
            for symbols, share in self._fillings(part):
                self.nfa.chain(source, symbols, probability * share, target)
