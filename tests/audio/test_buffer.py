import asyncio
import threading
from collections.abc import Sequence

import numpy as np
import pytest

from edge_agent.audio.buffer import FrameBuffer
from edge_agent.domain.audio import FRAME_BYTES


def test_blocks_come_out_in_order() -> None:
    async def run() -> list[tuple[bytes, int]]:
        buffer = FrameBuffer(3)
        for pcm in (b"a", b"b", b"c"):
            buffer.put(pcm, 1.0)
        blocks = [await buffer.take() for _ in range(3)]
        return [(block.pcm, block.index) for block in blocks if block]

    assert asyncio.run(run()) == [(b"a", 0), (b"b", 1), (b"c", 2)]


def test_the_oldest_makes_room_and_the_gap_shows() -> None:
    async def run() -> tuple[list[int], int]:
        buffer = FrameBuffer(2)
        for _ in range(5):
            buffer.put(b"", 0.0)
        blocks = [await buffer.take() for _ in range(2)]
        return [block.index for block in blocks if block], buffer.dropped

    assert asyncio.run(run()) == ([3, 4], 3)


def test_what_the_device_lost_is_counted() -> None:
    async def run() -> tuple[list[int], int]:
        buffer = FrameBuffer(4)
        buffer.put(b"", 0.0)
        buffer.skip()
        buffer.put(b"", 0.0)
        blocks = [await buffer.take() for _ in range(2)]
        return [block.index for block in blocks if block], buffer.dropped

    assert asyncio.run(run()) == ([0, 2], 1)


def test_another_thread_wakes_the_loop() -> None:
    count = 200

    async def run() -> list[int]:
        buffer = FrameBuffer(count)
        thread = threading.Thread(target=lambda: [buffer.put(b"x", 0.0) for _ in range(count)])
        thread.start()
        indexes: list[int] = []
        async with asyncio.timeout(10):
            while len(indexes) < count:
                block = await buffer.take()
                indexes += [block.index] if block else []
        thread.join()
        return indexes

    assert asyncio.run(run()) == list(range(count))


def test_a_closed_loop_does_not_disturb_the_device() -> None:
    async def make() -> FrameBuffer:
        return FrameBuffer(2)

    buffer = asyncio.run(make())
    buffer.put(b"x", 0.0)
    assert buffer.dropped == 0


def test_waking_without_a_block_gives_none() -> None:
    async def run() -> object:
        buffer = FrameBuffer(2)
        waiting = asyncio.create_task(buffer.take())
        await asyncio.sleep(0)
        buffer.wake()
        return await waiting

    assert asyncio.run(run()) is None


def test_a_patient_buffer_hands_several_blocks_over_together_and_loses_none() -> None:
    async def run() -> list[int]:
        buffer = FrameBuffer(40)
        buffer.is_patient = True
        taking = asyncio.create_task(buffer.take())
        await asyncio.sleep(0)
        for _ in range(11):
            buffer.put(b"", 0.0)
            await asyncio.sleep(0.01)
            assert not taking.done()
        buffer.put(b"", 0.0)
        blocks = [await taking, *(buffer.taken() for _ in range(12))]
        return [block.index for block in blocks if block]

    assert asyncio.run(run()) == list(range(12))


def noise(seed: int, level: float) -> bytes:
    samples = np.random.default_rng(seed).normal(0, level, FRAME_BYTES // 2)
    return samples.astype("<i2").tobytes()


async def taken_after(buffer: FrameBuffer, blocks: Sequence[bytes]) -> int:
    """How many blocks it takes until they are handed over."""
    taking = asyncio.create_task(buffer.take())
    await asyncio.sleep(0)
    for number, pcm in enumerate(blocks):
        buffer.put(pcm, 0.0)
        await asyncio.sleep(0.001)
        if taking.done():
            return number + 1
    taking.cancel()
    return 0


@pytest.mark.parametrize("level", [10.0, 300.0])
def test_a_patient_buffer_wakes_at_once_for_what_is_louder(level: float) -> None:
    async def run() -> tuple[int, int]:
        buffer = FrameBuffer(40)
        buffer.is_patient = True
        for first in range(0, 60, 12):  # the last of them with the noise well known
            usual = await taken_after(buffer, [noise(first + n, level) for n in range(12)])
            while buffer.taken():
                pass
        voice = noise(99, 2.5 * level)
        return usual, await taken_after(buffer, [*(noise(n, level) for n in range(3)), voice])

    assert asyncio.run(run()) == (12, 4)


def test_a_patient_buffer_wakes_when_the_device_ends() -> None:
    async def run() -> int | None:
        buffer = FrameBuffer(40)
        buffer.is_patient = True
        taking = asyncio.create_task(buffer.take())
        await asyncio.sleep(0)
        buffer.put(b"", 0.0)
        buffer.wake()
        block = await asyncio.wait_for(taking, 1)
        return block and block.index

    assert asyncio.run(run()) == 0
