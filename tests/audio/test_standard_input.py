import asyncio
import os
import pty
import time
from pathlib import Path

import pytest

from edge_agent.audio.standard_input import StandardInput
from edge_agent.domain.audio import FRAME_BYTES, FRAME_S, AudioFrame
from edge_agent.errors import AudioError

PCM = bytes(range(256)) * 10  # one frame


async def collect(source: StandardInput) -> list[AudioFrame]:
    return [frame async for frame in source.frames()]


def test_a_pipe_is_read_to_its_end_in_whole_frames() -> None:
    reader, writer = os.pipe()

    async def run() -> list[AudioFrame]:
        source = StandardInput(real_time=False, silence_after_s=0.16, descriptor=reader)
        listening = asyncio.create_task(collect(source))
        for piece in (PCM[:1000], PCM[1000:] + PCM, PCM[:100]):
            os.write(writer, piece)
            await asyncio.sleep(0)
        os.close(writer)
        return await listening

    frames = asyncio.run(run())
    os.close(reader)
    assert b"".join(f.pcm for f in frames) == PCM * 2 + PCM[:100].ljust(3 * FRAME_BYTES, b"\0")
    assert [frame.index for frame in frames] == list(range(5))


def test_a_redirected_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "raw").write_bytes(PCM * 3)
    with (tmp_path / "raw").open("rb") as file:
        source = StandardInput(real_time=False, silence_after_s=0, descriptor=file.fileno())
        frames = asyncio.run(collect(source))
    assert b"".join(frame.pcm for frame in frames) == PCM * 3


def test_nothing_at_all_is_silence() -> None:
    with Path("/dev/null").open("rb") as null:
        source = StandardInput(real_time=False, silence_after_s=0.08, descriptor=null.fileno())
        frames = asyncio.run(collect(source))
    assert [frame.pcm for frame in frames] == [bytes(FRAME_BYTES)]


def test_waiting_for_sound_blocks_nobody_and_can_be_cancelled() -> None:
    reader, writer = os.pipe()

    async def run() -> None:
        source = StandardInput(real_time=True, descriptor=reader)
        listening = asyncio.create_task(collect(source))
        for _ in range(20):
            await asyncio.sleep(0.001)
        assert not listening.done()
        listening.cancel()
        with pytest.raises(asyncio.CancelledError):
            await listening

    asyncio.run(run())
    os.fstat(reader)  # the descriptor itself stays open
    os.close(reader)
    os.close(writer)


def test_real_time_holds_a_fast_writer_back() -> None:
    reader, writer = os.pipe()
    os.write(writer, PCM * 4)
    os.close(writer)
    begun_at = time.monotonic()
    source = StandardInput(real_time=True, silence_after_s=0, descriptor=reader)
    frames = asyncio.run(collect(source))
    os.close(reader)
    assert len(frames) == 4
    assert time.monotonic() - begun_at >= 4 * FRAME_S


def test_a_live_stream_that_stalled_is_not_taken_for_old_sound() -> None:
    reader, writer = os.pipe()

    async def run() -> tuple[AudioFrame, float]:
        frames = StandardInput(real_time=True, silence_after_s=0, descriptor=reader).frames()
        os.write(writer, PCM)
        await anext(frames)
        waiting = asyncio.create_task(anext(frames))
        await asyncio.sleep(0.5)
        written_at = time.monotonic()
        os.write(writer, PCM)
        frame = await waiting
        os.close(writer)
        await frames.aclose()
        return frame, written_at

    frame, written_at = asyncio.run(run())
    os.close(reader)
    assert frame.started_at + FRAME_S >= written_at


def test_what_waited_while_nobody_took_it_is_caught_up_with() -> None:
    reader, writer = os.pipe()

    async def run() -> float:
        frames = StandardInput(real_time=True, silence_after_s=0, descriptor=reader).frames()
        os.write(writer, PCM * 2)
        await anext(frames)
        await anext(frames)
        os.write(writer, PCM * 5)
        time.sleep(5 * FRAME_S)  # noqa: ASYNC251 - the event loop is held up, as by much work
        begun_at = time.monotonic()
        for _ in range(5):
            await anext(frames)
        await frames.aclose()
        return time.monotonic() - begun_at

    took_s = asyncio.run(run())
    os.close(writer)
    os.close(reader)
    assert took_s < 3 * FRAME_S


def test_a_terminal_is_refused() -> None:
    controller, terminal = pty.openpty()
    with pytest.raises(AudioError, match="is a terminal"):
        StandardInput(real_time=True, descriptor=terminal)
    os.close(controller)
    os.close(terminal)


def test_a_closed_input_is_refused() -> None:
    with pytest.raises(AudioError, match="is closed"):
        StandardInput(real_time=True, descriptor=999)
