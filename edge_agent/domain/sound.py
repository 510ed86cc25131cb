"""Sound that is played."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """A piece of sound, of one channel."""

    pcm: bytes
    """Whole samples, signed 16 bit, little-endian."""
    sample_rate_hz: int

    @property
    def duration_s(self) -> float:
        """How long it takes to play it."""
        return len(self.pcm) / 2 / self.sample_rate_hz
