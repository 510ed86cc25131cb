"""Telling systemd that the agent is ready and well."""

import asyncio
from time import monotonic
from typing import Final

from edge_agent import systemd
from edge_agent.app.hearing import Hearing

_FRAMES_STOPPED_S: Final = 10.0
_THREAD_ANSWERS_S: Final = 5.0


async def watch(hearing: Hearing | None) -> None:
    """Report readiness at the first frame, then ping while frames move and the thread answers."""
    if hearing is not None:
        await hearing.has_first_frame.wait()
    systemd.ready()
    interval_s = systemd.watchdog_interval_s()
    while interval_s:
        if await _is_well(hearing):
            systemd.ping()
        await asyncio.sleep(interval_s / 2)


async def _is_well(hearing: Hearing | None) -> bool:
    if hearing is None:
        return True
    is_moving = hearing.is_muted or monotonic() - hearing.last_frame_at < _FRAMES_STOPPED_S
    return is_moving and await hearing.worker.answers_within(_THREAD_ANSWERS_S)
