"""The agent as a process: signals, the last words to systemd, and the exit status."""

import asyncio
import signal
from contextlib import suppress
from typing import NoReturn

from edge_agent import systemd
from edge_agent.app.agent import run_agent
from edge_agent.audio.source import AudioSource
from edge_agent.config.schema import Config
from edge_agent.leaving import leave


def run_daemon(config: Config, source: AudioSource | None, *, ends: bool) -> None:
    """Run until the source ends or SIGTERM or SIGINT comes, then end the process with status 0.

    Raises:
        EdgeAgentError: the agent cannot start, or (for a recording) cannot reach the broker.
    """
    asyncio.run(_until_stopped(config, source, ends=ends))


async def _until_stopped(config: Config, source: AudioSource | None, *, ends: bool) -> NoReturn:
    agent = asyncio.create_task(run_agent(config, source, ends=ends), name="agent")
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, _stop, agent)
    with suppress(asyncio.CancelledError):
        await agent
    leave(0)


def _stop(agent: asyncio.Task[None]) -> None:
    systemd.stopping()
    agent.cancel()
