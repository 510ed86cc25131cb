"""How far something is open: percent here, figures of its own on the device."""

from dataclasses import dataclass
from typing import Final

from edge_agent.domain.action import Action, ActionKind, MqttMessage
from edge_agent.home.binding import CommandTopic
from edge_agent.home.fields import Fields, UnusableError
from edge_agent.home.reading import percent

_FULL: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Travel:
    """The device's own figures for its two ends."""

    closed: int
    open: int

    def encode(self, wanted: float) -> int:
        """The device's figure for percent open."""
        return round(self.closed + wanted / _FULL * (self.open - self.closed))

    def decode(self, own: float) -> int:
        """Percent open for the device's figure."""
        return percent((own - self.closed) / (self.open - self.closed) * _FULL)

    def message(self, command: CommandTopic, wanted: float) -> MqttMessage:
        """The message that moves the device to percent open."""
        return command.message(
            self.encode(wanted),
            position=percent(wanted),
            position_open=self.open,
            position_closed=self.closed,
        )


def travel(fields: Fields) -> Travel:
    """The ends that a configuration announces."""
    ends = Travel(
        closed=fields.integer("position_closed", 0), open=fields.integer("position_open", _FULL)
    )
    if ends.closed == ends.open:
        raise UnusableError("position_open and position_closed are the same.")
    return ends


def moved(
    action: Action, command: CommandTopic | None, ends: Travel | None
) -> tuple[MqttMessage, ...]:
    """A movement as a position between the ends; nothing where the device takes none."""
    if command is None or ends is None:
        return ()
    match action.kind, action.value:
        case ActionKind.OPEN, _:
            wanted: float = _FULL
        case ActionKind.CLOSE, _:
            wanted = 0
        case ActionKind.SET_POSITION, int() | float() as value:
            wanted = value
        case _:
            return ()
    return (ends.message(command, wanted),)
