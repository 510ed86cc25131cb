"""Vosk: sound in, text out, within what a grammar allows."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from edge_agent.domain.audio import SAMPLE_RATE_HZ
from edge_agent.errors import ModelError
from edge_agent.speech.libvosk import VoskDecoder, VoskModel
from edge_agent.speech.model_files import check_model_files
from edge_agent.speech.vocabulary import speakable

CONTINUED: Final = "<continued>"
"""Printed for each further word of several that stand for one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    """What one utterance was recognised as."""

    alternatives: tuple[str, ...]
    """Readings of the whole, best first, lower case, each once, none of them empty."""
    lead: float | None = None
    """By how much the best reading explains the sound better than free speech does: difference of
    the logarithms of their likelihoods, negative where free speech is better; None if unknown."""


class Recogniser:
    """Recognises one utterance: sound goes in while the person speaks, then `finish`."""

    def __init__(self, decoder: VoskDecoder, rival: "Recogniser | None" = None) -> None:
        """Take a decoder and, for comparison, a recogniser of free speech."""
        self._decoder = decoder
        self._rival = rival

    def accept(self, pcm: bytes) -> None:
        """Decode a piece of sound, 16 kHz mono s16le."""
        self._decoder.accept(pcm)
        if self._rival is not None:
            self._rival.accept(pcm)

    def partial(self) -> str:
        """What is recognised so far."""
        return _normalised(self._decoder.partial().get("partial", ""))

    def finish(self) -> Recognition:
        """What the whole was."""
        readings = self._readings()
        texts = dict.fromkeys(_normalised(reading.get("text", "")) for reading in readings)
        texts.pop("", None)
        return Recognition(alternatives=tuple(texts), lead=self._lead(readings))

    def _readings(self) -> list[dict[str, Any]]:
        result = self._decoder.finish()
        readings: list[dict[str, Any]] = result.get("alternatives", [result])
        return readings

    def _lead(self, readings: list[dict[str, Any]]) -> float | None:
        if self._rival is None:
            return None
        own, rival = _score(readings), _score(self._rival._readings())  # noqa: SLF001 - another of this class
        return None if own is None or rival is None else own - rival


class Grammar(Protocol):
    """What can be said; makes a recogniser for each utterance."""

    def recogniser(self, alternatives: int) -> Recogniser:
        """A recogniser without sound, whose `finish` gives at most so many readings.

        Raises:
            ModelError: the model does not take this grammar.
        """
        ...


class SpeechModel:
    """A loaded Vosk model; immutable, and shared by all its recognisers."""

    def __init__(self, model: VoskModel, directory: Path) -> None:
        self._model = model
        self.directory = directory
        """Where its files lie."""

    @classmethod
    def load(cls, directory: Path) -> "SpeechModel":
        """The Vosk model of a directory.

        Raises:
            ModelError: the directory holds no whole Vosk model, or Vosk cannot be loaded.
        """
        check_model_files(directory)
        try:
            model = cls(VoskModel(directory), directory)
        except ValueError as error:
            raise ModelError(
                f"Speech model {directory} cannot be loaded by Vosk; fetch the model again."
            ) from error
        model.recogniser(alternatives=1)
        return model

    def knows(self, word: str) -> bool:
        """Whether the model can recognise a lower-case word."""
        return self._model.knows(word)

    def recogniser(
        self,
        *,
        alternatives: int,
        phrases: tuple[str, ...] = (),
        rival: Recogniser | None = None,
    ) -> Recogniser:
        """A recogniser for one utterance.

        Args:
            alternatives: how many readings it gives at most.
            phrases: what it listens for; without any, whatever the model knows.
            rival: a recogniser of free speech to be compared with.

        Raises:
            ModelError: Vosk does not accept the model's features or the phrases.
        """
        try:
            decoder = self._model.decoder(SAMPLE_RATE_HZ, phrases, alternatives)
        except ValueError as error:
            raise ModelError(
                f"Speech model {self.directory} cannot recognise 16 kHz sound; fetch it again."
            ) from error
        return Recogniser(decoder, rival)


class PhraseList:
    """Listens for phrases; Vosk also hears mixtures of them.

    Phrases with a word that the model does not know are left out. Without any phrase the model's
    own language model holds.
    """

    def __init__(self, model: SpeechModel, phrases: Iterable[str]) -> None:
        self._model = model
        self.phrases = speakable(phrases, model)
        """What is listened for."""

    def recogniser(self, alternatives: int) -> Recogniser:
        """As `Grammar.recogniser`."""
        return self._model.recogniser(alternatives=alternatives, phrases=self.phrases)


def _score(readings: list[dict[str, Any]]) -> float | None:
    """The logarithm of the likelihood of the best reading; Vosk calls it confidence."""
    return readings[0].get("confidence") if readings else None


def _normalised(text: str) -> str:
    return " ".join(word for word in text.lower().split() if word != CONTINUED)
