"""What others have the agent say by MQTT, one after the other."""

import asyncio
from typing import Final

from edge_agent.app.turn_taking import TurnTaking
from edge_agent.mqtt.inbound import Say

_WAITING: Final = 4


class Sayings:
    """Says each in its turn."""

    def __init__(self, turns: TurnTaking) -> None:
        self._turns = turns
        self._waiting = asyncio.Queue[Say](_WAITING)

    def enqueue(self, order: Say) -> None:
        """Say something soon.

        Raises:
            asyncio.QueueFull: too many are waiting.
        """
        self._waiting.put_nowait(order)

    async def run(self) -> None:
        """Say it, until cancelled."""
        while True:
            await self._turns.announce((await self._waiting.get()).text)
