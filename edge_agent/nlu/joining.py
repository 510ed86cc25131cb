"""Several commands, each by a pattern, in one sentence: "turn off the fan and the lamp"."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from edge_agent.domain.command import Intent
from edge_agent.nlu.gazetteer import Gazetteer, Match
from edge_agent.nlu.language import english
from edge_agent.nlu.name_likeness import OTHER_FORM
from edge_agent.nlu.network import MAX_TOKENS
from edge_agent.nlu.pattern_reader import read_by_pattern
from edge_agent.nlu.playing import senseless
from edge_agent.nlu.sharing import Said
from edge_agent.nlu.skeleton import ANSWERS
from edge_agent.nlu.tagging import Tokens
from edge_agent.nlu.tone import small_talk

MAX_COMMANDS: Final = 4
"""Commands in one utterance beyond this are taken for something else."""


_ALONE: Final = frozenset(
    {Intent.FOLLOW_UP, Intent.UNDO, Intent.CORRECT, Intent.CHOOSE, Intent.SCHEDULE}
)


def by_pattern(tokens: Tokens, gazetteer: Gazetteer) -> Said | None:
    """One command that follows a pattern to the word; None for anything else.

    Small talk is none, unless something is called so: a scene "good night".
    """
    if not 0 < len(tokens) <= MAX_TOKENS:
        return None
    read = read_by_pattern(tokens, gazetteer.matches(tokens), senseless(gazetteer))
    if read is None:
        return _by_doer(tokens, gazetteer)
    intent, spans = read
    if tokens in small_talk() and not any(span.slot == "name" for span in spans):
        return None
    return Said(intent=intent, spans=spans, confidence=1.0)


def _by_doer(tokens: Tokens, gazetteer: Gazetteer) -> Said | None:
    """A device that is called after what it does: `feed the cat` in a home with a cat feeder."""
    tokens = _as_wish(_plain(tokens))
    doer = english().clauses.doers.get(tokens[0])
    thing = tuple(word for word in tokens[1:] if word not in english().words("articles"))
    if doer is None or not thing or gazetteer.exact("name", (*thing, doer)) is None:
        return None
    ways = (by_pattern((*work, *thing, doer), gazetteer) for work in english().clauses.works)
    return next((one for one in ways if one is not None), None)


def _as_wish(tokens: Tokens) -> Tokens:
    """`The cat is hungry` as what is to be done about it; other words as they are."""
    clauses = english().clauses
    verb = clauses.wants.get(tokens[-1])
    if verb is None or tokens[0] in clauses.wanting:  # "is the cat hungry" only asks
        return tokens
    return (verb, *(word for word in tokens[:-1] if word not in clauses.wanting))


def _plain(tokens: Tokens) -> Tokens:
    """The tokens without what is polite before and behind them, as far as any are left."""
    before, after = english().clauses.polite
    for words in before:
        if tokens[: len(words)] == words and len(tokens) > len(words):
            return _plain(tokens[len(words) :])
    for words in after:
        if tokens[-len(words) :] == words and len(tokens) > len(words):
            return _plain(tokens[: -len(words)])
    return tokens


Reader = Callable[[Tokens, Gazetteer], Said | None]
"""Reads one command; None where it is none."""


def joined(
    tokens: Tokens,
    gazetteer: Gazetteer,
    left: int = MAX_COMMANDS,
    *,
    read: Reader = by_pattern,
) -> tuple[Said, ...]:
    """The commands of `… and …`, at most `left`; none unless every part can be read.

    A part without a verb has that of the one before.
    """
    if left <= 1 or len(tokens) > 2 * MAX_TOKENS:
        return ()
    for at in joints(tokens, gazetteer)[:left]:
        first = read(tokens[:at], gazetteer)
        if first is None or not goes_on(first.intent):
            continue
        rest = without_joints(tokens[at:])
        for candidate in dict.fromkeys((rest, (*_verb(tokens[:at], first.intent), *rest))):
            one = read(candidate, gazetteer)
            is_end = one is not None and goes_on(one.intent)
            later = (one,) if is_end and one else joined(candidate, gazetteer, left - 1, read=read)
            if later:
                is_verbless = candidate != rest or rest[0] not in english().words("beginnings")
                following = replace(later[0], is_verbless=is_verbless)
                found = (first, following, *later[1:])
                return found if tokens[at] in english().words("joints") else _without_reason(found)
    return ()


def _without_reason(said: tuple[Said, ...]) -> tuple[Said, ...]:
    """Commands without the needs that are their reason: "it is dark, turn on the lamp"."""
    direct = tuple(one for one in said if not one.intent.is_need)
    return direct or said


def goes_on(intent: Intent) -> bool:
    """Whether other commands may stand beside it: answers and questions stand alone."""
    return not (intent in ANSWERS or intent in _ALONE or intent.is_question)


def without_joints(tokens: Tokens, *, is_last: bool = True) -> Tokens:
    """The tokens without `and` or the like before them, and after them if more is said."""
    words = english().words("joints")
    while tokens and tokens[0] in words:
        tokens = tokens[1:]
    while tokens and not is_last and tokens[-1] in words:
        tokens = tokens[:-1]
    return tokens


def joints(tokens: Tokens, gazetteer: Gazetteer) -> list[int]:
    """Where sentences may be joined: at `and` or a verb, after `off`, or in a list of things.

    Never within a name.
    """
    words = english().words("joints") | english().words("beginnings")
    ends = english().words("endings")
    matches = gazetteer.matches(tokens)
    listed = _ends_of_things(tokens, matches)
    places = [
        at
        for at, word in enumerate(tokens)
        if at and (word in words or tokens[at - 1] in ends or at in listed)
    ]
    inside = {at for m in matches for at in range(m.start + 1, m.end)}
    return [at for at in places if at not in inside]


def _ends_of_things(tokens: Tokens, matches: Sequence[Match]) -> set[int]:
    """Where one thing ends and another begins: "the lamp | the heater and the fan"."""
    exact = [m for m in matches if m.name.kind == "name" and m.score >= OTHER_FORM]
    starts = {m.start for m in exact} | {
        at for at, word in enumerate(tokens) if word in english().words("articles")
    }
    kinds = english().kinds_by_words
    ends = {m.end for m in exact} | {
        at for at in range(1, len(tokens)) if tokens[at - 1 : at] in kinds
    }
    return starts & ends


def _verb(tokens: Tokens, intent: Intent) -> Tokens:
    """The words that repeat what the first command said to do; none where it ends with them."""
    verb = english().verbs.get(intent, ())
    return verb if verb and tokens[-1] not in verb else ()
