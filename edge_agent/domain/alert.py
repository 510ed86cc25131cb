"""What the agent heard that somebody should know of at once."""

from dataclasses import dataclass
from enum import StrEnum


class AlertKind(StrEnum):
    """What was heard."""

    PHRASE = "phrase"
    """A phrase that is watched for, and nothing else."""
    SPEECH = "speech"
    """A voice in quiet hours."""
    SOUND = "sound"
    """A loud sound in quiet hours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """Something that is watched for was heard; no device is touched by it."""

    kind: AlertKind
    at: float
    """Monotonic seconds at which it was sure."""
    level_db: float
    """The loudest frame, dB below full scale."""
    phrase: str | None = None
    """As configured, in small letters; None where any sound counts."""
