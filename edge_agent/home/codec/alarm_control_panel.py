"""Alarm panels: armed in one of a few modes, and disarmed; set off by nobody's voice."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from edge_agent.domain.action import Action, ActionKind, MqttMessage
from edge_agent.domain.entity import Capability, EntityState
from edge_agent.home.binding import Binding, CommandTopic, required_command_topic
from edge_agent.home.fields import Fields
from edge_agent.home.reading import readings, words

_MODES: Final = ("home", "away", "night", "vacation", "custom_bypass")
_FURTHER_STATES: Final = ("disarmed", "arming", "disarming", "pending", "triggered")
_REMOTE_CODES: Final = frozenset({"REMOTE_CODE", "REMOTE_CODE_TEXT"})
"""Stand for a code that only the panel knows and a person has to give."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmPanel(Binding):
    """An alarm panel."""

    command: CommandTopic
    arming: Mapping[str, str]
    """The payload that arms, by mode."""
    payload_disarm: str

    def encode(self, action: Action, state: EntityState) -> tuple[MqttMessage, ...]:
        """The payload of a mode, or of disarming."""
        del state
        is_disarming = action.kind is ActionKind.DISARM
        payload = self.payload_disarm if is_disarming else self.arming.get(str(action.value))
        if payload is None:
            return ()
        return (self.command.coded_message(payload, self.code, action=payload),)


def alarm_control_panel(fields: Fields) -> AlarmPanel:
    """The binding of an alarm panel; what wants a code that is not announced is in `coded`."""
    arming = _arming(fields)
    code = fields.optional_text("code")
    can = frozenset({ActionKind.DISARM} | ({ActionKind.ARM} if arming else set()))
    coded = can & _coded(fields) if code in _REMOTE_CODES else frozenset()
    states = {state: state for state in (*_FURTHER_STATES, *(f"armed_{mode}" for mode in _MODES))}
    return AlarmPanel(
        actions=can - coded,
        coded=coded,
        capabilities=frozenset({Capability.DISARM}),
        readings=readings(
            fields, "state_topic", ("value_template",), ("state",), words("state", states)
        ),
        is_optimistic=fields.flag("optimistic"),
        modes=tuple(arming),
        command=required_command_topic(fields, "command_topic", "command_template"),
        arming=arming,
        payload_disarm=fields.text("payload_disarm", "DISARM"),
        code=None if code in _REMOTE_CODES else code,
    )


def _arming(fields: Fields) -> dict[str, str]:
    features = fields.texts("supported_features") or tuple(f"arm_{mode}" for mode in _MODES)
    return {
        mode: fields.text(f"payload_arm_{mode}", f"ARM_{mode.upper()}")
        for mode in _MODES
        if f"arm_{mode}" in features
    }


def _coded(fields: Fields) -> frozenset[ActionKind]:
    keys = {ActionKind.ARM: "code_arm_required", ActionKind.DISARM: "code_disarm_required"}
    return frozenset(kind for kind, key in keys.items() if fields.flag(key, default=True))
