"""What the agent tells others by MQTT, rendered from values."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final, assert_never

from edge_agent.domain.action import CommandOutcome, Message, MqttMessage, ServiceCall
from edge_agent.domain.agent_state import AgentState
from edge_agent.domain.alert import Alert
from edge_agent.domain.appointment import Appointment, TimingAct
from edge_agent.domain.health import Problem
from edge_agent.domain.model_update import ModelUpdate
from edge_agent.domain.speech import WakeDetected
from edge_agent.domain.turn import Latency, Turn
from edge_agent.domain.understanding import Rejection
from edge_agent.domain.wire import wire_slots
from edge_agent.mqtt.topics import Topics

CONFIDENCE_DIGITS: Final = 3
MAX_SUMMARY_CHARACTERS: Final = 255
"""Home Assistant takes no longer ones."""
ESCALATION: Final = "escalation"
"""Marks an answer that an endpoint gave."""


def command_message(turn: Turn, topics: Topics) -> MqttMessage:
    """All that was understood and done in one turn; never retained."""
    return _message(topics.command, command_document(turn))


def command_document(turn: Turn) -> dict[str, Any]:
    """The payload of `command_message`, also what `--json` prints of a turn."""
    document: dict[str, Any] = {
        "id": turn.id,
        "time": iso_time(turn.time),
        "source": turn.source.value,
        "area": turn.area,
        "utterance": turn.utterance,
        "commands": [outcome_document(outcome) for outcome in turn.outcomes],
        "response": {"act": turn.response.act.value, "text": turn.response.text},
        "latency_ms": latency_document(turn.latency),
    }
    if turn.escalated is not None:
        document["response"]["from"] = ESCALATION
        document["latency_ms"]["escalate"] = turn.escalated.took_ms
    if turn.is_open:
        document["escalates"] = True
    if turn.wake is not None:
        document["wake"] = turn.wake
    if turn.phrase is not None:
        document["phrase"] = turn.phrase
    if turn.rejection is not None:
        document["rejection"] = _rejection_document(turn.rejection)
    return document


def outcome_document(outcome: CommandOutcome) -> dict[str, Any]:
    """One command, what it was taken to mean in this home, and what came of it."""
    return {
        "intent": outcome.command.wire_name,
        "slots": wire_slots(outcome.command),
        "confidence": round(outcome.command.confidence, CONFIDENCE_DIGITS),
        "targets": list(outcome.targets),
        "messages": [message_document(message) for message in outcome.messages],
        "outcome": outcome.kind.value,
    }


def message_document(message: Message) -> dict[str, Any]:
    """What was sent to a device, by the broker or by Home Assistant."""
    match message:
        case MqttMessage():
            return {"topic": message.topic, "payload": message.shown}
        case ServiceCall():
            return {
                "service": message.name,
                "target": {"entity_id": message.entity_id},
                "data": dict(message.shown),
            }
        case _:
            assert_never(message)


def latency_document(latency: Latency) -> dict[str, int]:
    """Milliseconds by stage."""
    return {
        "endpoint": latency.endpoint,
        "decode": latency.decode,
        "understand": latency.understand,
        "publish": latency.publish,
        "total": latency.total,
    }


def response_message(turn: Turn, topics: Topics) -> MqttMessage:
    """The answer to one turn."""
    document = {
        "id": turn.id,
        "text": turn.response.text,
        "act": turn.response.act.value,
        "area": turn.area,
    }
    if turn.escalated is not None:
        document["from"] = ESCALATION
    return _message(topics.response, document)


def state_message(state: AgentState, since: datetime, topics: Topics) -> MqttMessage:
    """What the agent is doing, retained."""
    document = {"state": state.value, "since": iso_time(since)}
    return _message(topics.state, document, retain=True)


def transcript_message(text: str, topics: Topics, *, is_final: bool) -> MqttMessage:
    """What is heard; the caller publishes it only where the configuration says so."""
    return _message(topics.transcript, {"text": text, "final": is_final})


def wake_message(wake: WakeDetected, time: datetime, topics: Topics) -> MqttMessage:
    """A wake word was said; never retained."""
    document = {"word": wake.word, "area": wake.area, "time": iso_time(time)}
    return _message(topics.wake, document)


def alert_message(
    alert: Alert, *, alert_id: str, area: str | None, time: datetime, topics: Topics
) -> MqttMessage:
    """Something that is watched for was heard; never retained.

    Args:
        alert: what.
        alert_id: tells alerts apart, as one may come twice.
        area: where the agent stands.
        time: when.
        topics: the agent's own.
    """
    document = {
        "id": alert_id,
        "time": iso_time(time),
        "kind": alert.kind.value,
        "phrase": alert.phrase,
        "area": area,
        "level_db": round(alert.level_db, 1),
    }
    return _message(topics.alert, document)


def metrics_message(figures: Mapping[str, object], topics: Topics) -> MqttMessage:
    """Figures by name."""
    return _message(topics.metrics, dict(figures))


def last_message(document: Mapping[str, object], topics: Topics) -> MqttMessage:
    """What was done last, and what was answered last, retained; as `last_document`."""
    return _message(topics.last, dict(document), retain=True)


def last_document(turn: Turn, before: Mapping[str, object]) -> dict[str, Any]:
    """What a turn did and answered, without the words that were said.

    Args:
        turn: the newest one.
        before: the document so far, from which comes what was done where this turn did nothing.
    """
    document = dict(before) | {"act": turn.response.act.value, "text": turn.response.text}
    if turn.outcomes:
        document |= {
            "time": iso_time(turn.time),
            "source": turn.source.value,
            "area": turn.area,
            "intents": [outcome.command.wire_name for outcome in turn.outcomes],
            "targets": [target for outcome in turn.outcomes for target in outcome.targets],
            "outcomes": [outcome.kind.value for outcome in turn.outcomes],
            "latency_ms": turn.latency.total,
        }
    return document


def health_message(problems: Mapping[Problem, str], topics: Topics) -> MqttMessage:
    """Whether anything keeps the agent from working, and a sentence about each; retained."""
    document = {
        "state": "problem" if problems else "ok",
        "problems": [problem.value for problem in problems],
        "reason": " ".join(problems.values()),
    }
    return _message(topics.health, document, retain=True)


def settings_message(
    in_force: Mapping[str, object],
    *,
    adjusted: Sequence[str],
    models: Sequence[str],
    topics: Topics,
) -> MqttMessage:
    """The settings that can be changed while the agent runs, retained.

    Args:
        in_force: each by its name in `Adjustments`.
        adjusted: those that are not as configured.
        models: what `model` may be.
        topics: the agent's own.
    """
    document = {**in_force, "adjusted": list(adjusted), "models": list(models)}
    return _message(topics.settings, document, retain=True)


def update_message(update: ModelUpdate, topics: Topics) -> MqttMessage:
    """The version of the speech model, retained, as Home Assistant's update entity reads it."""
    document = {
        "title": update.title,
        "installed_version": update.installed_version,
        "latest_version": update.latest_version,
        "in_progress": update.percent is not None,
        "update_percentage": update.percent,
        "release_summary": update.failure[:MAX_SUMMARY_CHARACTERS],
    }
    return _message(topics.update, document, retain=True)


def timers_message(appointments: Sequence[Appointment], topics: Topics) -> MqttMessage:
    """All that is to happen at a time, retained; next what is due next."""
    return _message(
        topics.timers, {"timers": [_appointment_document(one) for one in appointments]}, retain=True
    )


def timer_message(event: TimingAct, one: Appointment, topics: Topics) -> MqttMessage:
    """What became of one of them; never retained."""
    return _message(topics.timer, {"event": event.value, **_appointment_document(one)})


def _appointment_document(one: Appointment) -> dict[str, Any]:
    state = "running" if one.is_running else "ringing" if one.rings_since else "paused"
    document: dict[str, Any] = {
        "id": one.id,
        "kind": one.kind.value,
        "state": state,
        "due": iso_time(datetime.fromtimestamp(one.due_at, UTC)),
        "name": one.name,
        "area": one.area,
        "duration": one.duration_s,
        "left": one.left_s,
        "days": sorted(one.days),
        "command": one.text,
    }
    return {name: value for name, value in document.items() if value not in (None, [])}


def iso_time(moment: datetime) -> str:
    """ISO 8601 in UTC with milliseconds, e.g. `2026-11-23T10:00:00.123Z`.

    Args:
        moment: with a time zone.
    """
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _rejection_document(rejection: Rejection) -> dict[str, str | None]:
    return {
        "reason": rejection.reason.value,
        "heard": rejection.heard,
        "nearest": rejection.nearest,
    }


def _message(topic: str, document: dict[str, Any], *, retain: bool = False) -> MqttMessage:
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    # Half a character, as a command line may hold one, has no place in UTF-8.
    payload = text.encode(errors="replace").decode()
    return MqttMessage(topic=topic, payload=payload, retain=retain)
