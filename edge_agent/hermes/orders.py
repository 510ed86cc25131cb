"""What flows ask of the agent by Hermes, as values."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

MAX_INPUT_CHARACTERS: Final = 500
MAX_SPEECH_CHARACTERS: Final = 1000

IntentFilter = frozenset[str] | None
"""Names of intents that count; None where all do."""


class Part(StrEnum):
    """The parts that a voice assistant has with Hermes; errors are told by part."""

    NLU = "nlu"
    TTS = "tts"
    DIALOGUE = "dialogueManager"


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A text is to be understood, and nothing done."""

    text: str
    """One line, not empty, at most `MAX_INPUT_CHARACTERS`."""
    intent_filter: IntentFilter = None
    id: str | None = None
    """Comes back with the answer, as do the two below."""
    session_id: str | None = None
    custom_data: Any = None
    """Any JSON value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """Something is to be spoken."""

    text: str
    """One line, not empty, at most `MAX_SPEECH_CHARACTERS`."""
    id: str | None = None
    """Comes back when it has been spoken, as does the next."""
    session_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StartSession:
    """A flow wants to say something, or to ask something and hear the answer."""

    text: str | None
    """As in `Saying`; None where listening is to begin at once."""
    is_question: bool
    """An `action`, that waits for an answer; else a `notification`."""
    can_wait: bool = True
    """Whether it may begin later, if another session is going on."""
    intent_filter: IntentFilter = None
    tells_unrecognized: bool = False
    """Whether the flow wants to hear of an answer that is not understood, and goes on then."""
    custom_data: Any = None
    """Any JSON value; comes back in every message of the session."""
    lang: str | None = None
    """Comes back; the agent's language stays what it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContinueSession:
    """A flow asks on in its session."""

    session_id: str
    text: str | None = None
    """As in `StartSession`, as are the next two."""
    intent_filter: IntentFilter = None
    tells_unrecognized: bool = False
    custom_data: Any = None
    """None leaves what there is."""
    lang: str | None = None
    """None leaves what there is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndSession:
    """A flow is done with its session."""

    session_id: str
    text: str | None = None
    """Spoken before it ends."""
    custom_data: Any = None
    """None leaves what there is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Toggle:
    """The ear is to be closed or opened, for a reason of its own."""

    is_on: bool
    part: str
    """Which part of a Hermes assistant is meant: `asr` or `hotword`."""
    reason: str = ""
    """One of `REASONS`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unusable:
    """Something came that cannot be acted on."""

    reason: str
    """One sentence."""
    part: Part | None = None
    """Whose error it is, where the flow is to be told."""
    session_id: str | None = None


HermesOrder = Query | Saying | StartSession | ContinueSession | EndSession | Toggle | Unusable

REASONS: Final = frozenset({"", "dialogueSession", "playAudio", "ttsSay"})
"""Why an ear is toggled; the empty one stands for all."""
