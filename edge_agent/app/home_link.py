"""The home as it is learnt, and kept true while the connections last."""

import asyncio
from collections.abc import Callable
from types import TracebackType
from typing import Final, Self

import structlog

from edge_agent.app.appliance_packs import appliances_of, devices_of
from edge_agent.app.bridging import open_bridge
from edge_agent.app.guarding import codes_of
from edge_agent.config.schema import Config
from edge_agent.errors import BrokerError
from edge_agent.home.declared import declared
from edge_agent.home.registry import Change, HomeModel
from edge_agent.mqtt.session import Session
from edge_agent.mqtt.topics import Topics
from edge_agent.pipeline.live_home import LiveHome
from edge_agent.pipeline.routing import Router

_CONNECT_S: Final = 6.0
_SETTLE_S: Final = 5.0
_RETRY_S: Final = 0.5
_BRIDGE_S: Final = 6.0
_LEAVE_S: Final = 1.0
_GATHER_S: Final = 0.2
"""Devices announce themselves in bursts; the home is looked at anew when a burst is over."""

_log = structlog.get_logger(__name__)


class HomeLink:
    """Connects the broker, and Home Assistant where it is configured, with the model of the home.

    As a context it runs both connections.

    Raises:
        ConfigError: a declared device, an address or a login file cannot be used.
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
            codes=codes_of(config),
        )
        self.home = LiveHome(model)
        self.topics = Topics(agent_id=config.agent.id)
        self.session = Session(config.mqtt, self.topics, self._receive, is_one_shot=is_one_shot)
        self.has_changed = asyncio.Event()
        """Set when entities came, went or changed their names; cleared by who looks at it."""
        self._has_new_topics = asyncio.Event()
        self._bridge = open_bridge(config, self.home, self._has_new_topics.set)
        self.publisher = Router(self.session, self._bridge)
        """Where messages to the devices go."""
        self._is_one_shot = is_one_shot
        self._on_message = on_message
        self._extra_filters = extra_filters
        self._running: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        self._running.append(asyncio.create_task(self.session.run(), name="mqtt session"))
        if self._bridge is not None:
            task = asyncio.create_task(self._bridge.run(), name="home assistant")
            self._running.append(task)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        while left := {task for task in self._running if not task.done()}:
            for task in left:
                task.cancel()  # again and again: connecting can swallow a cancellation
            await asyncio.wait(left, timeout=_LEAVE_S)

    async def keep_session(self) -> None:
        """Go on as long as the connections are kept up; raises what ended that."""
        await asyncio.gather(*map(asyncio.shield, self._running))

    async def learn(self) -> None:
        """Learn entities and states once.

        Raises:
            BrokerError: the broker cannot be reached.
        """
        await self.session.wait_connected(_CONNECT_S)
        await self._settle()
        await self._bridge_over()

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

    async def _bridge_over(self) -> None:
        """Wait for Home Assistant's entities; without them the rest is as usable."""
        if self._bridge is None:
            return
        reason = await self._bridge.wait_learnt(_BRIDGE_S)
        if reason is not None and self._is_one_shot:
            _log.error("what only Home Assistant has is not known", reason=reason)

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
