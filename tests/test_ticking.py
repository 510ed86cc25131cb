import asyncio
import time

from edge_agent.ticking import left_to_tick, until_tick


def test_who_looks_now_and_then_does_so_together_with_others() -> None:
    woken: list[float] = []

    async def look(begins_after_s: float) -> None:
        await asyncio.sleep(begins_after_s)
        await until_tick(0.2)
        woken.append(time.monotonic())

    async def run() -> None:
        await until_tick(0.2)
        await asyncio.gather(look(0.02), look(0.1))

    asyncio.run(run())
    assert abs(woken[0] - woken[1]) < 0.05


def test_the_next_moment_is_never_now() -> None:
    assert all(0 < left_to_tick(every_s) <= every_s for every_s in (0.001, 1.0, 2.0))
