"""Vosk: sound in, text out, within what a grammar allows."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from edge_agent.domain.audio import SAMPLE_RATE_HZ
from edge_agent.errors import ModelError
from edge_agent.speech.decoding.model import VoskDecoder, VoskModel
from edge_agent.speech.model_files import check_model_files
from edge_agent.speech.search import BROKEN_OFF, OTHER, Search
from edge_agent.speech.vocabulary import speakable

CONTINUED: Final = "<continued>"
"""Printed for each further word of several that stand for one."""
_MARKS: Final = frozenset({CONTINUED, OTHER, BROKEN_OFF})
_PLAIN: Final = Search()
_OTHERS: Final = 5
"""So many readings with free speech in them may lie before the first sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One way to take an utterance."""

    text: str
    """Words, lower case; of free speech, what stands before it, or a wake word and what follows."""
    score: float
    """Logarithm of its likelihood, up to a constant; of free speech without the head start that it
    has beyond what a sentence must lead by, so that the better of two readings counts."""
    is_sentence: bool = True
    """It is one to its end; else free speech is in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    """What one utterance was recognised as."""

    alternatives: tuple[str, ...]
    """Readings of the whole, best first, lower case, each once, none of them empty."""
    lead: float | None = None
    """As `Search.lead`; None where nothing was compared."""
    begun_lead: float | None = None
    """The same of what may also be only the beginning of a sentence."""
    unfinished: float = 0.0
    """By how many nats the beginning of a sentence explains the sound better than any whole one."""
    readings: tuple[Reading, ...] = ()
    """All that were in sight, those that are no sentence too; best first."""

    @property
    def score(self) -> float | None:
        """As `Reading.score`, of the best sentence."""
        return next((one.score for one in self.readings if one.is_sentence and one.text), None)


class Recogniser:
    """Recognises one utterance: sound goes in while the person speaks, then `finish`.

    All methods raise `DecodingLostError`, a `ModelError`, if Vosk ends over it.
    """

    def __init__(self, decoder: VoskDecoder, search: Search) -> None:
        """Take a decoder and how it searches."""
        self._decoder = decoder
        self._search = search

    def accept(self, pcm: bytes) -> None:
        """Decode a piece of sound, 16 kHz mono s16le."""
        self._decoder.accept(pcm)

    def partial(self) -> str:
        """What is recognised so far."""
        return _normalised(self._decoder.partial().get("partial", ""))

    def is_astray(self) -> bool:
        """Whether free speech fits best so far, though most of its head start is yet to come."""
        so_far: str = self._decoder.partial().get("partial", "")
        return so_far.endswith(OTHER)

    def finish(self) -> Recognition:
        """What the whole was."""
        result = self._decoder.finish()
        sentences, others, broken_off = dict[str, float | None](), list[float](), dict[str, float]()
        readings = []
        for reading in result.get("alternatives", [result]):
            words = _called(reading["text"].split())
            text, confidence = _normalised(" ".join(words)), reading.get("confidence")
            if OTHER in words:
                others.append(reading["confidence"])
            elif BROKEN_OFF in words:
                broken_off.setdefault(text, reading["confidence"])
            elif text:
                sentences.setdefault(text, confidence)
            readings.append(self._reading(words, confidence or 0.0))
        whole, other = next(iter(sentences.values()), None), max(others, default=None)
        begun = max((c for c in (whole, *broken_off.values()) if c is not None), default=None)
        return Recognition(
            alternatives=tuple(sentences),
            lead=self._search.lead(whole, other),
            begun_lead=self._search.lead(begun, other),
            unfinished=_unfinished(sentences, broken_off),
            readings=tuple(sorted(readings, key=lambda reading: -reading.score)),
        )

    def _reading(self, words: Sequence[str], confidence: float) -> Reading:
        is_other = OTHER in words
        before = words[: words.index(OTHER)] if is_other else words
        return Reading(
            text=_normalised(" ".join(before)),
            score=confidence - (self._search.handicap if is_other else 0.0),
            is_sentence=not is_other and BROKEN_OFF not in words,
        )


def _called(words: list[str]) -> list[str]:
    """The words behind other speech, in the midst of which somebody was called."""
    return words[1:] if len(words) > 1 and words[0] == OTHER else words


class Grammar(Protocol):
    """What can be said; makes a recogniser for each utterance."""

    def knows(self, word: str) -> bool:
        """Whether a lower-case word can be recognised."""
        ...

    def recogniser(self, alternatives: int) -> Recogniser:
        """A recogniser without sound, whose `finish` gives at most so many readings.

        Raises:
            ModelError: the model does not take this grammar.
        """
        ...

    def any_words(self) -> Recogniser | None:
        """A recogniser whose best reading is whatever words fit, scored as those of the grammar.

        None where nothing is compared, or cannot be.
        """
        ...


class SpeechModel:
    """A Vosk model in a process of its own; immutable, and shared by all its recognisers."""

    def __init__(self, model: VoskModel, directory: Path) -> None:
        self._model = model
        self.directory = directory
        """Where its files lie."""

    @classmethod
    def load(cls, directory: Path, *, made_of: Path | None = None) -> "SpeechModel":
        """The Vosk model of a directory.

        Args:
            directory: its files.
            made_of: the model that the user knows, where this one was made of it.

        Raises:
            ModelError: the directory holds no whole Vosk model, or Vosk cannot be loaded.
        """
        check_model_files(directory)
        model = cls(VoskModel(directory, str(made_of or directory)), directory)
        model.recogniser(alternatives=1)
        return model

    @property
    def is_lost(self) -> bool:
        """Whether its process has ended."""
        return self._model.is_lost

    @property
    def process_id(self) -> int:
        """Of the process that decodes with it."""
        return self._model.process_id

    def knows(self, word: str) -> bool:
        """Whether the model can recognise a lower-case word."""
        return self._model.knows(word)

    def recogniser(
        self, *, alternatives: int, phrases: tuple[str, ...] = (), search: Search = _PLAIN
    ) -> Recogniser:
        """A recogniser for one utterance.

        Args:
            alternatives: how many readings it gives at most.
            phrases: what it listens for; without any, whatever the model knows.
            search: how the model searches.

        Raises:
            ModelError: Vosk does not accept the model's features or the phrases.
        """
        others = 0 if search.head_start is None else _OTHERS
        try:
            decoder = self._model.decoder(
                rate_hz=SAMPLE_RATE_HZ, phrases=phrases, alternatives=alternatives + others
            )
        except ValueError as error:
            raise ModelError(
                f"Speech model {self.directory} cannot recognise 16 kHz sound; fetch it again."
            ) from error
        return Recogniser(decoder, search)


@dataclass(frozen=True, slots=True)
class Sentences:
    """Hears the sentences that a model was made for and nothing else."""

    model: SpeechModel
    """As `GrammarWriter` writes it."""
    search: Search
    """What it was written for."""
    words: "AnyWords | None" = None
    """What its sentences are compared with where the search may have lost sight of other words."""

    def knows(self, word: str) -> bool:
        """As `Grammar.knows`."""
        return self.model.knows(word)

    def recogniser(self, alternatives: int) -> Recogniser:
        """As `Grammar.recogniser`."""
        return self.model.recogniser(alternatives=alternatives, search=self.search)

    def any_words(self) -> Recogniser | None:
        """As `Grammar.any_words`."""
        return None if self.words is None else self.words.recogniser()


class AnyWords(Protocol):
    """Makes recognisers of any words in any order, as `WordLoop` does."""

    def recogniser(self) -> Recogniser | None:
        """As `Grammar.any_words`."""
        ...


class PhraseList:
    """Listens for phrases; Vosk also hears mixtures of them.

    Phrases with a word that the model does not know are left out. Without any phrase the model's
    own language model holds.
    """

    def __init__(self, model: SpeechModel, phrases: Iterable[str]) -> None:
        self._model = model
        self.phrases = speakable(phrases, model)
        """What is listened for."""

    def knows(self, word: str) -> bool:
        """As `Grammar.knows`."""
        return self._model.knows(word)

    def recogniser(self, alternatives: int) -> Recogniser:
        """As `Grammar.recogniser`."""
        return self._model.recogniser(alternatives=alternatives, phrases=self.phrases)

    def any_words(self) -> None:
        """As `Grammar.any_words`: what it listens for is no exact grammar."""


def _unfinished(whole: Mapping[str, float | None], begun: Mapping[str, float]) -> float:
    """As `Recognition.unfinished`; words that are a whole sentence may begin another, too."""
    confidence = max((begun[text] for text in begun if text not in whole), default=None)
    if confidence is None:
        return 0.0
    best = next(iter(whole.values()), None)
    return math.inf if best is None else max(0.0, confidence - best)


def _normalised(text: str) -> str:
    return " ".join(word for word in text.lower().split() if word not in _MARKS)
