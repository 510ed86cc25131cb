"""How each state of the agent looks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from edge_agent.domain.agent_state import AgentState


@dataclass(frozen=True, slots=True, kw_only=True)
class Color:
    """What a light shows; each part from 0 to 1."""

    red: float = 0.0
    green: float = 0.0
    blue: float = 0.0

    @property
    def brightest(self) -> float:
        """What a light without colours shows in its place."""
        return max(self.red, self.green, self.blue)


class Light(Protocol):
    """Something that shines."""

    def show(self, color: Color) -> None:
        """Shine in a colour from now on.

        Raises:
            OSError: it can be reached no longer.
        """
        ...

    def close(self) -> None:
        """Go out, and let go of the device."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """A colour that is on all the time, or in turns with darkness."""

    color: Color
    on_s: float = 1.0
    off_s: float = 0.0
    """0: never."""


OFF: Final = Color()
PATTERNS: Final[Mapping[AgentState, Pattern]] = {
    AgentState.IDLE: Pattern(color=OFF),
    AgentState.LISTENING: Pattern(color=Color(blue=1.0)),
    AgentState.PROCESSING: Pattern(color=Color(red=1.0, green=0.6), on_s=0.2, off_s=0.2),
    AgentState.SPEAKING: Pattern(color=Color(green=1.0), on_s=0.6, off_s=0.3),
    AgentState.MUTED: Pattern(color=Color(red=1.0), on_s=0.2, off_s=2.8),
}
"""Also told apart without colours, as by a single LED."""
