"""What the agent says of what was done, or not: from outcomes to one short English answer."""

from collections.abc import Sequence
from typing import Final

from edge_agent.domain.action import Action, ActionKind
from edge_agent.domain.command import Reason, Rejection, Slots
from edge_agent.domain.entity import Entity, StateValue
from edge_agent.domain.resolution import (
    Clarify,
    Confirm,
    ConfirmReason,
    Plan,
    Unable,
    UnableReason,
)
from edge_agent.domain.response import Act, Response
from edge_agent.respond.naming import capital, listed, names, the
from edge_agent.respond.need_words import told
from edge_agent.respond.state_words import spoken_unit, spoken_value

_PAST: Final = {
    ActionKind.TURN_ON: "Turned on {what}",
    ActionKind.TURN_OFF: "Turned off {what}",
    ActionKind.SET_BRIGHTNESS: "Set {what} to {value} %",
    ActionKind.SET_COLOR: "Changed the colour of {what}",
    ActionKind.SET_COLOR_TEMPERATURE: "Changed the white of {what}",
    ActionKind.OPEN: "Opening {what}",
    ActionKind.CLOSE: "Closing {what}",
    ActionKind.STOP: "Stopped {what}",
    ActionKind.SET_POSITION: "Moving {what} to {value} %",
    ActionKind.LOCK: "Locked {what}",
    ActionKind.UNLOCK: "Unlocked {what}",
    ActionKind.SET_PERCENTAGE: "Set {what} to {value} %",
    ActionKind.SET_TEMPERATURE: "Set {what} to {value:g} degrees",
    ActionKind.SET_MODE: "Set {what} to {value}",
    ActionKind.ACTIVATE: "Activated {what}",
    ActionKind.PRESS: "Pressed {what}",
    ActionKind.START: "Started {what}",
    ActionKind.PAUSE: "Paused {what}",
    ActionKind.RETURN_HOME: "Sent {what} home",
    ActionKind.LOCATE: "Called {what}",
    ActionKind.SET_FAN_SPEED: "Set {what} to {value}",
    ActionKind.SET_FAN_MODE: "Set the fan of {what} to {value}",
    ActionKind.SET_PRESET: "Set {what} to {value}",
    ActionKind.SET_OSCILLATION: "Turned {value} the swing of {what}",
    ActionKind.SET_DIRECTION: "Set {what} to {value}",
    ActionKind.SET_HUMIDITY: "Set {what} to {value} %",
    ActionKind.SET_VALUE: "Set {what} to {value:g}{unit}",
    ActionKind.SET_OPTION: "Set {what} to {value}",
}
_INFINITIVE: Final = {
    ActionKind.UNLOCK: "unlock {what}",
    ActionKind.OPEN: "open {what}",
    ActionKind.SET_POSITION: "open {what}",
    ActionKind.TURN_ON: "turn on {what}",
    ActionKind.SET_TEMPERATURE: "set {what} to {value:g} degrees",
    ActionKind.PRESS: "press {what}",
    ActionKind.START: "start {what}",
    ActionKind.PAUSE: "pause {what}",
    ActionKind.RETURN_HOME: "send {what} home",
    ActionKind.LOCATE: "call {what}",
    ActionKind.SET_FAN_SPEED: "set {what} to {value}",
    ActionKind.SET_FAN_MODE: "set the fan of {what} to {value}",
    ActionKind.SET_PRESET: "set {what} to {value}",
    ActionKind.SET_OSCILLATION: "turn {value} the swing of {what}",
    ActionKind.SET_DIRECTION: "set {what} to {value}",
    ActionKind.SET_HUMIDITY: "set {what} to {value} %",
    ActionKind.SET_VALUE: "set {what} to {value:g}{unit}",
    ActionKind.SET_OPTION: "set {what} to {value}",
}
_MAX_ROOMS: Final = 5

NEVER_MIND: Final = Response(act=Act.CANCELLED, text="Okay.")
NOTHING_TO_ANSWER: Final = Response(act=Act.CANCELLED, text="")
EXPIRED: Final = Response(act=Act.EXPIRED, text="Sorry, that took too long, so I left it.")
NOT_CONNECTED: Final = Response(
    act=Act.NOT_CONNECTED, text="I am not connected to the home right now."
)
BROKEN: Final = Response(act=Act.FAILED, text="Sorry, something went wrong with that.")
PUBLISH_FAILED: Final = Response(act=Act.FAILED, text="Sorry, the broker did not take that.")


def done(plan: Plan, silent: Sequence[Entity] = ()) -> Response:
    """After a plan was carried out; `silent` are the devices that did not report back."""
    if plan.is_already:
        return Response(act=Act.ALREADY, text=_already(plan))
    if plan.command.intent.is_need:
        text = told(plan, names)
    else:
        text = ", ".join(_merged(plan.actions)) + "."
    if silent:
        text += f" {capital(names(silent))} did not answer yet."
    return Response(act=Act.DONE, text=text)


def confirm(question: Confirm) -> Response:
    """Ask before a plan is carried out."""
    if question.reason is ConfirmReason.WIDE:
        text = f"That is {len(question.plan.targets)} devices. Shall I do it?"
    else:
        actions = [plan.actions[0] for plan in (question.plan, *question.further)]
        verbs = dict.fromkeys(
            _said(_INFINITIVE.get(a.kind, "change {what}"), a.value, [a.entity]) for a in actions
        )
        text = f"Shall I really {listed(list(verbs), 'and')}?"
    return Response(act=Act.CONFIRM, text=text)


def clarify(question: Clarify) -> Response:
    """Ask which of several things is meant."""
    places = [e.area or e.name for e in question.options]
    if question.command.slots.which:
        text = f"Which one: {listed([e.name for e in question.options], 'or')}?"
    elif question.command.slots.name:
        text = f"Which {question.options[0].name}: {listed(places, 'or')}?"
    elif len(set(places)) == 1:
        text = f"Do you mean those in the {places[0]}?"
    elif len(set(places)) > _MAX_ROOMS:
        text = "In which room?"
    else:
        text = f"In which room: {listed(sorted(set(places)), 'or')}?"
    return Response(act=Act.CLARIFY, text=text)


def unable(problem: Unable) -> Response:
    """Say why a command cannot be carried out."""
    the_device = the(problem.entity) if problem.entity else "that"
    texts = {
        UnableReason.NO_SUCH_DEVICE: (Act.UNKNOWN_DEVICE, _no_such(problem.command.slots)),
        UnableReason.UNSUPPORTED: (Act.UNSUPPORTED, f"{capital(the_device)} cannot do that."),
        UnableReason.OUT_OF_RANGE: (Act.UNSUPPORTED, _limits(problem.entity)),
        UnableReason.UNAVAILABLE: (Act.FAILED, f"{capital(the_device)} is offline."),
        UnableReason.NOT_BY_ALL: (
            Act.UNSUPPORTED,
            f"That includes {the_device}, which I only do by its name, one at a time.",
        ),
        UnableReason.NOT_BY_IT: (
            Act.UNSUPPORTED,
            f"I do that only by name: {_unarticled(problem.entity)}.",
        ),
        UnableReason.NOTHING_BEFORE: (Act.NOT_UNDERSTOOD, "Sorry, I am not sure what you mean."),
        UnableReason.NOT_UNDOABLE: (Act.UNSUPPORTED, "I cannot take that back."),
        UnableReason.NOTHING_HELPS: (
            Act.UNSUPPORTED,
            "I know nothing here that would help with that.",
        ),
        UnableReason.NO_TIMERS: (Act.UNSUPPORTED, "I cannot keep timers yet."),
        UnableReason.NOT_LATER: (Act.UNSUPPORTED, "I cannot do things at a set time yet."),
        UnableReason.NOT_FOR_A_TIME: (Act.UNSUPPORTED, "I left that as it is."),
    }
    act, text = texts[problem.reason]
    return Response(act=act, text=text)


def _unarticled(entity: Entity | None) -> str:
    return entity.name if entity else "that device"


def rejected(rejection: Rejection) -> Response:
    """Say, where it helps, why nothing was done; noise gets no answer."""
    match rejection.reason:
        case Reason.UNKNOWN_NAME:
            nearest = f" Did you mean {rejection.nearest}?" if rejection.nearest else ""
            text = f"I don't know a device called {rejection.heard}.{nearest}"
            return Response(act=Act.UNKNOWN_DEVICE, text=text)
        case Reason.NOISE:
            return Response(act=Act.NOT_UNDERSTOOD, text="")
        case Reason.GAP:
            text = "Sorry, I missed a part of that. Please say it again."
        case Reason.NEGATED:
            return Response(act=Act.CANCELLED, text="Okay, I leave it as it is.")
        case Reason.INCOMPLETE:
            text = "Sorry, I only heard a part of that."
        case Reason.OTHER_SPEECH | Reason.NOT_A_COMMAND | Reason.STATEMENT | Reason.LOW_CONFIDENCE:
            text = "Sorry, I did not understand that."
    return Response(act=Act.NOT_UNDERSTOOD, text=text)


def _merged(actions: Sequence[Action]) -> list[str]:
    """One phrase for all entities that do the same."""
    groups: dict[tuple[ActionKind, str | int | float | None], list[Entity]] = {}
    for action in actions:
        groups.setdefault((action.kind, action.value), []).append(action.entity)
    phrases = [_said(_PAST[kind], value, entities) for (kind, value), entities in groups.items()]
    return phrases[:1] + [phrase[0].lower() + phrase[1:] for phrase in phrases[1:]]


def _said(phrase: str, value: StateValue | None, entities: Sequence[Entity]) -> str:
    """The phrase with the value in words, in the unit that all the entities have."""
    units = {entity.unit for entity in entities}
    unit = spoken_unit(units.pop()) if len(units) == 1 else ""
    shown = spoken_value(value) if isinstance(value, bool | str) else value
    return phrase.format(what=names(entities), value=shown, unit=f" {unit}" if unit else "")


def _already(plan: Plan) -> str:
    verb = "is" if len(plan.targets) == 1 else "are"
    return f"{capital(names(plan.targets))} {verb} already like that."


def _no_such(slots: Slots) -> str:
    what = slots.name or (slots.device_class or slots.domain or "such device").replace("_", " ")
    place = f" in the {slots.area}" if slots.area else ""
    return f"I don't know of any {what}{place}."


def _limits(entity: Entity | None) -> str:
    limits = entity.temperature_range or entity.value_range if entity else None
    if entity is None or limits is None:
        return "That is out of range."
    lowest, highest = limits
    unit = "degrees" if entity.temperature_range else spoken_unit(entity.unit)
    return f"{capital(the(entity))} goes from {lowest:g} to {highest:g} {unit}".rstrip() + "."
