"""What the agent says of what was done, or not: from outcomes to one short answer."""

from collections.abc import Iterable, Sequence
from typing import Final

from edge_agent.domain.action import Action
from edge_agent.domain.entity import Entity
from edge_agent.domain.resolution import Plan, Unable, UnableReason
from edge_agent.domain.response import Act, Manner, Notice, Response
from edge_agent.domain.understanding import Reason, Rejection
from edge_agent.respond import deeds
from edge_agent.respond.naming import agreeing, names, room, the, with_article
from edge_agent.respond.need_words import met
from edge_agent.respond.sentence import Sentence
from edge_agent.respond.state_words import spoken_number, spoken_unit
from edge_agent.respond.time_words import day_and_time, duration
from edge_agent.respond.words import Words

_NOTICE_ACTS: Final = {
    Notice.NEVER_MIND: Act.CANCELLED,
    Notice.STOPS_LISTENING: Act.DONE,
    Notice.NOTHING_TO_ANSWER: Act.CANCELLED,
    Notice.EXPIRED: Act.EXPIRED,
    Notice.NOT_CONNECTED: Act.NOT_CONNECTED,
    Notice.PUBLISH_FAILED: Act.FAILED,
    Notice.WRONG_PIN: Act.CONFIRM,
    Notice.PIN_UNCLEAR: Act.CONFIRM,
    Notice.BROKEN: Act.FAILED,
}
_UNABLE_ACTS: Final = {
    UnableReason.NO_SUCH_DEVICE: Act.UNKNOWN_DEVICE,
    UnableReason.UNAVAILABLE: Act.FAILED,
    UnableReason.NOTHING_BEFORE: Act.NOT_UNDERSTOOD,
    UnableReason.PIN_LOCKED: Act.FAILED,
    UnableReason.TOO_OFTEN: Act.FAILED,
}
"""All others are things that the home does not offer."""
_DEGREES: Final = "°C"
"""Of a device that does not say whether its degrees are others; both are said alike."""


def done(
    plans: Sequence[Plan], silent: Sequence[Entity], words: Words, manner: Manner = Manner.PLAIN
) -> Response:
    """After plans were carried out together; `silent` are the devices that did not report back."""
    actions = tuple(dict.fromkeys(action for plan in plans for action in plan.actions))
    answered = tuple(action for action in actions if action.entity not in silent)
    if all(plan.is_already for plan in plans):
        return Response(act=Act.ALREADY, text=_already(plans, actions, words, manner))
    if silent and not answered:
        text = words.say(Sentence.ALL_SILENT, silent=names(silent, words.wording))
    elif silent:
        did = deeds.done(answered, words.wording)
        silent_ones = names(silent, words.wording)
        text = words.say(Sentence.DONE_BUT_SILENT, did=did, silent=silent_ones)
    elif len(plans) == 1 and plans[0].command.intent.is_need:
        return Response(act=Act.DONE, text=met(plans[0], words, manner))
    else:
        text = _done(answered, words, manner)
    return Response(act=Act.DONE, text=text)


def _done(actions: Sequence[Action], words: Words, manner: Manner) -> str:
    wording = words.wording
    doing = deeds.doing(actions, wording)
    if doing:
        return words.say(Sentence.DOING, manner, doing=doing)
    entities = _entities(actions)
    return words.say(
        Sentence.DONE,
        manner,
        did=deeds.done(actions, wording),
        what=names(entities, wording),
        be=agreeing(wording.grammar.be, entities),
        state=deeds.state_led_to(actions, wording),
    )


def _already(plans: Sequence[Plan], actions: Sequence[Action], words: Words, manner: Manner) -> str:
    wording = words.wording
    entities = tuple(dict.fromkeys(entity for plan in plans for entity in plan.targets))
    known = (*actions, *(action for plan in plans for action in plan.left_alone))
    state = deeds.state_led_to(known, wording) or wording.grammar.already_generic
    be = agreeing(wording.grammar.be, entities)
    what = names(entities, wording)
    return words.say(Sentence.ALREADY, manner, what=what, be=be, state=state)


def _entities(actions: Iterable[Action]) -> tuple[Entity, ...]:
    return tuple(dict.fromkeys(action.entity for action in actions))


def notice(of: Notice, words: Words) -> Response:
    """Say what needs no further facts."""
    return Response(act=_NOTICE_ACTS[of], text=words.say(of))


def unable(problem: Unable, words: Words) -> Response:
    """Say why a command cannot be carried out."""
    act = _UNABLE_ACTS.get(problem.reason, Act.UNSUPPORTED)
    limits = _limits(problem.entity, words)
    if problem.reason is UnableReason.OUT_OF_RANGE and limits:
        return Response(act=act, text=limits)
    if problem.was_told:
        return Response(act=act, text="")
    wording, entity = words.wording, problem.entity
    that_device = wording.grammar.that_device
    what = _what(problem, words)
    if problem.reason is UnableReason.FORBIDDEN and problem.again_at is not None:
        again_at = problem.again_at.timestamp()
        when = day_and_time(again_at, again_at - (problem.wait_s or 0), wording)
        return Response(act=act, text=words.say(Sentence.FORBIDDEN_UNTIL, what=what, when=when))
    text = words.say(
        problem.reason,
        thing=_thing(problem, words),
        what=what,
        duration=duration(max(1, problem.wait_s or 0), wording),
        be=agreeing(wording.grammar.be, (entity,) if entity else ()),
        name=entity.name if entity else that_device,
        lacking=problem.lacking or wording.timing.no_name,
    )
    return Response(act=act, text=text)


def rejected(rejection: Rejection, words: Words) -> Response:
    """Say, where it helps, why nothing was done; noise gets no answer."""
    heard, nearest = rejection.heard, rejection.nearest
    if rejection.reason is not Reason.UNKNOWN_NAME:
        act = Act.CANCELLED if rejection.reason is Reason.NEGATED else Act.NOT_UNDERSTOOD
        return Response(act=act, text=words.say(rejection.reason))
    if not heard:
        text = words.say(rejection.reason)
    elif nearest:
        text = words.say(Sentence.UNKNOWN_BUT_NEAR, heard=heard, nearest=nearest)
    else:
        text = words.say(Sentence.UNKNOWN_NAME, heard=heard)
    return Response(act=Act.UNKNOWN_DEVICE, text=text)


def _what(problem: Unable, words: Words) -> str:
    """The device that cannot, or the appliance that was asked."""
    wording, order = words.wording, problem.command.order
    if problem.entity is not None:
        return the(problem.entity, wording)
    if order is not None:
        return with_article(order.appliance.name, wording.grammar)
    return wording.grammar.that_device


def _thing(problem: Unable, words: Words) -> str:
    """What was asked for in vain: "toaster in the Kitchen"."""
    slots, wording = (problem.part or problem.command).slots, words.wording
    kind = slots.device_class or slots.domain or wording.such_device
    what = slots.name or kind.replace("_", " ")
    return f"{what} {room(slots.area, wording.grammar)}" if slots.area else what


def _limits(entity: Entity | None, words: Words) -> str | None:
    """How far a device goes, in its unit; None where that is not known."""
    limits = entity.temperature_range or entity.value_range if entity else None
    if entity is None or limits is None:
        return None
    lowest, highest = (spoken_number(limit, words.wording) for limit in limits)
    unit = spoken_unit(entity.unit or _unit_of(entity), words.wording)
    return words.say(
        Sentence.LIMITS,
        what=the(entity, words.wording),
        go=agreeing(words.wording.grammar.go, (entity,)),
        lowest=lowest,
        highest=f"{highest} {unit}".strip(),
    )


def _unit_of(entity: Entity) -> str | None:
    return _DEGREES if entity.temperature_range else None
