"""What stands between sound and recogniser: it holds back what is not for the agent."""

from dataclasses import dataclass
from typing import Protocol

from edge_agent.domain.audio import AudioFrame
from edge_agent.speech.recogniser import Recognition
from edge_agent.speech.vocabulary import Lexicon
from edge_agent.speech.wake.words import WakeWord


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """What of the sound so far is to be recognised now."""

    frames: tuple[AudioFrame, ...] = ()
    is_start: bool = False
    """With these frames an utterance begins, whatever was recognised before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressed:
    """What of an utterance is for the agent."""

    recognition: Recognition
    """Without the wake word."""
    word: WakeWord | None
    """What the agent was woken by, as far as it was by a word."""
    is_said: bool = False
    """The word stands in this utterance, not in one before."""
    is_call: bool = False
    """Nothing was said but the wake word."""


class Gate(Protocol):
    """Tells what is for the agent; each utterance begins, is accepted frame by frame, and ends."""

    @property
    def is_open(self) -> bool:
        """Whether what is being said now is for the agent, as far as is known."""
        ...

    @property
    def word(self) -> WakeWord | None:
        """What it was opened by."""
        ...

    def learn(self, lexicon: Lexicon) -> None:
        """Take what the recogniser knows; what it does not, it cannot confirm."""
        ...

    def set_sensitivity(self, sensitivity: float) -> None:
        """Hear words that have no sensitivity of their own more or less readily, 0 to 1."""
        ...

    def expect(self, word: str | None) -> None:
        """What is said next is for the agent, which such a word has woken before."""
        ...

    def rest(self, frame: AudioFrame) -> None:
        """Take a frame in which nobody speaks."""
        ...

    def begin(self, *, is_expected: bool) -> None:
        """Somebody begins to speak."""
        ...

    def accept(self, frame: AudioFrame) -> Passage:
        """Take a frame of an utterance."""
        ...

    def part(self, text: str) -> str:
        """What of the text so far is for the agent; a wake word opens the gate."""
        ...

    def whole(self, recognition: Recognition, speech_s: float) -> Addressed | None:
        """What of an utterance is for the agent; None where nothing is."""
        ...


class OpenGate:
    """All is for the agent."""

    def __init__(self) -> None:
        self._is_new = True
        self.is_open = True
        self.word = None

    def learn(self, lexicon: Lexicon) -> None:
        """As `Gate.learn`."""

    def set_sensitivity(self, sensitivity: float) -> None:
        """As `Gate.set_sensitivity`."""

    def expect(self, word: str | None) -> None:
        """As `Gate.expect`."""

    def rest(self, frame: AudioFrame) -> None:
        """As `Gate.rest`."""

    def begin(self, *, is_expected: bool) -> None:  # noqa: ARG002 - as others
        """As `Gate.begin`."""
        self._is_new = True

    def accept(self, frame: AudioFrame) -> Passage:
        """As `Gate.accept`."""
        passage = Passage(frames=(frame,), is_start=self._is_new)
        self._is_new = False
        return passage

    def part(self, text: str) -> str:
        """As `Gate.part`."""
        return text

    def whole(self, recognition: Recognition, speech_s: float) -> Addressed | None:  # noqa: ARG002 - as others
        """As `Gate.whole`."""
        return Addressed(recognition=recognition, word=None)
