"""Whether somebody who has stopped speaking has said all: a command may be one, and yet go on."""

from typing import Final

from edge_agent.domain.command import Command
from edge_agent.domain.intent import Intent
from edge_agent.domain.slots import WHOLE_HOUSE
from edge_agent.domain.speech import Completeness
from edge_agent.domain.understanding import Reason, Understanding
from edge_agent.nlu.gazetteer import Gazetteer
from edge_agent.nlu.language import english
from edge_agent.nlu.normalise import normalise

_WITHOUT_PLACE: Final = frozenset(
    {
        Intent.GET_TIME,
        Intent.GET_DATE,
        Intent.YES,
        Intent.NEVER_MIND,
        Intent.CANCEL_TIMER,
        Intent.CANCEL_ALL_TIMERS,
        Intent.PAUSE_TIMER,
        Intent.UNPAUSE_TIMER,
        Intent.CANCEL_ALARM,
        Intent.CANCEL_ALL_ALARMS,
        Intent.ALARM_STATUS,
        Intent.SNOOZE,
        Intent.CANCEL_REMINDER,
        Intent.CANCEL_ALL_REMINDERS,
        Intent.REMINDER_STATUS,
        Intent.UNDO,
        Intent.FOLLOW_UP,
        Intent.CORRECT,
        Intent.CHOOSE,
        Intent.HUSH,
    }
)
"""Nobody says where behind one of these."""
_ENDLESS: Final = frozenset(
    {
        Intent.NO,
        Intent.START_TIMER,
        Intent.INCREASE_TIMER,
        Intent.DECREASE_TIMER,
        Intent.SCHEDULE,
        Intent.SET_ALARM,
        Intent.SET_REMINDER,
        Intent.MEDIA_SEARCH,
    }
)
"""Something may always follow: "and thirty seconds", "at seven", "the other one"."""
_HALF_UNDERSTOOD: Final = frozenset({Reason.UNKNOWN_NAME, Reason.LOW_CONFIDENCE})


def completeness(understanding: Understanding, gazetteer: Gazetteer) -> Completeness:
    """How much of a command has been said.

    Args:
        understanding: of all that was said so far.
        gazetteer: with the names of the home, of which one may be said only in part.
    """
    if understanding.phrase is not None:
        return Completeness.CLOSED
    if not understanding.commands:
        return _without_command(understanding)
    tokens = normalise(understanding.text)
    if _ends_politely(tokens):
        return Completeness.CLOSED
    command = understanding.commands[-1]
    if _lacks_time(command):
        return Completeness.UNFINISHED
    before_pronoun = _before_pronoun(tokens) if command.refers_back else None
    if before_pronoun and before_pronoun[-1] in english().clauses.before_things:
        return Completeness.UNFINISHED
    names_timer = command.intent is Intent.TIMER_STATUS and tokens[-1] in english().words("timers")
    may_go_on = _may_go_on(command, gazetteer) and not names_timer
    goes_on = before_pronoun is not None or may_go_on
    is_word = len(tokens) == 1 and command.intent is not Intent.YES
    breaks_off = tokens[-1].isdigit() or _begins_longer_name(tokens, gazetteer)
    return Completeness.OPEN if goes_on or is_word or breaks_off else Completeness.CLOSED


def _without_command(understanding: Understanding) -> Completeness:
    """Whether it may become a command; several digits are those of a PIN, said with pauses."""
    tokens = normalise(understanding.text)
    if len(tokens) > 1 and all(token.isdigit() for token in tokens):
        return Completeness.UNFINISHED
    reason = understanding.rejection.reason if understanding.rejection else None
    if reason in _HALF_UNDERSTOOD or understanding.choice or understanding.unsure:
        return Completeness.OPEN
    is_begun = not tokens or reason is Reason.INCOMPLETE
    return Completeness.UNFINISHED if is_begun else Completeness.OTHER


def _lacks_time(command: Command) -> bool:
    """Whether it would have to be asked how long: "set a timer ... for ten minutes"."""
    slots = command.slots
    is_timer = command.intent is Intent.START_TIMER
    return is_timer and (slots.hours, slots.minutes, slots.seconds) == (None, None, None)


def _may_go_on(command: Command, gazetteer: Gazetteer) -> bool:
    if command.order is not None:
        return len(command.order.slots) < len(command.order.action.parameters)
    is_all = command.is_all or WHOLE_HOUSE in {command.slots.domain, command.slots.floor}
    may_be_excepted = is_all and not command.left_out
    return command.intent in _ENDLESS or may_be_excepted or _wants_place(command, gazetteer)


def _wants_place(command: Command, gazetteer: Gazetteer) -> bool:
    """Whether "in the kitchen" would say more."""
    slots = command.slots
    if command.intent in _WITHOUT_PLACE or command.refers_back or command.says_here:
        return False
    if slots.area or slots.floor:
        return False
    if slots.name is None:
        return True
    name = gazetteer.exact("name", normalise(slots.name))
    return name is not None and len({entity.area for entity in name.entities}) > 1


def _before_pronoun(tokens: tuple[str, ...]) -> tuple[str, ...] | None:
    """What stands before the pronoun at the end, if there is one.

    A thing may have been about to be named: "unlock the" is heard as "unlock it".
    """
    for words in map(normalise, english().slot_words.words_for("it", ())):
        if tokens[-len(words) :] == words:
            return tokens[: -len(words)]
    return None


def _begins_longer_name(tokens: tuple[str, ...], gazetteer: Gazetteer) -> bool:
    """Whether the last name that was said is the beginning of another: `tv` of `tv lamp`."""
    last = max(
        (match for match in gazetteer.matches(tokens) if match.end == len(tokens)),
        key=lambda match: match.end - match.start,
        default=None,
    )
    if last is None:
        return False
    said = last.name.tokens
    return any(
        name.kind == last.name.kind and name.tokens[: len(said)] == said != name.tokens
        for name in gazetteer.names()
    )


def _ends_politely(tokens: tuple[str, ...]) -> bool:
    _, endings = english().polite
    return any(tokens[-len(words) :] == words for words in map(normalise, endings))
