"""Telling systemd that the agent is ready and well."""

import asyncio
from typing import Final

from edge_agent import systemd
from edge_agent.app.hearing import Hearing

_THREAD_ANSWERS_S: Final = 5.0


async def watch(hearing: Hearing | None) -> None:
    """Report readiness at the first frame, then ping while the ear and its thread are alive.

    That a microphone was unplugged is no reason to start again: texts and timers still work.
    """
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
    return hearing.is_alive and await hearing.worker.answers_within(_THREAD_ANSWERS_S)
