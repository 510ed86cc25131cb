"""Buttons: one payload, and nothing to be read."""

from dataclasses import dataclass

from edge_agent.domain.action import Action, ActionKind, MqttMessage
from edge_agent.domain.entity import EntityState
from edge_agent.home.binding import Binding, CommandTopic, required_command_topic
from edge_agent.home.fields import Fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Button(Binding):
    """Something that can only be pressed."""

    command: CommandTopic
    payload_press: str

    def encode(self, action: Action, state: EntityState) -> tuple[MqttMessage, ...]:
        """The payload that presses it."""
        del action, state
        return (self.command.message(self.payload_press),)


def button(fields: Fields) -> Button:
    """The binding of a button."""
    return Button(
        actions=frozenset({ActionKind.PRESS}),
        command=required_command_topic(fields, "command_topic", "command_template"),
        payload_press=fields.text("payload_press", "PRESS"),
    )
