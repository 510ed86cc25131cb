"""The record of one utterance and all that was done about it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from edge_agent.domain.action import CommandOutcome
from edge_agent.domain.escalation import Escalated
from edge_agent.domain.response import Response
from edge_agent.domain.understanding import Rejection


class Source(StrEnum):
    """How an utterance reached the agent."""

    VOICE = "voice"
    TEXT = "text"
    TIMER = "timer"
    """Nobody said it now: its time has come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where somebody speaks to the agent; a question is answered where it was asked."""

    source: Source
    area: str | None
    """In small letters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """One thing that was said to the agent, before anybody tried to understand it."""

    source: Source
    alternatives: tuple[str, ...]
    """What may have been said, best first."""
    area: str | None = None
    """Where the speaker stands, if known."""
    id: str = ""
    """Given with a text; the turn gets one of its own where it is empty."""
    ended_at: float
    """Monotonic seconds of the end of speech, or when the text came in."""
    endpoint_ms: int = 0
    """How long the end of speech was waited for."""
    decode_ms: int = 0
    """What the recogniser took after that."""
    has_gap: bool = False
    """Sound was lost within it."""
    level_db: float | None = None
    """Of its loudest moment, dB below full scale; None where nothing was spoken."""
    is_other_speech: bool = False
    """The words explain the sound hardly better than any others would."""
    wake: str | None = None
    """The wake word that woke the agent for this, if one did."""
    continues: float | None = None
    """`ended_at` of the utterance before, of which this is the whole: what was done for that is to
    be put right."""

    @property
    def place(self) -> Place:
        """Where it was said."""
        return Place(source=self.source, area=self.area and self.area.casefold())


@dataclass(frozen=True, slots=True, kw_only=True)
class Latency:
    """Milliseconds spent in each stage; `total` from the end of speech to the last publish."""

    endpoint: int = 0
    decode: int = 0
    understand: int = 0
    publish: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One utterance and all that was done about it; log, MQTT and console are rendered from it."""

    id: str
    time: datetime
    """When the utterance was over, with time zone."""
    source: Source
    area: str | None
    """Where the speaker stands."""
    utterance: str
    outcomes: tuple[CommandOutcome, ...]
    rejection: Rejection | None
    response: Response
    latency: Latency
    wake: str | None = None
    """The wake word that woke the agent for this, if one did."""
    phrase: str | None = None
    """The phrase that was taught to mean this, where it is one."""
    is_open: bool = False
    """It was rejected and may be handed on to an endpoint."""
    escalated: Escalated | None = None
    """What handing it on has cost; None where it was not."""
