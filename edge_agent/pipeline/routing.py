"""Messages on their ways: to the broker, and to Home Assistant."""

import asyncio
from collections.abc import Sequence
from typing import Final, Protocol

from edge_agent.domain.action import Message, MqttMessage, OutcomeKind, ServiceCall

_WORST_FIRST: Final = (
    OutcomeKind.FAILED,
    OutcomeKind.NOT_CONNECTED,
    OutcomeKind.ACKED,
)


class MqttPublisher(Protocol):
    """The way to the broker."""

    async def publish(self, messages: Sequence[MqttMessage], *, timeout_s: float) -> OutcomeKind:
        """Hand messages to the broker: `ACKED`, `NOT_CONNECTED` or `FAILED`."""
        ...


class ServiceCaller(Protocol):
    """The way to Home Assistant."""

    async def call(self, calls: Sequence[ServiceCall], *, timeout_s: float) -> OutcomeKind:
        """Have services called: `ACKED`, `NOT_CONNECTED` or `FAILED`."""
        ...


class Router:
    """Sends each message by its own way, all at once; what comes of them is the worst of it."""

    def __init__(self, broker: MqttPublisher, services: ServiceCaller | None = None) -> None:
        self._broker = broker
        self._services = services

    async def publish(self, messages: Sequence[Message], *, timeout_s: float) -> OutcomeKind:
        """As `Publisher.publish`."""
        by_mqtt = [message for message in messages if isinstance(message, MqttMessage)]
        calls = [message for message in messages if isinstance(message, ServiceCall)]
        ways = []
        if by_mqtt:
            ways.append(self._broker.publish(by_mqtt, timeout_s=timeout_s))
        if calls:
            ways.append(self._call(calls, timeout_s))
        outcomes = await asyncio.gather(*ways)
        return next((kind for kind in _WORST_FIRST if kind in outcomes), OutcomeKind.ACKED)

    async def _call(self, calls: Sequence[ServiceCall], timeout_s: float) -> OutcomeKind:
        if self._services is None:
            return OutcomeKind.NOT_CONNECTED
        return await self._services.call(calls, timeout_s=timeout_s)
