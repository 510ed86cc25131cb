"""Wake words as the ear knows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from edge_agent.speech.vocabulary import Lexicon

_SECONDS_A_LETTER: Final = 0.08
_LEAST_S: Final = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class WakeWord:
    """A word or phrase that makes the agent listen."""

    word: str
    """As it is told to others: lower case, words separated by single spaces."""
    ways: tuple[str, ...]
    """How transcripts have it, likeliest first."""
    area: str | None = None
    """Where whoever says it stands; None where it tells nothing about that."""
    sensitivity: float | None = None
    """How readily it is heard, 0 to 1; None: as all others."""
    has_model: bool = False
    """A model hears it first; else only the recogniser does."""

    def rest(self, text: str) -> str | None:
        """What a text says after the word; None where it does not begin with it."""
        for way in self.ways:
            if f"{text} ".startswith(f"{way} "):
                return text[len(way) + 1 :]
        return None

    def is_known(self, lexicon: Lexicon) -> bool:
        """Whether a recogniser can hear it."""
        return any(all(map(lexicon.knows, way.split())) for way in self.ways)

    @property
    def usual_s(self) -> float:
        """About how long it takes to say, in seconds."""
        return _SECONDS_A_LETTER * max(map(len, self.ways), default=0) + _LEAST_S


def said_first(text: str, words: Sequence[WakeWord]) -> WakeWord | None:
    """The wake word that a text begins with, if any."""
    return next((word for word in words if word.rest(text) is not None), None)
