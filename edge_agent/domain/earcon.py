"""Short sounds that tell something without words."""

from enum import StrEnum


class Earcon(StrEnum):
    """What is told."""

    LISTENING = "listening"
    """Somebody is listened to now: a wake word was heard, or a button pressed."""
    DONE = "done"
    """Something was done of which nothing is said."""
    NOT_UNDERSTOOD = "not_understood"
    """What was surely said to the agent was no command."""
    ERROR = "error"
    """Something went wrong of which nothing is said, or too much was asked for at once."""
    TIMER = "timer"
    """A timer, an alarm or a reminder."""
    MUTED = "muted"
    """The microphone is off."""
    UNMUTED = "unmuted"
    """The microphone is on again."""
