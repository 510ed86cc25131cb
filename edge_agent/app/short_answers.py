"""What is told of a turn aloud: by words, by a short sound, or not at all."""

from edge_agent.domain.earcon import Earcon
from edge_agent.domain.response import Act
from edge_agent.domain.turn import Source, Turn
from edge_agent.nlu.talking import stops_speaking

_EARCONS = {
    Act.DONE: Earcon.DONE,
    Act.ALREADY: Earcon.DONE,
    Act.UNKNOWN_DEVICE: Earcon.NOT_UNDERSTOOD,
    Act.UNSUPPORTED: Earcon.ERROR,
    Act.EXPIRED: Earcon.ERROR,
    Act.FAILED: Earcon.ERROR,
    Act.NOT_CONNECTED: Earcon.ERROR,
    Act.TIMER: Earcon.DONE,
}
"""For acts that are told so where nothing is said; answers to questions cannot be."""


def is_for_ears(turn: Turn) -> bool:
    """Whether there is something to be said aloud.

    Without a wake word most of what is heard is not meant for the agent: it stays silent. So it
    does when it is told to.
    """
    is_for_us = turn.response.act is not Act.NOT_UNDERSTOOD or turn.wake is not None
    is_hushed = turn.response.act is Act.CANCELLED and stops_speaking(turn.utterance)
    return bool(turn.response.text) and turn.source is Source.VOICE and is_for_us and not is_hushed


def earcon_of(turn: Turn, *, was_called: bool) -> Earcon | None:
    """The short sound for a turn of which nothing is said.

    Args:
        turn: what came of it.
        was_called: the agent was surely spoken to: after a wake word, or a button.
    """
    if turn.response.act is Act.NOT_UNDERSTOOD:
        return Earcon.NOT_UNDERSTOOD if was_called else None
    return _EARCONS.get(turn.response.act)
