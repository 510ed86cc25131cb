"""What became of the words that were said: commands, or a reason why there are none."""

from dataclasses import dataclass
from enum import StrEnum

from edge_agent.domain.command import Command


class Reason(StrEnum):
    """Why an utterance leads to nothing."""

    NOISE = "noise"
    """No words were recognised."""
    GAP = "gap"
    """Sound was lost within the utterance."""
    OTHER_SPEECH = "other_speech"
    """Speech, but hardly anything that can be said to this home."""
    NOT_A_COMMAND = "not_a_command"
    """Chatter, or words that make no sense here."""
    NEGATED = "negated"
    """A command that is not to be carried out."""
    STATEMENT = "statement"
    """It tells something of the home, or asks what people do."""
    INCOMPLETE = "incomplete"
    """Half a sentence."""
    LOW_CONFIDENCE = "low_confidence"
    """Might be a command, but too unsure to act."""
    UNKNOWN_NAME = "unknown_name"
    """A command for a device, room or scene that this home does not have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """Nothing will be done, and why."""

    reason: Reason
    heard: str = ""
    """The words that are unknown, for `UNKNOWN_NAME`."""
    nearest: str | None = None
    """The nearest name in the home, where one is near."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Understanding:
    """What became of one utterance: its text, and either commands or a rejection."""

    text: str
    """The alternative of the transcript that was taken."""
    commands: tuple[Command, ...] = ()
    rejection: Rejection | None = None
    """Set exactly when there are no commands."""
    choice: tuple[Command, ...] = ()
    """Which ones the words mean where they answer a question back; only beside a rejection."""
    unsure: tuple[Command, ...] = ()
    """What may have been meant, too unsure to act on it; only beside a rejection."""
    phrase: str | None = None
    """The phrase that was taught to mean this, where it is one."""
