"""The moments at which what only looks now and then does so: the program wakes up once for all."""

import asyncio
import time


def left_to_tick(every_s: float) -> float:
    """Seconds until the clock that nobody sets is at a multiple of some seconds; more than 0."""
    return every_s - time.monotonic() % every_s


async def until_tick(every_s: float) -> None:
    """Sleep for `left_to_tick`."""
    await asyncio.sleep(left_to_tick(every_s))
