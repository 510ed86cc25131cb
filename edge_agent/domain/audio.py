"""Sound as it passes through the agent."""

from dataclasses import dataclass

SAMPLE_RATE_HZ = 16_000
SAMPLE_BYTES = 2
FRAME_S = 0.08
FRAME_SAMPLES = round(SAMPLE_RATE_HZ * FRAME_S)
FRAME_BYTES = FRAME_SAMPLES * SAMPLE_BYTES


@dataclass(frozen=True, slots=True, kw_only=True)
class AudioFrame:
    """One piece of sound: 80 ms, 16 kHz, one channel, signed 16 bit little endian."""

    pcm: bytes
    """`FRAME_BYTES` bytes; the last frame of a recording is padded with silence."""
    index: int
    """Counts captured frames from 0; a jump means that frames were dropped before this one."""
    started_at: float
    """When the first sample was captured, monotonic seconds."""
    is_quiet: bool = False
    """Whether it is known that for some seconds there was nothing but the noise of the room."""
