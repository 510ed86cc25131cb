"""Opening a connection to Home Assistant, and being let in."""

import asyncio
import logging
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from edge_agent.config.certificates import trust
from edge_agent.config.schema import HomeAssistantSettings
from edge_agent.config.secret import read_secret
from edge_agent.errors import ConfigError
from edge_agent.home_assistant.address import insecurity, is_public, websocket_url
from edge_agent.home_assistant.connection import Connection
from edge_agent.home_assistant.protocol import MAX_MESSAGE_BYTES

CREDENTIAL_NAME: Final = "home_assistant_token"
TRANSPORT_ERRORS: Final = (OSError, TimeoutError, WebSocketException, UnicodeError)
"""What breaks a connection, or keeps one from coming about."""
_OPEN_S: Final = 10.0
_CLOSE_S: Final = 0.5
_PING_S: Final = 20.0
_MAX_WAITING: Final = 64
"""Messages that have come and are not yet read; then Home Assistant has to wait."""

_library_log = logging.getLogger("edge_agent.home_assistant.library")
_library_log.setLevel(logging.CRITICAL)  # it would show every message, the one with the token too


class Opener:
    """Opens connections by the configuration.

    Raises:
        ConfigError: the address, the token file or the certificate file cannot be used.
    """

    def __init__(self, settings: HomeAssistantSettings) -> None:
        self._settings = settings
        self._url = websocket_url(settings.url)
        self._tls = _tls(self._url, settings)
        self._token()

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Connection]:
        """A connection that is let in.

        Raises:
            ConfigError: the token file cannot be read any more, or the address has turned out to
                lead to the internet without encryption.
            TokenRefusedError: the token is wrong.
            StrangerError: what answers is no Home Assistant.
            OSError, TimeoutError, WebSocketException: there is no connection.
        """
        async with connect(
            self._url,
            ssl=self._tls,
            logger=_library_log,
            compression=None,
            proxy=None,
            open_timeout=_OPEN_S,
            close_timeout=_CLOSE_S,
            ping_interval=_PING_S,
            ping_timeout=_PING_S,
            max_size=MAX_MESSAGE_BYTES,
            max_queue=_MAX_WAITING,
        ) as socket:
            if _crosses_the_internet(socket):
                raise ConfigError(f"home_assistant.url: {insecurity(self._settings.url)}")
            connection = Connection(socket)
            await connection.log_in(await asyncio.to_thread(self._token))
            yield connection

    def _token(self) -> str:
        """Read anew each time, so that a new one counts without a restart."""
        token = read_secret(
            self._settings.token_file,
            key="home_assistant.token_file",
            credential=CREDENTIAL_NAME,
            what="token",
        )
        if token is None or not token.strip():
            raise ConfigError(
                "home_assistant.token_file: there is no token; make a long-lived access token on"
                " Home Assistant's page of your user profile, write it to a file and name it here."
            )
        return token.strip()


def _tls(url: str, settings: HomeAssistantSettings) -> ssl.SSLContext | None:
    if url.startswith("wss:"):
        return trust(settings.ca_file, key="home_assistant.ca_file")
    if settings.ca_file is not None:
        raise ConfigError(
            "home_assistant.ca_file: is of no use without encryption;"
            " write https:// in home_assistant.url or leave it out."
        )
    return None


def _crosses_the_internet(socket: ClientConnection) -> bool:
    """Whether the token would cross the internet for all to read, wherever the name has led."""
    if socket.transport.get_extra_info("ssl_object") is not None:
        return False
    peer = socket.remote_address
    return bool(peer) and is_public(str(peer[0]))
