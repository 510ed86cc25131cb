"""What the listener says while it listens."""

from dataclasses import dataclass, field
from enum import Enum

from edge_agent.domain.alert import Alert


@dataclass(frozen=True, slots=True, kw_only=True)
class WakeDetected:
    """A wake word was said; what follows is for the agent."""

    word: str
    """As configured, in small letters."""
    at: float
    """Monotonic seconds at which it was sure."""
    area: str | None = None
    """Where whoever says this word stands, if it tells that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandExpected:
    """A wake word was said and nothing behind it: the command may be said now."""

    at: float
    """Monotonic seconds at which the pause was long enough."""
    wake: str
    """The wake word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechStarted:
    """Somebody began to speak to the agent."""

    at: float
    """Monotonic seconds of the first voiced frame."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Partial:
    """What is recognised so far, while the person still speaks."""

    text: str


class Completeness(Enum):
    """How much has been said of what somebody wants."""

    UNFINISHED = "unfinished"
    """No command, or none yet."""
    OPEN = "open"
    """A command that may well go on: "turn off the lights ... in the kitchen"."""
    OTHER = "other"
    """Not even the beginning of a command."""
    CLOSED = "closed"
    """A command behind which hardly anything is said any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """The text of one finished utterance."""

    alternatives: tuple[str, ...]
    """Best first, lower case, without duplicates and without empty ones; none if only noise."""
    speech_started_at: float
    """Monotonic seconds of the first voiced frame."""
    speech_ended_at: float
    """Monotonic seconds of the end of the last voiced frame: where latency counts from."""
    endpoint_at: float
    """Monotonic seconds at which the utterance was taken to be over."""
    decoded_at: float
    """Monotonic seconds at which the text was ready."""
    has_gap: bool = False
    """Frames were lost within the utterance, so the text must not be acted on."""
    lead: float | None = None
    """By how many nats the text explains the sound better than free speech does, as far as that was
    in sight; None if there was no comparison."""
    level_db: float = 0.0
    """The loudest frame, dB below full scale."""
    is_other_speech: bool = False
    """Lead, level or length say that this was hardly one of the sentences that are listened for."""
    wake: str | None = None
    """The wake word that woke the agent for this, if one did."""
    area: str | None = None
    """As `WakeDetected.area`."""
    continues: float | None = None
    """`speech_ended_at` of the transcript before, of which this one is the whole: the speaker had
    only paused."""

    @property
    def text(self) -> str:
        """The best alternative, or an empty string."""
        return self.alternatives[0] if self.alternatives else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedOut:
    """Listening was asked for and nobody spoke in time, or what was said is not for the agent."""

    at: float = field(default=0.0)
    """Monotonic seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecodingLost:
    """Decoding has ended over what was said; nothing is heard until there is a grammar again."""

    reason: str
    """A sentence."""


ListenerEvent = (
    WakeDetected
    | CommandExpected
    | SpeechStarted
    | Partial
    | Transcript
    | TimedOut
    | DecodingLost
    | Alert
)
