"""What Home Assistant lets people do with the agent: buttons, switches, fields and settings."""

from collections.abc import Sequence
from typing import Any, Final

from edge_agent.domain.adjustments import SILENCE_S, VOLUME
from edge_agent.domain.agent_state import AgentState
from edge_agent.mqtt.inbound import INSTALL
from edge_agent.mqtt.readings import MAX_STATE_CHARACTERS
from edge_agent.mqtt.topics import Topics

SENSITIVITY_LEAD: Final = (8.5, -1.5)
"""`min_lead` at a sensitivity of 0 and of 100 percent; 50 is its default."""
_PERCENT: Final = (0, 100)
_CONFIG: Final = {"entity_category": "config"}


def mute(topics: Topics) -> dict[str, Any]:
    """Closes the microphone."""
    is_muted = f"value_json.state == '{AgentState.MUTED.value}'"
    return {
        "platform": "switch",
        "name": "Mute",
        "icon": "mdi:microphone-off",
        "command_topic": topics.mute_set,
        "state_topic": topics.state,
        "value_template": f"{{{{ 'ON' if {is_muted} else 'OFF' }}}}",
    }


def listen(topics: Topics) -> dict[str, Any]:
    """Has it listen without a wake word."""
    return {
        "platform": "button",
        "name": "Listen",
        "icon": "mdi:ear-hearing",
        "command_topic": topics.listen_set,
    }


def stop(topics: Topics) -> dict[str, Any]:
    """As to say "stop"."""
    return {
        "platform": "button",
        "name": "Stop",
        "icon": "mdi:stop",
        "command_topic": topics.text_set,
        "payload_press": '{"text": "stop"}',
    }


def text(topics: Topics) -> dict[str, Any]:
    """Takes a command in writing."""
    return {
        "platform": "text",
        "name": "Text command",
        "max": MAX_STATE_CHARACTERS,
        "command_topic": topics.text_set,
        "command_template": "{{ {'text': value} | tojson }}",
    }


def say(topics: Topics) -> dict[str, Any]:
    """Has it say something."""
    return {"platform": "notify", "name": "Say", "command_topic": topics.say_set}


def silence(topics: Topics) -> dict[str, Any]:
    """Sets after how much silence somebody has finished speaking."""
    least, most = SILENCE_S
    shown = f"[{least}, [{most}, value_json.silence_s] | min] | max"
    return (
        _slider("Finished speaking after", "mdi:timer-sand", SILENCE_S, step=0.1)
        | {"device_class": "duration", "unit_of_measurement": "s"}
        | _CONFIG
        | _setting(topics, "silence_s", shown=shown)
    )


def sensitivity(topics: Topics) -> dict[str, Any]:
    """Sets `min_lead`, turned round, as more is expected to hear more."""
    least, most = SENSITIVITY_LEAD
    scale = (least - most) / 100
    percent = f"(({least} - value_json.min_lead) / {scale}) | round | int"
    shown = f"100 if value_json.min_lead is none else [0, [100, {percent}] | min] | max"
    given = f"({least} - value * {scale}) | round(2)"
    return (
        _slider("Sensitivity", "mdi:ear-hearing", _PERCENT)
        | _CONFIG
        | _setting(topics, "min_lead", shown=shown, given=given)
    )


def wake_sensitivity(topics: Topics) -> dict[str, Any]:
    """Sets how readily wake words are heard."""
    shown = "(100 * value_json.wake_sensitivity) | round | int"
    return (
        _slider("Wake word sensitivity", "mdi:bullhorn", _PERCENT)
        | _CONFIG
        | _setting(topics, "wake_sensitivity", shown=shown, given="value / 100")
    )


def volume(topics: Topics) -> dict[str, Any]:
    """Sets how loud it speaks."""
    slider = _slider("Volume", "mdi:volume-high", VOLUME)
    return slider | _setting(topics, "volume", given="value | int")


def model(topics: Topics, models: Sequence[str]) -> dict[str, Any]:
    """Chooses among the speech models that are installed."""
    select = {
        "platform": "select",
        "name": "Speech model",
        "icon": "mdi:brain",
        "options": list(models),
    }
    return select | _CONFIG | _setting(topics, "model")


def model_update(topics: Topics) -> dict[str, Any]:
    """Tells of a newer speech model, and installs it."""
    return {
        "platform": "update",
        "name": "Speech model update",
        "entity_category": "config",
        "state_topic": topics.update,
        "command_topic": topics.update_set,
        "payload_install": INSTALL,
    }


def _slider(
    name: str, icon: str, span: tuple[float, float], *, step: float = 5
) -> dict[str, object]:
    """A number; percent, unless something else is said."""
    least, most = span
    return {
        "platform": "number",
        "name": name,
        "icon": icon,
        "unit_of_measurement": "%",
        "min": least,
        "max": most,
        "step": step,
        "mode": "slider",
    }


def _setting(
    topics: Topics, key: str, *, shown: str | None = None, given: str = "value"
) -> dict[str, object]:
    """What shows and sets one of the agent's settings.

    Args:
        topics: the agent's own.
        key: the setting.
        shown: what is shown, as an expression of `value_json`; by default the setting as it is.
        given: what it is set to, as an expression of `value`.
    """
    return {
        "state_topic": topics.settings,
        "value_template": f"{{{{ {shown or f'value_json.{key}'} }}}}",
        "command_topic": topics.settings_set,
        "command_template": f"{{{{ {{'{key}': {given}}} | tojson }}}}",
    }
