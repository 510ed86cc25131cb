"""A home on an MQTT broker: it announces itself, obeys commands and reports its state."""

import asyncio
import json
import math
import socket
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

import aiomqtt

from edge_agent.demo.announcements import ANNOUNCEMENTS, STATUS_TOPIC
from edge_agent.demo.household import ENTITIES
from edge_agent.demo.simulated_entity import SimulatedEntity, Steps, Values

_CLIENT_ID = "edge-agent-demo-home"
_STEP_S = 0.05
_PUBLISH_S = 10.0
# Without it a small message may wait 40 ms for the acknowledgement of the one before.
_NO_DELAY = ((socket.IPPROTO_TCP, socket.TCP_NODELAY, 1),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change of one entity's state."""

    entity_id: str
    before: Values
    """Only the attributes that changed."""
    after: Values
    """The same attributes."""


class SimulatedHome:
    """Devices that live on a broker; use `simulated_home` to start one."""

    def __init__(
        self,
        client: aiomqtt.Client,
        entities: Iterable[SimulatedEntity] = ENTITIES,
        *,
        on_change: Callable[[Change], None] | None = None,
    ) -> None:
        self._client = client
        self._entities = {entity.entity_id: entity for entity in entities}
        self._by_topic = {t: e for e in self._entities.values() for t in e.commands}
        self._states = {e.entity_id: dict(e.initial) for e in self._entities.values()}
        self._on_change = on_change
        self._moving: set[asyncio.Task[None]] = set()
        self._has_changed = asyncio.Event()

    @property
    def states(self) -> Mapping[str, Values]:
        """What each entity is doing now, by entity id."""
        return {entity_id: dict(values) for entity_id, values in self._states.items()}

    async def announce(self, announcements: Mapping[str, Any], discovery_prefix: str) -> None:
        """Publish, retained, what there is and the state it is in."""
        for topic in self._by_topic:
            await self._client.subscribe(topic, qos=1)
        for name, payload in announcements.items():
            topic = f"{discovery_prefix}/{name}/config"
            await self._publish(topic, json.dumps(payload))
        for entity in self._entities.values():
            await self._report(entity)
        await self._publish(STATUS_TOPIC, "online")

    async def obey(self) -> None:
        """Carry out commands until cancelled."""
        async for message in self._client.messages:
            topic, payload = message.topic.value, bytes(message.payload or b"").decode()
            entity = self._by_topic.get(topic)
            if entity is not None:
                await self._begin(entity, entity.commands[topic](payload))

    async def wait_until(self, is_reached: Callable[[Mapping[str, Values]], bool]) -> None:
        """Wait until the states, by entity id, are as wanted."""
        while not is_reached(self.states):
            self._has_changed.clear()
            await self._has_changed.wait()

    async def rest(self) -> None:
        """Wait until nothing moves any more."""
        while self._moving:
            await asyncio.gather(*self._moving)

    async def _begin(self, entity: SimulatedEntity, steps: Steps) -> None:
        if not steps:
            return
        await self._change(entity, steps[0])
        for entity_id, values in entity.sets.items():
            await self._change(self._entities[entity_id], values)
        if steps[1:]:
            task = asyncio.create_task(self._move(entity, steps[1:]), name=entity.entity_id)
            self._moving.add(task)
            task.add_done_callback(self._moving.discard)

    async def _move(self, entity: SimulatedEntity, steps: Steps) -> None:
        for values in steps:
            await asyncio.sleep(_STEP_S)
            await self._change(entity, values)

    async def _change(self, entity: SimulatedEntity, values: Values) -> None:
        state = self._states[entity.entity_id]
        changed = {key: value for key, value in values.items() if state.get(key) != value}
        before = {key: state[key] for key in changed if key in state}
        state.update(changed)
        self._has_changed.set()
        if changed and self._on_change is not None:
            self._on_change(Change(entity_id=entity.entity_id, before=before, after=changed))
        await self._report(entity)

    async def _report(self, entity: SimulatedEntity) -> None:
        for topic, report in entity.reports.items():
            await self._publish(topic, report(self._states[entity.entity_id]))

    async def _publish(self, topic: str, payload: str) -> None:
        # aiomqtt's own limit goes through asyncio.wait_for, which on Python 3.11 may swallow a
        # cancellation.
        async with asyncio.timeout(_PUBLISH_S):
            await self._client.publish(topic, payload, qos=1, retain=True, timeout=math.inf)


@asynccontextmanager
async def simulated_home(
    host: str,
    port: int,
    *,
    discovery_prefix: str = "homeassistant",
    on_change: Callable[[Change], None] | None = None,
) -> AsyncGenerator[SimulatedHome, None]:
    """Run the home on a broker; it is announced when this yields, and offline afterwards.

    Args:
        host: The broker's host.
        port: The broker's port.
        discovery_prefix: Where the devices announce themselves.
        on_change: Called in the event loop for every change of state that a command causes.
    """
    will = aiomqtt.Will(STATUS_TOPIC, "offline", qos=1, retain=True)
    async with aiomqtt.Client(
        host, port, identifier=_CLIENT_ID, will=will, socket_options=_NO_DELAY
    ) as client:
        home = SimulatedHome(client, on_change=on_change)
        await home.announce(ANNOUNCEMENTS, discovery_prefix)
        obeying = asyncio.create_task(home.obey(), name="simulated home")
        try:
            yield home
        finally:
            await home.rest()
            obeying.cancel()
            with suppress(asyncio.CancelledError):
                await obeying
            await client.publish(STATUS_TOPIC, "offline", qos=1, retain=True, timeout=1)
