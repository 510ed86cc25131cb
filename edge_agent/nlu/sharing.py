"""Commands in one sentence that share words: "the lamp and the fan off"."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from edge_agent.domain.intent import Intent
from edge_agent.nlu.tagging import Span
from edge_agent.nlu.template import ALSO

Swap = tuple[str, str]
"""What was heard and what is meant instead; empty where nothing was."""

_PLACES: Final = frozenset({"area", "floor", "house", "here", "outside"})
_TARGETS: Final = frozenset({"name", "kind"})
_CHANGES: Final = frozenset({"value", "more", "less", "step", "color", "mode", "speed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One command as far as its own words tell it."""

    intent: Intent
    spans: tuple[Span, ...]
    confidence: float
    """0 to 1."""
    is_verbless: bool = False
    """Its verb is that of the command before it."""
    wrong: float = 0.0
    """Nats for its words that were taken for others, lost or added."""
    others: int = 0
    """Tokens that were taken for other ones."""
    swaps: tuple[Swap, ...] = ()
    """Which words these are, in order."""

    @property
    def slots(self) -> frozenset[str]:
        """What its words fill."""
        return frozenset(span.slot for span in self.spans)


def shared(parts: Sequence[Said]) -> tuple[Said, ...]:
    """The commands, each with what it leaves to its neighbours of the same intent.

    A place without a thing is about the things before it: "the blinds in the bedroom and the
    office". A thing without a value gets the next value: "the lamp and the spot to ten percent".
    What follows the last of several things is about all: "the lights and the fan in the bedroom".
    """
    found = [one for part in parts for whole in _by_thing(part) for one in _apart(whole)]
    for at in range(1, len(found)):
        if found[at].intent is found[at - 1].intent:
            found[at] = _with_thing(found[at], found[at - 1])
            found[at] = _with_change(found[at], found[at - 1])
    for at in reversed(range(len(found) - 1)):
        one, following = found[at], found[at + 1]
        if one.intent is following.intent:
            one = _with_thing(one, following)
            one = _with_change(one, following)
            found[at] = _with_ending(one, following) if following.is_verbless else one
    return tuple(found)


def _by_thing(part: Said) -> tuple[Said, ...]:
    """A command that names several things, or several places, as one for each."""
    groups: list[list[Span]] = [[]]
    for span in part.spans:
        filled = {other.slot for other in groups[-1]}
        if span.slot in _TARGETS | _PLACES and span.slot in filled:
            groups.append([])
        groups[-1].append(span)
    return tuple(replace(part, spans=tuple(group)) for group in groups)


def _apart(part: Said) -> tuple[Said, ...]:
    """A command for two or three places as one for each."""
    first = tuple(span for span in part.spans if not span.slot.startswith(ALSO))
    also = [span for span in part.spans if span.slot.startswith(ALSO)]
    found = [replace(part, spans=first)]
    for span in also:
        slot = span.slot.removeprefix(ALSO)
        gone = _PLACES if slot in _PLACES else {slot}
        kept = tuple(other for other in first if other.slot not in gone)
        found.append(replace(part, spans=(*kept, replace(span, slot=slot))))
    return tuple(found)


def _with_thing(one: Said, other: Said) -> Said:
    has_thing = bool(one.slots & _TARGETS)
    return one if has_thing or not one.slots & _PLACES else _added(one, other, _TARGETS)


def _with_change(one: Said, other: Said) -> Said:
    return one if one.slots & _CHANGES else _added(one, other, _CHANGES)


def _with_ending(one: Said, following: Said) -> Said:
    """What is said once, after the last of several things: a place, or how far to dim them."""
    is_of_a_kind = "kind" in one.slots and not one.slots & _PLACES
    one = _added(one, following, _PLACES) if is_of_a_kind and _ends_with_place(following) else one
    has_verb_only = one.slots & _CHANGES <= {"more", "less"}
    if not has_verb_only or "value" not in following.slots:
        return one
    kept = tuple(span for span in one.spans if span.slot not in _CHANGES)
    return _added(replace(one, spans=kept), following, frozenset({"value"}))


def _ends_with_place(said: Said) -> bool:
    """Whether its place stands behind its thing: not in "the bedroom fan"."""
    things = [span.start for span in said.spans if span.slot in _TARGETS]
    places = [span.start for span in said.spans if span.slot in _PLACES]
    return bool(places) and (not things or min(places) > min(things))


def _added(one: Said, other: Said, slots: frozenset[str]) -> Said:
    given = tuple(span for span in other.spans if span.slot in slots)
    return replace(one, spans=(*one.spans, *given)) if given else one
