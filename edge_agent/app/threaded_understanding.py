"""The understanding, run where it does not hold up the event loop."""

import asyncio
from collections.abc import Callable, Sequence
from typing import TypeVar

from edge_agent.app.hearing import Hearing
from edge_agent.app.understanding import Understander
from edge_agent.domain.entity import Home
from edge_agent.domain.response import Manner, Topic
from edge_agent.domain.understanding import Understanding

_Result = TypeVar("_Result")


class ThreadedUnderstander:
    """An `Understander` in the speech thread; where there is no ear, in any other."""

    def __init__(self, understander: Understander, hearing: Hearing | None) -> None:
        self._understander = understander
        self._hearing = hearing

    async def call(self, function: Callable[..., _Result], *arguments: object) -> _Result:
        """Run a function where the understanding runs."""
        if self._hearing is None:
            return await asyncio.to_thread(function, *arguments)
        return await self._hearing.worker.call(function, *arguments)

    async def understand(self, alternatives: Sequence[str]) -> Understanding:
        """As `Understander.understand`."""
        return await self.call(self._understander.understand, alternatives)

    async def tone(self, understanding: Understanding) -> Manner | Topic:
        """As `Understander.tone`."""
        return await self.call(self._understander.tone, understanding)

    async def learn(self, home: Home) -> bool:
        """As `Understander.learn`."""
        return await self.call(self._understander.learn, home)
