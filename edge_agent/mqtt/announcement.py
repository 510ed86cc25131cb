"""How the agent announces itself, so that Home Assistant shows it as a device."""

import asyncio
import random
import re
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

import msgspec

from edge_agent.domain.action import MqttMessage
from edge_agent.domain.alert import AlertKind
from edge_agent.domain.entity import AGENT_ORIGIN
from edge_agent.mqtt.components import components
from edge_agent.mqtt.topics import Topics

_NOT_IN_IDS: Final = re.compile("[^a-z0-9]+")
SHORTEST_DELAY_S: Final = 0.5
LONGEST_DELAY_S: Final = 5.0


def announcement_message(  # noqa: PLR0913 - all that stands in it
    topics: Topics,
    *,
    area: str | None,
    version: str,
    discovery_prefix: str,
    models: Sequence[str] | None,
    wake_words: Sequence[str] = (),
    alerts: Sequence[AlertKind] = (),
) -> MqttMessage:
    """The discovery message of the agent and all its entities, retained.

    Args:
        topics: the agent's own.
        area: where it stands; offered to Home Assistant as the device's area.
        version: of this program.
        discovery_prefix: where devices announce themselves.
        models: the speech models that can be chosen; None where the agent has no microphone.
        wake_words: those that it listens for.
        alerts: what it watches for.
    """
    identifier = f"edge_agent_{topics.agent_id}"
    document = {
        "device": _device(topics, identifier, area, version),
        "origin": {"name": AGENT_ORIGIN, "sw_version": version},
        "availability_topic": topics.status,
        "components": {
            key: component | _identity(topics, component["platform"], key)
            # Home Assistant removes a component of which nothing but its platform is said.
            if len(component) > 1
            else component
            for key, component in components(topics, models, wake_words, alerts).items()
        },
        "qos": 1,
    }
    return MqttMessage(
        topic=f"{discovery_prefix}/device/{identifier}/config",
        payload=msgspec.json.encode(document).decode(),
        retain=True,
    )


def _device(topics: Topics, identifier: str, area: str | None, version: str) -> dict[str, object]:
    """What the agent is in Home Assistant."""
    device: dict[str, object] = {
        "identifiers": [identifier],
        "name": f"Voice agent {topics.agent_id}",
        "manufacturer": AGENT_ORIGIN,
        "model": "Offline voice agent",
        "sw_version": version,
    }
    return device | ({"suggested_area": area} if area else {})


def _identity(topics: Topics, platform: str, key: str) -> dict[str, str]:
    """What Home Assistant knows a component by; the ids that it makes itself vary by release."""
    slug = _NOT_IN_IDS.sub("_", topics.agent_id.lower()).strip("_")
    return {
        "unique_id": f"edge_agent_{topics.agent_id}_{key}",
        "default_entity_id": f"{platform}.voice_agent_{slug}_{key}",
    }


def birth_topic(discovery_prefix: str) -> str:
    """Where Home Assistant says `online` when it has started."""
    return f"{discovery_prefix}/status"


class Announcer:
    """Publishes an announcement again a little after Home Assistant has started.

    The delay is random, so that a house full of agents does not speak all at once.

    Args:
        message: the announcement.
        discovery_prefix: where devices announce themselves.
        publish: such as `Session.retain`.
        delay_s: how long to wait each time, in seconds.
    """

    def __init__(
        self,
        message: MqttMessage,
        *,
        discovery_prefix: str,
        publish: Callable[[MqttMessage], Awaitable[None]],
        delay_s: Callable[[], float] = lambda: random.uniform(SHORTEST_DELAY_S, LONGEST_DELAY_S),  # noqa: S311 - spreads load
    ) -> None:
        self._message = message
        self._birth_topic = birth_topic(discovery_prefix)
        self._publish = publish
        self._delay_s = delay_s
        self._is_asked = asyncio.Event()

    @property
    def topic(self) -> str:
        """To be subscribed to; its messages go to `accept`."""
        return self._birth_topic

    def accept(self, topic: str, payload: bytes, *, is_retained: bool) -> None:
        """Look at a message; any but a fresh `online` of Home Assistant is none of our business."""
        if topic == self._birth_topic and payload == b"online" and not is_retained:
            self._is_asked.set()

    async def replace(self, message: MqttMessage) -> None:
        """Publish another announcement in place of this one, if it is another."""
        if message != self._message:
            self._message = message
            await self._publish(message)

    async def run(self) -> None:
        """Publish now and each time that Home Assistant starts; ends only by cancellation."""
        while True:
            await self._publish(self._message)
            await self._is_asked.wait()
            await asyncio.sleep(self._delay_s())
            self._is_asked.clear()
