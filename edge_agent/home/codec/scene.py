"""Scenes: one payload that brings about whatever its owner has laid down."""

from dataclasses import dataclass

from edge_agent.domain.action import Action, ActionKind, MqttMessage
from edge_agent.domain.entity import EntityState
from edge_agent.home.binding import Binding, CommandTopic, required_command_topic
from edge_agent.home.fields import Fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene(Binding):
    """Something that can only be activated."""

    command: CommandTopic
    payload_on: str

    def encode(self, action: Action, state: EntityState) -> tuple[MqttMessage, ...]:
        """The payload that activates it."""
        del action, state
        return (self.command.message(self.payload_on),)


def scene(fields: Fields) -> Scene:
    """The binding of a scene."""
    return Scene(
        actions=frozenset({ActionKind.ACTIVATE}),
        command=required_command_topic(fields, "command_topic"),
        payload_on=fields.text("payload_on", "ON"),
    )
