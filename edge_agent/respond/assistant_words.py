"""What the agent says when it hands questions on: one file a language; this is English.

Whoever answers at the endpoint is "the assistant" to those who ask.
"""

from typing import Final

from edge_agent.domain.escalation import Trouble
from edge_agent.domain.response import Act, Response

_WHY: Final = {
    Trouble.UNREACHABLE: "The assistant cannot be reached.",
    Trouble.TOO_SLOW: "The assistant did not answer in time.",
    Trouble.UNTRUSTED: "The assistant's connection cannot be trusted, so I did not ask it.",
    Trouble.REFUSED: "The assistant does not accept my key.",
    Trouble.NO_SUCH_MODEL: "The assistant that is set up is not there.",
    Trouble.NOT_TAKEN: "The assistant does not take questions as I ask them.",
    Trouble.BUSY: "The assistant is asked too much just now; try again later.",
    Trouble.BROKEN: "The assistant has trouble of its own just now.",
    Trouble.LEADS_AWAY: "The assistant sent me elsewhere, where I do not go.",
    Trouble.UNUSABLE: "The assistant gave an answer that I cannot use.",
    Trouble.ENDLESS: "The assistant came to no end.",
}

_REMEDIES: Final = {
    Trouble.UNREACHABLE: "Is the endpoint running, and is escalation.url right?",
    Trouble.TOO_SLOW: "Take a smaller model or a faster machine, or raise escalation.timeout_s.",
    Trouble.UNTRUSTED: "Name the authority of its certificate under escalation.ca_file; with a key"
    " and http, escalation.url must lead into the home network.",
    Trouble.REFUSED: "Put a key that it accepts into escalation.key_file.",
    Trouble.NO_SUCH_MODEL: "Correct escalation.model, or the path of escalation.url.",
    Trouble.NOT_TAKEN: "If the model takes no tools, set escalation.tools to false.",
    Trouble.BUSY: "Wait, or look at the limits of your account.",
    Trouble.BROKEN: "Look at the endpoint's own log.",
    Trouble.LEADS_AWAY: "Give the final address as escalation.url; redirects are not followed.",
    Trouble.UNUSABLE: "Does escalation.url lead to OpenAI-compatible chat completions?",
    Trouble.ENDLESS: "Take another model, or set escalation.tools to false.",
}

ASK_QUESTION: Final = Response(act=Act.CLARIFY, text="What do you want to know?")
USED_UP: Final = "I have used up today's questions to the assistant."
NO_MORE: Final = Response(act=Act.UNSUPPORTED, text=USED_UP)
PRIVACY: Final = Response(
    act=Act.SMALL_TALK,
    text="No sound leaves this box. Questions that are put to the assistant go to it as text,"
    " with the names and states of the devices here.",
)
LEFT: Final = Response(act=Act.CANCELLED, text="")
"""Something else was said: the answer to that is enough."""


def trouble(why: Trouble) -> Response:
    """Say why there is no answer."""
    return Response(act=Act.FAILED, text=_WHY[why])


def remedy(why: Trouble) -> str:
    """What the owner may do about it."""
    return _REMEDIES[why]


def used_up() -> Response:
    """Say, beside that something was not understood, why nobody is asked."""
    return Response(act=Act.NOT_UNDERSTOOD, text=USED_UP)
