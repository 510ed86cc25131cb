"""Watching over what keeps the agent from working, and telling it."""

from time import monotonic
from typing import Final

import structlog

from edge_agent.app.hearing import Hearing
from edge_agent.app.publication import Publication
from edge_agent.domain.health import Problem
from edge_agent.ticking import until_tick

_LOOK_EVERY_S: Final = 1.0
_SILENT_S: Final = 5.0
"""A microphone that opens slowly is none that is lost."""
_ANSWERS_S: Final = 5.0

_log = structlog.get_logger(__name__)


async def tell_health(hearing: Hearing | None, publication: Publication) -> None:
    """Publish what is wrong whenever that changes, until cancelled."""
    before: dict[Problem, str] = {}
    await publication.health(before)
    while True:
        problems = await problems_of(hearing) if hearing is not None else {}
        if problems.keys() != before.keys():
            _log.warning("health", problems=[problem.value for problem in problems])
        if hearing is not None and Problem.MICROPHONE in problems.keys() - before.keys():
            await _end_utterance(hearing, publication)
        if problems != before:
            before = problems
            await publication.health(problems)
        await until_tick(_LOOK_EVERY_S)


async def problems_of(hearing: Hearing) -> dict[Problem, str]:
    """All that is wrong now, each with a sentence; takes a few seconds where the thread hangs."""
    is_late = not hearing.is_muted and monotonic() - hearing.last_frame_at > _SILENT_S
    is_stuck = hearing.is_lost or not await hearing.worker.answers_within(_ANSWERS_S)
    problems: dict[Problem, str] = {}
    if is_late or hearing.trouble:
        problems[Problem.MICROPHONE] = hearing.trouble or Problem.MICROPHONE.sentence
    if is_stuck:
        problems[Problem.RECOGNISER] = Problem.RECOGNISER.sentence
    return problems


async def _end_utterance(hearing: Hearing, publication: Publication) -> None:
    """What somebody was saying when the microphone was lost will have no end."""
    if await hearing.worker.answers_within(_ANSWERS_S):
        await hearing.worker.discard()
    await publication.no_longer_listening()
