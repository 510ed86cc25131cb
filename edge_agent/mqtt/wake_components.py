"""The entities of wake words in Home Assistant."""

from collections.abc import Sequence
from typing import Any

from edge_agent.mqtt.topics import Topics

Component = dict[str, Any]


def of_wake_words(topics: Topics, wake_words: Sequence[str]) -> dict[str, Component]:
    """Each entity by its key."""
    return {
        "wake_word": _wake_word_event(topics, wake_words),
        "wake_sensitivity": _wake_sensitivity_number(topics),
    }


def _wake_word_event(topics: Topics, wake_words: Sequence[str]) -> Component:
    return {
        "platform": "event",
        "name": "Wake word",
        "icon": "mdi:bullhorn",
        "event_types": list(wake_words),
        "state_topic": topics.wake,
        "value_template": (
            "{{ {'event_type': value_json.word, 'area': value_json.area} | tojson }}"
        ),
    }


def _wake_sensitivity_number(topics: Topics) -> Component:
    return {
        "platform": "number",
        "name": "Wake word sensitivity",
        "icon": "mdi:bullhorn",
        "entity_category": "config",
        "unit_of_measurement": "%",
        "min": 0,
        "max": 100,
        "step": 5,
        "mode": "slider",
        "state_topic": topics.settings,
        "value_template": "{{ (100 * value_json.wake_sensitivity) | round | int }}",
        "command_topic": topics.settings_set,
        "command_template": "{{ {'wake_sensitivity': value / 100} | tojson }}",
    }
