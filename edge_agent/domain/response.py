"""What the agent answers, and how."""

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
    HANDED_OVER = "handed_over"
    """A flow of Hermes has what was said, and answers."""

    @property
    def is_question(self) -> bool:
        """An answer to it is awaited."""
        return self in {Act.CONFIRM, Act.CLARIFY}


class Manner(StrEnum):
    """How something is answered, after how it was asked for."""

    PLAIN = "plain"
    POLITE = "polite"
    """After "could you please"."""
    WARM = "warm"
    """After "i'm freezing": what somebody feels comes before what was done about it."""
    BRIEF = "brief"
    """After "quick, lights on": nothing but what was done."""


class Topic(StrEnum):
    """What small talk is about."""

    GREETING = "greeting"
    FAREWELL = "farewell"
    GOOD_MORNING = "good_morning"
    GOOD_NIGHT = "good_night"
    THANKS = "thanks"
    PRAISE = "praise"
    APOLOGY = "apology"
    WELLBEING = "wellbeing"
    IDENTITY = "identity"
    ABILITIES = "abilities"
    JOKE = "joke"
    AGE = "age"
    FEELINGS = "feelings"
    INSULT = "insult"
    PRESENCE = "presence"
    """Whether the agent is there and hears."""
    PRIVACY = "privacy"
    """Who listens, and what is kept."""

    @property
    def needs_an_occasion(self) -> bool:
        """Said to whoever has just done or said something; else it is meant for somebody else."""
        return self in _AFTER_SOMETHING


_AFTER_SOMETHING = frozenset({Topic.THANKS, Topic.PRAISE, Topic.APOLOGY, Topic.INSULT})


class Notice(StrEnum):
    """What is told of a command that needs no further facts."""

    NEVER_MIND = "never_mind"
    STOPS_LISTENING = "stops_listening"
    NOTHING_TO_ANSWER = "nothing_to_answer"
    """A yes or no to nothing."""
    EXPIRED = "expired"
    NOT_CONNECTED = "not_connected"
    PUBLISH_FAILED = "publish_failed"
    WRONG_PIN = "wrong_pin"
    PIN_UNCLEAR = "pin_unclear"
    """Numbers were said, but not the digits one by one."""
    BROKEN = "broken"
    """The agent itself failed at it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One answer to one turn."""

    act: Act
    text: str
    """To be spoken; empty where silence is the better answer."""
