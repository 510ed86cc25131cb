"""What is asked of an endpoint that answers what the agent itself does not understand."""

from dataclasses import dataclass
from enum import StrEnum


class Trouble(StrEnum):
    """Why the endpoint gave no answer that could be used."""

    UNREACHABLE = "unreachable"
    TOO_SLOW = "too_slow"
    UNTRUSTED = "untrusted"
    """Its certificate is not trusted, or it would have been told the key in the clear."""
    REFUSED = "refused"
    """It does not take the key."""
    NO_SUCH_MODEL = "no_such_model"
    """It knows neither the path nor the model."""
    NOT_TAKEN = "not_taken"
    """It does not take what it is asked, such as tools."""
    BUSY = "busy"
    """It was asked too much."""
    BROKEN = "broken"
    """It has failed itself."""
    LEADS_AWAY = "leads_away"
    """It wants somebody else to be asked."""
    UNUSABLE = "unusable"
    """What it answers is none, or far too much."""
    ENDLESS = "endless"
    """It goes on giving commands and comes to no end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolCall:
    """Something that a model wants done before it answers."""

    id: str
    """Comes back with what came of it."""
    name: str
    argument: str
    """The one argument that each tool has; empty where none could be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a model says: an answer, or calls of tools."""

    text: str = ""
    """As it came: any characters, any length."""
    calls: tuple[ToolCall, ...] = ()
    tokens: int = 0
    """What it cost, as the endpoint counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalated:
    """That an answer came from an endpoint, and what it cost."""

    took_ms: int = 0
    tokens: int = 0
    rounds: int = 0
    """How often it was asked."""
    trouble: Trouble | None = None
    """Why it gave no answer; None where it did."""
    was_left: bool = False
    """Its answer was not waited for: something else was said."""
