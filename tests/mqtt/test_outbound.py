import json
from datetime import UTC, datetime, timedelta, timezone

import pytest

from edge_agent.domain.action import CommandOutcome, MqttMessage, OutcomeKind
from edge_agent.domain.agent_state import AgentState
from edge_agent.domain.command import Command
from edge_agent.domain.escalation import Escalated
from edge_agent.domain.intent import Intent
from edge_agent.domain.response import Act, Response
from edge_agent.domain.slots import Slots
from edge_agent.domain.turn import Latency, Source, Turn
from edge_agent.domain.understanding import Reason, Rejection
from edge_agent.mqtt import outbound
from edge_agent.mqtt.topics import Topics

TOPICS = Topics(agent_id="kitchen")
TIME = datetime(2026, 11, 23, 10, 0, 0, 123_456, tzinfo=UTC)


def turn(**changes: object) -> Turn:
    values: dict[str, object] = {
        "id": "01J0000000000000000000TEST",
        "time": TIME,
        "source": Source.VOICE,
        "area": "Kitchen",
        "utterance": "turn off the lights and lock the front door",
        "outcomes": (
            CommandOutcome(
                command=Command(
                    intent=Intent.TURN_OFF,
                    slots=Slots(domain="light", area="Kitchen"),
                    confidence=0.990001,
                ),
                targets=("light.kitchen_ceiling",),
                messages=(MqttMessage(topic="kitchen/ceiling/set", payload="OFF"),),
                kind=OutcomeKind.CONFIRMED,
            ),
        ),
        "rejection": None,
        "response": Response(act=Act.DONE, text="Turned off the light."),
        "latency": Latency(endpoint=180, decode=20, understand=1, publish=2, total=205),
    }
    return Turn(**(values | changes))  # type: ignore[arg-type] # the table above is untyped


def test_a_command_has_the_fields_of_the_contract() -> None:
    message = outbound.command_message(turn(), TOPICS)
    assert (message.topic, message.qos, message.retain) == ("edge-agent/kitchen/command", 1, False)
    assert json.loads(message.payload) == {
        "id": "01J0000000000000000000TEST",
        "time": "2026-11-23T10:00:00.123Z",
        "source": "voice",
        "area": "Kitchen",
        "utterance": "turn off the lights and lock the front door",
        "commands": [
            {
                "intent": "HassTurnOff",
                "slots": {"domain": "light", "area": "Kitchen"},
                "confidence": 0.99,
                "targets": ["light.kitchen_ceiling"],
                "messages": [{"topic": "kitchen/ceiling/set", "payload": "OFF"}],
                "outcome": "confirmed",
            }
        ],
        "response": {"act": "done", "text": "Turned off the light."},
        "latency_ms": {"endpoint": 180, "decode": 20, "understand": 1, "publish": 2, "total": 205},
    }


def test_a_rejected_turn_says_why() -> None:
    rejection = Rejection(reason=Reason.UNKNOWN_NAME, heard="disco ball", nearest="Hall")
    message = outbound.command_message(turn(outcomes=(), rejection=rejection, area=None), TOPICS)
    document = json.loads(message.payload)
    assert document["commands"] == []
    assert document["area"] is None
    assert document["rejection"] == {
        "reason": "unknown_name",
        "heard": "disco ball",
        "nearest": "Hall",
    }


@pytest.mark.parametrize("intent", Intent)
@pytest.mark.parametrize("kind", OutcomeKind)
def test_every_intent_and_outcome_can_be_told(intent: Intent, kind: OutcomeKind) -> None:
    command = Command(intent=intent, slots=Slots(temperature=21.5), confidence=1.0)
    document = outbound.outcome_document(CommandOutcome(command=command, kind=kind))
    assert document["intent"] == intent.wire_name
    assert document["outcome"] == kind.value
    need = {"need": str(intent)} if intent.is_need else {}
    assert document["slots"] == {"temperature": 21.5} | need


def test_a_response() -> None:
    message = outbound.response_message(turn(id="from-the-flow"), TOPICS)
    assert (message.topic, message.retain) == ("edge-agent/kitchen/response", False)
    assert json.loads(message.payload) == {
        "id": "from-the-flow",
        "text": "Turned off the light.",
        "act": "done",
        "area": "Kitchen",
    }


@pytest.mark.parametrize("state", AgentState)
def test_a_state_is_retained(state: AgentState) -> None:
    since = TIME.astimezone(timezone(timedelta(hours=5, minutes=30)))
    message = outbound.state_message(state, since, TOPICS)
    assert (message.topic, message.retain) == ("edge-agent/kitchen/state", True)
    assert json.loads(message.payload) == {
        "state": state.value,
        "since": "2026-11-23T10:00:00.123Z",
    }


def test_a_transcript_is_not_retained() -> None:
    message = outbound.transcript_message("turn it \udcff up", TOPICS, is_final=True)
    assert (message.topic, message.retain) == ("edge-agent/kitchen/transcript", False)
    assert json.loads(message.payload) == {"text": "turn it ? up", "final": True}


def test_metrics() -> None:
    message = outbound.metrics_message({"turns": 3}, TOPICS)
    assert (message.topic, message.payload) == ("edge-agent/kitchen/metrics", '{"turns":3}')


def test_what_was_done_last_stays_while_other_things_are_answered() -> None:
    done = outbound.last_document(turn(), {})
    answered = outbound.last_document(
        turn(outcomes=(), response=Response(act=Act.SMALL_TALK, text="Hello.")), done
    )
    assert done["intents"] == ["HassTurnOff"]
    assert done["latency_ms"] == 205
    assert answered == done | {"act": "small_talk", "text": "Hello."}
    message = outbound.last_message(answered, TOPICS)
    assert (message.topic, message.retain) == ("edge-agent/kitchen/last", True)
    assert "turn off the lights" not in message.payload, "the broker keeps it"


def test_the_settings_tell_what_they_may_be() -> None:
    message = outbound.settings_message(
        {"silence_s": 0.6}, adjusted=["silence_s"], models=("a", "b"), topics=TOPICS
    )
    assert message.retain
    assert json.loads(message.payload) == {
        "silence_s": 0.6,
        "adjusted": ["silence_s"],
        "models": ["a", "b"],
    }


def test_an_answer_of_an_endpoint_is_marked() -> None:
    escalated = turn(escalated=Escalated(took_ms=812, tokens=90, rounds=1))
    response = json.loads(outbound.response_message(escalated, TOPICS).payload)
    assert response["from"] == "escalation"
    command = json.loads(outbound.command_message(escalated, TOPICS).payload)
    assert command["response"]["from"] == "escalation"
    assert command["latency_ms"]["escalate"] == 812
    assert "escalates" not in command
    assert outbound.command_document(turn(is_open=True))["escalates"] is True
