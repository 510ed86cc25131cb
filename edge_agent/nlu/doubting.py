"""Commands that are too unsure to act on, but sure enough to ask about."""

from edge_agent.domain.command import Command
from edge_agent.domain.understanding import Reason, Rejection
from edge_agent.nlu.gazetteer import Gazetteer
from edge_agent.nlu.joining import goes_on
from edge_agent.nlu.judging import Judgement
from edge_agent.nlu.network import ASKING
from edge_agent.nlu.patterned import filled
from edge_agent.nlu.targets import is_suited


def unsure(
    judgement: Judgement, gazetteer: Gazetteer, ask_confidence: float
) -> tuple[Command, ...]:
    """What may have been meant by a sentence that was rejected; empty where nothing is likely.

    Args:
        judgement: of the sentence.
        gazetteer: the names of the home.
        ask_confidence: 0 to 1; what is less sure is not worth a question.
    """
    if judgement.reading.act not in ASKING or not isinstance(judgement.own, Rejection):
        return ()
    if judgement.own.reason is Reason.UNKNOWN_NAME:
        return ()
    for said in (judgement.said, judgement.meant):
        found = filled(said, gazetteer, ask_confidence)
        if not found or isinstance(found, Rejection):
            continue
        if all(_can_be_asked(command, gazetteer) for command in found):
            return found
    return ()


def _can_be_asked(command: Command, gazetteer: Gazetteer) -> bool:
    """Whether it changes something in this home now, and means the same by itself."""
    intent = command.intent
    is_change = goes_on(intent) and not (intent.is_need or intent.is_for_later)
    return is_change and not command.refers_back and is_suited(intent, command.slots, gazetteer)
