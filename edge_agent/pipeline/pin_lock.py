"""The PIN: compared in constant time, and locked after a few wrong tries."""

from enum import Enum, auto
from hmac import compare_digest
from typing import Final

TRIES: Final = 3
FIRST_LOCK_S: Final = 60.0
LONGEST_LOCK_S: Final = 3600.0


class PinTry(Enum):
    """What came of a PIN that was said."""

    RIGHT = auto()
    WRONG = auto()
    UNCLEAR = auto()
    """Numbers, but no digits one by one, or too few; it counts for nothing."""
    LOCKED = auto()
    """Wrong too often: not even the right one counts now."""


class PinLock:
    """Takes tries at one PIN; forgets what was wrong as soon as one is right, or at a restart."""

    def __init__(self, pin: str) -> None:
        self._pin = pin.encode()
        self._wrong = 0
        self._locks = 0
        self._locked_until = 0.0

    def tried(self, digits: str, now: float) -> PinTry:
        """Take one try, at `now` (monotonic seconds); each lock is twice as long as the last."""
        if self.locked_for_s(now) > 0:
            return PinTry.LOCKED
        if not digits:
            return PinTry.UNCLEAR
        if compare_digest(digits.encode(), self._pin):
            self._wrong = self._locks = 0
            return PinTry.RIGHT
        self._wrong += 1
        if self._wrong < TRIES:
            return PinTry.WRONG
        self._locked_until = now + min(FIRST_LOCK_S * 2**self._locks, LONGEST_LOCK_S)
        self._wrong, self._locks = 0, self._locks + 1
        return PinTry.LOCKED

    def locked_for_s(self, now: float) -> float:
        """How long no PIN is taken, from `now` (monotonic seconds); 0 where one is."""
        return max(0.0, self._locked_until - now)
