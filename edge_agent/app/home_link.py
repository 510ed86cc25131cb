"""The home as it is learnt from the broker, and kept true while the connection lasts."""

import asyncio
from collections.abc import Callable
from types import TracebackType
from typing import Final, Self

from edge_agent.app.appliance_packs import appliances_of, devices_of
from edge_agent.config.schema import Config
from edge_agent.errors import BrokerError
from edge_agent.home.declared import declared
from edge_agent.home.registry import Change, HomeModel
from edge_agent.mqtt.session import Session
from edge_agent.mqtt.topics import Topics
from edge_agent.pipeline.live_home import LiveHome

_CONNECT_S: Final = 6.0
_SETTLE_S: Final = 5.0
_RETRY_S: Final = 0.5
_LEAVE_S: Final = 1.0
_GATHER_S: Final = 0.2
"""Devices announce themselves in bursts; the home is looked at anew when a burst is over."""


class HomeLink:
    """Connects a session with the model of the home; as a context it runs the session.

    Raises:
        ConfigError: a declared device or a login file cannot be used.
    """

    def __init__(
        self,
        config: Config,
        *,
        is_one_shot: bool,
        on_message: Callable[[str, bytes, bool], None] = lambda *_: None,
        extra_filters: frozenset[str] = frozenset(),
    ) -> None:
        model = HomeModel(
            config.mqtt.discovery_prefix,
            declared=(*declared(config.devices), *declared(devices_of(config), "appliances")),
            aliases=config.aliases,
            appliances=appliances_of(config),
        )
        self.home = LiveHome(model)
        self.topics = Topics(agent_id=config.agent.id)
        self.session = Session(config.mqtt, self.topics, self._receive, is_one_shot=is_one_shot)
        self.has_changed = asyncio.Event()
        """Set when entities came, went or changed their names; cleared by who looks at it."""
        self._has_new_topics = asyncio.Event()
        self._on_message = on_message
        self._extra_filters = extra_filters
        self._running: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._running = asyncio.create_task(self.session.run(), name="mqtt session")
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        while self._running is not None and not self._running.done():
            self._running.cancel()  # again and again: connecting can swallow a cancellation
            await asyncio.wait({self._running}, timeout=_LEAVE_S)

    async def keep_session(self) -> None:
        """Go on as long as the session does; raises what ended it."""
        if self._running is not None:
            await asyncio.shield(self._running)

    async def learn(self) -> None:
        """Learn entities and states once.

        Raises:
            BrokerError: the broker cannot be reached.
        """
        await self.session.wait_connected(_CONNECT_S)
        await self._settle()

    async def learn_when_connected(self) -> None:
        """As `learn`, however long it takes until there is a connection."""
        await self._subscribe()
        while True:
            try:
                await self.learn()
            except BrokerError:
                await asyncio.sleep(_RETRY_S)
            else:
                return

    async def follow(self) -> None:
        """Subscribe to the topics of new devices, until cancelled."""
        while True:
            await self._has_new_topics.wait()
            await asyncio.sleep(_GATHER_S)
            self._has_new_topics.clear()
            await self._subscribe()
            self.has_changed.set()

    async def _settle(self) -> None:
        await self._subscribe()
        await self.session.settle(_SETTLE_S)
        await self._subscribe()
        await self.session.settle(_SETTLE_S)

    async def _subscribe(self) -> None:
        model = self.home.model
        await self.session.subscribe(
            frozenset(model.discovery_filters) | model.subscriptions | self._extra_filters
        )

    def _receive(self, topic: str, payload: bytes, is_retained: bool) -> None:  # noqa: FBT001 - the session's callback
        if self.home.accept(topic, payload) & Change.HOME:
            self._has_new_topics.set()
        self._on_message(topic, payload, is_retained)
