"""The entities of alerts in Home Assistant."""

from collections.abc import Collection, Sequence
from typing import Any, Final

from edge_agent.domain.alert import AlertKind
from edge_agent.mqtt.topics import Topics

Component = dict[str, Any]
_ON_S: Final = 60
"""How long a sensor stays on; nothing tells when what was heard is over."""


def of_alerts(topics: Topics, kinds: Sequence[AlertKind]) -> dict[str, Component]:
    """Each entity by its key; those of alerts that there may not be have only a platform.

    Args:
        topics: the agent's own.
        kinds: what alerts there may be.
    """
    sensors = {
        "call_for_help": ({AlertKind.PHRASE}, "Call for help", "safety"),
        "sound_in_quiet_hours": (
            {AlertKind.SPEECH, AlertKind.SOUND},
            "Sound in quiet hours",
            "sound",
        ),
    }
    return {
        "alert": _alert_event(topics, kinds) if kinds else {"platform": "event"},
        **{
            key: _sensor(topics, shown, name, device_class)
            if shown.intersection(kinds)
            else {"platform": "binary_sensor"}
            for key, (shown, name, device_class) in sensors.items()
        },
    }


def _alert_event(topics: Topics, kinds: Sequence[AlertKind]) -> Component:
    return {
        "platform": "event",
        "name": "Alert",
        "icon": "mdi:alert",
        "event_types": [kind.value for kind in kinds],
        "state_topic": topics.alert,
        "value_template": (
            "{{ {'event_type': value_json.kind, 'phrase': value_json.phrase,"
            " 'area': value_json.area, 'level_db': value_json.level_db} | tojson }}"
        ),
    }


def _sensor(
    topics: Topics, kinds: Collection[AlertKind], name: str, device_class: str
) -> Component:
    """On for a while after an alert; others leave it as it is."""
    shown = sorted(kind.value for kind in kinds)
    return {
        "platform": "binary_sensor",
        "name": name,
        "device_class": device_class,
        "state_topic": topics.alert,
        "value_template": f"{{{{ 'ON' if value_json.kind in {shown} else '' }}}}",
        "off_delay": _ON_S,
    }
