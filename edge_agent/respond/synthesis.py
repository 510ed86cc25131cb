"""From text to sound."""

from collections.abc import AsyncGenerator
from typing import Final, Protocol

from edge_agent.domain.sound import Sound

STEP_S: Final = 15.0
"""A voice that says nothing for so long is taken for broken."""


class Synthesiser(Protocol):
    """A voice, as a source of sound."""

    async def prepare(self) -> None:
        """Do beforehand what takes time; what keeps it from that is told when it is needed."""
        ...

    def sounds(self, text: str) -> AsyncGenerator[Sound, None]:
        """What is said, piece after piece as it is made; closing the generator ends the work.

        Raises:
            AudioError: the voice is broken.
        """
        ...

    async def close(self) -> None:
        """Let go of programs; the next text starts them again."""
        ...
