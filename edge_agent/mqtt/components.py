"""The entities that the agent has in Home Assistant, as MQTT Discovery describes them."""

from collections.abc import Sequence
from typing import Any

from edge_agent.domain.alert import AlertKind
from edge_agent.domain.appointment import AppointmentKind
from edge_agent.mqtt import controls, readings
from edge_agent.mqtt.topics import Topics
from edge_agent.mqtt.watch_components import of_alerts

Component = dict[str, Any]


def components(
    topics: Topics,
    models: Sequence[str] | None,
    wake_words: Sequence[str] = (),
    alerts: Sequence[AlertKind] = (),
) -> dict[str, Component]:
    """Each entity by its key.

    Args:
        topics: the agent's own.
        models: as for `announcement_message`; where it is None, what needs an ear has nothing but
            its platform.
        wake_words: as for `announcement_message`; the same where there is none.
        alerts: as for `announcement_message`; the same.
    """
    of_ear = _of_ear(topics, models or ())
    if models is None:
        of_ear = _without(of_ear)
    of_wake_words = _of_wake_words(topics, wake_words)
    if models is None or not wake_words:
        of_wake_words = _without(of_wake_words)
    return {
        "state": readings.state(topics),
        "command": readings.command(topics),
        "last_command": readings.last_command(topics),
        "answer": readings.answer(topics),
        "latency": readings.latency(topics),
        "text": controls.text(topics),
        "say": controls.say(topics),
        "stop": controls.stop(topics),
        "timer_event": readings.timer_event(topics),
        **{f"next_{kind}": readings.next_due(kind, topics) for kind in AppointmentKind},
        "problem": readings.problem(topics),
        "memory": readings.memory(topics),
        **of_ear,
        **of_wake_words,
        **of_alerts(topics, () if models is None else alerts),
    }


def _without(entities: dict[str, Component]) -> dict[str, Component]:
    """What removes entities: nothing but their platforms."""
    return {key: {"platform": one["platform"]} for key, one in entities.items()}


def _of_ear(topics: Topics, models: Sequence[str]) -> dict[str, Component]:
    return {
        "mute": controls.mute(topics),
        "listen": controls.listen(topics),
        "silence": controls.silence(topics),
        "sensitivity": controls.sensitivity(topics),
        "volume": controls.volume(topics),
        "model": controls.model(topics, models),
        "model_update": controls.model_update(topics),
    }


def _of_wake_words(topics: Topics, wake_words: Sequence[str]) -> dict[str, Component]:
    return {
        "wake_word": readings.wake_word(topics, wake_words),
        "wake_sensitivity": controls.wake_sensitivity(topics),
    }
