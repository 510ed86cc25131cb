"""What Home Assistant shows of the agent: its sensors and events."""

from collections.abc import Sequence
from typing import Any, Final

from edge_agent.domain.agent_state import AgentState
from edge_agent.domain.appointment import AppointmentKind, TimingAct
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
_MEASUREMENT: Final = {"state_class": "measurement", "entity_category": "diagnostic"}


def state(topics: Topics) -> dict[str, Any]:
    """What it does just now."""
    return _sensor(
        "State",
        topics.state,
        "{{ value_json.state }}",
        icon="mdi:microphone-message",
        device_class="enum",
        options=[state.value for state in AgentState],
    )


def command(topics: Topics) -> dict[str, Any]:
    """That a turn is over."""
    return _event(
        "Command",
        topics.command,
        "{{ {'event_type': value_json.response.act, 'utterance': value_json.utterance,"
        " 'area': value_json.area, 'source': value_json.source, 'phrase': value_json.phrase"
        " | default(none), 'commands': value_json.commands} | tojson }}",
        icon="mdi:account-voice",
        event_types=[act.value for act in Act],
    )


def last_command(topics: Topics) -> dict[str, Any]:
    """What was asked for last, and as attributes all that is known of it."""
    intents = "(value_json.intents | default([]) | join(', '))"
    return _sensor(
        "Last command",
        topics.last,
        f"{{{{ {intents}[:{MAX_STATE_CHARACTERS}] or None }}}}",
        icon="mdi:account-voice",
        json_attributes_topic=topics.last,
    )


def answer(topics: Topics) -> dict[str, Any]:
    """What it said last."""
    text = f"{{{{ value_json.text[:{MAX_STATE_CHARACTERS}] }}}}"
    return _sensor("Answer", topics.last, text, icon="mdi:message-text")


def latency(topics: Topics) -> dict[str, Any]:
    """How long the last turn took."""
    return _sensor(
        "Latency",
        topics.last,
        "{{ value_json.latency_ms | default(None) }}",
        device_class="duration",
        unit_of_measurement="ms",
        **_MEASUREMENT,
    )


def memory(topics: Topics) -> dict[str, Any]:
    """How much memory it takes."""
    return _sensor(
        "Memory",
        topics.metrics,
        "{{ value_json.memory_mb }}",
        device_class="data_size",
        unit_of_measurement="MB",
        **_MEASUREMENT,
    )


def problem(topics: Topics) -> dict[str, Any]:
    """Whether something is wrong, and as attributes what."""
    return {
        "platform": "binary_sensor",
        "name": "Problem",
        "device_class": "problem",
        "entity_category": "diagnostic",
        "state_topic": topics.health,
        "value_template": "{{ 'OFF' if value_json.state == 'ok' else 'ON' }}",
        "json_attributes_topic": topics.health,
        "json_attributes_template": (
            "{{ {'problems': value_json.problems, 'reason': value_json.reason} | tojson }}"
        ),
    }


def timer_event(topics: Topics) -> dict[str, Any]:
    """That something became of a timer, an alarm or the like."""
    return _event(
        "Timer event",
        topics.timer,
        "{{ dict(value_json, event_type=value_json.event) | tojson }}",
        icon="mdi:timer-alert",
        event_types=[act.value for act in TimingAct if act.is_told],
    )


def next_due(kind: AppointmentKind, topics: Topics) -> dict[str, Any]:
    """When the next of a kind is due, and as attributes all of them."""
    found = f"value_json.timers | selectattr('kind', 'eq', '{kind}') | list"
    return _sensor(
        f"Next {kind}",
        topics.timers,
        f"{{% set all = {found} %}}{{{{ all[0].due if all else None }}}}",
        icon=_ICONS[kind],
        device_class="timestamp",
        json_attributes_topic=topics.timers,
        json_attributes_template=f"{{{{ {{'all': {found}}} | tojson }}}}",
    )


def wake_word(topics: Topics, wake_words: Sequence[str]) -> dict[str, Any]:
    """That a wake word was said."""
    return _event(
        "Wake word",
        topics.wake,
        "{{ {'event_type': value_json.word, 'area': value_json.area} | tojson }}",
        icon="mdi:bullhorn",
        event_types=list(wake_words),
    )


def _sensor(name: str, topic: str, value_template: str, **further: object) -> dict[str, Any]:
    return _shown("sensor", name, topic, value_template) | further


def _event(name: str, topic: str, value_template: str, **further: object) -> dict[str, Any]:
    return _shown("event", name, topic, value_template) | further


def _shown(platform: str, name: str, topic: str, value_template: str) -> dict[str, Any]:
    return {
        "platform": platform,
        "name": name,
        "state_topic": topic,
        "value_template": value_template,
    }
