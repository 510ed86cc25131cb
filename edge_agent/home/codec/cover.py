"""Covers: blinds, curtains, shutters, garage doors, gates, windows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import msgspec

from edge_agent.domain.action import Action, ActionKind, MqttMessage
from edge_agent.domain.entity import Capability, EntityState, StateValue
from edge_agent.home.binding import Binding, CommandTopic, command_topic
from edge_agent.home.fields import Fields, UnusableError
from edge_agent.home.reading import (
    UNKNOWN,
    Parse,
    Reading,
    Update,
    finite,
    percent,
    readings,
    words,
)

_FULL: Final = 100
_STATES: Final = {
    "state_stopped": "stopped",
    "state_opening": "opening",
    "state_closing": "closing",
    "state_open": "open",
    "state_closed": "closed",
}
"""Key of the configuration; what devices send by default is also what it means."""
_PAYLOADS: Final = {
    ActionKind.OPEN: ("payload_open", "OPEN"),
    ActionKind.CLOSE: ("payload_close", "CLOSE"),
    ActionKind.STOP: ("payload_stop", "STOP"),
}


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover(Binding):
    """Something that opens and closes."""

    command: CommandTopic | None
    payloads: Mapping[ActionKind, str]
    """Of the movements that the device understands as such."""
    position: CommandTopic | None
    travel: Travel

    def encode(self, action: Action, state: EntityState) -> tuple[MqttMessage, ...]:
        """A movement by its payload, or else by a position."""
        del state
        if self.command is not None and action.kind in self.payloads:
            return (self.command.message(self.payloads[action.kind]),)
        match action.kind, action.value:
            case ActionKind.OPEN, _:
                return self._moved(_FULL)
            case ActionKind.CLOSE, _:
                return self._moved(0)
            case ActionKind.SET_POSITION, int() | float() as value:
                return self._moved(value)
            case _:
                return ()

    def _moved(self, wanted: float) -> tuple[MqttMessage, ...]:
        if self.position is None:
            return ()
        message = self.position.message(
            self.travel.encode(wanted),
            position=percent(wanted),
            position_open=self.travel.open,
            position_closed=self.travel.closed,
        )
        return (message,)


def cover(fields: Fields) -> Cover:
    """The binding of a cover."""
    travel = Travel(
        closed=fields.integer("position_closed", 0), open=fields.integer("position_open", _FULL)
    )
    if travel.closed == travel.open:
        raise UnusableError("position_open and position_closed are the same.")
    command = command_topic(fields, "command_topic")
    payloads = _payloads(fields) if command is not None else {}
    position = command_topic(fields, "set_position_topic", "set_position_template")
    actions = set(payloads)
    if position is not None:
        actions |= {ActionKind.OPEN, ActionKind.CLOSE, ActionKind.SET_POSITION}
    return Cover(
        actions=frozenset(actions),
        capabilities=_capabilities(actions),
        readings=_readings(fields, travel),
        is_optimistic=fields.flag("optimistic"),
        command=command,
        payloads=payloads,
        position=position,
        travel=travel,
    )


def _payloads(fields: Fields) -> dict[ActionKind, str]:
    return {
        kind: fields.text(key, default)
        for kind, (key, default) in _PAYLOADS.items()
        if not fields.is_null(key)
    }


def _capabilities(actions: set[ActionKind]) -> frozenset[Capability]:
    found = {ActionKind.SET_POSITION: Capability.POSITION, ActionKind.STOP: Capability.STOP}
    return frozenset(capability for kind, capability in found.items() if kind in actions)


def _readings(fields: Fields, travel: Travel) -> tuple[Reading, ...]:
    states = {fields.text(key, meaning): meaning for key, meaning in _STATES.items()}
    has_state = fields.topic("state_topic") is not None
    return (
        *readings(fields, "state_topic", ("value_template",), ("state",), words("state", states)),
        *readings(
            fields,
            "position_topic",
            ("position_template",),
            ("position",) if has_state else ("position", "state"),
            _position(travel, has_state=has_state),
        ),
    )


def _position(travel: Travel, *, has_state: bool) -> Parse:
    def parse(text: str) -> Update:
        if text == UNKNOWN:
            return {"position": None}
        position = travel.decode(finite("position", _inner_position(text)))
        update: dict[str, StateValue | None] = {"position": position}
        if not has_state:
            update["state"] = "open" if position > 0 else "closed"
        return update

    return parse


def _inner_position(text: str) -> object:
    """A template may also answer with an object that holds the position."""
    if not text.lstrip().startswith("{"):
        return text
    try:
        report = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError) as error:
        raise UnusableError("position is not JSON.") from error
    return report.get("position") if isinstance(report, dict) else text
