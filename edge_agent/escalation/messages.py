"""The messages of a chat, as chat completions take them."""

import json
from typing import Any

from edge_agent.domain.escalation import Reply, ToolCall
from edge_agent.escalation.tools import ARGUMENTS

Message = dict[str, Any]


def system(text: str) -> Message:
    """What a model is told before all else."""
    return {"role": "system", "content": text}


def user(text: str) -> Message:
    """What a person said."""
    return {"role": "user", "content": text}


def assistant(text: str) -> Message:
    """What the model has answered before."""
    return {"role": "assistant", "content": text}


def called(reply: Reply) -> Message:
    """What the model wanted done; only what was read of it goes back."""
    return {"role": "assistant", "content": "", "tool_calls": [_call(c) for c in reply.calls]}


def result(call: ToolCall, text: str) -> Message:
    """What came of a call."""
    return {"role": "tool", "tool_call_id": call.id, "content": text}


def _call(call: ToolCall) -> dict[str, Any]:
    argument = ARGUMENTS.get(call.name)
    arguments = json.dumps({argument: call.argument} if argument else {})
    function = {"name": call.name, "arguments": arguments}
    return {"id": call.id, "type": "function", "function": function}
