"""One key of a keyboard, as Linux tells of it, without a terminal or a desktop.

Source of the layout: `struct input_event` of linux/input.h on 64-bit machines.
"""

import asyncio
import os
import struct
from collections.abc import AsyncGenerator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import structlog

_EVENT: Final = struct.Struct("@llHHi")
"""Seconds, microseconds, type, code, value."""
_KEY: Final = 1
_PRESSED: Final = 1
"""2 is what a key repeats that is held down."""
_EVENTS_AT_ONCE: Final = 64
_RETRY_S: Final = 2.0
_AWAY: Final = "the keyboard is not there; waiting for it"

_log = structlog.get_logger(__name__)


class Key:
    """A key, whose keyboard may be unplugged and come back."""

    def __init__(self, device: Path, code: int, *, retry_s: float = _RETRY_S) -> None:
        """Take a key.

        Args:
            device: the keyboard's file.
            code: the key's number, as in linux/input-event-codes.h.
            retry_s: how often the keyboard is looked for that is not there.
        """
        self._device = device
        self._code = code
        self._retry_s = retry_s

    async def presses(self) -> AsyncGenerator[None, None]:
        """Each time that the key is pressed; ends only by cancellation."""
        was_away = False
        while True:
            try:
                with _opened(self._device) as keyboard:
                    if was_away:
                        _log.info("the keyboard is there again", device=str(self._device))
                    was_away = False
                    async for code in _pressed(keyboard):
                        if code == self._code:
                            yield
            except OSError as error:
                if not was_away:
                    _log.warning(_AWAY, device=str(self._device), reason=_reason(error))
            was_away = True
            await asyncio.sleep(self._retry_s)


@contextmanager
def _opened(device: Path) -> Iterator[int]:
    file = os.open(device, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        yield file
    finally:
        os.close(file)


async def _pressed(keyboard: int) -> AsyncGenerator[int, None]:
    """The keys that are pressed, until the keyboard is gone."""
    loop, is_readable = asyncio.get_running_loop(), asyncio.Event()
    loop.add_reader(keyboard, is_readable.set)
    try:
        while True:
            await is_readable.wait()
            is_readable.clear()
            events = _read(keyboard)
            if events is None:
                continue
            if not events:
                return
            for _, _, kind, code, value in _EVENT.iter_unpack(events):
                if kind == _KEY and value == _PRESSED:
                    yield code
    finally:
        loop.remove_reader(keyboard)


def _read(keyboard: int) -> bytes | None:
    """Whole events; None where there are none yet, and nothing where there will be none."""
    try:
        events = os.read(keyboard, _EVENT.size * _EVENTS_AT_ONCE)
    except BlockingIOError:
        return None
    return events[: len(events) // _EVENT.size * _EVENT.size]


def _reason(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "It may not be read; let the user that the agent runs as be in the group input."
    return error.strerror or str(error)
