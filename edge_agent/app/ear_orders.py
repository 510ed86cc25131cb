"""What others tell the ear by MQTT: to listen, to be deaf, to hear again."""

import asyncio
from typing import Final, assert_never

import structlog

from edge_agent.app.hearing import Hearing
from edge_agent.app.publication import Publication
from edge_agent.app.turn_taking import TurnTaking
from edge_agent.domain.agent_state import AgentState
from edge_agent.mqtt.inbound import Listen, Mute

_WAITING: Final = 32
_LISTEN_WITHIN_S: Final = 8.0

_log = structlog.get_logger(__name__)


class EarOrders:
    """Follows orders one after the other; without an ear they are of no use."""

    def __init__(
        self, hearing: Hearing | None, turns: TurnTaking, publication: Publication
    ) -> None:
        self._hearing = hearing
        self._turns = turns
        self._publication = publication
        self._waiting = asyncio.Queue[Listen | Mute](_WAITING)

    def enqueue(self, order: Listen | Mute) -> None:
        """Follow an order soon.

        Raises:
            asyncio.QueueFull: too many are waiting.
        """
        self._waiting.put_nowait(order)

    async def run(self) -> None:
        """Follow orders until cancelled."""
        while True:
            order = await self._waiting.get()
            if self._hearing is not None:
                await self._follow(order, self._hearing)

    async def _follow(self, order: Listen | Mute, hearing: Hearing) -> None:
        match order:
            case Listen() if hearing.is_muted:
                _log.warning("message ignored", reason="The agent is muted; unmute it first.")
            case Listen():
                await hearing.worker.listen(_LISTEN_WITHIN_S)
                await self._publication.state(AgentState.LISTENING)
            case Mute():
                hearing.mute(is_muted=order.is_muted)
                await self._turns.rest()
            case _:
                assert_never(order)
