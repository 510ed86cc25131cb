"""Calls into the sound system, which may hang for as long as a sound server or a driver hangs."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from edge_agent.audio import sound_system

_R = TypeVar("_R")


async def in_device_thread(
    work: Callable[[], _R], *, undo: Callable[[_R], object] | None = None
) -> _R:
    """Run `work` in a thread that nothing waits for: not a cancelled task, not the process's end.

    Should the caller be cancelled meanwhile, `undo` gets what was made in vain.
    """
    loop = asyncio.get_running_loop()
    future: asyncio.Future[_R] = loop.create_future()

    def settle(result: _R | None, error: BaseException | None) -> None:
        if future.done():
            return
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(result)  # type: ignore[arg-type] # a result where there is no error

    def run() -> None:
        result, error = None, None
        try:
            with sound_system.calls:
                result = work()
        except Exception as raised:  # noqa: BLE001 - raised again where it is awaited
            error = raised
        if future.cancelled() and undo is not None and result is not None:
            undo(result)
        with suppress(RuntimeError):  # the loop may be closed by now
            loop.call_soon_threadsafe(settle, result, error)

    threading.Thread(target=run, name="sound-device", daemon=True).start()
    return await future
