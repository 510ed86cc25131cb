"""How the agent's memory grows over hours of sound."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from idle_sound import babble, pcm, quiet, spoken

from edge_agent.domain.audio import SAMPLE_RATE_HZ
from edge_agent.usage import family, share_bytes

_ROOT: Final = Path(__file__).resolve().parents[2]
_MIB: Final = 1 << 20
_MINUTE: Final = 60 * SAMPLE_RATE_HZ
_WARM_SHARE: Final = 0.1
"""What comes before is start, not growth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """Of the agent and of the process that decodes, what they share counted once, MiB."""

    hours: float
    took_s: float
    warm_mib: float
    """Mean of the second tenth of the time."""
    end_mib: float
    """Mean of the last tenth."""

    def __str__(self) -> str:
        growth = self.end_mib - self.warm_mib
        return (
            f"{self.hours:g} hours of sound in {self.took_s:.0f} s: {self.warm_mib:.1f} MiB after a"
            f" tenth, {self.end_mib:.1f} MiB at the end ({growth:+.1f})"
        )


def memory_over(hours: float, recordings: Path, config: Path) -> Memory:
    """Feed an agent quiet, babble and a command each minute, and watch."""
    begun_at = time.monotonic()
    agent = subprocess.Popen(
        [sys.executable, "-m", "edge_agent", "--config", str(config), "--input", "-", "--fast"],
        env=os.environ | {"PYTHONPATH": str(_ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    used: list[float] = []
    feeder = threading.Thread(target=_feed, args=(agent, hours, recordings, used), daemon=True)
    feeder.start()
    agent.wait()
    feeder.join()
    tenth = max(1, round(len(used) * _WARM_SHARE))
    return Memory(
        hours=hours,
        took_s=time.monotonic() - begun_at,
        warm_mib=float(np.mean(used[tenth : 2 * tenth])),
        end_mib=float(np.mean(used[-tenth:])),
    )


def _feed(
    agent: "subprocess.Popen[bytes]", hours: float, recordings: Path, used: list[float]
) -> None:
    assert agent.stdin is not None  # noqa: S101 - a pipe was asked for
    for minute, _ in zip(_minutes(recordings), range(round(60 * hours)), strict=False):
        agent.stdin.write(minute)
        used.append(sum(map(share_bytes, family(agent.pid))) / _MIB)
    agent.stdin.close()


def _minutes(recordings: Path) -> Iterator[bytes]:
    """Minutes of sound: most of it quiet, 5 s of babble, one command."""
    commands = [spoken(path) for path in sorted(recordings.glob("*.wav"))]
    noise, talk = quiet(60.0), babble(5.0, recordings)
    while True:
        for command in commands:
            wave = noise.copy()
            wave[: len(talk)] += talk
            start = _MINUTE // 2
            wave[start : start + len(command)] += command
            yield pcm(wave)
