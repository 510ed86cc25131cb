"""What somebody taught the agent to understand."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

MAX_PHRASES: Final = 200
MAX_EXAMPLES: Final = 5
"""Of one phrase."""
MAX_CHARACTERS: Final = 200
"""Of one example, and of what is to be done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """Words that the agent was taught, and what they stand for."""

    examples: tuple[str, ...]
    """Ways to say it, as they were written; 1 to `MAX_EXAMPLES`. The first one names the phrase."""
    does: str
    """A sentence that says what is to be done; it is understood anew each time."""

    @property
    def name(self) -> str:
        """What the phrase is called when it is spoken of."""
        return self.examples[0]


class RefusalReason(StrEnum):
    """Why a phrase is not learnt."""

    NO_WORDS = "no_words"
    """An example has no words, or says too little to be told from anything else."""
    TOO_LONG = "too_long"
    TOO_MANY_EXAMPLES = "too_many_examples"
    TOO_MANY_PHRASES = "too_many_phrases"
    ORDINARY = "ordinary"
    """An example is understood without having been taught."""
    A_NAME = "a_name"
    """An example is the name of a device or a room."""
    DENIES = "denies"
    """An example says what is not to be done, or tells of the home."""
    TAUGHT = "taught"
    """An example belongs to another phrase, or is too much like one."""
    NOT_UNDERSTOOD = "not_understood"
    """What is to be done is no command for this home."""
    NOT_ALONE = "not_alone"
    """What is to be done depends on what was said before: an answer, `it`, `undo`."""
    A_PHRASE = "a_phrase"
    """What is to be done is a phrase that was taught."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A phrase is not learnt, and why."""

    reason: RefusalReason
    said: str = ""
    """The example, or what is to be done."""
    other: str = ""
    """The phrase that it is too much like, or why what is to be done is not understood."""


class RequestKind(StrEnum):
    """What is asked about phrases."""

    LEARN = "learn"
    LIST = "list"
    FORGET = "forget"


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseRequest:
    """Somebody wants to teach, to know what was taught, or to have it forgotten."""

    kind: RequestKind
    said: str = ""
    """What is to be forgotten."""
