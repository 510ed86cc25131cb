"""How much is done in a minute."""

from collections import deque
from typing import Final

_MINUTE_S: Final = 60.0


class Tempo:
    """Counts what was done within the last minute."""

    def __init__(self, most: int) -> None:
        """Take how much may be done in any minute."""
        self._done = deque[float](maxlen=most)
        self._has_refused = False

    def wait_s(self, now: float) -> float:
        """How long nothing more is done, from `now` (monotonic seconds); 0 where it is."""
        if len(self._done) < (self._done.maxlen or 0):
            return 0.0
        return max(0.0, self._done[0] + _MINUTE_S - now)

    def note(self, now: float) -> None:
        """Count something that is done at `now`."""
        self._done.append(now)
        self._has_refused = False

    def refuse(self) -> bool:
        """Note that something was not done; whether it is the first since something was."""
        is_first, self._has_refused = not self._has_refused, True
        return is_first
