"""What the agent itself is doing."""

from enum import StrEnum


class AgentState(StrEnum):
    """What the agent is doing, as published."""

    IDLE = "idle"
    LISTENING = "listening"
    PROCESSING = "processing"
    SPEAKING = "speaking"
    MUTED = "muted"
