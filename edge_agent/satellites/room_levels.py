"""How loud it was lately in the room, and how far a speech stands out from the rest."""

import math
from collections import deque
from collections.abc import Sequence
from typing import Final

from edge_agent.satellites.bid import LOUDEST, PIECE_S, STEP_DB

SNR_DB: Final = (-20.0, 80.0)
"""The limits of what can be told."""
LEAD_IN_S: Final = 0.2
"""Sound from before the first voiced moment that belongs to a speech."""
_ROOM_S: Final = 30.0
"""Over how long the noise of the room is looked for."""
_CURVE_S: Final = 14.0
_SOFT_SHARE: Final = 0.2
"""So much of the time is softer than what counts as the noise of the room."""
_SOFTEST_DB: Final = -80.0
"""Below this, digital silence would make anything stand out."""
_LOUD_PIECES: Final = 10
"""The loudest moments of a speech are those that every microphone hears of it."""


class RoomLevels:
    """Remembers how loud it was, piece by piece."""

    def __init__(self) -> None:
        self._levels_db: deque[float] = deque(maxlen=round(_ROOM_S / PIECE_S))
        self._unbroken = 0
        self.heard_at = 0.0
        """Monotonic seconds of the end of the last piece."""

    def accept(self, levels_db: Sequence[float], heard_at: float) -> None:
        """Take the next pieces, dB below full scale, the last of which ended at `heard_at`."""
        self._levels_db.extend(levels_db)
        self._unbroken += len(levels_db)
        self.heard_at = heard_at

    def break_off(self) -> None:
        """Begin another curve, in the same room: something is missing in between."""
        self._unbroken = 0

    def snr_db(self, began_at: float, until: float, gain_db: float = 0.0) -> float:
        """By how much the loudest moments between two times are above the noise of the room.

        What the microphone's place deserves besides, `gain_db`, is added; all within `SNR_DB`.
        """
        levels = self._between(began_at, until)
        if not levels:
            return SNR_DB[0]
        loud = sorted(levels)[-_LOUD_PIECES:]
        power = sum(10 ** (level / 10) for level in loud) / len(loud)
        snr = 10 * math.log10(power) - self._room_db() + gain_db
        return min(max(snr, SNR_DB[0]), SNR_DB[1])

    def curve(self, began_at: float) -> tuple[int, ...]:
        """Rise and fall up to now, counted from the loudest since a speech began."""
        pieces = min(self._unbroken, round(_CURVE_S / PIECE_S))
        levels = list(self._levels_db)[len(self._levels_db) - pieces :]
        loudest = max(self._between(began_at, self.heard_at), default=0.0)
        steps = (LOUDEST + round((level - loudest) / STEP_DB) for level in levels)
        return tuple(min(max(step, 0), LOUDEST) for step in steps)

    def _between(self, began_at: float, until: float) -> list[float]:
        levels = list(self._levels_db)
        first = len(levels) - round((self.heard_at - began_at) / PIECE_S)
        last = len(levels) - round((self.heard_at - until) / PIECE_S)
        return levels[max(0, first) : max(0, last)]

    def _room_db(self) -> float:
        levels = sorted(self._levels_db)
        return max(levels[int(len(levels) * _SOFT_SHARE)], _SOFTEST_DB)
