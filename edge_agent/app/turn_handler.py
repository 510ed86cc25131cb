"""What turns are made by."""

from typing import Protocol

from edge_agent.domain.turn import Place, Turn, Utterance
from edge_agent.satellites.bid import Standing


class TurnHandler(Protocol):
    """What makes turns of utterances: `Pipeline`, or what stands before it."""

    @property
    def awaits_any_words(self) -> bool:
        """Whether what is said next may be no sentence about the home, but any words."""
        ...

    def reset(self) -> None:
        """Forget the conversation."""
        ...

    def standing(self, said_at: float, place: Place) -> tuple[Standing, float]:
        """What ties somebody who speaks there at a time to this agent, and since when."""
        ...

    def leave(self, utterance: Utterance) -> None:
        """Note that another agent answers an utterance."""
        ...

    async def handle(self, utterance: Utterance) -> Turn:
        """Understand an utterance and do what it asks for."""
        ...

    def broken(self, utterance: Utterance) -> Turn:
        """The turn of an utterance at which the agent itself has failed."""
        ...
