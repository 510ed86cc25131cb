"""An MQTT broker inside the program, for the demo."""

import asyncio
import logging
import warnings
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from edge_agent.errors import EdgeAgentError

HOST = "127.0.0.1"
_LISTENER = "default"
_NOISY_LOGGERS = ("amqtt", "transitions")


@asynccontextmanager
async def embedded_broker() -> AsyncGenerator[int, None]:
    """Run a broker on a free port of the loopback interface and yield the port.

    Raises:
        EdgeAgentError: the extra `demo` is not installed.
    """
    broker = _new_broker()
    await broker.start()
    connected = partial(broker.stream_connected, listener_name=_LISTENER)
    server = await asyncio.start_server(connected, HOST, 0)
    try:
        port: int = server.sockets[0].getsockname()[1]
        yield port
    finally:
        server.close()
        await broker.shutdown()


def _new_broker() -> Any:  # noqa: ANN401 - amqtt has no types
    for name in _NOISY_LOGGERS:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # amqtt and what it imports use deprecated calls
        try:
            from amqtt.broker import Broker  # noqa: PLC0415 - only where the extra is installed
        except ImportError as error:
            raise EdgeAgentError(
                "the demo's MQTT broker is not installed: run `pip install edge-agent[demo]`."
            ) from error
        # An "external" listener leaves the socket to us: amqtt cannot tell which port is free.
        listener = {"type": "external", "bind": "", "max_connections": 0}
        login = {"amqtt.plugins.authentication.AnonymousAuthPlugin": {"allow_anonymous": True}}
        return Broker({"listeners": {_LISTENER: listener}, "plugins": login})
