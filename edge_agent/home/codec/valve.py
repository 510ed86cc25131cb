"""Valves for water or gas: opened and closed by payloads, or by a position."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from edge_agent.domain.action import Action, ActionKind, MqttMessage
from edge_agent.domain.entity import Capability, EntityState, StateValue
from edge_agent.home.binding import Binding, CommandTopic, command_topic
from edge_agent.home.codec.travel import Travel, moved, travel
from edge_agent.home.fields import Fields
from edge_agent.home.reading import (
    UNKNOWN,
    Parse,
    Update,
    finite,
    members,
    printed,
    readings,
    words,
)

_FULL: Final = 100
_STATES: Final = {
    "state_opening": "opening",
    "state_closing": "closing",
    "state_open": "open",
    "state_closed": "closed",
}
"""Key of the configuration; what devices send by default is also what it means."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Valve(Binding):
    """Something that lets through or not."""

    command: CommandTopic | None
    payloads: Mapping[ActionKind, str]
    """Of the movements that the device understands as such."""
    travel: Travel | None
    """Of a device that is told a position instead."""

    def encode(self, action: Action, state: EntityState) -> tuple[MqttMessage, ...]:
        """A movement by its payload, or else by a position."""
        del state
        if self.command is None:
            return ()
        if action.kind in self.payloads:
            return (self.command.message(self.payloads[action.kind]),)
        return moved(action, self.command, self.travel)


def valve(fields: Fields) -> Valve:
    """The binding of a valve; one that reports a position is also told one."""
    ends = travel(fields) if fields.flag("reports_position") else None
    command = command_topic(fields, "command_topic", "command_template")
    payloads = _payloads(fields, has_positions=ends is not None) if command is not None else {}
    actions = set(payloads)
    if command is not None and ends is not None:
        actions |= {ActionKind.OPEN, ActionKind.CLOSE, ActionKind.SET_POSITION}
    return Valve(
        actions=frozenset(actions),
        capabilities=_capabilities(actions),
        readings=readings(
            fields,
            "state_topic",
            ("value_template",),
            ("state",) if ends is None else ("state", "position"),
            _parse(fields, ends),
        ),
        is_optimistic=fields.flag("optimistic"),
        command=command,
        payloads=payloads,
        travel=ends,
    )


def _payloads(fields: Fields, *, has_positions: bool) -> dict[ActionKind, str]:
    """Stopping has no payload by default; null takes opening or closing away."""
    found = {}
    if "payload_stop" in fields:
        found[ActionKind.STOP] = fields.text("payload_stop", "")
    if not has_positions and not fields.is_null("payload_open"):
        found[ActionKind.OPEN] = fields.text("payload_open", "OPEN")
    if not has_positions and not fields.is_null("payload_close"):
        found[ActionKind.CLOSE] = fields.text("payload_close", "CLOSE")
    return found


def _capabilities(actions: set[ActionKind]) -> frozenset[Capability]:
    found = {ActionKind.SET_POSITION: Capability.POSITION, ActionKind.STOP: Capability.STOP}
    return frozenset(capability for kind, capability in found.items() if kind in actions)


def _parse(fields: Fields, ends: Travel | None) -> Parse:
    states = {fields.text(key, meaning): meaning for key, meaning in _STATES.items()}
    state = words("state", states)

    def parse(text: str) -> Update:
        report = members(text)
        if report is not None:
            return parse_members(report)
        return state(text) if ends is None or text in states else _place(text, ends)

    def parse_members(report: Mapping[str, object]) -> Update:
        update: dict[str, StateValue | None] = {}
        if ends is not None and "position" in report:
            update |= _place(printed("position", report["position"]), ends)
        if "state" in report and (report["state"] is not None or not update):
            update |= state(printed("state", report["state"]))
        return update

    return parse


def _place(text: str, ends: Travel) -> Update:
    """What a position means; halfway is open too."""
    if text == UNKNOWN:
        return {"position": None, "state": None}
    position = ends.decode(finite("position", text))
    return {"position": position, "state": "open" if position > 0 else "closed"}
