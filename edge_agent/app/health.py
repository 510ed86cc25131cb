"""Watching over what keeps the agent from working, and telling it."""

import asyncio
from time import monotonic
from typing import Final

import structlog

from edge_agent.app.hearing import Hearing
from edge_agent.app.publication import Publication
from edge_agent.domain.health import Problem

_LOOK_EVERY_S: Final = 1.0
_SILENT_S: Final = 5.0
"""A microphone that opens slowly is none that is lost."""
_ANSWERS_S: Final = 5.0

_log = structlog.get_logger(__name__)


async def tell_health(hearing: Hearing | None, publication: Publication) -> None:
    """Publish what is wrong whenever that changes, until cancelled."""
    before: tuple[Problem, ...] = ()
    while True:
        problems = await problems_of(hearing) if hearing is not None else ()
        if problems != before:
            _log.warning("health", problems=[problem.value for problem in problems])
            before = problems
        await publication.health(problems)
        await asyncio.sleep(_LOOK_EVERY_S)


async def problems_of(hearing: Hearing) -> tuple[Problem, ...]:
    """All that is wrong now; takes a few seconds where the speech thread hangs."""
    is_silent = not hearing.is_muted and monotonic() - hearing.last_frame_at > _SILENT_S
    is_stuck = hearing.is_lost or not await hearing.worker.answers_within(_ANSWERS_S)
    found = {Problem.MICROPHONE: is_silent, Problem.RECOGNISER: is_stuck}
    return tuple(problem for problem, is_so in found.items() if is_so)
