"""The connection to the broker: kept up, subscribed, and closed with a word of farewell."""

import asyncio
import math
import secrets
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Final

import aiomqtt
import structlog

from edge_agent.config.schema import MqttSettings
from edge_agent.domain.action import MqttMessage, OutcomeKind
from edge_agent.errors import BrokerError
from edge_agent.mqtt.backoff import Backoff
from edge_agent.mqtt.client import Login, new_client, send
from edge_agent.mqtt.failure import explain, silence
from edge_agent.mqtt.login import read_password, tls_context
from edge_agent.mqtt.subscriptions import Subscriptions
from edge_agent.mqtt.topics import Topics
from edge_agent.mqtt.untold import Untold

OnMessage = Callable[[str, bytes, bool], None]
"""Called with topic, payload and whether it is retained; must be quick and must not block."""

ONLINE: Final = "online"
OFFLINE: Final = "offline"
MAX_PAYLOAD_BYTES: Final = 256 * 1024
CONNECT_TIMEOUT_S: Final = 5.0
RETAIN_TIMEOUT_S: Final = 1.0
FAREWELL_S: Final = 0.5
LEAVE_S: Final = 0.2
"""With `FAREWELL_S` under one second: a dead broker must not hold up the end of the program."""
QUIET_S: Final = 0.05

_log = structlog.get_logger(__name__)


class Session:
    """One agent's session with the broker; `run` keeps it up until it is cancelled.

    Args:
        settings: the broker and the login.
        topics: the agent's own topics.
        on_message: takes every message that arrives, in order, in the event loop.
        is_one_shot: for a command that ends soon: a random client id, neither will nor status.

    Raises:
        ConfigError: the password or the certificate file cannot be read.
    """

    def __init__(
        self,
        settings: MqttSettings,
        topics: Topics,
        on_message: OnMessage,
        *,
        is_one_shot: bool = False,
    ) -> None:
        self._settings = settings
        self._login = Login(
            settings=settings, password=read_password(settings), tls=tls_context(settings)
        )
        self._topics = topics
        self._on_message = on_message
        self._is_one_shot = is_one_shot
        self._client: aiomqtt.Client | None = None
        self._subscriptions = Subscriptions(own_prefix=topics.prefix)
        self._kept: dict[str, MqttMessage] = {}
        self._untold = Untold()
        self._markers: dict[str, asyncio.Event] = {}
        self._limits: set[asyncio.Timeout] = set()
        self._is_restored = asyncio.Event()
        self._has_news = asyncio.Event()
        self._failure: str | None = None
        self._retained_at = 0.0

    @property
    def is_connected(self) -> bool:
        """Whether messages can be published now."""
        return self._client is not None

    async def run(self) -> None:
        """Connect, and connect again whenever the connection breaks; ends only by cancellation."""
        backoff = Backoff()
        while True:
            connected_at = math.inf
            try:
                async with self._connection() as client:
                    connected_at = time.monotonic()
                    await self._restore(client)
                    async for _ in client.messages:  # yields nothing, raises when the broker goes
                        pass
            except (aiomqtt.MqttError, TimeoutError) as error:
                self._note_failure(error)
            lived_s = time.monotonic() - connected_at
            await asyncio.sleep(backoff.next_delay_s(lived_s=lived_s))

    async def wait_connected(self, timeout_s: float) -> None:
        """Wait for the first attempt to connect.

        Raises:
            BrokerError: it failed, or nothing came of it in time.
        """
        with suppress(TimeoutError):
            async with asyncio.timeout(timeout_s):
                await self._has_news.wait()
        if not self._is_restored.is_set():
            raise BrokerError(self._failure or silence(self._settings))

    async def subscribe(self, filters: frozenset[str]) -> bool:
        """Make the subscriptions equal to `filters`, now and after each reconnect.

        Returns:
            Whether the broker has acknowledged it; where it has not, the next call or the next
            connection tries again. What is no valid filter is left out with a warning.
        """
        self._subscriptions.want(filters)
        if self._client is None:
            return False
        try:
            async with self._limit(CONNECT_TIMEOUT_S):
                await self._subscriptions.match(self._client)
        except (aiomqtt.MqttError, TimeoutError) as error:
            _log.debug("subscribing failed", reason=str(error))
            return False
        return True

    async def publish(self, messages: Sequence[MqttMessage], *, timeout_s: float) -> OutcomeKind:
        """Publish messages in order; nothing is kept for later or sent a second time.

        Returns:
            `ACKED` when the broker has taken every one, `NOT_CONNECTED` at once when there is no
            connection, `FAILED` when it broke or the broker was silent for `timeout_s`.
        """
        client = self._client
        if client is None:
            return OutcomeKind.NOT_CONNECTED
        sends = [asyncio.create_task(send(client, one), name="publish") for one in messages]
        try:
            # A task group would lose a cancellation that comes while one of them fails.
            async with self._limit(timeout_s):
                await asyncio.gather(*sends)
        except (aiomqtt.MqttError, TimeoutError, ValueError) as error:
            _log.debug("publishing failed", reason=repr(error))
            return OutcomeKind.FAILED
        finally:
            for task in sends:
                task.cancel()
            await asyncio.gather(*sends, return_exceptions=True)
        return OutcomeKind.ACKED

    async def retain(self, message: MqttMessage) -> None:
        """Publish something about the agent itself, now and again after each reconnect.

        The newest message of a topic replaces the one before; for state, never for commands.
        """
        self._kept.pop(message.topic, None)
        self._kept[message.topic] = message
        await self.publish((message,), timeout_s=RETAIN_TIMEOUT_S)

    async def answer_later(self, answer: MqttMessage) -> None:
        """Publish an answer that could not be published, with the connection that comes next.

        It may come a second time, where the broker broke before it said that it had it. Nothing
        is done by an answer, so that does no harm; silence would leave somebody waiting.
        """
        self._untold.add(answer)
        if self._is_restored.is_set():
            await self._tell()

    async def announce_online(self) -> None:
        """Say that the agent is ready, now and after each reconnect, until the session ends."""
        if not self._is_one_shot:
            await self.retain(self._status(ONLINE))

    async def settle(self, timeout_s: float) -> bool:
        """Wait until every retained message of the subscriptions so far has arrived.

        A marker is sent round by way of the broker. Brokers that deliver retained messages in the
        background are given until none has come for `QUIET_S`.

        Returns:
            False where there is no connection or the marker did not come back in time.
        """
        client = self._client
        if client is None:
            return False
        marker = self._topics.sync(secrets.token_hex(8))
        self._markers[marker] = has_returned = asyncio.Event()
        try:
            async with self._limit(timeout_s):
                await client.subscribe(marker, qos=0)
                await client.publish(marker, b"", qos=0)
                await has_returned.wait()
                await self._quiet()
                await client.unsubscribe(marker)
        except (aiomqtt.MqttError, TimeoutError):
            return False
        finally:
            del self._markers[marker]
        return True

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[aiomqtt.Client]:
        client = self._new_client()
        try:
            await _enter(client)
            # Every call has a limit here; the client's own can swallow a cancellation.
            client.timeout = math.inf
            self._client = client
            yield client
        finally:
            was_connected = self._client is not None
            self._client = None
            self._is_restored.clear()
            self._give_up_waiting()
            await self._leave(client, says_farewell=was_connected and not self._is_one_shot)

    def _new_client(self) -> aiomqtt.Client:
        return new_client(
            self._login,
            identifier=self._client_id(),
            will=None if self._is_one_shot else self._status(OFFLINE),
            timeout_s=CONNECT_TIMEOUT_S,
            accept=self._take,
        )

    def _client_id(self) -> str:
        name = f"edge-agent-{self._topics.agent_id}"
        return f"{name}-{secrets.token_hex(4)}" if self._is_one_shot else name

    async def _restore(self, client: aiomqtt.Client) -> None:
        async with self._limit(CONNECT_TIMEOUT_S):
            await self._subscriptions.renew(client)
        await self.publish(tuple(self._kept.values()), timeout_s=CONNECT_TIMEOUT_S)
        _log.info("broker connected", host=self._settings.host, port=self._settings.port)
        self._failure = None
        self._is_restored.set()
        self._has_news.set()
        await self._tell()

    async def _tell(self) -> None:
        if answers := self._untold.take():
            await self.publish(answers, timeout_s=CONNECT_TIMEOUT_S)

    async def _leave(self, client: aiomqtt.Client, *, says_farewell: bool) -> None:
        # Leaving in order makes the broker discard the will, so the farewell is said here.
        client.timeout = FAREWELL_S
        with suppress(aiomqtt.MqttError):
            if says_farewell:
                await send(client, self._status(OFFLINE))
        client.timeout = LEAVE_S
        with suppress(aiomqtt.MqttError):
            await client.__aexit__(None, None, None)

    def _status(self, payload: str) -> MqttMessage:
        return MqttMessage(topic=self._topics.status, payload=payload, retain=True)

    def _note_failure(self, error: aiomqtt.MqttError | TimeoutError) -> None:
        reason = explain(error, self._settings)
        if self._failure is None:
            _log.warning("broker not connected", reason=reason)
        else:
            _log.debug("broker still not connected", reason=reason)
        self._failure = reason
        self._has_news.set()

    def _take(self, message: aiomqtt.Message) -> None:
        topic = message.topic.value
        if message.retain:
            self._retained_at = time.monotonic()
        if topic in self._markers:
            self._markers[topic].set()
            return
        payload = message.payload
        if len(payload) > MAX_PAYLOAD_BYTES:
            _log.warning("message ignored, too large", topic=topic, size_bytes=len(payload))
            return
        try:
            self._on_message(topic, payload, message.retain)
        except Exception:  # noqa: BLE001 - no message may end the agent, a retained one for ever
            _log.exception("message ignored, it could not be handled", topic=topic)

    async def _quiet(self) -> None:
        while (  # noqa: ASYNC110 - each arrival moves the end, so none of them is news
            left_s := self._retained_at + QUIET_S - time.monotonic()
        ) > 0:
            await asyncio.sleep(left_s)

    @asynccontextmanager
    async def _limit(self, timeout_s: float) -> AsyncIterator[None]:
        """Raise TimeoutError after `timeout_s`, or at once when the connection breaks."""
        async with asyncio.timeout(timeout_s) as limit:
            self._limits.add(limit)
            try:
                yield
            finally:
                self._limits.discard(limit)

    def _give_up_waiting(self) -> None:
        for limit in self._limits:
            if not limit.expired():  # its own time may be over in this very moment
                limit.reschedule(0)


async def _enter(client: aiomqtt.Client) -> None:
    try:
        await client.__aenter__()
    except UnicodeError as error:  # of a host name such as `a..b`, before anything is looked up
        raise aiomqtt.MqttError(str(error)) from error
