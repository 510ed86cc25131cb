"""What the agent answers."""

from dataclasses import dataclass
from enum import StrEnum


class Act(StrEnum):
    """The kind of answer, as published."""

    DONE = "done"
    ALREADY = "already"
    ANSWER = "answer"
    CONFIRM = "confirm"
    CLARIFY = "clarify"
    CANCELLED = "cancelled"
    UNKNOWN_DEVICE = "unknown_device"
    UNSUPPORTED = "unsupported"
    NOT_UNDERSTOOD = "not_understood"
    EXPIRED = "expired"
    FAILED = "failed"
    NOT_CONNECTED = "not_connected"
    TIMER = "timer"
    SMALL_TALK = "small_talk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One answer to one turn."""

    act: Act
    text: str
    """To be spoken; empty where silence is the better answer."""
