"""A model behind an endpoint: asked with messages, answers with a reply."""

from collections.abc import Sequence
from typing import Any, Final

import msgspec

from edge_agent.config.escalation import EscalationSettings
from edge_agent.domain.escalation import Reply, Trouble
from edge_agent.escalation.endpoint import Endpoint
from edge_agent.escalation.messages import Message
from edge_agent.escalation.reading import read_reply
from edge_agent.escalation.tools import TOOLS

_LIMITS: Final = ("max_tokens", "max_completion_tokens")
"""How the longest answer is told: most take the first, the newest of OpenAI's the second only."""


class Model:
    """One configured model."""

    def __init__(self, endpoint: Endpoint, settings: EscalationSettings) -> None:
        """Take where it is, and how it is asked."""
        self._endpoint = endpoint
        self._settings = settings
        self._limit = _LIMITS[0]

    async def reply(self, messages: Sequence[Message], *, with_tools: bool) -> Reply | Trouble:
        """What it says to the last of some messages; the caller limits the time."""
        reply = await self._asked(messages, self._limit, with_tools=with_tools)
        if reply is not Trouble.NOT_TAKEN:
            return reply
        other = next(limit for limit in _LIMITS if limit != self._limit)
        reply = await self._asked(messages, other, with_tools=with_tools)
        if isinstance(reply, Reply):
            self._limit = other
        return reply

    async def _asked(
        self, messages: Sequence[Message], limit: str, *, with_tools: bool
    ) -> Reply | Trouble:
        document: dict[str, Any] = {
            "model": self._settings.model,
            "messages": list(messages),
            limit: self._settings.max_answer_tokens,
            "stream": False,
        }
        if with_tools:
            document["tools"] = TOOLS
        body = _encoded(document)
        answer = await self._endpoint.post(body)
        return answer if isinstance(answer, Trouble) else read_reply(answer, len(body))


def _encoded(document: dict[str, Any]) -> bytes:
    return msgspec.json.encode(document)
