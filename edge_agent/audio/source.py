"""What every source of sound offers, and the pace at which stored sound is handed over."""

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterable
from typing import Protocol

from edge_agent.domain.audio import FRAME_BYTES, FRAME_S, AudioFrame

SILENCE = bytes(FRAME_BYTES)


class AudioSource(Protocol):
    """Where frames come from."""

    def frames(self) -> AsyncGenerator[AudioFrame, None]:
        """Frames in order until the sound ends; closing the generator releases the device.

        Raises:
            AudioError: there is no sound to be had from here.
        """
        ...


async def paced(
    blocks: AsyncIterable[bytes], *, real_time: bool, is_live: bool = False
) -> AsyncGenerator[AudioFrame, None]:
    """Stored blocks of `FRAME_BYTES` as frames, by the clock or as fast as they are taken.

    In real time frame n is handed over when its last sample would have been captured, without
    drift; a live stream that stalls starts a new schedule, and where it was only taken late, the
    old one is caught up with. Otherwise each frame counts as captured just now.
    """
    begun_at = time.monotonic()
    index = 0
    behind_s = 0.0
    async for pcm in blocks:
        started_at = begun_at + index * FRAME_S
        lateness_s = time.monotonic() - started_at - FRAME_S
        shift_s = 0.0
        if not real_time or (is_live and lateness_s > FRAME_S):
            shift_s = lateness_s
        elif lateness_s < 0:  # there already, as what has waited while nobody took it
            shift_s = max(lateness_s, -behind_s)
        behind_s += shift_s if is_live else 0.0
        begun_at += shift_s
        started_at += shift_s
        await asyncio.sleep(max(0.0, started_at + FRAME_S - time.monotonic()))
        yield AudioFrame(pcm=pcm, index=index, started_at=started_at)
        index += 1
