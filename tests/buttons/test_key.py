"""A key of a keyboard, for which a pipe stands that tells what the kernel would."""

import asyncio
import os
import struct
from contextlib import aclosing
from pathlib import Path

from edge_agent.buttons.key import Key

F13, F14 = 183, 184
KEY, LED = 1, 17
RELEASED, PRESSED, HELD = 0, 1, 2
LIMIT_S = 10.0


def event(code: int, value: int, kind: int = KEY) -> bytes:
    return struct.pack("@llHHi", 1_700_000_000, 0, kind, code, value)


def other_end(path: Path) -> int:
    return os.open(path, os.O_RDWR)


async def next_press(presses) -> bool:
    async with asyncio.timeout(LIMIT_S):
        await anext(presses)
    return True


async def is_silent(presses) -> bool:
    waiting = asyncio.ensure_future(anext(presses))
    done, _ = await asyncio.wait({waiting}, timeout=0.2)
    waiting.cancel()
    await asyncio.wait({waiting})
    return not done


def test_each_press_of_the_key_counts_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "event0"
    os.mkfifo(path)

    async def scene() -> None:
        keyboard = other_end(path)
        async with aclosing(Key(path, F13).presses()) as presses:
            os.write(keyboard, event(F14, PRESSED) + event(F13, PRESSED, LED))
            os.write(keyboard, event(F13, PRESSED) + event(F13, HELD) + event(F13, RELEASED))
            assert await next_press(presses)
            os.write(keyboard, event(F13, PRESSED))
            assert await next_press(presses)
            assert await is_silent(presses)
        os.close(keyboard)

    asyncio.run(scene())


def test_a_keyboard_may_come_late_and_vanish_and_return(tmp_path: Path) -> None:
    path = tmp_path / "event0"

    async def scene() -> None:
        async with aclosing(Key(path, F13, retry_s=0.02).presses()) as presses:
            for _ in range(3):
                waiting = asyncio.ensure_future(next_press(presses))
                await asyncio.sleep(0.05)
                os.mkfifo(path)
                keyboard = other_end(path)
                os.write(keyboard, event(F13, PRESSED))
                assert await waiting
                path.unlink()
                os.close(keyboard)

    asyncio.run(scene())
