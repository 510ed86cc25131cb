"""HTTP as far as one question needs it: one connection; no proxy, redirect or endless answer."""

import asyncio
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Self
from urllib.parse import quote, urlsplit

import h11

from edge_agent import __version__
from edge_agent.config.addresses import is_home_address
from edge_agent.domain.escalation import Trouble

MAX_BYTES: Final = 256 * 1024
"""Of an answer with its headers; the longest that a model may make has a twentieth of it."""
_HEADER_BYTES: Final = 32 * 1024
_READ_BYTES: Final = 16 * 1024
_NEXT_ADDRESS_S: Final = 0.25
"""After this the next address of a host is tried as well."""
_OK: Final = 200
_TROUBLES: Final[Mapping[int, Trouble]] = {
    400: Trouble.NOT_TAKEN,
    401: Trouble.REFUSED,
    402: Trouble.BUSY,
    403: Trouble.REFUSED,
    404: Trouble.NO_SUCH_MODEL,
    413: Trouble.NOT_TAKEN,
    422: Trouble.NOT_TAKEN,
    429: Trouble.BUSY,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One place that can be asked."""

    host: str
    port: int
    path: str
    tls: ssl.SSLContext | None = None
    """None for a connection in the clear."""
    key: str | None = field(default=None, repr=False)
    is_home: Callable[[str], bool] = is_home_address
    """Which addresses may be told the key in the clear."""

    @classmethod
    def at(cls, url: str, *, key: str | None = None, tls: ssl.SSLContext | None = None) -> Self:
        """The endpoint with a base address, which has been checked.

        Args:
            url: such as `http://192.168.1.20:11434/v1`.
            key: is sent with each question.
            tls: who to trust, for https.
        """
        parts = urlsplit(url)
        is_safe = parts.scheme == "https"
        path = quote(parts.path.rstrip("/"), safe="/%:@!$&'()*+,;=~-._")
        return cls(
            host=parts.hostname or "",
            port=parts.port or (443 if is_safe else 80),
            path=f"{path}/chat/completions",
            tls=tls if is_safe else None,
            key=key,
        )

    async def post(self, body: bytes) -> bytes | Trouble:
        """Send JSON and take what is answered; the caller limits the time.

        Whoever stops waiting, by cancelling, also closes the connection.
        """
        try:
            reader, writer = await asyncio.open_connection(
                self.host, self.port, ssl=self.tls, happy_eyeballs_delay=_NEXT_ADDRESS_S
            )
        except ssl.SSLCertVerificationError:
            return Trouble.UNTRUSTED
        except (OSError, UnicodeError):
            return Trouble.UNREACHABLE
        try:
            if self._would_tell_key(writer):
                return Trouble.UNTRUSTED
            return await self._exchange(reader, writer, body)
        except (h11.ProtocolError, ValueError):
            return Trouble.UNUSABLE
        except OSError:
            return Trouble.UNREACHABLE
        finally:
            writer.transport.abort()

    def _would_tell_key(self, writer: asyncio.StreamWriter) -> bool:
        """Whether the name led out of the home network, where the key could be read on its way."""
        if self.key is None or self.tls is not None:
            return False
        return not self.is_home(writer.get_extra_info("peername")[0])

    async def _exchange(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, body: bytes
    ) -> bytes | Trouble:
        connection = h11.Connection(h11.CLIENT, max_incomplete_event_size=_HEADER_BYTES)
        for part in (self._question(len(body)), h11.Data(data=body), h11.EndOfMessage()):
            writer.write(connection.send(part) or b"")
        await writer.drain()
        received, answer = 0, bytearray()
        while True:
            event = connection.next_event()
            match event:
                case h11.NEED_DATA:
                    some = await reader.read(_READ_BYTES)
                    received += len(some)
                    if received > MAX_BYTES:
                        return Trouble.UNUSABLE
                    connection.receive_data(some)
                case h11.Response() if event.status_code != _OK:
                    return _trouble(event.status_code)
                case h11.Response() | h11.InformationalResponse():
                    pass
                case h11.Data():
                    answer += event.data
                case h11.EndOfMessage():
                    return bytes(answer)
                case _:  # closed too early, or another protocol
                    return Trouble.UNUSABLE

    def _question(self, length: int) -> h11.Request:
        host = f"[{self.host}]" if ":" in self.host else self.host
        headers = {
            "Host": f"{host}:{self.port}",
            "User-Agent": f"edge-agent/{__version__}",
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            "Content-Type": "application/json",
            "Content-Length": str(length),
            "Connection": "close",
        }
        if self.key is not None:
            headers["Authorization"] = f"Bearer {self.key}"
        return h11.Request(method="POST", target=self.path, headers=list(headers.items()))


def _trouble(status: int) -> Trouble:
    if 300 <= status < 400:  # noqa: PLR2004 - all redirects
        return Trouble.LEADS_AWAY
    return _TROUBLES.get(status, Trouble.BROKEN)
