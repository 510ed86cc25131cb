"""What depends on the names of the home, made anew when they change."""

import asyncio
from contextlib import suppress
from typing import Final

import structlog

from edge_agent.app.hearing import Hearing
from edge_agent.app.home_link import HomeLink
from edge_agent.app.school import School
from edge_agent.app.threaded_understanding import ThreadedUnderstander

_WITHOUT_BROKER_S: Final = 2.0
"""After this, what needs no device is listened for even if no home is known yet."""

_log = structlog.get_logger(__name__)


class HomeNames:
    """Has names, and phrases that were taught, understood and listened for.

    Args:
        link: knows the home, and when it has changed.
        school: knows the phrases.
        understander: understands.
        hearing: listens; None where there is no ear.
    """

    def __init__(
        self,
        link: HomeLink,
        school: School,
        understander: ThreadedUnderstander,
        hearing: Hearing | None,
    ) -> None:
        self._link = link
        self._school = school
        self._understander = understander
        self._hearing = hearing
        self._examples: tuple[str, ...] = ()
        self._one_at_a_time = asyncio.Lock()

    async def keep(self) -> None:
        """Learn names whenever they change, until cancelled."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_WITHOUT_BROKER_S):
                await self._link.has_changed.wait()
        while True:
            self._link.has_changed.clear()
            await self.learn()
            await self._link.has_changed.wait()

    async def learn(self) -> None:
        """Learn the names of the home as it is now."""
        async with self._one_at_a_time:
            home = self._link.home.now
            await self._school.refresh()
            is_new = await self._understander.learn(home)
            examples = self._school.examples
            if self._hearing is not None and (is_new or examples != self._examples):
                await self._hearing.learn(home, examples)
                self._examples = examples
                _log.info("home learnt", entities=len(home.entities), areas=len(home.areas))
