"""The sentences of the language's file by their keys, and what each must tell."""

from enum import StrEnum
from typing import Final

from edge_agent.domain.intent import Intent
from edge_agent.domain.resolution import UnableReason
from edge_agent.domain.response import Notice, Topic
from edge_agent.domain.understanding import Reason


class Sentence(StrEnum):
    """What is said of what was done, asked or found."""

    DONE = "done"
    DOING = "doing"
    ERRAND = "errand"
    """What an appliance was asked to do."""
    DONE_BUT_SILENT = "done_but_silent"
    """Some devices did not report back."""
    ALL_SILENT = "all_silent"
    ALREADY = "already"
    NEED_MET = "need_met"
    NEED_MET_BECAUSE = "need_met_because"
    CONFIRM_RISKY = "confirm_risky"
    CONFIRM_PIN = "confirm_pin"
    CONFIRM_WIDE = "confirm_wide"
    CONFIRM_UNSURE = "confirm_unsure"
    WHICH_ONE = "which_one"
    WHICH_OF_THESE = "which_of_these"
    WHICH_ROOM = "which_room"
    WHICH_OF_MANY_ROOMS = "which_of_many_rooms"
    THOSE_THERE = "those_there"
    UNKNOWN_NAME = "unknown_name"
    UNKNOWN_BUT_NEAR = "unknown_but_near"
    FORBIDDEN_UNTIL = "forbidden_until"
    """A rule forbids it at this hour."""
    LIMITS = "limits"
    TIME = "time"
    DATE = "date"
    YES = "yes"
    NO = "no"
    NONE_IS = "none_is"
    ALL_ARE = "all_are"
    NEITHER_IS = "neither_is"
    BOTH_ARE = "both_are"
    SOME_ARE = "some_are"
    NOT_ALL = "not_all"
    """Those of which it is not so, where it was asked about all."""
    COUNTED = "counted"
    NONE_OF_THEM = "none_of_them"
    """Where it was asked how many."""
    FACTS = "facts"
    FACT_UNKNOWN = "fact_unknown"
    FACT_DEGREES = "fact_degrees"
    FACT_WARMTH = "fact_warmth"
    FACT_ATTRIBUTE = "fact_attribute"
    FACT_STATE = "fact_state"
    FACT_PLAYING = "fact_playing"
    TITLE_BY = "title_by"
    NOTHING_PLAYS = "nothing_plays"
    TIMER_SET = "timer_set"
    ALARM_SET = "alarm_set"
    REMINDER_SET = "reminder_set"
    COMMAND_KEPT = "command_kept"
    TIMING_CANCELLED = "timing_cancelled"
    TIMING_SILENCED = "timing_silenced"
    TIMING_LEFT = "timing_left"
    """Of what was paused, resumed, made longer or shorter."""
    SNOOZED = "snoozed"
    FACT_LEFT = "fact_left"
    FACT_PAUSED = "fact_paused"
    FACT_ALARM = "fact_alarm"
    FACT_REMINDER = "fact_reminder"
    FACT_COMMAND = "fact_command"
    NONE_SET = "none_set"
    NOTHING_RINGS = "nothing_rings"
    NONE_SUCH = "none_such"
    WHICH_TIMING = "which_timing"
    NO_NAME = "no_name"
    NO_TIME = "no_time"
    NO_DURATION = "no_duration"
    NO_SUN = "no_sun"
    TOO_LONG = "too_long"
    TOO_MANY = "too_many"
    TIMER_DONE = "timer_done"
    ALARM_RINGS = "alarm_rings"
    REMINDED = "reminded"
    TIMING_MISSED = "timing_missed"


Key = Sentence | UnableReason | Reason | Notice | Intent | Topic
"""What a sentence is found by in the language's file; of intents only needs."""

_MUST_TELL: Final[dict[Key, tuple[str, ...]]] = {
    Sentence.DONE: ("did", "what be state"),
    Sentence.DOING: ("doing",),
    Sentence.ERRAND: ("does",),
    Sentence.DONE_BUT_SILENT: ("did silent",),
    Sentence.ALL_SILENT: ("silent",),
    Sentence.ALREADY: ("what state be", "what state"),
    Sentence.NEED_MET: ("did",),
    Sentence.NEED_MET_BECAUSE: ("did reason",),
    Sentence.CONFIRM_RISKY: ("do",),
    Sentence.CONFIRM_PIN: ("do",),
    Sentence.CONFIRM_UNSURE: ("do",),
    Sentence.CONFIRM_WIDE: ("count",),
    Sentence.WHICH_ONE: ("name places",),
    Sentence.WHICH_OF_THESE: ("names",),
    Sentence.WHICH_ROOM: ("places",),
    Sentence.THOSE_THERE: ("place",),
    Sentence.UNKNOWN_NAME: ("heard",),
    Sentence.UNKNOWN_BUT_NEAR: ("heard nearest",),
    Sentence.FORBIDDEN_UNTIL: ("what when",),
    Sentence.LIMITS: ("what go lowest highest", "what lowest highest"),
    Sentence.TIME: ("time",),
    Sentence.DATE: ("weekday month day year",),
    Sentence.YES: ("fact",),
    Sentence.NO: ("fact",),
    Sentence.NONE_IS: ("count state",),
    Sentence.ALL_ARE: ("count state",),
    Sentence.NEITHER_IS: ("state",),
    Sentence.BOTH_ARE: ("state",),
    Sentence.SOME_ARE: ("what be state",),
    Sentence.NOT_ALL: ("what be state",),
    Sentence.COUNTED: ("count what be state",),
    Sentence.NONE_OF_THEM: ("count state",),
    Sentence.FACTS: ("facts",),
    Sentence.FACT_UNKNOWN: ("what have",),
    Sentence.FACT_DEGREES: ("what be value",),
    Sentence.FACT_WARMTH: ("value place",),
    Sentence.FACT_ATTRIBUTE: ("what attribute value",),
    Sentence.FACT_STATE: ("what be value",),
    Sentence.FACT_PLAYING: ("title state what",),
    Sentence.TITLE_BY: ("title artist",),
    Sentence.NOTHING_PLAYS: ("", "what"),
    Sentence.TIMER_SET: ("what duration",),
    Sentence.ALARM_SET: ("when",),
    Sentence.REMINDER_SET: ("when what",),
    Sentence.COMMAND_KEPT: ("when do",),
    Sentence.TIMING_CANCELLED: ("what be",),
    Sentence.TIMING_LEFT: ("what how left",),
    Sentence.SNOOZED: ("duration",),
    Sentence.FACT_LEFT: ("what left",),
    Sentence.FACT_PAUSED: ("what left",),
    Sentence.FACT_ALARM: ("when",),
    Sentence.FACT_REMINDER: ("what when",),
    Sentence.FACT_COMMAND: ("do when",),
    Sentence.NONE_SET: ("kinds",),
    Sentence.NONE_SUCH: ("kind",),
    Sentence.WHICH_TIMING: ("names",),
    Sentence.TIMER_DONE: ("what",),
    Sentence.ALARM_RINGS: ("time",),
    Sentence.REMINDED: ("what",),
    Sentence.TIMING_MISSED: ("what when",),
    UnableReason.NO_SUCH_DEVICE: ("thing",),
    UnableReason.UNSUPPORTED: ("what",),
    UnableReason.LACKS_PARAMETER: ("lacking",),
    UnableReason.NEEDS_CODE: ("what",),
    UnableReason.UNAVAILABLE: ("what be", "what"),
    UnableReason.NOT_BY_ALL: ("what",),
    UnableReason.NOT_LATER: ("what",),
    UnableReason.NOT_BY_IT: ("name",),
    UnableReason.FORBIDDEN: ("what",),
    UnableReason.PIN_LOCKED: ("duration",),
    UnableReason.TOO_OFTEN: ("duration",),
    Topic.ABILITIES: ("abilities",),
}


def places_of(key: Key) -> tuple[frozenset[str], ...]:
    """Sets of places; each sentence of the key holds all of one of them, and none beyond."""
    found = next((t for k, t in _MUST_TELL.items() if k is key), ("",))
    return tuple(frozenset(names.split()) for names in found)
