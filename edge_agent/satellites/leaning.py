"""Whether words lean on a conversation, so that who holds it must answer them."""

from typing import Final

from edge_agent.domain.intent import Intent
from edge_agent.domain.understanding import Understanding

_LEANING: Final = frozenset(
    {
        Intent.YES,
        Intent.NO,
        Intent.NEVER_MIND,
        Intent.HUSH,
        Intent.FOLLOW_UP,
        Intent.UNDO,
        Intent.CORRECT,
        Intent.CHOOSE,
        Intent.SNOOZE,
    }
)


def leans_on_conversation(understanding: Understanding) -> bool:
    """Whether it is an answer, or about what was spoken of; a mere fragment may be either."""
    if not understanding.commands:
        return True
    return any(one.refers_back or one.intent in _LEANING for one in understanding.commands)
