"""Somebody who was taken to have finished, and only paused: both parts are one sentence then."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from edge_agent.domain.audio import FRAME_S, AudioFrame
from edge_agent.domain.speech import Completeness, ListenerEvent, Transcript
from edge_agent.speech.assessor import COMMANDS, Assessor
from edge_agent.speech.endpointing import Endpointing
from edge_agent.speech.spoken import Spoken

Extends = Callable[[tuple[str, ...], tuple[str, ...]], bool]
"""Tells of the readings of a beginning, none if it was other speech, and of those of the whole,
whether the whole only says more of the same command."""

_SOON_S: Final = 0.7
"""Who goes on later than that after a turn has ended says something else."""
_LONGEST_FRAMES: Final = math.ceil(6.0 / FRAME_S)
"""What is longer is hardly one sentence."""
_LONGEST_BEGINNING: Final = math.ceil(2.0 / FRAME_S)
"""Frames of a beginning in which no command could be heard yet; longer ones are talk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ended:
    """An utterance whose turn is over."""

    spoken: Spoken
    silent_frames: int
    """So many at its end hold no voice."""
    first: AudioFrame
    """The first voiced one."""
    told: Transcript
    over_at: float
    """Monotonic seconds of the end of its turn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """Both parts, as one."""

    spoken: Spoken
    completeness: Completeness
    first: AudioFrame
    """The first voiced one of the part before."""
    continues: float | None
    """As `Transcript.continues`."""


class GoingOn:
    """Hears what is said next together with what was said before, where it comes soon."""

    def __init__(self, assessor: Assessor) -> None:
        self._assessor = assessor
        self.extends: Extends = _never
        """Tells what only says more; by default nothing does."""
        self._before: _Ended | None = None
        self._joined: Spoken | None = None

    def forget(self) -> None:
        """What is said next begins anew."""
        self._before = self._joined = None

    def note(
        self, events: Sequence[ListenerEvent], spoken: Spoken, ending: Endpointing, at: float
    ) -> None:
        """Keep what has just ended.

        Args:
            events: what was told of it.
            spoken: its sound.
            ending: what found its end.
            at: monotonic seconds.
        """
        self.forget()
        if self.extends is _never:
            return
        told = next((event for event in events if isinstance(event, Transcript)), None)
        if told is None or ending.first_frame is None or ending.is_cut:
            return
        if told.is_other_speech and spoken.frames - ending.silent_frames > _LONGEST_BEGINNING:
            return
        self._before = _Ended(
            spoken=spoken,
            silent_frames=ending.silent_frames,
            first=ending.first_frame,
            told=told,
            over_at=at,
        )

    def expire(self, at: float) -> None:
        """Let go of what was said long before a time, and of what decodes it."""
        if self._before is not None and at - self._before.over_at > _SOON_S:
            self.forget()

    def accept(self, frame: AudioFrame, *, is_silent: bool) -> None:
        """Hear a frame of what is said next."""
        before = self._before
        if before is None:
            return
        if self._joined is None:
            self._joined = before.spoken.going_on(before.silent_frames)
        self._joined.accept(frame, is_silent=is_silent)
        if self._joined.frames > _LONGEST_FRAMES:
            self.forget()

    def whole(self, part: Completeness, *, until: float) -> Whole | None:
        """Both as one sentence, or one that has only begun; None where they are two.

        Args:
            part: how much of a command has been said since the pause, taken by itself.
            until: monotonic seconds of the end of speech so far.
        """
        before, joined = self._before, self._joined
        if before is None or joined is None:
            return None
        speech_s = until - before.first.started_at
        found = self._assessor.completeness(joined, speech_s=speech_s, is_cut=False)
        begun = () if before.told.is_other_speech else before.told.alternatives
        if found in COMMANDS:
            is_one = self.extends(begun, joined.finish().alternatives)
        else:
            is_one = found is Completeness.UNFINISHED and part not in COMMANDS
        if not is_one:
            return None
        continues = None if before.told.is_other_speech else before.told.speech_ended_at
        return Whole(spoken=joined, completeness=found, first=before.first, continues=continues)


def _never(_begun: tuple[str, ...], _whole: tuple[str, ...]) -> bool:
    return False
