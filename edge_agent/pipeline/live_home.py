"""The home as it changes: lets a coroutine wait for what the devices report."""

import asyncio
from collections.abc import Callable, Iterable, Mapping

from edge_agent.domain.entity import Home
from edge_agent.home.binding import Bound
from edge_agent.home.registry import Change, HomeModel
from edge_agent.home.states import Report


class LiveHome:
    """A `HomeModel` that coroutines can wait on; belongs to one event loop."""

    def __init__(self, model: HomeModel) -> None:
        self.model = model
        self._changed = asyncio.Event()

    @property
    def now(self) -> Home:
        """Entities and states at this moment."""
        return self.model.home

    def accept(self, topic: str, payload: bytes) -> Change:
        """Take in one message from the broker."""
        return self._noted(self.model.accept(topic, payload))

    def adopt(self, bounds: Mapping[str, Bound], unusable: Mapping[str, str]) -> Change:
        """As `HomeModel.adopt`."""
        return self._noted(self.model.adopt(bounds, unusable))

    def report(self, reports: Iterable[Report]) -> Change:
        """As `HomeModel.report`."""
        return self._noted(self.model.report(reports))

    async def wait_until(self, is_true: Callable[[], bool], *, timeout_s: float) -> bool:
        """Wait for the devices to report something; False when they do not in time."""
        try:
            async with asyncio.timeout(timeout_s):
                while not is_true():
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            return is_true()
        return True

    def _noted(self, change: Change) -> Change:
        if change:
            self._changed.set()
        return change
