"""A voice that does not say twice what it has said before, but keeps its sound."""

from collections import OrderedDict
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Final

from edge_agent.domain.sound import Sound
from edge_agent.respond.synthesis import Synthesiser

MAX_BYTES: Final = 3_000_000
"""Of sound in all: more than a minute at the usual rate."""
_MAX_SHARE: Final = 0.2
"""Of which one text may take so much."""


class RememberingVoice:
    """Keeps what was said lately; what was not said for longest makes room.

    Args:
        voice: synthesises what is new.
        max_bytes: how much sound is kept.
    """

    def __init__(self, voice: Synthesiser, *, max_bytes: int = MAX_BYTES) -> None:
        self._voice = voice
        self._max_bytes = max_bytes
        self._kept: OrderedDict[str, tuple[Sound, ...]] = OrderedDict()
        self._bytes = 0

    @property
    def kept_bytes(self) -> int:
        """How much sound is kept now."""
        return self._bytes

    async def prepare(self) -> None:
        """As `Synthesiser.prepare`."""
        await self._voice.prepare()

    async def sounds(self, text: str) -> AsyncGenerator[Sound, None]:
        """As `Synthesiser.sounds`."""
        kept = self._kept.get(text)
        if kept is not None:
            self._kept.move_to_end(text)
            for sound in kept:
                yield sound
            return
        said: list[Sound] = []
        async with aclosing(self._voice.sounds(text)) as sounds:
            async for sound in sounds:
                said.append(sound)
                yield sound
        self._keep(text, tuple(said))

    async def close(self) -> None:
        """As `Synthesiser.close`."""
        await self._voice.close()

    def _keep(self, text: str, said: tuple[Sound, ...]) -> None:
        size = _bytes_of(said)
        if text in self._kept or not 0 < size <= self._max_bytes * _MAX_SHARE:
            return
        self._kept[text] = said
        self._bytes += size
        while self._bytes > self._max_bytes:
            _, oldest = self._kept.popitem(last=False)
            self._bytes -= _bytes_of(oldest)


def _bytes_of(sounds: tuple[Sound, ...]) -> int:
    return sum(len(sound.pcm) for sound in sounds)
