"""How Vosk searches for what was said, and how a sentence is compared with free speech.

Free speech is part of the grammar: a loop over frequent words, all printed as one mark, in place of
a sentence or of the rest of one. So one search finds the best sentence and how well other words
explain the sound. Free speech has a head start, by which the search keeps it in sight as long as
the comparison may still go either way.
"""

import math
from dataclasses import dataclass
from typing import Final

from edge_agent.config.schema import SpeechSettings

OTHER: Final = "<other>"
"""Printed for speech that is no sentence of the grammar."""
BROKEN_OFF: Final = "<broken-off>"
"""Printed behind the beginning of a sentence."""
_REACH: Final = 4.0
_WIDEST: Final = 1_000
"""How many hypotheses are followed at once (`max-active`); more than these found nothing better in
homes of up to a thousand names, and free speech would fill memory with them."""
_BELOW: Final = 1.5
"""How many nats below the threshold a sentence is still in sight."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """How wide it is and what it compares with."""

    min_lead: float | None = None
    """As `SpeechSettings.min_lead`."""
    beam: float | None = None
    """As `SpeechSettings.beam`."""
    reach: float = _REACH
    """How many nats a reading may lie behind the best one for Vosk to tell of it (`lattice-beam`);
    each more makes the work of some utterances several times larger."""

    @property
    def head_start(self) -> float | None:
        """What free speech has in advance, in nats; None where nothing is compared."""
        return None if self.min_lead is None else self.min_lead + self.reach - _BELOW

    @property
    def handicap(self) -> float:
        """What of the head start must be taken off, so that the better of two readings counts."""
        return 0.0 if self.min_lead is None else self.reach - _BELOW

    @property
    def most_lead(self) -> float:
        """A lead that is no less than this may be anything beyond it."""
        return math.inf if self.head_start is None else self.head_start + self.reach

    def lead(self, sentence: float | None, other: float | None) -> float | None:
        """By how many nats a sentence explains the sound better than free speech.

        Beyond what the search had in sight it is as much as can be told.

        Args:
            sentence: logarithm of the likelihood of the best sentence; None if none was in sight.
            other: that of free speech, with its head start.

        Returns:
            None where nothing is compared, or nothing was in sight at all.
        """
        if self.head_start is None or (sentence is None and other is None):
            return None
        if other is None:
            return self.most_lead
        if sentence is None:
            return self.head_start - self.reach
        return self.head_start + min(max(sentence - other, -self.reach), self.reach)

    def configuration(self, text: str) -> str:
        """A model's `model.conf` with the options of this search."""
        options = {"--lattice-beam": self.reach, "--max-active": _WIDEST, "--beam": self.beam}
        given = {option: value for option, value in options.items() if value is not None}
        kept = [line for line in text.splitlines() if line.partition("=")[0].strip() not in given]
        return "\n".join([*kept, *(f"{option}={value}" for option, value in given.items()), ""])


def search_of(settings: SpeechSettings) -> Search:
    """The search that a configuration asks for."""
    return Search(min_lead=settings.min_lead, beam=settings.beam)
