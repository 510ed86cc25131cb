"""Where an utterance begins and ends: a state machine over voice probabilities, nothing else."""

import math
from enum import Enum, auto

from edge_agent.config.schema import SpeechSettings
from edge_agent.domain.audio import FRAME_S, AudioFrame

_HYSTERESIS = 0.15
"""A voice goes on until it is by so much less likely than what it took to begin (Silero's own)."""


class Verdict(Enum):
    """What a frame means for the utterance."""

    SILENT = auto()
    """Nobody speaks."""
    HEARD = auto()
    """A voice, but too short so far to be speech."""
    STARTED = auto()
    """With this frame it is speech."""
    SPEAKING = auto()
    """The utterance goes on."""
    ENDED = auto()
    """The utterance is over; what follows belongs to the next one."""
    DROPPED = auto()
    """What was heard was too short: noise."""


class Endpointing:
    """Judges frame by frame; lost frames count as time that passed."""

    def __init__(self, settings: SpeechSettings) -> None:
        self._threshold = settings.vad_threshold
        self._silent_frames = _frames(settings.silence_s)
        self._min_voiced_frames = round(settings.min_speech_s / FRAME_S)
        self._max_frames = _frames(settings.max_utterance_s)
        self._is_voiced = False
        self.reset()

    def reset(self) -> None:
        """Forget the utterance; the next frame may begin another."""
        self._first: AudioFrame | None = None
        self._last_index = 0
        self._voiced_frames = 0
        self._is_speech = False
        self.speech_started_at = 0.0
        """Monotonic seconds of the first voiced frame."""
        self.speech_ended_at = 0.0
        """Monotonic seconds of the end of the last voiced frame."""
        self.is_cut = False
        """Whether the utterance ended only because it was too long."""

    @property
    def is_idle(self) -> bool:
        """Whether nothing is heard."""
        return self._first is None

    @property
    def speech_s(self) -> float:
        """Seconds of sound from the first voiced frame to the last, whenever they came in."""
        first = self._last_index + 1 if self._first is None else self._first.index
        return (self._last_index + 1 - first) * FRAME_S

    def accept(self, frame: AudioFrame, probability: float) -> Verdict:
        """Judge one frame by how likely it holds a voice, 0 to 1."""
        least = max(0.01, self._threshold - _HYSTERESIS) if self._is_voiced else self._threshold
        self._is_voiced = probability >= least
        if self._is_voiced:
            self._hear(frame)
        if self._first is None:
            return Verdict.SILENT
        silent = frame.index - self._last_index
        length = frame.index - self._first.index + 1
        is_silent = silent >= self._silent_frames
        self.is_cut = length >= self._max_frames and not is_silent
        return self._judge(is_over=is_silent or self.is_cut)

    def _hear(self, frame: AudioFrame) -> None:
        if self._first is None:
            self._first = frame
            self.speech_started_at = frame.started_at
        self._voiced_frames += 1
        self._last_index = frame.index
        self.speech_ended_at = frame.started_at + FRAME_S

    def _judge(self, *, is_over: bool) -> Verdict:
        if self._is_speech:
            return Verdict.ENDED if is_over else Verdict.SPEAKING
        if is_over:
            return Verdict.DROPPED
        self._is_speech = self._voiced_frames >= self._min_voiced_frames
        return Verdict.STARTED if self._is_speech else Verdict.HEARD


def _frames(seconds: float) -> int:
    # Rounded first: 0.8 / 0.08 is a little more than 10.
    return max(1, math.ceil(round(seconds / FRAME_S, 6)))
