"""The way to Home Assistant: kept up, its entities learnt and followed, its services called."""

import asyncio
import math
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, Final, Protocol

import structlog

from edge_agent.config.schema import HomeAssistantSettings
from edge_agent.domain.action import OutcomeKind, ServiceCall
from edge_agent.errors import ConfigError
from edge_agent.home.binding import Bound
from edge_agent.home.states import Report
from edge_agent.home_assistant.calling import Calling
from edge_agent.home_assistant.choosing import chosen
from edge_agent.home_assistant.connection import (
    Connection,
    RefusedError,
    StrangerError,
    TokenRefusedError,
)
from edge_agent.home_assistant.entities import Entities
from edge_agent.home_assistant.failure import explain
from edge_agent.home_assistant.learning import ANSWER_S, aliases_of, is_started, take_snapshot
from edge_agent.home_assistant.mirror import Mirror
from edge_agent.home_assistant.opening import TRANSPORT_ERRORS, Opener
from edge_agent.mqtt.backoff import Backoff

_REGISTRY_EVENTS: Final = (
    "entity_registry_updated",
    "device_registry_updated",
    "area_registry_updated",
    "floor_registry_updated",
)
_GATHER_S: Final = 1.0
"""Changes come in bursts; they are looked at when a burst is over."""
_STARTING_S: Final = 5.0
"""How often a Home Assistant that is still starting is looked at again."""
_TOKEN_RETRY_S: Final = 300.0
"""Home Assistant may ban whoever shows a wrong token again and again."""

_log = structlog.get_logger(__name__)


class Household(Protocol):
    """Where the entities and what they report go; called in the event loop."""

    def adopt(self, bounds: Mapping[str, Bound], unusable: Mapping[str, str]) -> None:
        """Take in these entities in place of those before."""
        ...

    def report(self, reports: Sequence[Report]) -> None:
        """Take in what is told of them."""
        ...


class Bridge:
    """One agent's way to Home Assistant; `run` keeps it up until it is cancelled.

    Args:
        settings: where it is and what of it to use.
        household: is told of entities and states.

    Raises:
        ConfigError: the address, the token file or the certificate file cannot be used.
    """

    def __init__(self, settings: HomeAssistantSettings, household: Household) -> None:
        self._settings = settings
        self._household = household
        self._opener = Opener(settings)
        self._connection: Connection | None = None
        self._entities = Entities()
        self._mirror: Mirror | None = None
        self._subscription: int | None = None
        self._calling = Calling()
        self._has_changed = asyncio.Event()
        self._is_outdated = False
        self._has_news = asyncio.Event()
        self._failure: str | None = None

    async def run(self) -> None:
        """Connect, and connect again whenever the connection breaks; ends only by cancellation."""
        backoff = Backoff()
        while True:
            connected_at = math.inf
            delay_s = 0.0
            try:
                async with self._opener.open() as connection:
                    connected_at = time.monotonic()
                    await self._use(connection)
            except* TokenRefusedError as errors:
                self._note_failure(_first(errors))
                delay_s = _TOKEN_RETRY_S
            except* (RefusedError, StrangerError, ConfigError, *TRANSPORT_ERRORS) as errors:
                self._note_failure(_first(errors))
            except* Exception:  # noqa: BLE001 - the home on MQTT goes on, whatever comes from there
                _log.exception("Home Assistant could not be followed")
            backoff_s = backoff.next_delay_s(lived_s=time.monotonic() - connected_at)
            await asyncio.sleep(max(delay_s, backoff_s))

    async def wait_learnt(self, timeout_s: float) -> str | None:
        """Wait until its entities are known, or the first attempt has failed.

        Returns:
            Why they are not known, one sentence; None where they are.
        """
        with suppress(TimeoutError):
            async with asyncio.timeout(timeout_s):
                await self._has_news.wait()
        if self._subscription is not None:
            return None
        return self._failure or explain(TimeoutError(), self._settings.url)

    async def call(self, calls: Sequence[ServiceCall], *, timeout_s: float) -> OutcomeKind:
        """Call services, all at once; nothing is kept for later or called a second time.

        Returns:
            `NOT_CONNECTED` at once when there is no connection; else as `Calling.call`.
        """
        if self._connection is None:
            return OutcomeKind.NOT_CONNECTED
        return await self._calling.call(self._connection, calls, timeout_s=timeout_s)

    async def _use(self, connection: Connection) -> None:
        """Learn and follow, as long as the connection lasts."""
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(connection.read(), name="reading from Home Assistant")
                tasks.create_task(self._follow(connection), name="following Home Assistant")
        finally:
            self._connection = None
            self._subscription = None
            if self._mirror is not None:
                self._household.report(self._mirror.losses())

    async def _follow(self, connection: Connection) -> None:
        """Learn the entities, now and whenever something about them has changed."""
        for kind in _REGISTRY_EVENTS:
            await connection.subscribe(
                "subscribe_events", self._outdate, timeout_s=ANSWER_S, event_type=kind
            )
        is_complete = await self._learn(connection)
        self._note_success()
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(None if is_complete else _STARTING_S):
                    await self._has_changed.wait()
            await asyncio.sleep(_GATHER_S)
            if self._is_outdated or not is_complete:
                is_complete = await self._learn(connection)
            elif self._mirror is not None:
                self._has_changed.clear()
                self._adopt(self._mirror)

    async def _learn(self, connection: Connection) -> bool:
        """Learn all anew; whether Home Assistant has everything that it will have."""
        self._is_outdated = False
        self._has_changed.clear()
        is_complete = await is_started(connection)
        snapshot = await take_snapshot(connection)
        choice = chosen(snapshot, self._settings)
        known = snapshot.registries.entities.keys()
        names = await aliases_of(connection, [one for one in choice.entity_ids if one in known])
        before = self._subscription
        self._entities.learn(snapshot.registries, names, snapshot.units)
        self._mirror = mirror = Mirror(self._entities, snapshot, choice)
        self._connection = connection
        self._adopt(mirror)
        if mirror.entity_ids:
            self._subscription = await connection.subscribe(
                "subscribe_entities",
                lambda event: self._hear(mirror, event),
                timeout_s=ANSWER_S,
                entity_ids=mirror.entity_ids,
            )
        else:
            self._subscription = 0
        if before:
            await connection.unsubscribe(before, timeout_s=ANSWER_S)
        return is_complete

    def _adopt(self, mirror: Mirror) -> None:
        self._household.adopt(mirror.bounds, mirror.unusable)
        self._household.report(mirror.reports())

    def _hear(self, mirror: Mirror, event: Mapping[str, Any]) -> None:
        if mirror is not self._mirror:
            return
        news = mirror.accept(event)
        self._household.report(news.reports)
        if news.is_reshaped:
            self._has_changed.set()

    def _outdate(self, event: Mapping[str, Any]) -> None:
        del event
        self._is_outdated = True
        self._has_changed.set()

    def _note_success(self) -> None:
        if not self._has_news.is_set() or self._failure is not None:
            count = len(self._mirror.entity_ids) if self._mirror else 0
            _log.info("Home Assistant connected", url=self._settings.url, entities=count)
        self._failure = None
        self._has_news.set()

    def _note_failure(self, error: Exception) -> None:
        reason = (
            str(error) if isinstance(error, ConfigError) else explain(error, self._settings.url)
        )
        note = _log.debug if reason == self._failure else _log.warning
        note("Home Assistant not connected", reason=reason)
        self._failure = reason
        self._has_news.set()


def _first(errors: BaseExceptionGroup[Exception]) -> Exception:
    error: Exception | BaseExceptionGroup[Exception] = errors
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
