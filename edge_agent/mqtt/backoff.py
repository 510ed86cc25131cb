"""How long to wait before the next attempt to connect."""

import random
from typing import Final

FIRST_DELAY_S: Final = 1.0
MAX_DELAY_S: Final = 60.0
STABLE_AFTER_S: Final = 30.0


class Backoff:
    """Doubles the delay with each failure; a connection that lasted starts it anew.

    A connection that breaks soon after it was made counts as a failure too: two agents under one
    id, which push each other off the broker, must not do so once a second for ever.
    """

    def __init__(self) -> None:
        self._failures = 0

    def next_delay_s(self, *, lived_s: float) -> float:
        """Seconds to wait, jittered down to half; `lived_s` is how long the connection lasted."""
        if lived_s >= STABLE_AFTER_S:
            self._failures = 0
        longest_s = min(MAX_DELAY_S, FIRST_DELAY_S * 2.0 ** min(self._failures, 16))
        self._failures += 1
        return longest_s * random.uniform(0.5, 1.0)  # noqa: S311 - spreads load, hides nothing
