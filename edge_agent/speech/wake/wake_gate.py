"""The gate that wake words open.

Asleep, small models listen for wake words while somebody speaks. What one of them has heard goes
to the recogniser, from shortly before the word, which confirms it or not. Words that have no model
are the recogniser's alone, so it hears all that is said.
"""

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Protocol

from edge_agent.config.wake import WakeSettings
from edge_agent.domain.audio import FRAME_S, AudioFrame
from edge_agent.speech.leading import extra_lead
from edge_agent.speech.recogniser import Reading, Recognition
from edge_agent.speech.vocabulary import Lexicon
from edge_agent.speech.wake.gate import Addressed, Passage
from edge_agent.speech.wake.words import WakeWord, said_first

_BEFORE_S: Final = 0.7
"""So much is recognised from before the time that a wake word usually takes: some drawl, and the
models take a moment to be sure."""
_QUIET_S: Final = 0.8
"""The models hear so much from before somebody speaks: they measure speech by the noise around."""
_OUT_OF_SIGHT: Final = 4.0
"""By how many nats a reading leads that has no other beside it."""
_FIRED_NATS: Final = 2.0
"""What a model has heard already may be worse to recognise by so many nats."""
_AFTER_S: Final = 0.6
"""Speech after a wake word that is longer than this says something."""


class Ears(Protocol):
    """What knows wake words by their sound: `WakeModels`."""

    def accept(self, pcm: bytes) -> dict[str, float]:
        """How sure each model is at most within this sound, 0 to 1."""
        ...

    def cutoff(self, word: str, sensitivity: float, *, is_confirmed: bool) -> float:
        """How sure a model must be, by a sensitivity from 0 to 1."""
        ...

    def reset(self) -> None:
        """Forget the sound so far."""
        ...


class WakeGate:
    """Wake words open it, and whoever expects somebody to speak."""

    def __init__(
        self,
        words: Sequence[WakeWord],
        settings: WakeSettings,
        ears: Ears | None,
        *,
        passes_all: bool = False,
    ) -> None:
        """Take the words.

        Args:
            words: what opens it.
            settings: how readily.
            ears: what hears those with a model; None where none has one.
            passes_all: the recogniser hears all that is said, for the sake of something else.
        """
        self._words = tuple(words)
        self._ears = ears
        self._modelled = tuple(word for word in words if word.has_model)
        self._spoken = tuple(word for word in words if not word.has_model)
        self._passes_all = passes_all or bool(self._spoken)
        self._settings = settings
        self._sensitivity = settings.sensitivity
        self._unconfirmed: frozenset[str] = frozenset()
        self._cutoffs: dict[str, float] = {}
        self._settle()
        self._refractory_frames = math.ceil(settings.refractory_s / FRAME_S)
        longest = max((word.usual_s for word in words), default=0.0)
        self._held = deque[AudioFrame](maxlen=_frames(longest + _BEFORE_S))
        self._quiet = deque[AudioFrame](maxlen=_frames(_QUIET_S))
        self._last_index: int | None = None
        self._deaf_until = 0
        self._expected: WakeWord | None = None
        self._reset(is_expected=False)

    def _reset(self, *, is_expected: bool) -> None:
        self._is_expected = is_expected
        self._is_new = True
        self._fired: WakeWord | None = None
        self.is_open = is_expected
        self.word = self._expected if is_expected else None

    def learn(self, lexicon: Lexicon) -> None:
        """As `Gate.learn`."""
        self._unconfirmed = frozenset(
            word.word for word in self._words if not word.is_known(lexicon)
        )
        self._settle()

    def set_sensitivity(self, sensitivity: float) -> None:
        """As `Gate.set_sensitivity`."""
        self._sensitivity = sensitivity
        self._settle()

    def _settle(self) -> None:
        if self._ears is not None:
            self._cutoffs = {
                word.word: self._ears.cutoff(
                    word.word, self._sensitivity_of(word), is_confirmed=not self._is_sure(word)
                )
                for word in self._modelled
            }

    def expect(self, word: str | None) -> None:
        """As `Gate.expect`."""
        self._expected = next((one for one in self._words if one.word == word), None)

    def rest(self, frame: AudioFrame) -> None:
        """As `Gate.rest`."""
        self._quiet.append(frame)

    def begin(self, *, is_expected: bool) -> None:
        """As `Gate.begin`."""
        self._reset(is_expected=is_expected)

    def accept(self, frame: AudioFrame) -> Passage:
        """As `Gate.accept`."""
        if not self.is_open and (word := self._hear(frame)) is not None:
            return self._fire(word)
        if not (self.is_open or self._fired or self._passes_all):
            return Passage()
        passage = Passage(frames=(frame,), is_start=self._is_new)
        self._is_new = False
        return passage

    def part(self, text: str) -> str:
        """As `Gate.part`."""
        word = said_first(text, self._candidates)
        if word is not None and not self.is_open:
            self.is_open, self.word = True, word
        if not self.is_open:
            return ""
        return text if word is None else word.rest(text) or ""

    def whole(self, recognition: Recognition, speech_s: float) -> Addressed | None:
        """As `Gate.whole`."""
        word = self._said(recognition.readings)
        if word is not None:
            return _behind(word, recognition, speech_s)
        if self._is_expected:
            return Addressed(recognition=recognition, word=self.word)
        if self._fired and self._is_sure(self._fired):
            return Addressed(recognition=recognition, word=self._fired, is_said=True)
        return None

    @property
    def _candidates(self) -> tuple[WakeWord, ...]:
        """The words that may have been said: each whose model has heard it, if it has one."""
        if self._is_expected:
            return self._words
        return (*self._spoken, *([self._fired] if self._fired else []))

    def _fire(self, word: WakeWord) -> Passage:
        frames = list(self._held)[-_frames(word.usual_s + _BEFORE_S) :]
        self._held.clear()
        self._is_new = False
        self._fired = word
        if self._is_sure(word):
            self.is_open, self.word = True, word
        return Passage(frames=tuple(frames), is_start=True)

    def _hear(self, frame: AudioFrame) -> WakeWord | None:
        """The wake word that a model is sure of with this frame."""
        if self._ears is None:
            return None
        if self._last_index is None or frame.index != self._last_index + 1:
            self._start_anew(self._ears, frame)
        self._last_index = frame.index
        self._held.append(frame)
        surest = self._ears.accept(frame.pcm)
        if frame.index < self._deaf_until:
            return None
        best = max(self._modelled, key=lambda word: surest[word.word] - self._cutoffs[word.word])
        if surest[best.word] <= self._cutoffs[best.word]:
            return None
        self._deaf_until = frame.index + self._refractory_frames
        return best

    def _start_anew(self, ears: Ears, frame: AudioFrame) -> None:
        """Forget what was heard long ago; take in how it sounds when nobody speaks."""
        ears.reset()
        self._held.clear()
        for quiet in self._quiet:
            if quiet.index < frame.index:
                ears.accept(quiet.pcm)

    def _is_sure(self, word: WakeWord) -> bool:
        """Whether the model's word for it is enough."""
        return not self._settings.verify or word.word in self._unconfirmed

    def _said(self, readings: Sequence[Reading]) -> WakeWord | None:
        """The wake word that the readings confirm."""
        best = next(
            (reading for reading in readings if said_first(reading.text, self._candidates)), None
        )
        word = None if best is None else said_first(best.text, self._candidates)
        if best is None or word is None:
            return None
        others = (one.score for one in readings if not said_first(one.text, self._candidates))
        lead = best.score - max(others, default=best.score - _OUT_OF_SIGHT)
        return word if lead >= self._least_lead(word) else None

    def _least_lead(self, word: WakeWord) -> float:
        """By how many nats the word must explain the sound better than anything else."""
        if self._is_expected:
            return 0.0
        least = extra_lead(self._sensitivity_of(word))
        return least - _FIRED_NATS if word == self._fired else least

    def _sensitivity_of(self, word: WakeWord) -> float:
        return self._sensitivity if word.sensitivity is None else word.sensitivity


def _behind(word: WakeWord, recognition: Recognition, speech_s: float) -> Addressed:
    """What was said behind a wake word."""
    best = next(one for one in recognition.readings if word.rest(one.text) is not None)
    rests = [word.rest(text) for text in recognition.alternatives]
    is_short = best.is_sentence or speech_s < word.usual_s + _AFTER_S
    return Addressed(
        recognition=replace(
            recognition, alternatives=tuple(dict.fromkeys(rest for rest in rests if rest))
        ),
        word=word,
        is_said=True,
        is_call=not word.rest(best.text) and is_short,
    )


def _frames(seconds: float) -> int:
    return math.ceil(seconds / FRAME_S)
