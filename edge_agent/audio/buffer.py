"""The bounded hand-over between PortAudio's callback thread and the event loop."""

import asyncio
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """What one callback delivered."""

    pcm: bytes
    """Samples as the device gives them."""
    index: int
    """Counts captured blocks from 0; a jump means that blocks were lost before this one."""
    started_at: float
    """When its first sample was captured, monotonic seconds."""


_TOGETHER: Final = 12
_LOUDER: Final = 1.3
"""By what factor a sound stands out from the loudest of a room's noise; that itself hardly does."""
_FORGOTTEN: Final = 0.998
"""What is left of how loud that was with each block: half in half a minute."""
_EVERY: Final = 8
"""Of so many samples one is looked at: the loud parts of a voice last longer."""


class FrameBuffer:
    """Holds a bounded number of blocks; when full, the oldest makes room.

    `put` and `skip` belong to the callback thread and take no lock; `take` to the event loop
    in which the buffer was made.
    """

    def __init__(self, capacity: int) -> None:
        self._blocks: deque[Block] = deque(maxlen=capacity)
        self._loop = asyncio.get_running_loop()
        self._arrived = asyncio.Event()
        self._next_index = 0
        self.dropped = 0
        """Blocks that were lost since the buffer was made."""
        self.is_patient = False
        """While true, `take` waits for several blocks, or for one that is louder: nothing is lost
        by it, and where nobody speaks, the program is not woken for each of them."""
        self._usual_peak: float | None = None
        self._together = min(capacity, _TOGETHER)

    def put(self, pcm: bytes, started_at: float) -> None:
        """Add a block; never blocks, never raises."""
        if len(self._blocks) == self._blocks.maxlen:
            self.dropped += 1
        self._blocks.append(Block(pcm=pcm, index=self._next_index, started_at=started_at))
        self._next_index += 1
        if self._is_loud(pcm) or len(self._blocks) >= self._together:
            self.wake()

    def _is_loud(self, pcm: bytes) -> bool:
        """Whether somebody may speak in a block, as far as that is told at a glance."""
        if not self.is_patient:
            self._usual_peak = None
            return True
        peak = max(memoryview(pcm).cast("h")[::_EVERY], default=0)
        usual = peak if self._usual_peak is None else self._usual_peak
        self._usual_peak = max(_FORGOTTEN * usual, peak)
        return peak > _LOUDER * usual

    def skip(self, blocks: int = 1) -> None:
        """Count blocks that were lost before they came here."""
        self.dropped += blocks
        self._next_index += blocks

    def wake(self) -> None:
        """Let a waiting `take` look again."""
        with suppress(RuntimeError):  # the loop may be closed while the device still delivers
            self._loop.call_soon_threadsafe(self._arrived.set)

    def taken(self) -> Block | None:
        """The oldest block, if there is one."""
        return self._blocks.popleft() if self._blocks else None

    async def take(self) -> Block | None:
        """The oldest block; waits for one, and gives None if woken without one."""
        if not self._blocks:
            self._arrived.clear()
            # A block may have come between the look and the clearing.
            if not self._blocks:
                await self._arrived.wait()
        return self.taken()
