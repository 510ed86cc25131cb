"""Hours in which nobody is expected to be heard: a voice or a loud sound breaks them."""

import math
from collections import deque
from collections.abc import Callable
from datetime import datetime, time
from statistics import median
from typing import Final

from edge_agent.config.hours import is_within, span_of
from edge_agent.config.watch import QuietSettings
from edge_agent.domain.alert import Alert, AlertKind
from edge_agent.domain.audio import FRAME_S, AudioFrame
from edge_agent.speech.plausibility import SILENT_DB, level_db

_WINDOW_FRAMES: Final = math.ceil(2.0 / FRAME_S)
_ROOM_FRAMES: Final = math.ceil(20.0 / FRAME_S)
"""How loud a room is, is the median of so many frames."""
_LEAST_FRAMES: Final = math.ceil(2.0 / FRAME_S)
"""After fewer, nothing is known of it yet."""
_SOFTEST_DB: Final = -50.0
"""Nothing softer is loud, however silent the room."""


def _wall_clock() -> time:
    return datetime.now().astimezone().time()


class QuietHours:
    """Follows the sound of a room, frame by frame.

    Args:
        settings: the hours, and what breaks them.
        voice_threshold: how sure the voice detector must be, 0 to 1.
        now: the time of day.
    """

    def __init__(
        self,
        settings: QuietSettings,
        voice_threshold: float,
        now: Callable[[], time] = _wall_clock,
    ) -> None:
        self._settings = settings
        self._span = span_of(settings.hours) or (time.min, time.max)
        self._threshold = voice_threshold
        self._now = now
        self._room = deque[float](maxlen=_ROOM_FRAMES)
        self._forget()

    def _forget(self) -> None:
        self._voiced = deque[bool](maxlen=_WINDOW_FRAMES)
        self._loud = deque[bool](maxlen=_WINDOW_FRAMES)
        self._levels = deque[float](maxlen=_WINDOW_FRAMES)

    def hear(self, frame: AudioFrame, voice: float) -> Alert | None:
        """What breaks the quiet with this frame; it is told once for what is heard within 2 s.

        Args:
            frame: the next.
            voice: how likely there is a voice in it, 0 to 1.
        """
        if not is_within(self._span, self._now()):
            self._forget()
            return None
        level = level_db(frame.pcm)
        if level <= SILENT_DB:  # no room is as silent: the agent has not let itself be heard
            return None
        self._room.append(level)
        self._levels.append(level)
        self._voiced.append(voice >= self._threshold)
        self._loud.append(len(self._room) >= _LEAST_FRAMES and level >= self._loud_db())
        kind = self._kind()
        if kind is None:
            return None
        alert = Alert(kind=kind, at=frame.started_at + FRAME_S, level_db=max(self._levels))
        self._forget()
        return alert

    def _loud_db(self) -> float:
        return max(_SOFTEST_DB, median(self._room) + self._settings.louder_db)

    def _kind(self) -> AlertKind | None:
        if _seconds(self._voiced) >= self._settings.speech_s:
            return AlertKind.SPEECH
        if _seconds(self._loud) >= self._settings.sound_s:
            return AlertKind.SOUND
        return None


def _seconds(frames: deque[bool]) -> float:
    return sum(frames) * FRAME_S
