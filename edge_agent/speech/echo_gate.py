"""What the microphone hears while the agent itself speaks: only what is louder than its own voice.

No echo is cancelled. How loud the loudspeaker is in the microphone is learnt from what is played;
a frame that it can account for is replaced by silence, so that the agent never hears itself.
Whoever speaks louder than that is heard, as by the detectors of double talk in telephones (Geigel).
"""

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from statistics import median
from typing import Final

from edge_agent.domain.audio import FRAME_BYTES, FRAME_S, AudioFrame
from edge_agent.speech.plausibility import SILENT_DB, level_db

PlayedDb = Callable[[float, float], float]
"""How loud was played at the most from one monotonic time to another, dB below full scale."""

MARGIN_DB: Final = 7.0
"""By how much somebody must be louder than the echo, and than the room before."""
_SOFTEST_DB: Final = -50.0
"""Nobody who speaks to the agent is softer."""
_AUDIBLE_DB: Final = -60.0
"""Softer playing tells nothing of the echo."""
_EARLY_S, _LATE_S = 0.35, 0.45
"""How long before a frame what echoes in it was played: also in a room that rings; and how much
earlier than its device says, a loudspeaker may sound."""
_LEARNT_FRAMES: Final = 6
"""So long nobody is heard, where nothing is known of the echo yet."""
_RISE_DB: Final = 0.3
"""A frame; so an amplifier that was turned up is found out in a few seconds."""
_FALL_DB: Final = 0.1
_BEFORE: Final = 2
"""Frames that are let through before the first loud one: words begin softly."""
_AFTER: Final = 3
"""The same after the last."""
_SPEECH_FRAMES: Final = 18
"""Somebody who has paused for so long no longer speaks."""
_BACKGROUND_FRAMES: Final = 25
_SILENCE: Final = bytes(FRAME_BYTES)


class EchoGate:
    """Stands before the listener; while nothing is played, all passes.

    Args:
        played_db: tells what is played.
    """

    def __init__(self, played_db: PlayedDb) -> None:
        self._played_db = played_db
        self._is_guarding = False
        self._echo_db: float | None = None
        self._learnt = 0
        self._background: deque[float] = deque(maxlen=_BACKGROUND_FRAMES)
        self._held: deque[AudioFrame] = deque()
        self._loud_ago = _SPEECH_FRAMES
        self.on_speech: Callable[[bool], None] = lambda _: None
        """Is told when somebody begins to speak over the agent, and when nobody does any more."""
        self._is_speech = False

    def guard(self) -> None:
        """The agent begins to speak."""
        self._is_guarding = True

    def release(self) -> None:
        """The agent has spoken, and the room no longer rings."""
        self._is_guarding = False
        self._tell(is_speech=False)

    def passed(self, frame: AudioFrame) -> tuple[AudioFrame, ...]:
        """What of the sound so far is to be heard now; while guarding, two frames late."""
        level = level_db(frame.pcm)
        if not self._is_guarding:
            self._background.append(level)
            held = tuple(self._held)
            self._held.clear()
            self._loud_ago = _SPEECH_FRAMES
            return (*held, frame)
        played = self._played_in(frame)
        is_loud = level > self._floor_db(played) + MARGIN_DB
        self._note(is_loud=is_loud)
        if played > _AUDIBLE_DB:
            self._learn(level - played, is_loud=is_loud)
        self._held.append(frame)
        if len(self._held) <= _BEFORE:
            return ()
        heard = self._held.popleft()
        return (heard if self._loud_ago <= _AFTER + _BEFORE else replace(heard, pcm=_SILENCE),)

    def _note(self, *, is_loud: bool) -> None:
        was_loud = self._loud_ago == 0
        self._loud_ago = 0 if is_loud else self._loud_ago + 1
        if is_loud and was_loud:  # a single bang is no speech
            self._tell(is_speech=True)
        elif self._loud_ago > _SPEECH_FRAMES:
            self._tell(is_speech=False)

    def _tell(self, *, is_speech: bool) -> None:
        if is_speech is not self._is_speech:
            self._is_speech = is_speech
            self.on_speech(is_speech)

    def _played_in(self, frame: AudioFrame) -> float:
        begun_at, ended_at = frame.started_at, frame.started_at + FRAME_S
        return self._played_db(begun_at - _EARLY_S, ended_at + _LATE_S)

    def _floor_db(self, played: float) -> float:
        """How loud the echo and the room can be in a frame; at most full scale, where unknown."""
        room = median(self._background) if self._background else SILENT_DB
        if played <= _AUDIBLE_DB:
            return max(room, _SOFTEST_DB - MARGIN_DB)
        if self._echo_db is None or self._learnt < _LEARNT_FRAMES:
            return 0.0
        return max(room, _SOFTEST_DB - MARGIN_DB, played + self._echo_db)

    def _learn(self, ratio_db: float, *, is_loud: bool) -> None:
        """Learn of the echo from how much louder a frame is than what is played.

        At first fast; then fast what is a little more, and slowly what is much more or less.
        """
        if self._echo_db is None or self._learnt < _LEARNT_FRAMES:
            self._learnt += 1
            self._echo_db = ratio_db if self._echo_db is None else max(self._echo_db, ratio_db)
            return
        excess_db = ratio_db - self._echo_db
        if is_loud:
            self._echo_db += _RISE_DB
        elif excess_db > 0:
            self._echo_db += excess_db / 2
        else:
            self._echo_db -= _FALL_DB
