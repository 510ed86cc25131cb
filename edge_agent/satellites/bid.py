"""What one satellite hears of one speech, and what it says about it to the others."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

PIECE_S: Final = 0.04
"""How much sound each step of a curve stands for."""
LOUDEST: Final = 15
"""The highest step of a curve."""
STEP_DB: Final = 2.0


class Standing(StrEnum):
    """What ties a speaker to a satellite, besides being near; the strongest last."""

    NONE = "none"
    CONVERSATION = "conversation"
    """It has answered a little while ago."""
    QUESTION = "question"
    """It waits for an answer, or rings until somebody stops it."""
    ADDRESSED = "addressed"
    """It was told to listen, in whatever words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bid:
    """One speech as one satellite hears it."""

    satellite: str
    """The agent's id."""
    speech: str
    """Tells this satellite's speeches apart."""
    began_at: float
    """Monotonic seconds, here, of the first voiced moment."""
    voiced_at: float
    """Monotonic seconds, here, of the last voiced moment so far."""
    heard_at: float
    """Monotonic seconds, here, of the end of the curve."""
    snr_db: float
    """How much louder the speech is than the room."""
    curve: tuple[int, ...]
    """How loud each `PIECE_S` was, in steps of `STEP_DB` below the loudest, 0 to `LOUDEST`."""
    standing: Standing = Standing.NONE
    since: float = 0.0
    """Monotonic seconds, here, from which on it has this standing."""


class Word(StrEnum):
    """What is said about a speech."""

    BID = "bid"
    """It is heard like this."""
    CLAIM = "claim"
    """It is acted on here, if no other claim came before."""
    PASS = "pass"  # noqa: S105 - no password
    """It is not to be acted on here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One message."""

    word: Word
    bid: Bid
    to: str = ""
    """Only with `Word.PASS`: the satellite that it is for, where that is known."""
