"""Whether what was heard can be one of the sentences that are listened for."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from edge_agent.config.schema import SpeechSettings
from edge_agent.speech.search import search_of

SILENT_DB: Final = -120.0
"""The level of nothing at all."""
_SLOWEST: Final = 2.5
"""Letters a second, spaces counted, of one who drags each word."""
_FASTEST: Final = 30.0
"""Letters a second that nobody reaches."""
_HESITATION_S: Final = 1.2
"""Even the slowest need no more for thinking within one sentence."""
_CLIPPED: Final = 10
"""Letters at the ends of a sentence that may be too soft for the voice detector."""
_NATS_A_WORD: Final = 1.0
"""The lead of a sentence of the home grows by about four with each word, which the grammar expects
and free speech does not. By so much it must grow at least, however hard the words are to hear."""
_NATS_A_DOUBTFUL_WORD: Final = 2.0
"""The same where the sound itself gives rise to doubt."""
_SHORT_WORDS: Final = 2
"""So many words need no more than the least lead."""
_FULL_SCALE: Final = 32_768.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What is known about an utterance besides its words."""

    text: str
    """The likeliest reading; empty for noise."""
    speech_s: float
    """From the first voiced frame to the last, more than 0."""
    level_db: float
    """The loudest frame, dB below full scale."""
    lead: float | None
    """As `Transcript.lead`."""
    is_exact: bool = False
    """The lead was found out by hearing free speech by itself, and no search has cut it short."""
    is_question: bool = False
    """Nothing would be done, only an answer given."""
    is_cut: bool
    """Speech was still going on when the longest time for an utterance was over."""


class Plausibility:
    """Tells what is listened for from other speech, by the thresholds of the settings."""

    def __init__(self, settings: SpeechSettings) -> None:
        self._min_lead = -math.inf if settings.min_lead is None else settings.min_lead
        self._most_lead = search_of(settings).most_lead
        self._min_level_db = settings.min_level_db

    def is_other_speech(self, evidence: Evidence, *, extra_lead: float = 0.0) -> bool:
        """Whether it is too soft or too long, at an impossible pace, or other words.

        Args:
            evidence: what is known of it.
            extra_lead: by how many nats more than usual it must lead.
        """
        return (
            evidence.is_cut
            or evidence.level_db < self._min_level_db
            or not self._leads(evidence, extra_lead)
            or not _is_possible_pace(evidence)
        )

    def is_lead(self, lead: float | None) -> bool:
        """Whether a lead is enough for some words, as far as there was a comparison."""
        return lead is None or lead >= self._min_lead

    def _leads(self, evidence: Evidence, extra_lead: float) -> bool:
        """Whether all words of a sentence explain the sound well enough."""
        if evidence.lead is None:
            return True
        least = self._min_lead + extra_lead
        further = max(0, len(evidence.text.split()) - _SHORT_WORDS)
        if evidence.is_exact:
            return evidence.lead >= least + _NATS_A_DOUBTFUL_WORD * further
        if evidence.is_question:
            return evidence.lead >= least
        return evidence.lead >= min(least + _NATS_A_WORD * further, self._most_lead)


def _is_possible_pace(evidence: Evidence) -> bool:
    letters = len(evidence.text)
    longest_s = letters / _SLOWEST + _HESITATION_S
    shortest_s = (letters - _CLIPPED) / _FASTEST
    return not letters or shortest_s <= evidence.speech_s <= longest_s


def level_db(pcm: bytes) -> float:
    """Root mean square of s16le sound, dB below full scale; `SILENT_DB` where it is all zero."""
    samples = np.frombuffer(pcm, "<i2").astype(np.float64)
    power = float(np.mean(samples**2)) if len(samples) else 0.0
    return max(SILENT_DB, 10 * math.log10(power / _FULL_SCALE**2)) if power else SILENT_DB
