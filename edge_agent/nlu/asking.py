"""Roundabout ways to ask: "would you mind turning on the lamp", "any idea how warm it is"."""

from typing import Final

from edge_agent.nlu.language import Tokens, english

_ASKING: Final = frozenset({"what", "which", "how", "if", "whether", "when", "where", "who"})
"""What a question within a question begins with."""


def straight(tokens: Tokens) -> Tokens:
    """The same with its verb first, where it was asked with a gerund or by asking about asking."""
    for frame in english().gerund_frames:
        rest = tokens[len(frame) :]
        if tokens[: len(frame)] == frame and rest and rest[0] in english().gerunds:
            return (english().gerunds[rest[0]], *rest[1:])
    for frame in english().question_frames:
        rest = tokens[len(frame) :]
        if tokens[: len(frame)] == frame and rest and rest[0] in _ASKING:
            first = "if" if rest[0] == "whether" else rest[0]
            return (*english().question_verb, first, *rest[1:])
    return tokens
