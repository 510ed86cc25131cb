"""Sirens and chimes."""

import json
from dataclasses import dataclass
from typing import Final

from edge_agent.domain.action import Action, ActionKind, MqttMessage
from edge_agent.domain.entity import EntityState
from edge_agent.home.binding import Binding, CommandTopic, required_command_topic
from edge_agent.home.fields import Fields
from edge_agent.home.reading import (
    Reading,
    member,
    number,
    percent,
    plain_number,
    plain_or_member,
    readings,
    words,
    words_of_device,
)

_FULL: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Siren(Binding):
    """A device that sounds or is silent."""

    on: CommandTopic
    off: CommandTopic
    payload_on: str
    payload_off: str

    def encode(self, action: Action, state: EntityState) -> tuple[MqttMessage, ...]:
        """The payload for on or for off: by its template, or else as a JSON object."""
        del state
        is_on = action.kind is ActionKind.TURN_ON
        command = self.on if is_on else self.off
        payload = self.payload_on if is_on else self.payload_off
        if command.template is None:
            payload = json.dumps({"state": payload}, separators=(",", ":"))
        return (command.message(payload),)


def siren(fields: Fields) -> Siren:
    """The binding of a siren; tone, duration and volume are only read."""
    on = required_command_topic(fields, "command_topic", "command_template")
    has_own_off = "command_off_template" in fields
    return Siren(
        actions=frozenset({ActionKind.TURN_ON, ActionKind.TURN_OFF}),
        readings=_readings(fields),
        is_optimistic=fields.flag("optimistic"),
        on=on,
        off=required_command_topic(fields, "command_topic", "command_off_template")
        if has_own_off
        else on,
        payload_on=fields.text("payload_on", "ON"),
        payload_off=fields.text("payload_off", "OFF"),
    )


def _readings(fields: Fields) -> tuple[Reading, ...]:
    """Each member of the report by itself, so that an odd one does not hide the others."""
    on_off = {
        fields.text("state_off", fields.text("payload_off", "OFF")): "off",
        fields.text("state_on", fields.text("payload_on", "ON")): "on",
    }
    parses = {
        "state": plain_or_member("state", words("state", on_off)),
        "tone": member("tone", words_of_device("tone")),
        "duration": member("duration", number("duration", plain_number)),
        "volume": member("volume_level", number("volume", _volume)),
    }
    templates = ("state_value_template", "value_template")
    return tuple(
        reading
        for attribute, parse in parses.items()
        for reading in readings(fields, "state_topic", templates, (attribute,), parse)
    )


def _volume(share: float) -> int:
    return percent(share * _FULL)
