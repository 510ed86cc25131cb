"""Everything that raises an alert: it is only told of, nothing else follows from it."""

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from edge_agent.domain.alert import Alert, AlertKind
from edge_agent.domain.audio import AudioFrame
from edge_agent.speech.leading import extra_lead
from edge_agent.speech.watch.quiet import QuietHours

_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


class Watch:
    """Tells what is watched for; without anything, it tells nothing.

    Args:
        phrases: as configured, by all that transcripts have for them.
        sensitivity: how readily they are heard, 0 to 1.
        quiet: hours in which any voice or loud sound is told.
        refractory_s: how long the same is not told again.
    """

    def __init__(
        self,
        phrases: Mapping[str, str] = _NOTHING,
        *,
        sensitivity: float = 0.5,
        quiet: QuietHours | None = None,
        refractory_s: float = 0.0,
    ) -> None:
        self._phrases = phrases
        self.extra_lead = extra_lead(sensitivity)
        """By how many nats more than any sentence a phrase must lead."""
        self._quiet = quiet
        self._refractory_s = refractory_s
        self._told_at: dict[tuple[AlertKind, str | None], float] = {}

    def hear(self, frame: AudioFrame, voice: float) -> tuple[Alert, ...]:
        """What is to be told of the sound itself; as `QuietHours.hear`."""
        alert = None if self._quiet is None else self._quiet.hear(frame, voice)
        return () if alert is None else self.news(alert)

    def phrase(self, alternatives: Sequence[str]) -> str | None:
        """The phrase that is all that was said; None where it is not, or something else may be.

        Args:
            alternatives: readings of what was said, best first.
        """
        return self._phrases.get(alternatives[0]) if alternatives else None

    def news(self, alert: Alert) -> tuple[Alert, ...]:
        """An alert, unless the same was told lately."""
        key = alert.kind, alert.phrase
        if alert.at < self._told_at.get(key, -math.inf) + self._refractory_s:
            return ()
        self._told_at[key] = alert.at
        return (alert,)
