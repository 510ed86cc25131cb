"""Where an utterance begins and ends: a state machine over voice probabilities.

Somebody who has stopped is waited for as long as what was said makes sense: hardly at all behind a
whole command, longer in the middle of one.
"""

import math
from enum import Enum, auto

from edge_agent.config.schema import SpeechSettings
from edge_agent.domain.audio import FRAME_S, AudioFrame
from edge_agent.domain.speech import Completeness

_HYSTERESIS = 0.15
"""A voice goes on until it is by so much less likely than what it took to begin (Silero's own)."""

_OTHER_SHARE = 1.5
"""Silence within other speech, over that within a command: its words are not heard well."""
_MOST_PAUSE_FRAMES = 3
"""So much silence is taken for a pause at the latest."""


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
    PAUSED = auto()
    """The speaker has stopped: `Endpointing.expect` how long to wait for more."""
    ENDED = auto()
    """The utterance is over; what follows belongs to the next one."""
    DROPPED = auto()
    """What was heard was too short: noise."""


class Endpointing:
    """Judges frame by frame; lost frames count as time that passed."""

    def __init__(self, settings: SpeechSettings) -> None:
        self._threshold = settings.vad_threshold
        self._patience = {
            Completeness.CLOSED: _frames(min(settings.short_silence_s, settings.silence_s)),
            Completeness.OPEN: _frames(settings.silence_s),
            Completeness.OTHER: _frames(_OTHER_SHARE * settings.silence_s),
            Completeness.UNFINISHED: _frames(max(settings.long_silence_s, settings.silence_s)),
        }
        self._min_voiced_frames = round(settings.min_speech_s / FRAME_S)
        self._max_frames = _frames(settings.max_utterance_s)
        self._is_voiced = False
        self.reset()

    def reset(self) -> None:
        """Forget the utterance; the next frame may begin another."""
        self._first_index: int | None = None
        self._last_index = 0
        self._silence = 0
        self._voiced_frames = 0
        self._is_speech = False
        self.is_paused = False
        """Whether the speaker has stopped and not gone on yet."""
        self._pauses = 0
        self._silent_frames = self._patience[Completeness.OPEN]
        self.is_over = False
        """Whether the utterance has ended."""
        self.speech_started_at = 0.0
        """Monotonic seconds of the first voiced frame."""
        self.speech_ended_at = 0.0
        """Monotonic seconds of the end of the last voiced frame."""
        self.is_cut = False
        """Whether the utterance ended only because it was too long."""
        self.first_frame: AudioFrame | None = None
        """The first voiced one; unknown where only a part of what was heard is the utterance."""

    @property
    def is_idle(self) -> bool:
        """Whether nothing is heard."""
        return self._first_index is None

    @property
    def speech_s(self) -> float:
        """Seconds of sound from the first voiced frame to the last, whenever they came in."""
        first = self._last_index + 1 if self._first_index is None else self._first_index
        return (self._last_index + 1 - first) * FRAME_S

    def begin_at(self, frame: AudioFrame) -> None:
        """Count from a frame within the speech that goes on; what was before it is no part."""
        if self._first_index is not None and self._first_index < frame.index:
            self.begin_with(frame)

    @property
    def silent_frames(self) -> int:
        """How many frames have passed since the last voiced one."""
        return self._silence

    def begin_with(self, frame: AudioFrame) -> None:
        """Count from the first voiced frame of all that belongs to the utterance."""
        self._first_index = frame.index
        self.speech_started_at = frame.started_at
        self.first_frame = frame

    def accept(self, frame: AudioFrame, probability: float) -> Verdict:
        """Judge one frame by how likely it holds a voice, 0 to 1."""
        least = max(0.01, self._threshold - _HYSTERESIS) if self._is_voiced else self._threshold
        self._is_voiced = probability >= least
        if self._is_voiced:
            self._hear(frame)
        if self._first_index is None:
            return Verdict.SILENT
        self._silence = frame.index - self._last_index
        length = frame.index - self._first_index + 1
        is_silent = self._silence >= self._silent_frames
        self.is_cut = length >= self._max_frames and not is_silent
        self.is_over = is_silent or self.is_cut
        return self._judge()

    def expect(self, completeness: Completeness) -> None:
        """Wait for more as long as it fits what has been said; `is_over` may be true by now."""
        self._silent_frames = self._patience[completeness]
        self.is_over = self.is_cut or self._silence >= self._silent_frames

    def is_enough(self, silent_frames: int, completeness: Completeness) -> bool:
        """Whether so much silence ends what was said."""
        return silent_frames >= self._patience[completeness]

    def narrow(self, frame: AudioFrame, *, first: int, last: int) -> None:
        """Only a part of what was heard is the utterance.

        Args:
            frame: the latest.
            first: how many frames before it the part begins.
            last: how many frames before it the part ends.
        """
        self._first_index, self._last_index = frame.index - first, frame.index - last
        self.first_frame = None
        self.speech_started_at = frame.started_at - first * FRAME_S
        self.speech_ended_at = frame.started_at - (last - 1) * FRAME_S

    def _hear(self, frame: AudioFrame) -> None:
        if self._first_index is None:
            self.begin_with(frame)
        if self.is_paused:
            self.is_paused = False
            self._pauses += 1
            self._silent_frames = self._patience[Completeness.UNFINISHED]
        self._voiced_frames += 1
        self._last_index = frame.index
        self.speech_ended_at = frame.started_at + FRAME_S

    def _judge(self) -> Verdict:
        if self._is_speech:
            return self._judge_speech()
        if self.is_over:
            return Verdict.DROPPED
        self._is_speech = self._voiced_frames >= self._min_voiced_frames
        return Verdict.STARTED if self._is_speech else Verdict.HEARD

    def _judge_speech(self) -> Verdict:
        # Who has gone on after several pauses is not judged anew at each gap between words.
        is_pause = self._silence >= min(1 + self._pauses, _MOST_PAUSE_FRAMES)
        if is_pause and not self.is_paused and not self.is_cut:
            self.is_paused = True
            return Verdict.PAUSED
        return Verdict.ENDED if self.is_over else Verdict.SPEAKING


def _frames(seconds: float) -> int:
    # Rounded first: 0.8 / 0.08 is a little more than 10.
    return max(1, math.ceil(round(seconds / FRAME_S, 6)))
