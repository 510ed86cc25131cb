"""One connection to Home Assistant: commands and their answers, events as they come."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol

import structlog

from edge_agent.home_assistant.protocol import (
    Answer,
    AuthInvalid,
    AuthOk,
    AuthRequired,
    Event,
    MalformedError,
    Received,
    command,
    login,
    received,
)

OnEvent = Callable[[Mapping[str, Any]], None]
"""Called with each event of one subscription; must be quick and must not block."""
_LOGIN_S: Final = 10.0
_MAX_BEFORE_LOGIN: Final = 5
"""Messages to look through for the answer to the token."""

_log = structlog.get_logger(__name__)


class Socket(Protocol):
    """What carries the messages; raises an error of its own where it breaks."""

    async def send(self, message: str) -> None:
        """Send a text."""
        ...

    async def recv(self) -> str | bytes:
        """The next message."""
        ...


class RefusedError(Exception):
    """Home Assistant refuses a command; the text is its reason."""


class TokenRefusedError(Exception):
    """Home Assistant refuses the token."""


class StrangerError(Exception):
    """What answers there does not speak as Home Assistant does."""


class Connection:
    """Asks and is answered, once `log_in` is done and as long as `read` runs."""

    def __init__(self, socket: Socket) -> None:
        self._socket = socket
        self._number = 0
        self._waiting: dict[int, asyncio.Future[Answer]] = {}
        self._listeners: dict[int, OnEvent] = {}
        self._has_complained = False

    async def log_in(self, token: str) -> str:
        """Show the token; Home Assistant's version.

        Raises:
            TokenRefusedError: it is wrong.
            StrangerError: this is no Home Assistant, or it does not answer.
        """
        try:
            async with asyncio.timeout(_LOGIN_S):
                return await self._let_in(token)
        except (MalformedError, TimeoutError) as error:
            raise StrangerError from error

    async def read(self) -> None:
        """Take in what comes, until the socket breaks, which raises its error."""
        try:
            while True:
                self._take(await self._socket.recv())
                await asyncio.sleep(0)  # messages may come faster than the loop would get to others
        finally:
            for future in self._waiting.values():
                future.cancel()

    async def ask(self, kind: str, *, timeout_s: float, **fields: object) -> object:
        """Send a command and wait for its result.

        Raises:
            RefusedError: Home Assistant refuses it.
            TimeoutError: it was sent, and no answer came in time.
            ConnectionError: the connection broke before the answer.
        """
        number = self._next()
        return await self._answered(kind, number, fields, timeout_s)

    async def subscribe(
        self, kind: str, on_event: OnEvent, *, timeout_s: float, **fields: object
    ) -> int:
        """As `ask`; from now on each event is handed on. Returns what `unsubscribe` takes."""
        number = self._next()
        self._listeners[number] = on_event
        await self._answered(kind, number, fields, timeout_s)
        return number

    async def unsubscribe(self, subscription: int, *, timeout_s: float) -> None:
        """Hear no more of it. Raises as `ask`."""
        self._listeners.pop(subscription, None)
        await self.ask("unsubscribe_events", timeout_s=timeout_s, subscription=subscription)

    def _next(self) -> int:
        self._number += 1
        return self._number

    async def _answered(
        self, kind: str, number: int, fields: Mapping[str, object], timeout_s: float
    ) -> object:
        future = asyncio.get_running_loop().create_future()
        self._waiting[number] = future
        try:
            async with asyncio.timeout(timeout_s):
                await self._socket.send(command(kind, number, fields))
                await asyncio.wait({future})
        finally:
            del self._waiting[number]
        if future.cancelled():
            raise ConnectionError("the connection broke")
        answer: Answer = future.result()
        if answer.refusal is not None:
            raise RefusedError(answer.refusal)
        return answer.result

    async def _let_in(self, token: str) -> str:
        for _ in range(_MAX_BEFORE_LOGIN):
            for message in received(await self._socket.recv()):
                match message:
                    case AuthRequired():
                        await self._socket.send(login(token))
                    case AuthOk():
                        return message.version
                    case AuthInvalid():
                        raise TokenRefusedError(message.reason)
                    case _:
                        pass
        raise StrangerError

    def _take(self, text: str | bytes) -> None:
        try:
            for message in received(text):
                self._dispatch(message)
        except MalformedError as error:
            note = _log.debug if self._has_complained else _log.warning
            note("message of Home Assistant ignored", reason=str(error))
            self._has_complained = True

    def _dispatch(self, message: Received) -> None:
        match message:
            case Answer():
                future = self._waiting.get(message.id)
                if future is not None and not future.done():
                    future.set_result(message)
            case Event():
                on_event = self._listeners.get(message.id)
                if on_event is not None:
                    on_event(message.event)
            case _:
                pass
