"""Binary sensors: doors, windows, motion, leaks; the device class decides the words."""

from dataclasses import dataclass

from edge_agent.domain.action import Action, MqttMessage
from edge_agent.domain.entity import EntityState
from edge_agent.home.binding import Binding
from edge_agent.home.codec.on_off import on_or_off
from edge_agent.home.fields import Fields
from edge_agent.home.reading import readings


@dataclass(frozen=True, slots=True, kw_only=True)
class BinarySensor(Binding):
    """Something that is on or off and can only be read."""

    def encode(self, action: Action, state: EntityState) -> tuple[MqttMessage, ...]:
        """Nothing: a sensor takes no commands."""
        del action, state
        return ()


def binary_sensor(fields: Fields) -> BinarySensor:
    """The binding of a binary sensor; its payloads may be of any JSON scalar type."""
    fields.required_topic("state_topic")
    return BinarySensor(
        readings=readings(fields, "state_topic", ("value_template",), ("state",), on_or_off(fields))
    )
