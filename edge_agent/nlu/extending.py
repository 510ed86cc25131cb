"""Whether somebody who went on has only said more of the same command."""

from edge_agent.domain.command import Command
from edge_agent.domain.understanding import Understanding


def extends(begun: Understanding | None, whole: Understanding) -> bool:
    """Whether a sentence is one with its beginning, which was taken for all.

    "Turn off the lights ... in the kitchen", "... for ten minutes", "a timer for an hour ... and
    ten minutes". Two commands are not: each may have been meant by itself.

    Args:
        begun: what its beginning means; None where that was other speech.
        whole: what all of it means.
    """
    if whole.phrase is not None or (begun is not None and begun.phrase is not None):
        return False
    if begun is None or not begun.commands:
        return bool(whole.commands)
    if len(begun.commands) > 1:
        return False
    (before,) = begun.commands
    match whole.commands:
        case (after,):
            return _says_more(before, after)
        case (held, _) if held.is_for_a_time:
            return not before.is_for_a_time and held.intent is before.intent
        case _:
            return False


def _says_more(before: Command, after: Command) -> bool:
    if after.then:
        return not before.then and {one.intent for one in after.then} == {before.intent}
    said, further = ((one.slots, one.left_out) for one in (before, after))
    return before.intent is after.intent and said != further
