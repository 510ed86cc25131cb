"""Answers and alerts that could not be published when they were given."""

import time
from collections import deque
from collections.abc import Callable
from typing import Final

from edge_agent.domain.action import MqttMessage

MAX_UNTOLD: Final = 32
TOLD_WITHIN_S: Final = 60.0
"""Later nobody waits for an answer any more."""


class Untold:
    """Keeps answers for the next connection; the oldest goes when there are too many.

    Only for what tells somebody something, never for what makes a device do something.

    Args:
        now: monotonic seconds.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._answers = deque[tuple[float, MqttMessage]](maxlen=MAX_UNTOLD)

    def add(self, answer: MqttMessage) -> None:
        """Keep an answer for `TOLD_WITHIN_S`."""
        self._answers.append((self._now() + TOLD_WITHIN_S, answer))

    def take(self) -> tuple[MqttMessage, ...]:
        """Those that somebody may still wait for; they are not kept any longer."""
        found = tuple(answer for until, answer in self._answers if self._now() <= until)
        self._answers.clear()
        return found
