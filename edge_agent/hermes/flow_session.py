"""One session of a flow, and what is to be done about it."""

from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Any

from edge_agent.domain.action import MqttMessage
from edge_agent.hermes.orders import IntentFilter


class Phase(Enum):
    """What a session is at."""

    SPEAKING = "speaking"
    LISTENING = "listening"
    DECIDING = "deciding"
    """The flow has the answer."""
    ENDING = "ending"
    """Its last words are spoken."""


class Termination(StrEnum):
    """Why a session is over, as Hermes tells it."""

    NOMINAL = "nominal"
    ABORTED_BY_USER = "abortedByUser"
    INTENT_NOT_RECOGNIZED = "intentNotRecognized"
    TIMEOUT = "timeout"
    ERROR = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowSession:
    """One session of a flow."""

    id: str
    text: str | None
    """What it says first."""
    is_question: bool
    """Whether it listens for an answer."""
    intent_filter: IntentFilter = None
    tells_unrecognized: bool = False
    """As in `StartSession`, as are the next two."""
    custom_data: Any = None
    lang: str | None = None
    step: int = 0
    """How often it has been asked on; tells a speech from those before it."""
    phase: Phase = Phase.DECIDING
    since: float = 0.0
    """Monotonic seconds at which the phase began."""
    due_at: float = 0.0
    """Monotonic seconds at which the phase has taken too long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speak:
    """A text is to be spoken; `Sessions.spoken` is to be told when it has been."""

    session_id: str
    step: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListenFor:
    """An answer is to be listened for."""

    within_s: float
    is_free: bool
    """Whether words count that are no command."""


@dataclass(frozen=True, slots=True)
class Rest:
    """No answer is listened for any more."""


Effect = MqttMessage | Speak | ListenFor | Rest
"""What is to be done about a change, in order."""
Effects = tuple[Effect, ...]
