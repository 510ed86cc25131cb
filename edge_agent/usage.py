"""What processes cost, as Linux tells it under /proc; 0 where it does not."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

_TICKS_A_SECOND: Final = os.sysconf("SC_CLK_TCK")
_USER, _SYSTEM, _WAITED_USER, _WAITED_SYSTEM = 11, 12, 13, 14
"""Fields of `stat` after the name."""


def family(process_id: int) -> list[int]:
    """A process and those that it started itself, as far as they still run."""
    return [process_id, *_children(process_id)]


def resident_bytes(process_id: int) -> int:
    """Memory of a process now."""
    return _bytes(process_id, "status", "VmRSS")


def peak_bytes(process_id: int) -> int:
    """The most memory that a process had so far."""
    return _bytes(process_id, "status", "VmHWM")


def share_bytes(process_id: int) -> int:
    """Memory of a process now, of what it shares with others only its part."""
    return _bytes(process_id, "smaps_rollup", "Pss")


def processor_s(process_id: int) -> float:
    """Seconds that a process spent on processors, and those that it started and that have ended."""
    fields = _read(process_id, "stat").rpartition(")")[2].split()
    if not fields:
        return 0.0
    ticks = sum(int(fields[at]) for at in (_USER, _SYSTEM, _WAITED_USER, _WAITED_SYSTEM))
    return ticks / _TICKS_A_SECOND


def _children(process_id: int) -> Iterator[int]:
    with suppress(OSError):
        for task in Path(f"/proc/{process_id}/task").iterdir():
            yield from map(int, (task / "children").read_text(encoding="ascii").split())


def _bytes(process_id: int, name: str, which: str) -> int:
    """A line of kibibytes of one of a process's files."""
    lines = (line.split() for line in _read(process_id, name).splitlines())
    return next((int(fields[1]) * 1024 for fields in lines if fields[0] == f"{which}:"), 0)


def _read(process_id: int, name: str) -> str:
    try:
        return Path(f"/proc/{process_id}/{name}").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
