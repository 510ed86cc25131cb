"""One connection's client, made of aiomqtt's, and one message sent with it."""

import asyncio
import logging
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Final, cast

import aiomqtt

from edge_agent.config.schema import MqttSettings
from edge_agent.domain.action import MqttMessage
from edge_agent.mqtt.topics import is_topic

KEEPALIVE_S: Final = 20
MAX_PENDING_CALLS: Final = 1000
# Without it a small message may wait 40 ms for the acknowledgement of the one before.
_NO_DELAY: Final = ((socket.IPPROTO_TCP, socket.TCP_NODELAY, 1),)

_library_log = logging.getLogger("edge_agent.mqtt.library")
_library_log.setLevel(logging.CRITICAL)  # the session reports every failure itself, once


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """Where the broker is, and what it takes to be let in."""

    settings: MqttSettings
    password: str | None = field(repr=False)
    tls: ssl.SSLContext | None
    """None for a connection in the clear."""


def new_client(
    login: Login,
    *,
    identifier: str,
    will: MqttMessage | None,
    timeout_s: float,
    accept: Callable[[aiomqtt.Message], None],
) -> aiomqtt.Client:
    """A client for one connection; it is never used for a second, so nothing is sent again.

    Args:
        login: the broker.
        identifier: the client id.
        will: what the broker publishes when the agent vanishes.
        timeout_s: for connecting and for each answer of the broker.
        accept: is handed every message as it comes, in the event loop.
    """
    client = aiomqtt.Client(
        hostname=login.settings.host,
        port=login.settings.port,
        username=login.settings.username,
        password=login.password,
        identifier=identifier,
        will=aiomqtt.Will(will.topic, will.payload, will.qos, will.retain) if will else None,
        tls_context=login.tls,
        timeout=timeout_s,
        keepalive=KEEPALIVE_S,
        logger=_library_log,
        socket_options=_NO_DELAY,
        queue_type=cast("type[asyncio.Queue[aiomqtt.Message]]", partial(_Doorway, accept)),
    )
    client.pending_calls_threshold = MAX_PENDING_CALLS
    return client


async def send(client: aiomqtt.Client, message: MqttMessage) -> None:
    """Publish a message and wait for the broker's word.

    Raises:
        MqttError: there is no connection, or no answer within the client's timeout.
        ValueError: nothing can be published on such a topic.
    """
    if not is_topic(message.topic):
        raise ValueError(f"{message.topic!r} cannot be a topic")
    await client.publish(message.topic, message.payload, qos=message.qos, retain=message.retain)


class _Doorway(asyncio.Queue[aiomqtt.Message]):
    """Hands every message on at once, so that none waits here and no bound is needed."""

    def __init__(self, accept: Callable[[aiomqtt.Message], None], maxsize: int = 0) -> None:
        super().__init__(maxsize)
        self._accept = accept

    def put_nowait(self, item: aiomqtt.Message) -> None:
        self._accept(item)
