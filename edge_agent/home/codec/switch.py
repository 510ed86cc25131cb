"""Switches: relays, sockets, and whatever else is just on or off."""

from dataclasses import dataclass

from edge_agent.domain.action import Action, ActionKind, MqttMessage
from edge_agent.domain.entity import EntityState
from edge_agent.home.binding import Binding, CommandTopic, required_command_topic
from edge_agent.home.fields import Fields
from edge_agent.home.reading import readings, words


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch(Binding):
    """A device that is on or off."""

    command: CommandTopic
    payload_on: str
    payload_off: str

    def encode(self, action: Action, state: EntityState) -> tuple[MqttMessage, ...]:
        """The payload for on or for off."""
        del state
        is_on = action.kind is ActionKind.TURN_ON
        return (self.command.message(self.payload_on if is_on else self.payload_off),)


def switch(fields: Fields) -> Switch:
    """The binding of a switch."""
    payload_on = fields.text("payload_on", "ON")
    payload_off = fields.text("payload_off", "OFF")
    on_off = {
        fields.text("state_off", payload_off): "off",
        fields.text("state_on", payload_on): "on",
    }
    return Switch(
        actions=frozenset({ActionKind.TURN_ON, ActionKind.TURN_OFF}),
        readings=readings(
            fields, "state_topic", ("value_template",), ("state",), words("state", on_off)
        ),
        is_optimistic=fields.flag("optimistic"),
        command=required_command_topic(fields, "command_topic", "command_template"),
        payload_on=payload_on,
        payload_off=payload_off,
    )
