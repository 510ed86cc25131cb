"""Several commands, each by a pattern, in one sentence: "turn off the fan and the lamp"."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from edge_agent.domain.intent import Intent
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
    """The commands and questions of `… and …`, at most `left`; none unless all parts can be read.

    A part without a verb has that of the one before.
    """
    if left <= 1 or len(tokens) > 2 * MAX_TOKENS:
        return ()
    for at in joints(tokens, gazetteer)[: left + 1]:
        first = read(tokens[:at], gazetteer)
        if first is None or not _may_precede(first, tokens[at]):
            continue
        rest = without_joints(tokens[at:])
        is_listed = tokens[at] in english().words("joints")
        for candidate in dict.fromkeys(_candidates(tokens[:at], first, rest, is_listed=is_listed)):
            one = read(candidate, gazetteer)
            is_end = one is not None and _may_be_joined(one)
            later = (one,) if is_end and one else joined(candidate, gazetteer, left - 1, read=read)
            if later and not (first.intent.is_question and _lacks_verb(later[0], candidate)):
                is_verbless = candidate != rest or rest[0] not in _beginnings()
                following = replace(later[0], is_verbless=is_verbless)
                found = (first, following, *later[1:])
                return found if is_listed else _without_reason(found)
    return ()


def _may_precede(one: Said, following: str) -> bool:
    """Whether a part may end before a word; "lock up" does not where no other verb follows."""
    is_begun = following in english().words("joints") or following in _beginnings()
    return _may_be_joined(one) and (is_begun or bool(one.slots) or one.intent.is_need)


def _may_be_joined(one: Said) -> bool:
    return goes_on(one.intent) or one.intent.is_question


def _lacks_verb(one: Said, tokens: Tokens) -> bool:
    """Whether a command after a question has no verb: "is the lamp on and the blinds closed"."""
    return not one.intent.is_question and tokens[0] not in _beginnings()


def _candidates(before: Tokens, first: Said, rest: Tokens, *, is_listed: bool) -> Iterator[Tokens]:
    """What the rest of a sentence may be, where it leaves out what was said in the first part.

    Without an `and`, "switch off the lamp" is not the switches and the lamp.
    """
    yield rest
    if first.intent.is_question:
        yield (before[0], *rest)
        yield (*before[:2], *rest)
        return
    verb = english().verbs.get(first.intent, ())
    if is_listed or before[-1] not in verb:
        yield (*verb, *rest)
    thing = next((span.tokens for span in first.spans if span.slot in {"kind", "name"}), ())
    for verb in english().verbs.values():
        is_particle = len(verb) > 1 and rest[:1] == verb[-1:]
        if thing and is_particle and rest[1:]:  # "lights off here and on in the hall"
            yield (*verb, *thing, *rest[1:])


def _without_reason(said: tuple[Said, ...]) -> tuple[Said, ...]:
    """Commands without what is their reason: "it is dark, turn on the lamp".

    "Turn it down, it's too loud" is about what is loud, whatever was spoken of before.
    """
    told = tuple(one for one in said if _is_complaint(one))
    direct = tuple(one for one in said if not one.intent.is_need and one not in told)
    is_open = all("it" in one.slots for one in direct)
    return told if told and is_open else direct or said


def _is_complaint(one: Said) -> bool:
    """Whether it only tells that something is too loud or too quiet."""
    words = {word for span in one.spans for word in span.tokens}
    return one.intent is Intent.SET_VALUE and not words.isdisjoint(english().words("complaints"))


def goes_on(intent: Intent) -> bool:
    """Whether other commands may stand beside it: answers stand alone, and so do questions.

    Only where each part follows a pattern may a question stand beside commands.
    """
    return not (intent in ANSWERS or intent in _ALONE or intent.is_question)


def _beginnings() -> frozenset[str]:
    return english().words("beginnings") | english().words("further_beginnings")


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
    words = english().words("joints") | _beginnings()
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
