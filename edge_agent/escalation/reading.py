"""From the body of a chat completion to a reply; whatever came is checked."""

from typing import Any, Final

import msgspec

from edge_agent.domain.escalation import Reply, ToolCall, Trouble
from edge_agent.escalation.plain import one_line
from edge_agent.escalation.tools import ARGUMENTS

MAX_CALLS: Final = 8
"""More calls in one reply are not looked at."""
MAX_ARGUMENT: Final = 200
"""Characters; longer ones are no command."""
_MOST_ID: Final = 100
_MOST_TOKENS: Final = 10_000_000
_CHARACTERS_A_TOKEN: Final = 4


class _Function(msgspec.Struct, frozen=True):
    name: str = ""
    arguments: str | dict[str, Any] | None = None


class _Call(msgspec.Struct, frozen=True):
    function: _Function
    id: str | None = None


class _Part(msgspec.Struct, frozen=True):
    text: str | None = None


class _Message(msgspec.Struct, frozen=True):
    content: str | list[_Part] | None = None
    tool_calls: list[_Call] | None = None


class _Choice(msgspec.Struct, frozen=True):
    message: _Message


class _Completion(msgspec.Struct, frozen=True):
    choices: list[_Choice]
    usage: Any = None


def read_reply(body: bytes, asked: int) -> Reply | Trouble:
    """What a model says.

    Args:
        body: as it came.
        asked: bytes of what was asked, by which the cost is guessed where it is not told.
    """
    try:
        completion = msgspec.json.decode(body, type=_Completion)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return Trouble.UNUSABLE
    if not completion.choices:
        return Trouble.UNUSABLE
    message = completion.choices[0].message
    return Reply(
        text=_text(message.content),
        calls=tuple(map(_call, (message.tool_calls or [])[:MAX_CALLS])),
        tokens=_tokens(completion.usage, asked + len(body)),
    )


def _text(content: str | list[_Part] | None) -> str:
    if isinstance(content, list):
        return " ".join(part.text or "" for part in content)
    return content or ""


def _call(call: _Call) -> ToolCall:
    return ToolCall(
        id=one_line(call.id or "", _MOST_ID),
        name=one_line(call.function.name, _MOST_ID),
        argument=_argument(call.function),
    )


def _argument(function: _Function) -> str:
    """The one argument in one line; empty where there is none, or it is too long."""
    given = function.arguments
    if isinstance(given, str):
        try:
            given = msgspec.json.decode(given)
        except (msgspec.MsgspecError, UnicodeError, RecursionError):
            return ""
    value = given.get(ARGUMENTS.get(function.name, "")) if isinstance(given, dict) else None
    if not isinstance(value, str) or len(value) > MAX_ARGUMENT:
        return ""
    return one_line(value, MAX_ARGUMENT)


def _tokens(usage: object, size: int) -> int:
    told = usage.get("total_tokens") if isinstance(usage, dict) else None
    if isinstance(told, int) and not isinstance(told, bool) and 0 < told < _MOST_TOKENS:
        return told
    return size // _CHARACTERS_A_TOKEN
