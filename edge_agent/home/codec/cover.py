"""Covers: blinds, curtains, shutters, garage doors, gates, windows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from edge_agent.domain.action import Action, ActionKind, MqttMessage
from edge_agent.domain.entity import Capability, EntityState, StateValue
from edge_agent.home.binding import Binding, CommandTopic, command_topic
from edge_agent.home.codec.tilt import Tilt, tilt, tilt_readings
from edge_agent.home.codec.travel import Travel, moved, travel
from edge_agent.home.confirmation import expectation
from edge_agent.home.fields import Fields
from edge_agent.home.reading import (
    UNKNOWN,
    Parse,
    Reading,
    Update,
    finite,
    members,
    readings,
    words,
)

_TILTING: Final = frozenset({ActionKind.OPEN_TILT, ActionKind.CLOSE_TILT, ActionKind.SET_TILT})
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
class Cover(Binding):
    """Something that opens and closes."""

    command: CommandTopic | None
    payloads: Mapping[ActionKind, str]
    """Of the movements that the device understands as such."""
    position: CommandTopic | None
    travel: Travel
    tilt: Tilt | None

    def encode(self, action: Action, state: EntityState) -> tuple[MqttMessage, ...]:
        """A movement by its payload, or else by a position; the slats on a topic of their own."""
        del state
        if self.tilt is not None and (action.kind in _TILTING or self._stops_slats(action)):
            return self.tilt.message(action)
        if self.command is not None and action.kind in self.payloads:
            return (self.command.message(self.payloads[action.kind]),)
        return moved(action, self.position, self.travel)

    def _stops_slats(self, action: Action) -> bool:
        return action.kind is ActionKind.STOP and ActionKind.STOP not in self.payloads

    def expect(self, action: Action) -> Mapping[str, StateValue]:
        """As for every cover; the slats as the device counts them."""
        if self.tilt is None or action.kind not in _TILTING:
            return expectation(action)
        settled = self.tilt.settled(action)
        return {} if settled is None else {"tilt": settled}


def cover(fields: Fields) -> Cover:
    """The binding of a cover."""
    ends = travel(fields)
    command = command_topic(fields, "command_topic")
    payloads = _payloads(fields) if command is not None else {}
    position = command_topic(fields, "set_position_topic", "set_position_template")
    actions = set(payloads)
    if position is not None:
        actions |= {ActionKind.OPEN, ActionKind.CLOSE, ActionKind.SET_POSITION}
    tilting = tilt(fields)
    if tilting is not None:
        actions |= {*_TILTING, ActionKind.STOP}
    return Cover(
        actions=frozenset(actions),
        capabilities=_capabilities(actions),
        readings=(*_readings(fields, ends), *tilt_readings(fields, tilting)),
        is_optimistic=fields.flag("optimistic"),
        command=command,
        payloads=payloads,
        position=position,
        travel=ends,
        tilt=tilting,
    )


def _payloads(fields: Fields) -> dict[ActionKind, str]:
    return {
        kind: fields.text(key, default)
        for kind, (key, default) in _PAYLOADS.items()
        if not fields.is_null(key)
    }


def _capabilities(actions: set[ActionKind]) -> frozenset[Capability]:
    found = {
        ActionKind.SET_POSITION: Capability.POSITION,
        ActionKind.STOP: Capability.STOP,
        ActionKind.SET_TILT: Capability.TILT,
    }
    return frozenset(capability for kind, capability in found.items() if kind in actions)


def _readings(fields: Fields, ends: Travel) -> tuple[Reading, ...]:
    states = {fields.text(key, meaning): meaning for key, meaning in _STATES.items()}
    has_state = fields.topic("state_topic") is not None
    return (
        *readings(fields, "state_topic", ("value_template",), ("state",), words("state", states)),
        *readings(
            fields,
            "position_topic",
            ("position_template",),
            ("position",) if has_state else ("position", "state"),
            _position(ends, has_state=has_state),
        ),
    )


def _position(ends: Travel, *, has_state: bool) -> Parse:
    def parse(text: str) -> Update:
        if text == UNKNOWN:
            return {"position": None}
        position = ends.decode(finite("position", _inner_position(text)))
        update: dict[str, StateValue | None] = {"position": position}
        if not has_state:
            update["state"] = "open" if position > 0 else "closed"
        return update

    return parse


def _inner_position(text: str) -> object:
    """A template may also answer with an object that holds the position."""
    report = members(text)
    return text if report is None else report.get("position")
