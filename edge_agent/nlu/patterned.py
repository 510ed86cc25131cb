"""Sentences whose commands follow patterns to the word, at once, later or for a time."""

from collections.abc import Sequence
from typing import Final

from edge_agent.domain.command import Command, Quantifier
from edge_agent.domain.intent import Intent
from edge_agent.domain.understanding import Reason, Rejection
from edge_agent.nlu.clauses import without_clauses
from edge_agent.nlu.framing import Frame, frames, later
from edge_agent.nlu.gazetteer import Gazetteer
from edge_agent.nlu.joining import by_pattern, goes_on, joined, joints, without_joints
from edge_agent.nlu.language import Tokens, english
from edge_agent.nlu.network import MAX_TOKENS
from edge_agent.nlu.normalise import normalise
from edge_agent.nlu.sharing import Said, shared
from edge_agent.nlu.slots import fill
from edge_agent.nlu.telling import is_no_command

Result = tuple[Command, ...] | Rejection

SURELY_NONE: Final = Rejection(reason=Reason.NOT_A_COMMAND)
"""Of what only tells of commands: less likely readings do not count then."""
NOT_A_COMMAND: Final = Rejection(reason=Reason.NOT_A_COMMAND)
_REJECTION_SHARE: Final = 0.5
"""Saying that a name is unknown takes less confidence than acting."""


def filled(said: Sequence[Said], gazetteer: Gazetteer, min_confidence: float) -> Result:
    """Commands with their slots; a rejection where one of them has none, or is too unsure."""
    commands = []
    for one in said:
        result = fill(one.intent, one.spans, gazetteer)
        if isinstance(result, Rejection):
            is_sure = one.confidence >= min_confidence * _REJECTION_SHARE
            return result if is_sure else Rejection(reason=Reason.LOW_CONFIDENCE)
        if one.confidence < min_confidence:
            return Rejection(reason=Reason.LOW_CONFIDENCE)
        intent, slots, left_out = result
        commands.append(
            Command(
                intent=intent,
                slots=slots,
                left_out=left_out,
                quantifier=_quantifier(intent, one),
                refers_back="it" in one.slots,
                says_here="here" in one.slots,
                is_plural=any(s.slot == "it" and s.tokens in english().plural for s in one.spans),
                confidence=round(one.confidence, 4),
            )
        )
    return tuple(commands)


def _quantifier(intent: Intent, one: Said) -> Quantifier | None:
    """How many of a kind are spoken of; who asks after everything means all of the home."""
    kind = next((span for span in one.spans if span.slot == "kind"), None)
    state = next((span.tokens for span in one.spans if span.slot == "state"), None)
    is_open = kind is None and not {"name", "it", "which"} & one.slots
    if is_open and state in english().states and intent is Intent.GET_STATE:
        is_whole = english().states.get(state) == "locked"  # "is the house locked up"
        return Quantifier.ALL if is_whole else Quantifier.ANY
    if kind is None or kind.quantifier is not None or intent is not Intent.GET_STATE:
        return None if kind is None else kind.quantifier
    keys = {known.key for known in english().kinds_by_words.get(kind.tokens, ())}
    if "everything" in keys:
        return Quantifier.ALL
    return Quantifier.ANY if "anything" in keys else None


def by_patterns(
    tokens: Tokens, gazetteer: Gazetteer, one: Said | None, *, is_framed: bool = False
) -> Result | None:
    """What a sentence is whose parts follow patterns to the word; None for any other."""
    if not 0 < len(tokens) <= MAX_TOKENS:
        return Rejection(reason=Reason.NOT_A_COMMAND if tokens else Reason.NOISE)
    one = None if one is not None and one.intent is Intent.CHOOSE else one
    result = None if one is None else filled(shared((one,)), gazetteer, 0.0)
    if result is None or isinstance(result, Rejection):
        if is_no_command(tokens, gazetteer):
            return SURELY_NONE
        several = joined(tokens, gazetteer)
        result = filled(shared(several), gazetteer, 0.0) if several else None
    if result is None:
        shorter = _without_opening(tokens)
        first = by_pattern(shorter, gazetteer) if shorter != tokens else None
        result = by_patterns(shorter, gazetteer, first) if shorter != tokens else None
    if result is None and not is_framed:
        result = _later(tokens, gazetteer) or _partly_later(tokens, gazetteer)
    if result is None:
        result = _without_clauses(tokens, gazetteer, is_framed=is_framed)
    return None if isinstance(result, Rejection) else result


def _without_clauses(tokens: Tokens, gazetteer: Gazetteer, *, is_framed: bool) -> Result | None:
    """The command in what says more than that; answers and questions stand by themselves."""
    for shorter in without_clauses(tokens, gazetteer):
        first = by_pattern(shorter, gazetteer)
        found = by_patterns(shorter, gazetteer, first, is_framed=is_framed)
        if found and not isinstance(found, Rejection) and all(map(_stands_in_clauses, found)):
            return found
    return None


def _stands_in_clauses(command: Command) -> bool:
    """Not a timer: what stands behind it is its name."""
    return goes_on(command.intent) and not command.intent.is_for_later


def chosen(one: Said | None, gazetteer: Gazetteer) -> tuple[Command, ...]:
    """Which one is meant, or which ones, where the words only tell that: `the big one`."""
    if one is None or one.intent is not Intent.CHOOSE:
        return ()
    result = filled(shared((one,)), gazetteer, 0.0)
    return () if isinstance(result, Rejection) else result


def only_chooses(one: Said | None, tokens: Tokens) -> bool:
    """Whether it can only tell which one is meant: `the bathroom one`, which is no number."""
    if one is None or one.intent is not Intent.CHOOSE or len(one.spans) != 1:
        return False
    (span,) = one.spans
    return span.slot == "area" and tokens[span.end : span.end + 1] in _ONES


_ONES: Final = frozenset({normalise("one"), normalise("ones")})


def _without_opening(tokens: Tokens) -> Tokens:
    """A command without `and` or `no` before it; `no lights on` is none."""
    first, *rest = tokens
    is_opened = first in english().words("openings")
    is_command = rest[:1] and rest[0] in english().words("beginnings")
    is_left_out = first in english().words("joints") or (is_opened and is_command)
    return tuple(rest) if rest and is_left_out else tokens


def _later(tokens: Tokens, gazetteer: Gazetteer) -> Result | None:
    """What is not for now, or not for long, where the rest follows patterns."""
    for frame in frames(tokens):
        first = by_pattern(frame.tokens, gazetteer)
        then = by_patterns(frame.tokens, gazetteer, first, is_framed=True)
        if then is not None and not isinstance(then, Rejection) and can_wait(then):
            return _waiting(frame, then, gazetteer)
    return None


def _partly_later(tokens: Tokens, gazetteer: Gazetteer) -> Result | None:
    """Several commands of which one has a time of its own: `... in an hour and lock the door`."""
    for at in joints(tokens, gazetteer):
        first = _part(without_joints(tokens[:at], is_last=False), gazetteer)
        rest = _part(without_joints(tokens[at:]), gazetteer) if first else ()
        if first and rest and any(c.intent.is_for_later for c in (*first, *rest)):
            return (*first, *rest)
    return None


def _part(tokens: Tokens, gazetteer: Gazetteer) -> tuple[Command, ...]:
    """The commands of a part of a sentence that follows patterns; none where it does not."""
    found = by_patterns(tokens, gazetteer, by_pattern(tokens, gazetteer)) if tokens else None
    if found is None or isinstance(found, Rejection):
        return ()
    return found if all(goes_on(one.intent) or one.then for one in found) else ()


def can_wait(commands: Sequence[Command]) -> bool:
    """Whether they are of a kind that can be done at another time."""
    return all(
        goes_on(c.intent) and not (c.intent.is_need or c.intent.is_for_later) for c in commands
    )


def _waiting(frame: Frame, commands: Sequence[Command], gazetteer: Gazetteer) -> Result:
    """The commands with the time that stands around them."""
    if not frame.duration:
        return later(frame, commands, None)
    said = Said(intent=Intent.START_TIMER, spans=frame.duration, confidence=1.0)
    timer = filled((said,), gazetteer, 0.0)
    return timer if isinstance(timer, Rejection) else later(frame, commands, timer[0].slots)


def in_time(frame: Frame, whole: Result, part: Result, gazetteer: Gazetteer) -> Result:
    """What a sentence is that speaks of a time: never a command for now and for good."""
    if not isinstance(part, Rejection) and can_wait(part):
        return _waiting(frame, part, gazetteer)
    if isinstance(whole, Rejection):
        return whole
    is_harmless = all(c.intent.is_question or c.intent.is_for_later for c in whole)
    return whole if is_harmless else NOT_A_COMMAND
