"""What is being said: the sound of one utterance, and what it is recognised as."""

from collections.abc import Callable

from edge_agent.domain.audio import AudioFrame
from edge_agent.speech.plausibility import SILENT_DB, level_db
from edge_agent.speech.recogniser import Recogniser, Recognition

_FRAMES_A_PARTIAL = 3


class Spoken:
    """One utterance, which may be recognised before it is over.

    A recogniser that has told what it heard cannot hear on. So where the speaker does, another
    hears everything from the beginning, several times faster than it was said.

    All methods raise `DecodingLostError` as `Recogniser` does.
    """

    def __init__(self, recogniser: Recogniser, again: Callable[[], Recogniser]) -> None:
        """Take a recogniser that has heard nothing, and what makes further ones."""
        self._recogniser = recogniser
        self._again = again
        self._sound: list[bytes] = []
        self._recognition: Recognition | None = None
        self._last_index: int | None = None
        self._text = ""
        self.has_gap = False
        """Frames are missing."""
        self.level_db = SILENT_DB
        """Of the loudest frame."""

    def accept(self, frame: AudioFrame, *, is_silent: bool = False) -> None:
        """Hear a frame; a silent one changes nothing of what was recognised already."""
        self._sound.append(frame.pcm)
        self.level_db = max(self.level_db, level_db(frame.pcm))
        self.has_gap |= self._last_index not in (None, frame.index - 1)
        self._last_index = frame.index
        if self._recognition is None:
            self._recogniser.accept(frame.pcm)
        elif not is_silent:
            self._hear_again()

    def new_text(self) -> str | None:
        """What is recognised so far, if it changed; Vosk is asked for it four times a second."""
        if self._recognition is not None:
            text = next(iter(self._recognition.alternatives), "")
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
        return self._recognition

    def _hear_again(self) -> None:
        self._recognition = None
        self._recogniser = self._again()
        for pcm in self._sound:
            self._recogniser.accept(pcm)
