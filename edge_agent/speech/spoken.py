"""What is being said: the sound of one utterance, and what it is recognised as."""

import math
from collections.abc import Callable
from typing import Final

from edge_agent.domain.audio import AudioFrame
from edge_agent.speech.loudness import Loudness
from edge_agent.speech.recogniser import Recogniser, Recognition

_FRAMES_A_PARTIAL: Final = 3
_LOOKS: Final = frozenset({4, 8, 12})
"""After so many soft frames it may be that only somebody else still speaks."""
_LONG_FRAMES: Final = 50
"""In longer speech the search for a sentence may lose sight of other words that fit better."""
_SURE_FRAMES: Final = 30
"""Of shorter speech too much lies in the last half second, which a partial result does not know."""
_LEFT_SILENT: Final = 1
"""Frames behind a word that may still belong to it."""
_STANDS_OUT_DB: Final = 10.0
"""Who speaks to the agent is usually louder by so much than what else is to be heard; where nothing
is, the search may lose sight of other words, too."""


class Spoken:
    """One utterance, which may be recognised before it is over.

    A recogniser that has told what it heard cannot hear on. So where the speaker does, another
    hears everything from the beginning, many times faster than it was said.

    All methods raise `DecodingLostError` as `Recogniser` does.
    """

    def __init__(
        self,
        recogniser: Recogniser,
        *,
        another: Callable[[], Recogniser],
        any_words: Callable[[], Recogniser | None],
    ) -> None:
        """Take a recogniser that has heard nothing, what makes others, and `Grammar.any_words`."""
        self._recogniser, self._another, self._any_words = recogniser, another, any_words
        self._sound: list[bytes] = []
        self._recognition: Recognition | None = None
        self._recognised_frames = 0
        self._is_doubtful = False
        self._exact_lead: float | None = None
        self._near: Spoken | None = None
        self._near_stretch = 0, 0
        self._last_index: int | None = None
        self._text = ""
        self._loudness = Loudness()
        self.has_gap = False
        """Frames are missing."""

    @property
    def level_db(self) -> float:
        """Of the loudest frame, dB below full scale."""
        return self._loudness.level_db

    @property
    def soft_frames(self) -> int:
        """How many frames have passed since somebody nearby spoke."""
        return self._loudness.soft_frames

    @property
    def is_fading(self) -> bool:
        """Whether it is time to look if what was said nearby is over, though there is speech."""
        return self.soft_frames in _LOOKS

    def look_ahead(self) -> None:
        """Have what was said nearby decoded before it is time to look: then it has to be quick."""
        if self.soft_frames + 1 in _LOOKS:
            self.nearby()

    def accept(self, frame: AudioFrame, *, is_silent: bool = False) -> None:
        """Hear a frame; a silent one changes nothing of what was recognised already."""
        self.has_gap |= self._last_index not in (None, frame.index - 1)
        self._last_index = frame.index
        self._keep(frame.pcm)
        if self._recognition is None:
            self._recogniser.accept(frame.pcm)
        elif not is_silent:
            self._hear_again()

    def new_text(self) -> str | None:
        """What is recognised so far, if it changed; Vosk is asked for it four times a second."""
        if self._recognition is not None:
            text = self.text
        elif len(self._sound) % _FRAMES_A_PARTIAL:
            return None
        else:
            text = self._recogniser.partial()
        if text == self._text:
            return None
        self._text = text
        return text

    def finish(self) -> Recognition:
        """What all that was said is recognised as."""
        if self._recognition is None:
            self._recognition = self._recogniser.finish()
            self._recognised_frames = len(self._sound)
            stands_out = self._loudness.over_background_db >= _STANDS_OUT_DB
            self._is_doubtful = self._recognised_frames > _LONG_FRAMES or not stands_out
        return self._recognition

    @property
    def is_astray(self) -> bool:
        """Whether it is surely no sentence: to find that out costs little, other than `finish`."""
        is_open = self._recognition is None and self.frames > _SURE_FRAMES
        return is_open and self._recogniser.is_astray()

    @property
    def lead(self) -> float | None:
        """As `Recognition.lead`, or exactly where that was found out."""
        return self.finish().lead if self._exact_lead is None else self._exact_lead

    def exact_lead(self) -> float | None:
        """As `Recognition.lead`, of any size, where the search may have lost sight of other words.

        None where it has not, or nothing can be compared. The first time it takes as long as
        recognising does.
        """
        score = self.finish().score
        if self._is_doubtful and self._exact_lead is None and score is not None:
            others = self._any_words()
            if others is not None:
                self._exact_lead = score - self._likelihood(others)
        return self._exact_lead

    def _likelihood(self, others: Recogniser) -> float:
        """Of what was recognised, by whatever words fit; as `Reading.score`."""
        for pcm in self._sound[: self._recognised_frames]:
            others.accept(pcm)
        return max((one.score for one in others.finish().readings), default=-math.inf)

    @property
    def text(self) -> str:
        """The best reading of the whole; empty for none."""
        return next(iter(self.finish().alternatives), "")

    def nearby(self) -> tuple["Spoken", int] | None:
        """What was last said nearby, and at which frame it begins; None where that is all."""
        first, end = self._loudness.near
        if first == 0 and end >= len(self._sound):
            return None
        if self._near is None or self._near_stretch != (first, end):
            self._near_stretch = first, end
            self._near = self._part(first, end, self._last_index)
        return self._near, first

    def going_on(self, silent_frames: int) -> "Spoken":
        """What begins with this, but for the silence at its end, of which it has so many frames."""
        end = len(self._sound) - max(0, silent_frames - _LEFT_SILENT)
        return self._part(0, end, last_index=None)

    @property
    def frames(self) -> int:
        """How many frames it is long."""
        return len(self._sound)

    def _part(self, first: int, end: int, last_index: int | None) -> "Spoken":
        part = Spoken(self._another(), another=self._another, any_words=self._any_words)
        part.has_gap, part._last_index = self.has_gap, last_index
        for pcm in self._sound[first:end]:
            part._keep(pcm)
            part._recogniser.accept(pcm)
        return part

    def _keep(self, pcm: bytes) -> None:
        self._sound.append(pcm)
        self._loudness.accept(pcm)

    def _hear_again(self) -> None:
        self._recognition = self._exact_lead = None
        self._recogniser = self._another()
        for pcm in self._sound:
            self._recogniser.accept(pcm)
