"""Home Assistant's websocket messages: what it sends as values, what is sent as text.

Pure. What it sends is checked here: anything else than these messages is `MalformedError`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec

MAX_MESSAGE_BYTES: Final = 16 * 1024 * 1024
"""A list of ten thousand entities is some 7 MB."""
_MAX_REASON_CHARS: Final = 200
_UNKNOWN: Final = "no reason given"


class MalformedError(ValueError):
    """What came is no message of Home Assistant's; the text is one sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthRequired:
    """It asks for the token."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthOk:
    """The token is right."""

    version: str
    """Home Assistant's, e.g. `2026.11.0`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthInvalid:
    """The token is wrong."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of a command."""

    id: int
    result: object = None
    refusal: str | None = None
    """Why it was refused; None where it was carried out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that was subscribed to has happened."""

    id: int
    """Of the command that subscribed to it."""
    event: Mapping[str, Any] = field(default_factory=dict)


Received = AuthRequired | AuthOk | AuthInvalid | Answer | Event


def received(text: str | bytes) -> Iterator[Received]:
    """The messages in one frame; those of kinds that are not known are left out.

    Raises:
        MalformedError: it holds something else.
    """
    try:
        document = msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise MalformedError("the message is not JSON.") from error
    for message in document if isinstance(document, list) else [document]:
        if not isinstance(message, dict):
            raise MalformedError("the message is not a JSON object.")
        value = _value(message)
        if value is not None:
            yield value


def command(kind: str, number: int, fields: Mapping[str, object]) -> str:
    """A command as it is sent.

    Args:
        kind: e.g. `get_states`.
        number: its id, greater than that of any sent before on the connection.
        fields: what else belongs to it.
    """
    return msgspec.json.encode({**fields, "id": number, "type": kind}).decode()


def login(token: str) -> str:
    """The answer to `AuthRequired`."""
    return msgspec.json.encode({"type": "auth", "access_token": token}).decode()


def _value(message: dict[str, Any]) -> Received | None:
    match message.get("type"):
        case "auth_required":
            return AuthRequired()
        case "auth_ok":
            return AuthOk(version=_text(message.get("ha_version"), "unknown"))
        case "auth_invalid":
            return AuthInvalid(reason=_text(message.get("message"), _UNKNOWN))
        case "result" | "pong" as kind:
            is_done = kind == "pong" or message.get("success") is True
            refusal = None if is_done else _reason(message.get("error"))
            return Answer(id=_id(message), result=message.get("result"), refusal=refusal)
        case "event":
            event = message.get("event")
            if not isinstance(event, dict):
                raise MalformedError("the event is not a JSON object.")
            return Event(id=_id(message), event=event)
        case _:
            return None


def _id(message: Mapping[str, Any]) -> int:
    number = message.get("id")
    if not isinstance(number, int) or isinstance(number, bool):
        raise MalformedError("the message has no id.")
    return number


def _reason(error: object) -> str:
    return _text(error.get("message"), _UNKNOWN) if isinstance(error, dict) else _UNKNOWN


def _text(value: object, otherwise: str) -> str:
    """On one line, and not too long for a log."""
    text = " ".join(value.split())[:_MAX_REASON_CHARS] if isinstance(value, str) else ""
    return text or otherwise
