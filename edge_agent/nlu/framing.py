"""What stands around a command: when it counts, for how long, in which scale, and asides.

"Turn on the fan for ten minutes", "at half past seven turn off the lights", "seventy fahrenheit".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from edge_agent.domain.command import Command
from edge_agent.domain.intent import Intent
from edge_agent.domain.slots import Slots
from edge_agent.nlu.clock import Moment, moment
from edge_agent.nlu.duration import duration_at
from edge_agent.nlu.language import Tokens, english
from edge_agent.nlu.numbers import is_number
from edge_agent.nlu.tagging import Span

_OPPOSITES: Final = {
    Intent.TURN_ON: Intent.TURN_OFF,
    Intent.TURN_OFF: Intent.TURN_ON,
    Intent.OPEN: Intent.CLOSE,
    Intent.CLOSE: Intent.OPEN,
    Intent.UNLOCK: Intent.LOCK,
}
"""What ends what was to be for a time only; its words are in the language's file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A sentence without what stands around it, and that."""

    tokens: Tokens
    """What is left."""
    moment: Moment | None = None
    """When it is to be done, or until when, where that is a time of day."""
    duration: tuple[Span, ...] = ()
    """How long it is to last, or in how long it is to be done."""
    is_for_a_time: bool = False
    """The time is how long it lasts, not when it begins."""


def without_asides(tokens: Tokens) -> Tokens:
    """The tokens without what means nothing: `while you are at it`, `about` before a number."""
    roughly = english().measures.roughly
    tokens = tuple(
        token
        for at, token in enumerate(tokens)
        if token not in roughly or not any(map(is_number, tokens[at + 1 : at + 2]))
    )
    for aside in english().measures.asides:
        for at in range(len(tokens) - len(aside) + 1):
            if tokens[at : at + len(aside)] == aside and len(tokens) > len(aside):
                return without_asides(tokens[:at] + tokens[at + len(aside) :])
    return tokens


def without_scale(tokens: Tokens) -> tuple[Tokens, str | None]:
    """The tokens without the scale of degrees that follows a number, and that scale."""
    scales = english().measures.scales
    for at, word in enumerate(tokens):
        before = tokens[max(0, at - 2) : at]
        is_counted = any(is_number(token) for token in before[-1:])
        is_degrees = before[-1:] in {("degrees",), ("degree",)} and is_number(before[0])
        if word in scales and (is_counted or is_degrees):
            degrees = () if is_degrees else ("degrees",)
            return (*tokens[:at], *degrees, *tokens[at + 1 :]), scales[word]
    return tokens, None


def in_scale(commands: Sequence[Command], scale: str | None) -> tuple[Command, ...]:
    """The commands with the scale that was said."""
    return tuple(
        replace(command, slots=replace(command.slots, temperature_unit=scale))
        if scale and _has_degrees(command.slots)
        else command
        for command in commands
    )


def _has_degrees(slots: Slots) -> bool:
    return slots.temperature is not None or slots.temperature_step is not None


def frames(tokens: Tokens) -> Iterator[Frame]:
    """All ways to take a time off the beginning or the end of a sentence."""
    for at in range(1, len(tokens)):
        yield from _at_end(tokens, at)
    for end in range(len(tokens) - 1, 0, -1):
        yield from _at_beginning(tokens, end)


def _at_end(tokens: Tokens, at: int) -> Iterator[Frame]:
    when = english().measures.when
    rest = tokens[:at]
    for words, sort in when.items():
        if tokens[at : at + len(words)] == words:
            yield from _framed(rest, tokens[at + len(words) :], sort)
    found = moment(tokens[at:])
    if found is not None and found.day is not None:
        yield Frame(tokens=rest, moment=found)


def _at_beginning(tokens: Tokens, end: int) -> Iterator[Frame]:
    rest = tokens[end:]
    for words, sort in english().measures.when.items():
        if tokens[: len(words)] == words and end > len(words):
            yield from _framed(rest, tokens[len(words) : end], sort)
    found = moment(tokens[:end])
    if found is not None and found.day is not None:
        yield Frame(tokens=rest, moment=found)


def _framed(rest: Tokens, said: Tokens, sort: str) -> Iterator[Frame]:
    spans, end = duration_at(said, 0)
    is_lasting = sort in {"for", "until"}
    if spans and end == len(said) and sort in {"for", "after"}:
        yield Frame(tokens=rest, duration=spans, is_for_a_time=is_lasting)
    found = moment(said)
    is_named = found is not None and (sort in {"at", "until"} or not any(map(is_number, said)))
    if is_named:
        yield Frame(tokens=rest, moment=found, is_for_a_time=is_lasting)


def later(frame: Frame, commands: Sequence[Command], duration: Slots | None) -> tuple[Command, ...]:
    """What the commands of a sentence come to that are not for now, or not for long.

    Args:
        frame: what was said around them.
        commands: what they would be by themselves.
        duration: the slots of a timer for the frame's duration, where it has one.
    """
    text = " ".join(frame.tokens)
    confidence = min(command.confidence for command in commands)
    if frame.is_for_a_time:
        held = tuple(replace(command, is_for_a_time=True) for command in commands)
        text = " and ".join(dict.fromkeys(map(_reversed, commands)))
        commands = tuple(map(_back, commands))
    else:
        held = ()
    intent = Intent.SCHEDULE if duration is None else Intent.START_TIMER
    intent = Intent.SET_ALARM if frame.tokens[0] in english().words("waking") else intent
    when = frame.moment or Moment()
    slots = duration or Slots(time=when.time, day=when.day, period=when.period)
    slots = replace(slots, conversation_command=text)
    waiting = Command(intent=intent, slots=slots, confidence=confidence, then=tuple(commands))
    return (*held, waiting)


def _back(command: Command) -> Command:
    """What takes a command back; what has no opposite, by bringing back what was before."""
    if command.intent in _OPPOSITES:
        return replace(command, intent=_OPPOSITES[command.intent])
    return Command(intent=Intent.UNDO, slots=Slots(), confidence=command.confidence)


def _reversed(command: Command) -> str:
    """The same as one would say it."""
    slots = command.slots
    verbs = english().measures.reverse
    if command.intent not in _OPPOSITES:
        return verbs["other"]
    what = slots.name or (slots.device_class or slots.domain or "lights").replace("_", " ")
    place = f" in the {slots.area}" if slots.area else ""
    return f"{verbs[command.intent]} the {what}{place}".lower()
