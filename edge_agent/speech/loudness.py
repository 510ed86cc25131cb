"""Which part of an utterance is said nearby: a television in the background is softer.

Frames are compared with the loudest stretch so far, each together with the two before it, so that
neither one loud sound nor the gap between two words counts.
"""

from collections import deque
from typing import Final

import numpy as np

from edge_agent.speech.plausibility import level_db

_SMOOTHED_FRAMES: Final = 3
_SOFTER_DB: Final = 8.0
"""Who speaks nearby is rarely so much softer for a third of a second, unless the sentence is over.
Of synthetic commands amid synthetic talk that was 10 dB softer, each fell by so much at its end."""
_GAP_FRAMES: Final = 8
"""Longer soft stretches part what is said nearby from what was said before."""
_BACKGROUND_FRAMES: Final = 18
"""Softer speech that has gone on for longer is somebody else's."""
_BACKGROUND_SHARE: Final = 0.1
"""So much of an utterance is gaps between words, in which only the background is heard."""


class Loudness:
    """Follows the level of one utterance, frame by frame."""

    def __init__(self) -> None:
        self._powers = deque[float](maxlen=_SMOOTHED_FRAMES)
        self._levels: list[float] = []
        self._loudest = -np.inf
        self.level_db = -np.inf
        """Of the loudest frame, dB below full scale."""
        self.soft_frames = 0
        """How many frames have passed since the last loud one."""

    def accept(self, pcm: bytes) -> None:
        """Take a frame in, s16le."""
        level = level_db(pcm)
        self.level_db = max(self.level_db, level)
        self._powers.append(10 ** (level / 10))
        self._levels.append(10 * np.log10(sum(self._powers) / len(self._powers)))
        self._loudest = max(self._loudest, self._levels[-1])
        self.soft_frames = 0 if self._is_loud(-1) else self.soft_frames + 1

    @property
    def over_background_db(self) -> float:
        """By how much the loudest stretch stands out; hardly, where several people talk at once."""
        return float(self._loudest - np.quantile(self._levels, _BACKGROUND_SHARE))

    @property
    def near(self) -> tuple[int, int]:
        """The latest loud stretch: its first frame, and one past its last, of those taken in.

        One softer frame at each end belongs to it, as words begin and end softly; and whatever is
        too short for a background: "don't" may be said softly.
        """
        end = first = len(self._levels) - self.soft_frames
        for at in range(end - 1, -1, -1):
            if first - at > _GAP_FRAMES:
                break
            if self._is_loud(at):
                first = at
        first = first - 1 if first > _BACKGROUND_FRAMES else 0
        return first, end + 2 - _SMOOTHED_FRAMES

    def _is_loud(self, at: int) -> bool:
        return self._levels[at] > self._loudest - _SOFTER_DB
