"""Sensors: a number or a text to be read."""

from dataclasses import dataclass
from typing import Final

from edge_agent.domain.action import Action, MqttMessage
from edge_agent.domain.entity import EntityState
from edge_agent.home.binding import Binding
from edge_agent.home.fields import Fields, UnusableError
from edge_agent.home.reading import UNKNOWN, Parse, Update, finite, number, plain_number, readings

_MAX_TEXT_CHARS: Final = 255
_TEXT_CLASSES: Final = frozenset({"enum", "date", "timestamp"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensor(Binding):
    """Something that can only be read."""

    def encode(self, action: Action, state: EntityState) -> tuple[MqttMessage, ...]:
        """Nothing: a sensor takes no commands."""
        del action, state
        return ()


def sensor(fields: Fields) -> Sensor:
    """The binding of a sensor."""
    fields.required_topic("state_topic")
    unit = fields.optional_text("unit_of_measurement")
    is_number = unit is not None or "state_class" in fields
    if fields.text("device_class", "") in _TEXT_CLASSES:
        is_number = False
    parse = number("state", plain_number) if is_number else any_value()
    return Sensor(
        readings=readings(fields, "state_topic", ("value_template",), ("state",), parse),
        unit=unit,
    )


def any_value() -> Parse:
    """A number where the text is one, else the text, which must not be long."""

    def parse(text: str) -> Update:
        if text == UNKNOWN:
            return {"state": None}
        if len(text) > _MAX_TEXT_CHARS:
            raise UnusableError(f"state is longer than {_MAX_TEXT_CHARS} characters.")
        try:
            return {"state": plain_number(finite("state", text))}
        except UnusableError:
            return {"state": text}

    return parse
