"""Lawn mowers that drive about by themselves."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from edge_agent.domain.action import Action, ActionKind, MqttMessage
from edge_agent.domain.entity import Capability, EntityState
from edge_agent.home.binding import Binding, CommandTopic, command_topic
from edge_agent.home.fields import Fields
from edge_agent.home.reading import readings, resettable, words

_COMMANDS: Final = {
    ActionKind.START: "start_mowing",
    ActionKind.PAUSE: "pause",
    ActionKind.STOP: "stop",
    ActionKind.RETURN_HOME: "dock",
}
"""The payload, which also begins the keys of its topic and template."""
_ACTIVITIES: Final = ("mowing", "paused", "idle", "docked", "returning", "error")
_NO_ACTIVITY: Final = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class LawnMower(Binding):
    """A lawn mower."""

    commands: Mapping[ActionKind, CommandTopic]

    def encode(self, action: Action, state: EntityState) -> tuple[MqttMessage, ...]:
        """The command's name on its own topic."""
        del state
        command = self.commands.get(action.kind)
        return () if command is None else (command.message(_COMMANDS[action.kind]),)


def lawn_mower(fields: Fields) -> LawnMower:
    """The binding of a lawn mower, which does what it has a topic for."""
    found = {
        kind: command_topic(fields, f"{word}_command_topic", f"{word}_command_template")
        for kind, word in _COMMANDS.items()
    }
    commands = {kind: command for kind, command in found.items() if command is not None}
    activity = words("state", {activity: activity for activity in _ACTIVITIES})
    return LawnMower(
        actions=frozenset(commands),
        capabilities=frozenset(Capability(kind) for kind in commands),
        readings=readings(
            fields,
            "activity_state_topic",
            ("activity_value_template",),
            ("state",),
            resettable(activity, "state", _NO_ACTIVITY),
        ),
        is_optimistic=fields.flag("optimistic"),
        commands=commands,
    )
