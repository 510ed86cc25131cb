"""What a person wants, as far as words tell it."""

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Final

from edge_agent.domain.appliance import ApplianceOrder
from edge_agent.domain.wire_names import NEED, WIRE_NAMES

SlotValue = str | int | float

WHOLE_HOUSE: Final = "all"
"""Value of `Slots.floor` and `Slots.domain` for "everywhere" and "everything"."""
OUTSIDE: Final = "outside"
"""Value of `Slots.area` for the open air, whatever the home calls it."""
HIGHEST: Final = "highest"
EXTREMES: Final = frozenset({HIGHEST, "lowest"})
"""Values of `Slots.which` that ask for the one that measures most, or least."""


class Intent(StrEnum):
    """What is to be done; `wire_name` is Home Assistant's name for it."""

    TURN_ON = "turn_on"
    TURN_OFF = "turn_off"
    TOGGLE = "toggle"
    OPEN = "open"
    CLOSE = "close"
    STOP = "stop"
    LOCK = "lock"
    UNLOCK = "unlock"
    ACTIVATE = "activate"
    LIGHT_SET = "light_set"
    SET_POSITION = "set_position"
    SET_TILT = "set_tilt"
    SET_TEMPERATURE = "set_temperature"
    SET_SPEED = "set_speed"
    GET_STATE = "get_state"
    GET_TEMPERATURE = "get_temperature"
    GET_TIME = "get_time"
    GET_DATE = "get_date"
    NEVER_MIND = "never_mind"
    STOP_LISTENING = "stop_listening"
    """The microphone is to be closed."""
    YES = "yes"
    NO = "no"
    START_TIMER = "start_timer"
    CANCEL_TIMER = "cancel_timer"
    CANCEL_ALL_TIMERS = "cancel_all_timers"
    PAUSE_TIMER = "pause_timer"
    UNPAUSE_TIMER = "unpause_timer"
    INCREASE_TIMER = "increase_timer"
    DECREASE_TIMER = "decrease_timer"
    TIMER_STATUS = "timer_status"
    VACUUM_START = "vacuum_start"
    VACUUM_CLEAN_AREA = "vacuum_clean_area"
    VACUUM_RETURN = "vacuum_return"
    MOWER_START = "mower_start"
    MOWER_RETURN = "mower_return"
    PAUSE = "pause"
    LOCATE = "locate"
    ALARM_ARM = "alarm_arm"
    ALARM_DISARM = "alarm_disarm"
    PRESS = "press"
    SET_MODE = "set_mode"
    SET_VALUE = "set_value"
    MEDIA_PLAY = "media_play"
    """What was paused goes on, or something begins."""
    MEDIA_PAUSE = "media_pause"
    MEDIA_STOP = "media_stop"
    MEDIA_NEXT = "media_next"
    MEDIA_PREVIOUS = "media_previous"
    MEDIA_SEARCH = "media_search"
    SET_VOLUME = "set_volume"
    CHANGE_VOLUME = "change_volume"
    MUTE = "mute"
    UNMUTE = "unmute"
    HUSH = "hush"
    """"Stop" and nothing else: what is to stop depends on what goes on."""
    GET_PLAYING = "get_playing"
    """What is played, by whom, and where."""
    FOLLOW_UP = "follow_up"
    UNDO = "undo"
    CORRECT = "correct"
    CHOOSE = "choose"
    SCHEDULE = "schedule"
    APPLIANCE = "appliance"
    """Something that an appliance's own pack names."""
    SET_ALARM = "set_alarm"
    SET_REMINDER = "set_reminder"
    CANCEL_ALARM = "cancel_alarm"
    CANCEL_ALL_ALARMS = "cancel_all_alarms"
    ALARM_STATUS = "alarm_status"
    SNOOZE = "snooze"
    CANCEL_REMINDER = "cancel_reminder"
    CANCEL_ALL_REMINDERS = "cancel_all_reminders"
    REMINDER_STATUS = "reminder_status"
    TOO_COLD = "too_cold"
    TOO_HOT = "too_hot"
    TOO_DARK = "too_dark"
    TOO_BRIGHT = "too_bright"
    STUFFY = "stuffy"
    TOO_HUMID = "too_humid"
    TOO_DRY = "too_dry"
    DIRTY = "dirty"
    COZY = "cozy"
    SLEEP = "sleep"
    LEAVING = "leaving"
    COFFEE = "coffee"
    DRY_GARDEN = "dry_garden"
    OVERLOOKED = "overlooked"

    @property
    def wire_name(self) -> str:
        """Home Assistant's name, e.g. `HassTurnOn` for both turning on and opening."""
        return WIRE_NAMES[self.value]

    @property
    def is_question(self) -> bool:
        """Asks for something and changes nothing."""
        return self in _QUESTIONS

    @property
    def needs_target(self) -> bool:
        """Makes no sense without a thing that it is about."""
        return self in _NEED_TARGET

    @property
    def is_need(self) -> bool:
        """Tells what somebody feels or lacks, and leaves it to the agent what is to be done."""
        return self.wire_name == NEED

    @property
    def is_about_media(self) -> bool:
        """Is about what plays, and needs no words that say so."""
        return self in _ABOUT_MEDIA

    @property
    def is_timer(self) -> bool:
        """Speaks of a timer."""
        return "Timer" in self.wire_name

    @property
    def is_for_later(self) -> bool:
        """Asks for something at another time."""
        return self.is_timer or self in _FOR_LATER


_FOR_LATER: Final = frozenset(
    {
        Intent.SCHEDULE,
        Intent.SET_ALARM,
        Intent.CANCEL_ALARM,
        Intent.CANCEL_ALL_ALARMS,
        Intent.ALARM_STATUS,
        Intent.SNOOZE,
        Intent.SET_REMINDER,
        Intent.CANCEL_REMINDER,
        Intent.CANCEL_ALL_REMINDERS,
        Intent.REMINDER_STATUS,
    }
)
_ABOUT_MEDIA: Final = frozenset(
    {
        Intent.MEDIA_PLAY,
        Intent.MEDIA_PAUSE,
        Intent.MEDIA_STOP,
        Intent.MEDIA_NEXT,
        Intent.MEDIA_PREVIOUS,
        Intent.MEDIA_SEARCH,
        Intent.SET_VOLUME,
        Intent.CHANGE_VOLUME,
        Intent.MUTE,
        Intent.UNMUTE,
        Intent.HUSH,
        Intent.GET_PLAYING,
    }
)
_NEED_TARGET: Final = frozenset(
    {
        Intent.TURN_ON,
        Intent.TURN_OFF,
        Intent.TOGGLE,
        Intent.OPEN,
        Intent.CLOSE,
        Intent.STOP,
        Intent.LOCK,
        Intent.UNLOCK,
        Intent.SET_POSITION,
        Intent.GET_STATE,
        Intent.PRESS,
        Intent.SET_MODE,
        Intent.SET_VALUE,
        Intent.LOCATE,
    }
)
_QUESTIONS: Final = frozenset(
    {
        Intent.GET_STATE,
        Intent.GET_TEMPERATURE,
        Intent.GET_TIME,
        Intent.GET_DATE,
        Intent.TIMER_STATUS,
        Intent.ALARM_STATUS,
        Intent.REMINDER_STATUS,
        Intent.GET_PLAYING,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slots:
    """The parameters of a command; None where nothing was said. Names are Home Assistant's."""

    name: str | None = None
    """A device's, scene's or sensor's name as the home spells it."""
    area: str | None = None
    """A room's name as the home spells it."""
    floor: str | None = None
    """A floor's name as the home spells it, or `all` for the whole house."""
    domain: str | None = None
    """A kind of device: `light`, `switch`, `cover`, `lock`, `fan`, `climate`, ..."""
    device_class: str | None = None
    """A kind within the kind: `window`, `blind`, `curtain`, `humidity`, ..."""
    state: str | None = None
    """The state that is asked about: `on`, `off`, `open`, `closed`, `locked`, `unlocked`, `armed`,
    `disarmed`, `triggered`."""
    attribute: str | None = None
    """What of a device is asked about: `position`, `brightness`, `percentage`, `color`, ..."""
    brightness: int | None = None
    """Percent, 0 to 100."""
    brightness_step: int | None = None
    """Percentage points up (positive) or down."""
    color: str | None = None
    """One of `edge_agent.domain.color.COLORS`, `FURTHER_COLORS` or `WHITES_K`."""
    color_temperature: int | None = None
    """Kelvin."""
    color_temperature_step: int | None = None
    """Kelvin up, to a colder white, or down."""
    factor: float | None = None
    """What the brightness, speed or volume is multiplied with, above 0."""
    temperature: float | None = None
    """Degrees in the unit of the device, or in `temperature_unit` where that was said."""
    temperature_unit: str | None = None
    """`°C` or `°F`."""
    temperature_step: float | None = None
    """Degrees up (positive) or down."""
    position: int | None = None
    """Percent open, 0 to 100."""
    percentage: int | None = None
    """Speed, percent, 0 to 100."""
    percentage_step: int | None = None
    """Points of speed, position or a number's range up (positive) or down, in percent of all."""
    speed: int | None = None
    """Speed as a step of the fan, 1 for the slowest."""
    hours: int | None = None
    """Of a timer."""
    minutes: int | None = None
    """Of a timer."""
    seconds: int | None = None
    """Of a timer."""
    start_hours: int | None = None
    """How long a timer was set for; tells it from others."""
    start_minutes: int | None = None
    """As `start_hours`."""
    start_seconds: int | None = None
    """As `start_hours`."""
    conversation_command: str | None = None
    """What is to be done when a timer ends or a time has come, as it was said."""
    time: str | None = None
    """When something is to be done: `19:30`, or `sunset`; of day or night as it was said."""
    period: str | None = None
    """Which half of the day was said: `am` or `pm`."""
    day: str | None = None
    """On which day that is, as it was said: `tomorrow`, `every day`."""
    which: str | None = None
    """Which of several is meant: a number, `last`, `other`, `others`, `all`, `none`, or words of
    its name."""
    mode: str | None = None
    """A mode, programme or other option, as it was said."""
    value: float | None = None
    """A number in the device's own unit."""
    volume_level: int | None = None
    """Percent, 0 to 100."""
    volume_step: int | None = None
    """Percentage points louder (positive) or softer."""
    search_query: str | None = None
    """What is to be played, in the words that were said."""

    @property
    def is_relative(self) -> bool:
        """Whether they say how much more or less, so that saying it again goes further."""
        steps = (self.brightness_step, self.percentage_step, self.temperature_step)
        changes = (*steps, self.color_temperature_step, self.volume_step, self.factor)
        return any(change is not None for change in changes)

    def as_dict(self) -> dict[str, SlotValue]:
        """Only what was said, in the order of the fields."""
        return {f.name: value for f in fields(self) if (value := getattr(self, f.name)) is not None}


class Quantifier(StrEnum):
    """How many of a kind are spoken of, where no single one is."""

    ALL = "all"
    ANY = "any"
    """`any`, `which`, `no`."""
    COUNT = "count"
    """`how many`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One thing to do or to answer."""

    intent: Intent
    slots: Slots
    confidence: float
    """Calibrated probability that this is what was meant, 0 to 1."""
    left_out: tuple[Slots, ...] = ()
    """What was excepted: names, kinds and places, as in `slots`."""
    quantifier: Quantifier | None = None
    """Before the kind of thing it is about."""
    refers_back: bool = False
    """It is about what was spoken of before: "it", "them"."""
    is_plural: bool = False
    """What was spoken of before is several things: "them", "both"."""
    says_here: bool = False
    """The speaker's room was named as such: "in here"."""
    is_here: bool = False
    """The room is the speaker's, who named none."""
    is_for_a_time: bool = False
    """It is to be taken back when the timer ends that the next command is."""
    then: "tuple[Command, ...]" = ()
    """What is to be done when a time has come."""
    order: ApplianceOrder | None = None
    """What is asked of an appliance, for `Intent.APPLIANCE`."""

    @property
    def is_all(self) -> bool:
        """All of a kind were named: without a place and a speaker's room, in the whole home."""
        return self.quantifier is not None

    @property
    def wire_name(self) -> str:
        """The intent as others know it."""
        return self.intent.wire_name if self.order is None else self.order.action.name


class Reason(StrEnum):
    """Why an utterance leads to nothing."""

    NOISE = "noise"
    """No words were recognised."""
    GAP = "gap"
    """Sound was lost within the utterance."""
    OTHER_SPEECH = "other_speech"
    """Speech, but hardly anything that can be said to this home."""
    NOT_A_COMMAND = "not_a_command"
    """Chatter, or words that make no sense here."""
    NEGATED = "negated"
    """A command that is not to be carried out."""
    STATEMENT = "statement"
    """It tells something of the home, or asks what people do."""
    INCOMPLETE = "incomplete"
    """Half a sentence."""
    LOW_CONFIDENCE = "low_confidence"
    """Might be a command, but too unsure to act."""
    UNKNOWN_NAME = "unknown_name"
    """A command for a device, room or scene that this home does not have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """Nothing will be done, and why."""

    reason: Reason
    heard: str = ""
    """The words that are unknown, for `UNKNOWN_NAME`."""
    nearest: str | None = None
    """The nearest name in the home, where one is near."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Understanding:
    """What became of one utterance: its text, and either commands or a rejection."""

    text: str
    """The alternative of the transcript that was taken."""
    commands: tuple[Command, ...] = ()
    rejection: Rejection | None = None
    """Set exactly when there are no commands."""
    choice: tuple[Command, ...] = ()
    """Which ones the words mean where they answer a question back; only beside a rejection."""
    unsure: tuple[Command, ...] = ()
    """What may have been meant, too unsure to act on it; only beside a rejection."""
    phrase: str | None = None
    """The phrase that was taught to mean this, where it is one."""
