"""Spans of a sentence → the intent and slots of a command."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from edge_agent.domain.entity import Domain
from edge_agent.domain.intent import Intent
from edge_agent.domain.slots import OUTSIDE, WHOLE_HOUSE, Slots
from edge_agent.domain.understanding import Reason, Rejection
from edge_agent.nlu.gazetteer import Gazetteer
from edge_agent.nlu.language import english
from edge_agent.nlu.playing import played
from edge_agent.nlu.tagging import Span, Spans, by_slot
from edge_agent.nlu.targets import SET_INTENTS, Target, find_target
from edge_agent.nlu.template import LEFT_OUT
from edge_agent.nlu.values import add_values, is_complete

_NOT_A_COMMAND: Final = Rejection(reason=Reason.NOT_A_COMMAND)


def fill(
    intent: Intent, found: Sequence[Span], gazetteer: Gazetteer
) -> tuple[Intent, Slots, tuple[Slots, ...]] | Rejection:
    """Slots for an intent, which may change to what the named device can do, and what is left out.

    Returns a rejection where a name is unknown or something needed was not said.
    """
    said = by_slot([span for span in found if not span.slot.startswith(LEFT_OUT)])
    left_out = _left_out(intent, found, gazetteer)
    if said is None or isinstance(left_out, Rejection):
        return left_out if isinstance(left_out, Rejection) else _NOT_A_COMMAND
    target = find_target(intent, said, gazetteer)
    if isinstance(target, Rejection):
        return target
    if "color" not in said:
        intent = _fitting(intent, target)
    intent, placed = played(intent, said, _lit(intent, said, target.slots), gazetteer)
    slots = add_values(intent, said, placed)
    if (
        slots is None
        or _is_odd(intent, slots, left_out)
        or not is_complete(intent, slots, refers_back="it" in said)
    ):
        return _NOT_A_COMMAND
    return intent, slots, left_out


def _is_odd(intent: Intent, slots: Slots, left_out: tuple[Slots, ...]) -> bool:
    """What nobody asks for: one thing but for another, or warmth of the open air."""
    heats_outside = intent is Intent.SET_TEMPERATURE and slots.area == OUTSIDE and not slots.name
    return heats_outside or bool(left_out and slots.name is not None)


def _left_out(
    intent: Intent, found: Sequence[Span], gazetteer: Gazetteer
) -> tuple[Slots, ...] | Rejection:
    """What `except` and the like take away: things, places, or kinds in a place."""
    groups: list[list[Span]] = []
    for span in found:
        if span.slot.startswith(LEFT_OUT):
            one = replace(span, slot=span.slot.removeprefix(LEFT_OUT))
            is_further = not groups or one.start != groups[-1][-1].end
            groups += [[one]] if is_further else []
            groups[-1] += [] if is_further else [one]
    targets = [find_target(intent, said, gazetteer) for said in map(by_slot, groups) if said]
    rejected = next((target for target in targets if isinstance(target, Rejection)), None)
    return rejected or tuple(t.slots for t in targets if not isinstance(t, Rejection))


def _fitting(intent: Intent, target: Target) -> Intent:
    """What setting a value means is for the device to say, where only one kind is named."""
    if intent not in SET_INTENTS.values() or len(target.domains) != 1:
        return intent
    domain = next(iter(target.domains))
    return SET_INTENTS[Domain(domain)] if domain in SET_INTENTS else intent


def _lit(intent: Intent, said: Spans, slots: Slots) -> Slots:
    """A room that is turned on or off, or lit up, is its lights; "lock up" is the house.

    Who asks what is on, without a word for a thing, asks after anything.
    """
    if slots.name or slots.domain:
        return slots
    if intent is Intent.GET_STATE and _is_of_anything(said):
        return replace(slots, domain=WHOLE_HOUSE)
    if intent is Intent.GET_STATE and _is_of_heating(said):
        return replace(slots, domain=str(Domain.CLIMATE))
    is_place = bool(slots.area or slots.floor or "here" in said)
    if intent is Intent.LOCK and "it" not in said:
        floor = slots.floor or (None if is_place else WHOLE_HOUSE)
        return replace(slots, domain=str(Domain.LOCK), floor=floor)
    is_switched = intent in {Intent.TURN_ON, Intent.TURN_OFF}
    return replace(slots, domain=str(Domain.LIGHT)) if is_place and is_switched else slots


def _is_of_anything(said: Spans) -> bool:
    """Whether a state is asked after that is no sensor's: "what is on", not "is it occupied"."""
    words = said["state"].tokens if "state" in said else ()
    return words in english().states and words not in english().conditions and "it" not in said


def _is_of_heating(said: Spans) -> bool:
    """Whether a temperature is asked after that something is to reach."""
    words = said["attribute"].tokens if "attribute" in said else ()
    return words in english().wished
