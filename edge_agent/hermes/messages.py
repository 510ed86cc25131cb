"""What flows are told by Hermes; fields have Rhasspy's names and types, optional ones are null."""

import re
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from edge_agent.domain.action import MqttMessage
from edge_agent.domain.command import Command
from edge_agent.hermes import topics
from edge_agent.hermes.heard import Heard, Slot, slots_of
from edge_agent.hermes.orders import IntentFilter, Part, Query, Saying

CONFIDENCE_DIGITS: Final = 3
UNMEASURED: Final = 1.0
"""Rhasspy's figure, too, for what nobody has measured: how sure single words are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where and in which session something happens."""

    site_id: str
    session_id: str
    custom_data: Any = None
    lang: str | None = None


def intent(address: Address, heard: Heard, command: Command) -> MqttMessage:
    """A command, on the topic of its intent."""
    document = _understood(heard, command) | {
        "siteId": address.site_id,
        "id": None,
        "sessionId": address.session_id,
        "customData": address.custom_data,
        "asrTokens": [_tokens(heard.text)] if heard.is_spoken else None,
        "asrConfidence": None,
        "rawInput": heard.text,
        "wakewordId": None,
        "lang": address.lang,
    }
    return _message(topics.INTENT + command.wire_name, document)


def intent_not_recognized(address: Address, heard: Heard) -> MqttMessage:
    """Something was said that is no command, or none that the session wants."""
    document = _session(address) | {"input": None if heard.is_private else heard.text}
    return _message(topics.INTENT_NOT_RECOGNIZED, document)


def text_captured(address: Address, text: str, seconds: float) -> MqttMessage:
    """What was recognised.

    Args:
        address: where, and in which session.
        text: the words.
        seconds: how long recognising them took after the end of speech.
    """
    document = {
        "text": text,
        "likelihood": UNMEASURED,
        "seconds": seconds,
        "siteId": address.site_id,
        "sessionId": address.session_id,
        "wakewordId": None,
        "asrTokens": [_tokens(text)],
        "lang": address.lang,
    }
    return _message(topics.TEXT_CAPTURED, document)


def intent_parsed(site_id: str, query: Query, heard: Heard, command: Command) -> MqttMessage:
    """The answer to a query: one command of the text."""
    document = _understood(heard, command) | {
        "siteId": site_id,
        "id": query.id,
        "sessionId": query.session_id,
    }
    return _message(topics.INTENT_PARSED, document)


def not_parsed(site_id: str, query: Query) -> MqttMessage:
    """The answer to a query whose text is no command, or none that is wanted."""
    document = {
        "input": query.text,
        "siteId": site_id,
        "id": query.id,
        "customData": query.custom_data,
        "sessionId": query.session_id,
    }
    return _message(topics.NOT_PARSED, document)


def say_finished(site_id: str, saying: Saying) -> MqttMessage:
    """Something has been spoken."""
    document = {"siteId": site_id, "id": saying.id, "sessionId": saying.session_id}
    return _message(topics.SAY_FINISHED, document)


def session_started(address: Address) -> MqttMessage:
    """A session has begun."""
    return _message(topics.SESSION_STARTED, _session(address) | {"lang": address.lang})


def session_queued(address: Address) -> MqttMessage:
    """A session will begin when those before it are over."""
    return _message(topics.SESSION_QUEUED, _session(address))


def session_ended(address: Address, reason: str) -> MqttMessage:
    """A session is over.

    Args:
        address: of the session.
        reason: a value of `sessions.Termination`.
    """
    return _message(topics.SESSION_ENDED, {"termination": {"reason": reason}} | _session(address))


def start_listening(address: Address, intent_filter: IntentFilter) -> MqttMessage:
    """A session listens from now on."""
    document = {
        "siteId": address.site_id,
        "sessionId": address.session_id,
        "lang": address.lang,
        "stopOnSilence": True,
        "sendAudioCaptured": False,
        "wakewordId": None,
        "intentFilter": sorted(intent_filter) if intent_filter else None,
    }
    return _message(topics.START_LISTENING, document)


def stop_listening(address: Address) -> MqttMessage:
    """A session listens no more."""
    document = {"siteId": address.site_id, "sessionId": address.session_id}
    return _message(topics.STOP_LISTENING, document)


def error(site_id: str, part: Part, reason: str, session_id: str | None = None) -> MqttMessage:
    """Something that was asked for cannot be done.

    Args:
        site_id: the agent's own.
        part: whose error it is.
        reason: one sentence.
        session_id: where a session is concerned.
    """
    document = {"error": reason, "siteId": site_id, "context": None, "sessionId": session_id}
    return _message(topics.ERROR + part, document)


def _session(address: Address) -> dict[str, Any]:
    return {
        "sessionId": address.session_id,
        "siteId": address.site_id,
        "customData": address.custom_data,
    }


def _understood(heard: Heard, command: Command) -> dict[str, Any]:
    confidence = round(command.confidence, CONFIDENCE_DIGITS)
    return {
        "input": heard.text,
        "intent": {"intentName": command.wire_name, "confidenceScore": confidence},
        "slots": [_slot(slot, heard.text, confidence) for slot in slots_of(command, heard)],
    }


def _slot(slot: Slot, text: str, confidence: float) -> dict[str, Any]:
    is_number = not isinstance(slot.value, str)
    start, end = slot.span or (None, None)
    return {
        "entity": slot.name,
        "slotName": slot.name,
        "rawValue": text[start:end] if slot.span else str(slot.value),
        "value": {"kind": "Number" if is_number else "Custom", "value": slot.value},
        "range": {"start": start, "end": end} if slot.span else None,
        "confidence": confidence,
    }


def _tokens(text: str) -> list[dict[str, Any]]:
    return [
        {
            "value": match.group(),
            "confidence": UNMEASURED,
            "rangeStart": match.start(),
            "rangeEnd": match.end(),
            "time": None,
        }
        for match in re.finditer(r"\S+", text)
    ]


def _message(topic: str, document: dict[str, Any]) -> MqttMessage:
    return MqttMessage(topic=topic, payload=msgspec.json.encode(document).decode())
