"""Which topics are wanted, and which of them the broker has been told."""

import asyncio
from collections.abc import Iterable, Iterator
from typing import Final

import aiomqtt
import structlog

from edge_agent.mqtt.topics import is_filter

BATCH_SIZE: Final = 100
_FIRST_ERROR_CODE: Final = 128

_log = structlog.get_logger(__name__)


class Subscriptions:
    """Keeps the broker's list equal to the wanted one.

    The agent's own topics are subscribed with QoS 1. The home's come with QoS 0: brokers bound
    the queue of QoS 1 messages and would drop a part of a large home's retained ones.

    Args:
        own_prefix: what the agent's own topics begin with.
    """

    def __init__(self, *, own_prefix: str) -> None:
        self._own_prefix = f"{own_prefix}/"
        self._wanted: frozenset[str] = frozenset()
        self._told: set[str] = set()
        self._one_at_a_time = asyncio.Lock()

    def want(self, filters: frozenset[str]) -> None:
        """Replace the wanted filters; what the broker would hang up on is left out."""
        wanted = frozenset(pattern for pattern in filters if is_filter(pattern))
        for pattern in sorted(filters - wanted):
            _log.warning("not subscribed, no valid topic filter", filter=ascii(pattern[:200]))
        self._wanted = wanted

    async def renew(self, client: aiomqtt.Client) -> None:
        """Tell a broker that has just been connected everything.

        Raises:
            MqttError: the broker does not answer.
        """
        self._told.clear()
        await self.match(client)

    async def match(self, client: aiomqtt.Client) -> None:
        """Tell the broker what has changed.

        Raises:
            MqttError: the broker does not answer.
        """
        async with self._one_at_a_time:
            for batch in _batches(self._told - self._wanted):
                await client.unsubscribe(batch)
                self._told.difference_update(batch)
            for batch in _batches(self._wanted - self._told):
                await self._subscribe(client, batch)
                self._told.update(batch)

    async def _subscribe(self, client: aiomqtt.Client, batch: list[str]) -> None:
        codes = await client.subscribe([(pattern, self._qos(pattern)) for pattern in batch])
        numbers = [code if isinstance(code, int) else code.value for code in codes]
        for pattern, number in zip(batch, numbers, strict=False):
            if number >= _FIRST_ERROR_CODE:
                _log.warning("the broker refuses a subscription", filter=pattern)

    def _qos(self, pattern: str) -> int:
        return 1 if pattern.startswith(self._own_prefix) else 0


def _batches(filters: Iterable[str]) -> Iterator[list[str]]:
    ordered = sorted(filters)
    for start in range(0, len(ordered), BATCH_SIZE):
        yield ordered[start : start + BATCH_SIZE]
