"""Roundabout ways to ask: "would you mind turning on the lamp"."""

from edge_agent.nlu.language import Tokens, english


def straight(tokens: Tokens) -> Tokens:
    """The same request with its verb first, where it was asked for with a gerund."""
    for frame in english().gerund_frames:
        rest = tokens[len(frame) :]
        if tokens[: len(frame)] == frame and rest and rest[0] in english().gerunds:
            return (english().gerunds[rest[0]], *rest[1:])
    return tokens
