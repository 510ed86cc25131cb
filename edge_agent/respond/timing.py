"""What the agent says of timers, alarms, reminders and commands for later."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from edge_agent.domain.appointment import Appointment, AppointmentKind, Timing, TimingAct
from edge_agent.domain.resolution import Later, UnableReason
from edge_agent.domain.response import Act, Response
from edge_agent.respond.deeds import to_do
from edge_agent.respond.naming import listed
from edge_agent.respond.sentence import Sentence
from edge_agent.respond.time_words import again, day_and_time, duration, local_clock, of_duration
from edge_agent.respond.words import Words, filled

_MOST_TOLD: Final = 4
_SET: Final = {
    AppointmentKind.TIMER: Sentence.TIMER_SET,
    AppointmentKind.ALARM: Sentence.ALARM_SET,
    AppointmentKind.REMINDER: Sentence.REMINDER_SET,
    AppointmentKind.COMMAND: Sentence.COMMAND_KEPT,
}
_COMES: Final = {
    AppointmentKind.TIMER: Sentence.TIMER_DONE,
    AppointmentKind.ALARM: Sentence.ALARM_RINGS,
    AppointmentKind.REMINDER: Sentence.REMINDED,
}
_PLAIN: Final[Mapping[TimingAct, Sentence | UnableReason]] = {
    TimingAct.SILENCED: Sentence.TIMING_SILENCED,
    TimingAct.NOTHING_RINGS: Sentence.NOTHING_RINGS,
    TimingAct.NO_DEED: UnableReason.NOTHING_BEFORE,
    TimingAct.NO_NAME: Sentence.NO_NAME,
    TimingAct.NO_SUN: Sentence.NO_SUN,
    TimingAct.TOO_LONG: Sentence.TOO_LONG,
    TimingAct.TOO_MANY: Sentence.TOO_MANY,
}
_ACTS: Final = {
    TimingAct.LISTED: Act.ANSWER,
    TimingAct.NONE_SET: Act.ANSWER,
    TimingAct.NOTHING_RINGS: Act.ANSWER,
    TimingAct.WHICH: Act.CLARIFY,
    TimingAct.NO_DEED: Act.NOT_UNDERSTOOD,
    TimingAct.NO_NAME: Act.CLARIFY,
    TimingAct.NO_TIME: Act.CLARIFY,
    TimingAct.NO_SUN: Act.UNSUPPORTED,
    TimingAct.TOO_LONG: Act.UNSUPPORTED,
    TimingAct.TOO_MANY: Act.UNSUPPORTED,
}
"""All others are told as `Act.TIMER`."""


def tell(timing: Timing, words: Words) -> Response:
    """Tell what came of a command about appointments, or of their time."""
    return Response(act=_ACTS.get(timing.act, Act.TIMER), text=_text(timing, words))


def _text(timing: Timing, words: Words) -> str:
    telling = _TELLING.get(timing.act)
    return telling(timing, words) if telling else words.say(_PLAIN[timing.act])


def deed_of(later: Later, words: Words) -> str | None:
    """What is to be done later, behind "I will"; None where nothing is."""
    actions = tuple(dict.fromkeys(action for plan in later.plans for action in plan.actions))
    return to_do(actions, words.wording) or None


def the(one: Appointment, words: Words) -> str:
    """An appointment as it is spoken of: "the pasta timer"."""
    return filled(words.wording.grammar.article, name=_noun(one, words))


def _noun(one: Appointment, words: Words) -> str:
    wording = words.wording
    noun = wording.timing.kinds[one.kind]
    time = local_clock(one.due_at)
    if one.kind is AppointmentKind.ALARM:
        return filled(noun.named, time=time)
    name = one.text if one.kind is AppointmentKind.COMMAND else one.name
    if name:
        return filled(noun.named, name=name)
    return filled(noun.other, duration=of_duration(one.duration_s or 0, wording))


def _set(timing: Timing, words: Words) -> str:
    one, wording = timing.appointments[0], words.wording
    what = _reminded_of(one, words) if one.kind is AppointmentKind.REMINDER else _new(one, words)
    return words.say(
        _SET[one.kind],
        what=what,
        duration=duration(one.duration_s or 0, wording),
        when=_when(one, timing.now, words),
        do=_deed(one, words),
    )


def _new(one: Appointment, words: Words) -> str:
    """What was just set; its duration is told beside it."""
    noun = words.wording.timing.kinds[one.kind]
    name = filled(noun.named, name=one.name, time="") if one.name else noun.one
    return filled(words.wording.grammar.article, name=name)


def _when(one: Appointment, now: float, words: Words) -> str:
    wording = words.wording
    if one.days:
        return again(one.days, one.due_at, wording)
    if one.duration_s is not None:
        return filled(wording.timing.when.in_, duration=duration(one.left_at(now), wording))
    return day_and_time(one.due_at, now, wording)


def _rings(timing: Timing, words: Words) -> str:
    one = timing.appointments[0]
    what = _reminded_of(one, words) if one.kind is AppointmentKind.REMINDER else the(one, words)
    return words.say(_COMES[one.kind], what=what, time=local_clock(one.due_at))


def _deed(one: Appointment, words: Words) -> str:
    return one.text or words.wording.timing.no_name


def _reminded_of(one: Appointment, words: Words) -> str:
    return one.name or words.wording.timing.no_name


def _listed(timing: Timing, words: Words) -> str:
    facts = [_fact(one, timing.now, words) for one in timing.appointments[:_MOST_TOLD]]
    return words.say(Sentence.FACTS, facts=listed(facts, words.wording.grammar.and_))


def _fact(one: Appointment, now: float, words: Words) -> str:
    what, left = the(one, words), duration(one.left_at(now), words.wording)
    when = _when(one, now, words)
    if one.left_s is not None:
        return words.say(Sentence.FACT_PAUSED, what=what, left=left)
    match one.kind:
        case AppointmentKind.TIMER:
            return words.say(Sentence.FACT_LEFT, what=what, left=left)
        case AppointmentKind.ALARM:
            return words.say(Sentence.FACT_ALARM, when=when)
        case AppointmentKind.REMINDER:
            return words.say(Sentence.FACT_REMINDER, what=_reminded_of(one, words), when=when)
        case AppointmentKind.COMMAND:
            return words.say(Sentence.FACT_COMMAND, do=_deed(one, words), when=when)


def _left(timing: Timing, words: Words) -> str:
    one, wording = timing.appointments[0], words.wording
    return words.say(
        Sentence.TIMING_LEFT,
        what=the(one, words),
        how=wording.timing.how[timing.act.value],
        left=duration(one.left_at(timing.now), wording),
    )


def _names(timing: Timing, words: Words, *, either: bool = False) -> str:
    grammar = words.wording.grammar
    told: Sequence[str] = [the(one, words) for one in timing.appointments[:_MOST_TOLD]]
    return listed(told, grammar.or_ if either else grammar.and_)


def _cancelled(timing: Timing, words: Words) -> str:
    be = words.wording.grammar.be[len(timing.appointments) > 1]
    return words.say(Sentence.TIMING_CANCELLED, what=_names(timing, words), be=be)


def _snoozed(timing: Timing, words: Words) -> str:
    return words.say(Sentence.SNOOZED, duration=duration(timing.seconds, words.wording))


def _missed(timing: Timing, words: Words) -> str:
    one = timing.appointments[0]
    when = day_and_time(one.due_at, timing.now, words.wording)
    return words.say(Sentence.TIMING_MISSED, what=the(one, words), when=when)


def _which(timing: Timing, words: Words) -> str:
    return words.say(Sentence.WHICH_TIMING, names=_names(timing, words, either=True))


def _none_set(timing: Timing, words: Words) -> str:
    kinds = words.wording.timing.kinds[timing.kind].several
    return words.say(Sentence.NONE_SET, kinds=kinds)


def _no_time(timing: Timing, words: Words) -> str:
    is_timer = timing.kind is AppointmentKind.TIMER
    return words.say(Sentence.NO_DURATION if is_timer else Sentence.NO_TIME)


def _none_such(timing: Timing, words: Words) -> str:
    return words.say(Sentence.NONE_SUCH, kind=words.wording.timing.kinds[timing.kind].one)


_TELLING: Final[Mapping[TimingAct, Callable[[Timing, Words], str]]] = {
    TimingAct.SET: _set,
    TimingAct.RINGS: _rings,
    TimingAct.LISTED: _listed,
    TimingAct.PAUSED: _left,
    TimingAct.RESUMED: _left,
    TimingAct.CHANGED: _left,
    TimingAct.CANCELLED: _cancelled,
    TimingAct.SNOOZED: _snoozed,
    TimingAct.MISSED: _missed,
    TimingAct.WHICH: _which,
    TimingAct.NONE_SET: _none_set,
    TimingAct.NONE_SUCH: _none_such,
    TimingAct.NO_TIME: _no_time,
}
"""All others have a sentence without places."""
