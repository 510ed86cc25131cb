"""How far the slats of a cover are tilted: percent here, figures of its own on the device."""

from dataclasses import dataclass
from typing import Final

from edge_agent.domain.action import Action, ActionKind, MqttMessage
from edge_agent.home.binding import CommandTopic, command_topic
from edge_agent.home.fields import Fields, UnusableError
from edge_agent.home.reading import Reading, number, percent, readings

_FULL: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Tilt:
    """The device's own figures, and where they go."""

    command: CommandTopic
    lowest: int
    highest: int
    opened: int
    """What it is told to let the light in; slats that turn over do so at the middle."""
    closed: int
    payload_stop: str

    def message(self, action: Action) -> tuple[MqttMessage, ...]:
        """The message that tilts the slats, or stops them."""
        if action.kind is ActionKind.STOP:
            return (self.command.message(self.payload_stop),)
        figure = self._figure(action)
        if figure is None:
            return ()
        share = self.percent(figure)
        return (self.command.message(figure, tilt_position=share, **self._ends()),)

    def settled(self, action: Action) -> int | None:
        """The percentage that the device will report for an action."""
        figure = self._figure(action)
        return None if figure is None else self.percent(figure)

    def percent(self, figure: float) -> int:
        """Percent for the device's figure."""
        return percent((figure - self.lowest) / (self.highest - self.lowest) * _FULL)

    def _figure(self, action: Action) -> int | None:
        match action.kind, action.value:
            case ActionKind.OPEN_TILT, _:
                return self.opened
            case ActionKind.CLOSE_TILT, _:
                return self.closed
            case ActionKind.SET_TILT, int() | float() as wanted:
                return round(self.lowest + wanted / _FULL * (self.highest - self.lowest))
            case _:
                return None

    def _ends(self) -> dict[str, int]:
        return {"tilt_min": self.lowest, "tilt_max": self.highest}


def tilt(fields: Fields) -> Tilt | None:
    """The tilting that a configuration announces; None where it has none."""
    command = command_topic(fields, "tilt_command_topic", "tilt_command_template")
    if command is None:
        return None
    lowest, highest = fields.integer("tilt_min", 0), fields.integer("tilt_max", _FULL)
    if lowest == highest:
        raise UnusableError("tilt_min and tilt_max are the same.")
    return Tilt(
        command=command,
        lowest=lowest,
        highest=highest,
        opened=fields.integer("tilt_opened_value", _FULL),
        closed=fields.integer("tilt_closed_value", 0),
        payload_stop=fields.text("payload_stop_tilt", "stop"),
    )


def tilt_readings(fields: Fields, tilting: Tilt | None) -> tuple[Reading, ...]:
    """What tells how far the slats are tilted."""
    if tilting is None or fields.flag("tilt_optimistic"):
        return ()
    parse = number("tilt", tilting.percent)
    return readings(fields, "tilt_status_topic", ("tilt_status_template",), ("tilt",), parse)
