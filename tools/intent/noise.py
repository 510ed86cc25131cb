"""What a recogniser makes of words, as tools/bench/recogniser_noise.py makes it of text."""

import sys
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "bench"))

from recogniser_noise import SHORT_WORDS, SoundAlikes

from edge_agent.nlu.network import OUTSIDE

from example import Example  # isort: skip

__all__ = ["SHORT_WORDS", "Heard", "alikes"]


@cache
def alikes() -> SoundAlikes:
    """Which words sound like a word."""
    return SoundAlikes.load()


@dataclass(slots=True)
class Heard:
    """A sentence that is written anew, token by token."""

    tokens: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    intents: list[str] = field(default_factory=list)
    begins: list[bool] = field(default_factory=list)
    is_begun: bool = True
    """Whether the command of the next token has begun."""

    def keep(self, truth: Example, at: int, word: str) -> None:
        """A token as it was, or as another word."""
        self.tokens.append(word)
        self.tags.append(truth.tags[at])
        self.intents.append(truth.intents[at])
        self.begins.append(truth.begins[at] or not self.is_begun)
        self.is_begun = True

    def lose(self, truth: Example, at: int) -> None:
        """Leave a token out; its command begins with the next one."""
        self.is_begun = self.is_begun and not truth.begins[at]

    def add(self, word: str) -> None:
        """A word that was not said, after the last one."""
        if self.tags[-1] == OUTSIDE:
            self.tokens.append(word)
            self.tags.append(OUTSIDE)
            self.intents.append(self.intents[-1])
            self.begins.append(False)

    def example(self, truth: Example) -> Example:
        """The whole; as it was where nothing is left."""
        if not self.tokens:
            return truth
        return replace(
            truth, tokens=self.tokens, tags=self.tags, intents=self.intents, begins=self.begins
        )
