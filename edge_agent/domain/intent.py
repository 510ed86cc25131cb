"""What people want done: each intent, and what kind of intent it is."""

from enum import StrEnum
from typing import Final

from edge_agent.domain.wire_names import NEED, WIRE_NAMES


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
