"""What is to be done to the home, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from edge_agent.domain.command import Command
from edge_agent.domain.entity import Entity


class ActionKind(StrEnum):
    """One change that an entity can be asked for; `Action.value` is named behind each."""

    TURN_ON = "turn_on"
    TURN_OFF = "turn_off"
    SET_BRIGHTNESS = "set_brightness"
    """int, percent 1 to 100."""
    SET_COLOR = "set_color"
    """str, `#rrggbb`."""
    SET_COLOR_TEMPERATURE = "set_color_temperature"
    """int, kelvin."""
    SET_EFFECT = "set_effect"
    """str, one of the light's `effects`."""
    OPEN = "open"
    CLOSE = "close"
    STOP = "stop"
    SET_POSITION = "set_position"
    """int, percent open 0 to 100."""
    OPEN_TILT = "open_tilt"
    CLOSE_TILT = "close_tilt"
    SET_TILT = "set_tilt"
    """int, percent that the slats are open, 0 to 100."""
    LOCK = "lock"
    UNLOCK = "unlock"
    UNLATCH = "unlatch"
    """A lock draws its latch for a moment, so that the door opens."""
    ARM = "arm"
    """str, one of the alarm panel's `modes`."""
    DISARM = "disarm"
    SET_PERCENTAGE = "set_percentage"
    """int, speed in percent 0 to 100."""
    SET_TEMPERATURE = "set_temperature"
    """float, degrees in the entity's unit."""
    SET_MODE = "set_mode"
    """str, one of the entity's `modes`."""
    ACTIVATE = "activate"
    PRESS = "press"
    START = "start"
    PAUSE = "pause"
    RETURN_HOME = "return_home"
    LOCATE = "locate"
    """The device makes itself heard."""
    CLEAN_SEGMENT = "clean_segment"
    """str, the id of one of the vacuum cleaner's rooms."""
    SET_FAN_SPEED = "set_fan_speed"
    """str, one of the vacuum cleaner's `fan_modes`."""
    SET_FAN_MODE = "set_fan_mode"
    """str, one of the climate device's `fan_modes`."""
    SET_PRESET = "set_preset"
    """str, one of the entity's `presets`."""
    SET_OSCILLATION = "set_oscillation"
    """bool."""
    SET_DIRECTION = "set_direction"
    """str, `forward` or `reverse`."""
    SET_HUMIDITY = "set_humidity"
    """int, percent, within the entity's `value_range`."""
    SET_VALUE = "set_value"
    """float, within the entity's `value_range`, in its unit."""
    SET_OPTION = "set_option"
    """str, one of the entity's `options`."""
    PLAY = "play"
    """A media player goes on with what it was paused at, or begins what it has."""
    NEXT = "next"
    PREVIOUS = "previous"
    SET_VOLUME = "set_volume"
    """int, percent 0 to 100."""
    VOLUME_UP = "volume_up"
    """int, so many steps, of a player that cannot be told how loud to be."""
    VOLUME_DOWN = "volume_down"
    """int, so many steps."""
    MUTE = "mute"
    UNMUTE = "unmute"
    SELECT_SOURCE = "select_source"
    """str, one of the media player's `sources`."""
    SEARCH = "search"
    """str, what a media player is to look for and play, as it was said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One change to one entity."""

    entity: Entity
    kind: ActionKind
    value: str | int | float | None = None


MASKED: Final = "****"
"""Stands for a secret where messages are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MqttMessage:
    """One message to publish."""

    topic: str
    payload: str
    qos: int = 1
    retain: bool = False
    secret: str | None = field(default=None, repr=False, compare=False)
    """What of the payload is shown to nobody: the code of a lock."""

    @property
    def shown(self) -> str:
        """The payload as anybody may see it."""
        if self.secret is None:
            return self.payload
        is_as_given = self.secret in self.payload  # else it may be in there in other signs
        return self.payload.replace(self.secret, MASKED) if is_as_given else MASKED

    @property
    def line(self) -> str:
        """It on one line, as people read it."""
        return f"{self.topic} {self.shown}"


FieldValue = str | int | float | bool | tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceCall:
    """One service of Home Assistant, called for one of its entities."""

    domain: str
    """As in Home Assistant, e.g. `light`."""
    service: str
    """e.g. `turn_on`."""
    entity_id: str
    """Home Assistant's own, e.g. `light.kitchen`; the agent may call the entity otherwise."""
    fields: Mapping[str, FieldValue] = field(default_factory=dict)
    """What the service is told beside the entity, e.g. `brightness_pct: 40`."""
    secrets: frozenset[str] = frozenset()
    """Names of the fields that are shown to nobody: the code of a lock."""

    @property
    def name(self) -> str:
        """`<domain>.<service>`."""
        return f"{self.domain}.{self.service}"

    @property
    def line(self) -> str:
        """It on one line, as people read it."""
        return " ".join(
            [self.name, self.entity_id, *(f"{key}={value}" for key, value in self.shown.items())]
        )

    @property
    def shown(self) -> Mapping[str, FieldValue]:
        """The fields as anybody may see them."""
        return {k: MASKED if k in self.secrets else value for k, value in self.fields.items()}


Message = MqttMessage | ServiceCall
"""What carries an action out: to the broker, or to Home Assistant."""


class OutcomeKind(StrEnum):
    """What came of a command."""

    PLANNED = "planned"
    """Worked out but, as asked, not published."""
    ACKED = "acked"
    """The broker has taken every message, and Home Assistant every call."""
    CONFIRMED = "confirmed"
    """The devices report the state that was asked for."""
    ALREADY = "already"
    """The devices were in that state before."""
    KEPT = "kept"
    """Is kept for its time, or was changed among what is."""
    ANSWERED = "answered"
    """A question; nothing was to be published."""
    ASKED = "asked"
    """A question back is pending."""
    HANDED_OVER = "handed_over"
    """A flow of Hermes has it; the agent itself did nothing."""
    EXPIRED = "expired"
    """Too old to be carried out."""
    FAILED = "failed"
    """Could not be carried out; the response says why."""
    NOT_CONNECTED = "not_connected"
    """The broker or Home Assistant is not connected; nothing is kept for later."""


class Decision(StrEnum):
    """What was decided about a command, as the log of actions tells it."""

    ALLOWED = "allowed"
    ASKED = "asked"
    """A yes was asked for, or has been given."""
    PIN = "pin"
    """The PIN was asked for, or has been given."""
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandOutcome:
    """One command, what it was taken to mean in this home, and what came of it."""

    command: Command
    targets: tuple[str, ...] = ()
    """Entity ids."""
    messages: tuple[Message, ...] = ()
    kind: OutcomeKind
    decision: Decision | None = None
    """What was decided about it; None where there was nothing to decide."""
