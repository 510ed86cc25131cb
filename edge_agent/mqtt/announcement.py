"""How the agent announces itself, so that Home Assistant shows it as a device."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import Any, Final

import msgspec

from edge_agent.domain.action import MqttMessage
from edge_agent.domain.agent_state import AgentState
from edge_agent.domain.appointment import AppointmentKind, TimingAct
from edge_agent.domain.entity import AGENT_ORIGIN
from edge_agent.domain.response import Act
from edge_agent.mqtt.topics import Topics

MAX_STATE_CHARACTERS: Final = 255
"""Home Assistant takes no longer states."""
_ICONS: Final = {
    AppointmentKind.TIMER: "mdi:timer",
    AppointmentKind.ALARM: "mdi:alarm",
    AppointmentKind.REMINDER: "mdi:bell",
    AppointmentKind.COMMAND: "mdi:clock-outline",
}
SHORTEST_DELAY_S: Final = 0.5
LONGEST_DELAY_S: Final = 5.0


def announcement_message(
    topics: Topics, *, area: str | None, version: str, discovery_prefix: str
) -> MqttMessage:
    """The discovery message of the agent and all its entities, retained.

    Args:
        topics: the agent's own.
        area: where it stands; offered to Home Assistant as the device's area.
        version: of this program.
        discovery_prefix: where devices announce themselves.
    """
    identifier = f"edge_agent_{topics.agent_id}"
    device = {
        "identifiers": [identifier],
        "name": f"Voice agent {topics.agent_id}",
        "manufacturer": AGENT_ORIGIN,
        "model": "Offline voice agent",
        "sw_version": version,
    }
    document = {
        "device": device | ({"suggested_area": area} if area else {}),
        "origin": {"name": AGENT_ORIGIN, "sw_version": version},
        "availability_topic": topics.status,
        "components": {
            key: component | {"unique_id": f"{identifier}_{key}"}
            for key, component in _components(topics).items()
        },
        "qos": 1,
    }
    return MqttMessage(
        topic=f"{discovery_prefix}/device/{identifier}/config",
        payload=msgspec.json.encode(document).decode(),
        retain=True,
    )


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

    async def run(self) -> None:
        """Publish now and each time that Home Assistant starts; ends only by cancellation."""
        while True:
            await self._publish(self._message)
            await self._is_asked.wait()
            await asyncio.sleep(self._delay_s())
            self._is_asked.clear()


def _components(topics: Topics) -> dict[str, dict[str, Any]]:
    return {
        "state": _state_sensor(topics),
        "command": _command_event(topics),
        "answer": _answer_sensor(topics),
        "latency": _latency_sensor(topics),
        "mute": _mute_switch(topics),
        "listen": _listen_button(topics),
        "text": _text_field(topics),
        "say": _say_notifier(topics),
        "stop": _stop_button(topics),
        "timer_event": _timer_event(topics),
        **{f"next_{kind}": _next_sensor(kind, topics) for kind in AppointmentKind},
        "memory": _memory_sensor(topics),
    }


def _state_sensor(topics: Topics) -> dict[str, Any]:
    return {
        "platform": "sensor",
        "name": "State",
        "icon": "mdi:microphone-message",
        "device_class": "enum",
        "options": [state.value for state in AgentState],
        "state_topic": topics.state,
        "value_template": "{{ value_json.state }}",
    }


def _command_event(topics: Topics) -> dict[str, Any]:
    return {
        "platform": "event",
        "name": "Command",
        "icon": "mdi:account-voice",
        "event_types": [act.value for act in Act],
        "state_topic": topics.command,
        "value_template": (
            "{{ {'event_type': value_json.response.act, 'utterance': value_json.utterance,"
            " 'area': value_json.area, 'commands': value_json.commands} | tojson }}"
        ),
    }


def _answer_sensor(topics: Topics) -> dict[str, Any]:
    return {
        "platform": "sensor",
        "name": "Answer",
        "icon": "mdi:message-text",
        "state_topic": topics.response,
        "value_template": f"{{{{ value_json.text[:{MAX_STATE_CHARACTERS}] }}}}",
    }


def _latency_sensor(topics: Topics) -> dict[str, Any]:
    return {
        "platform": "sensor",
        "name": "Latency",
        "device_class": "duration",
        "unit_of_measurement": "ms",
        "state_class": "measurement",
        "entity_category": "diagnostic",
        "state_topic": topics.command,
        "value_template": "{{ value_json.latency_ms.total }}",
    }


def _mute_switch(topics: Topics) -> dict[str, Any]:
    is_muted = f"value_json.state == '{AgentState.MUTED.value}'"
    return {
        "platform": "switch",
        "name": "Mute",
        "icon": "mdi:microphone-off",
        "command_topic": topics.mute_set,
        "state_topic": topics.state,
        "value_template": f"{{{{ 'ON' if {is_muted} else 'OFF' }}}}",
    }


def _listen_button(topics: Topics) -> dict[str, Any]:
    return {
        "platform": "button",
        "name": "Listen",
        "icon": "mdi:ear-hearing",
        "command_topic": topics.listen_set,
    }


def _stop_button(topics: Topics) -> dict[str, Any]:
    return {
        "platform": "button",
        "name": "Stop",
        "icon": "mdi:stop",
        "command_topic": topics.text_set,
        "payload_press": '{"text": "stop"}',
    }


def _timer_event(topics: Topics) -> dict[str, Any]:
    return {
        "platform": "event",
        "name": "Timer event",
        "icon": "mdi:timer-alert",
        "event_types": [act.value for act in TimingAct if act.is_told],
        "state_topic": topics.timer,
        "value_template": "{{ dict(value_json, event_type=value_json.event) | tojson }}",
    }


def _next_sensor(kind: AppointmentKind, topics: Topics) -> dict[str, Any]:
    """When the next of a kind is due, and as attributes all of them."""
    found = f"value_json.timers | selectattr('kind', 'eq', '{kind}') | list"
    return {
        "platform": "sensor",
        "name": f"Next {kind}",
        "icon": _ICONS[kind],
        "device_class": "timestamp",
        "state_topic": topics.timers,
        "value_template": f"{{% set all = {found} %}}{{{{ all[0].due if all else None }}}}",
        "json_attributes_topic": topics.timers,
        "json_attributes_template": f"{{{{ {{'all': {found}}} | tojson }}}}",
    }


def _memory_sensor(topics: Topics) -> dict[str, Any]:
    return {
        "platform": "sensor",
        "name": "Memory",
        "device_class": "data_size",
        "unit_of_measurement": "MB",
        "state_class": "measurement",
        "entity_category": "diagnostic",
        "state_topic": topics.metrics,
        "value_template": "{{ value_json.memory_mb }}",
    }


def _text_field(topics: Topics) -> dict[str, Any]:
    return {
        "platform": "text",
        "name": "Text command",
        "max": MAX_STATE_CHARACTERS,
        "command_topic": topics.text_set,
        "command_template": "{{ {'text': value} | tojson }}",
    }


def _say_notifier(topics: Topics) -> dict[str, Any]:
    return {"platform": "notify", "name": "Say", "command_topic": topics.say_set}
