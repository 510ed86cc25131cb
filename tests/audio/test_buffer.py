import asyncio
import threading

from edge_agent.audio.buffer import FrameBuffer


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
        for _ in range(4):
            buffer.put(b"", 0.0)
            await asyncio.sleep(0.01)
            assert not taking.done()
        buffer.put(b"", 0.0)
        blocks = [await taking, *(buffer.taken() for _ in range(5))]
        return [block.index for block in blocks if block]

    assert asyncio.run(run()) == [0, 1, 2, 3, 4]


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
