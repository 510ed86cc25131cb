"""The entities that the agent has in Home Assistant, as MQTT Discovery describes them."""

from collections.abc import Sequence
from typing import Any, Final

from edge_agent.domain.adjustments import SILENCE_S, VOLUME
from edge_agent.domain.agent_state import AgentState
from edge_agent.domain.appointment import AppointmentKind, TimingAct
from edge_agent.domain.response import Act
from edge_agent.mqtt.inbound import INSTALL
from edge_agent.mqtt.topics import Topics
from edge_agent.mqtt.wake_components import of_wake_words

MAX_STATE_CHARACTERS: Final = 255
"""Home Assistant takes no longer states."""
SENSITIVITY_LEAD: Final = (8.5, -1.5)
"""`min_lead` at a sensitivity of 0 and of 100 percent; 50 is its default."""
_ICONS: Final = {
    AppointmentKind.TIMER: "mdi:timer",
    AppointmentKind.ALARM: "mdi:alarm",
    AppointmentKind.REMINDER: "mdi:bell",
    AppointmentKind.COMMAND: "mdi:clock-outline",
}

Component = dict[str, Any]


def components(
    topics: Topics, models: Sequence[str] | None, wake_words: Sequence[str] = ()
) -> dict[str, Component]:
    """Each entity by its key.

    Args:
        topics: the agent's own.
        models: as for `announcement_message`; where it is None, what needs an ear has nothing but
            its platform.
        wake_words: as for `announcement_message`; the same where there is none.
    """
    of_ear = _of_ear(topics, models or ())
    if models is None:
        of_ear = _without(of_ear)
    of_words = of_wake_words(topics, wake_words)
    if models is None or not wake_words:
        of_words = _without(of_words)
    return {
        "state": _state_sensor(topics),
        "command": _command_event(topics),
        "last_command": _last_command_sensor(topics),
        "answer": _answer_sensor(topics),
        "latency": _latency_sensor(topics),
        "text": _text_field(topics),
        "say": _say_notifier(topics),
        "stop": _stop_button(topics),
        "timer_event": _timer_event(topics),
        **{f"next_{kind}": _next_sensor(kind, topics) for kind in AppointmentKind},
        "problem": _problem_sensor(topics),
        "memory": _memory_sensor(topics),
        **of_ear,
        **of_words,
    }


def _without(entities: dict[str, Component]) -> dict[str, Component]:
    """What removes entities: nothing but their platforms."""
    return {key: {"platform": one["platform"]} for key, one in entities.items()}


def _of_ear(topics: Topics, models: Sequence[str]) -> dict[str, Component]:
    return {
        "mute": _mute_switch(topics),
        "listen": _listen_button(topics),
        "silence": _silence_number(topics),
        "sensitivity": _sensitivity_number(topics),
        "volume": _volume_number(topics),
        "model": _model_select(topics, models),
        "model_update": _model_update(topics),
    }


def _state_sensor(topics: Topics) -> Component:
    return {
        "platform": "sensor",
        "name": "State",
        "icon": "mdi:microphone-message",
        "device_class": "enum",
        "options": [state.value for state in AgentState],
        "state_topic": topics.state,
        "value_template": "{{ value_json.state }}",
    }


def _command_event(topics: Topics) -> Component:
    return {
        "platform": "event",
        "name": "Command",
        "icon": "mdi:account-voice",
        "event_types": [act.value for act in Act],
        "state_topic": topics.command,
        "value_template": (
            "{{ {'event_type': value_json.response.act, 'utterance': value_json.utterance,"
            " 'area': value_json.area, 'source': value_json.source, 'phrase': value_json.phrase"
            " | default(none), 'commands': value_json.commands} | tojson }}"
        ),
    }


def _last_command_sensor(topics: Topics) -> Component:
    return {
        "platform": "sensor",
        "name": "Last command",
        "icon": "mdi:account-voice",
        "state_topic": topics.last,
        "value_template": (
            "{{ (value_json.intents | default([]) | join(', '))"
            f"[:{MAX_STATE_CHARACTERS}] or None }}}}"
        ),
        "json_attributes_topic": topics.last,
    }


def _answer_sensor(topics: Topics) -> Component:
    return {
        "platform": "sensor",
        "name": "Answer",
        "icon": "mdi:message-text",
        "state_topic": topics.last,
        "value_template": f"{{{{ value_json.text[:{MAX_STATE_CHARACTERS}] }}}}",
    }


def _latency_sensor(topics: Topics) -> Component:
    return {
        "platform": "sensor",
        "name": "Latency",
        "device_class": "duration",
        "unit_of_measurement": "ms",
        "state_class": "measurement",
        "entity_category": "diagnostic",
        "state_topic": topics.last,
        "value_template": "{{ value_json.latency_ms | default(None) }}",
    }


def _mute_switch(topics: Topics) -> Component:
    is_muted = f"value_json.state == '{AgentState.MUTED.value}'"
    return {
        "platform": "switch",
        "name": "Mute",
        "icon": "mdi:microphone-off",
        "command_topic": topics.mute_set,
        "state_topic": topics.state,
        "value_template": f"{{{{ 'ON' if {is_muted} else 'OFF' }}}}",
    }


def _listen_button(topics: Topics) -> Component:
    return {
        "platform": "button",
        "name": "Listen",
        "icon": "mdi:ear-hearing",
        "command_topic": topics.listen_set,
    }


def _stop_button(topics: Topics) -> Component:
    return {
        "platform": "button",
        "name": "Stop",
        "icon": "mdi:stop",
        "command_topic": topics.text_set,
        "payload_press": '{"text": "stop"}',
    }


def _timer_event(topics: Topics) -> Component:
    return {
        "platform": "event",
        "name": "Timer event",
        "icon": "mdi:timer-alert",
        "event_types": [act.value for act in TimingAct if act.is_told],
        "state_topic": topics.timer,
        "value_template": "{{ dict(value_json, event_type=value_json.event) | tojson }}",
    }


def _next_sensor(kind: AppointmentKind, topics: Topics) -> Component:
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


def _memory_sensor(topics: Topics) -> Component:
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


def _text_field(topics: Topics) -> Component:
    return {
        "platform": "text",
        "name": "Text command",
        "max": MAX_STATE_CHARACTERS,
        "command_topic": topics.text_set,
        "command_template": "{{ {'text': value} | tojson }}",
    }


def _say_notifier(topics: Topics) -> Component:
    return {"platform": "notify", "name": "Say", "command_topic": topics.say_set}


def _problem_sensor(topics: Topics) -> Component:
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


def _silence_number(topics: Topics) -> Component:
    least, most = SILENCE_S
    return {
        "platform": "number",
        "name": "Finished speaking after",
        "icon": "mdi:timer-sand",
        "entity_category": "config",
        "device_class": "duration",
        "unit_of_measurement": "s",
        "min": least,
        "max": most,
        "step": 0.1,
        "mode": "slider",
        "state_topic": topics.settings,
        "value_template": f"{{{{ [{least}, [{most}, value_json.silence_s] | min] | max }}}}",
        "command_topic": topics.settings_set,
        "command_template": "{{ {'silence_s': value} | tojson }}",
    }


def _sensitivity_number(topics: Topics) -> Component:
    """`min_lead` turned round, as more is expected to hear more."""
    least, most = SENSITIVITY_LEAD
    scale = (least - most) / 100
    percent = f"(({least} - value_json.min_lead) / {scale}) | round | int"
    return {
        "platform": "number",
        "name": "Sensitivity",
        "icon": "mdi:ear-hearing",
        "entity_category": "config",
        "unit_of_measurement": "%",
        "min": 0,
        "max": 100,
        "step": 5,
        "mode": "slider",
        "state_topic": topics.settings,
        "value_template": (
            f"{{{{ 100 if value_json.min_lead is none else [0, [100, {percent}] | min] | max }}}}"
        ),
        "command_topic": topics.settings_set,
        "command_template": (
            f"{{{{ {{'min_lead': ({least} - value * {scale}) | round(2)}} | tojson }}}}"
        ),
    }


def _volume_number(topics: Topics) -> Component:
    least, most = VOLUME
    return {
        "platform": "number",
        "name": "Volume",
        "icon": "mdi:volume-high",
        "unit_of_measurement": "%",
        "min": least,
        "max": most,
        "step": 5,
        "mode": "slider",
        "state_topic": topics.settings,
        "value_template": "{{ value_json.volume }}",
        "command_topic": topics.settings_set,
        "command_template": "{{ {'volume': value | int} | tojson }}",
    }


def _model_select(topics: Topics, models: Sequence[str]) -> Component:
    return {
        "platform": "select",
        "name": "Speech model",
        "icon": "mdi:brain",
        "entity_category": "config",
        "options": list(models),
        "state_topic": topics.settings,
        "value_template": "{{ value_json.model }}",
        "command_topic": topics.settings_set,
        "command_template": "{{ {'model': value} | tojson }}",
    }


def _model_update(topics: Topics) -> Component:
    return {
        "platform": "update",
        "name": "Speech model update",
        "entity_category": "config",
        "state_topic": topics.update,
        "command_topic": topics.update_set,
        "payload_install": INSTALL,
    }
