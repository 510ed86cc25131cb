"""Locks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from edge_agent.domain.action import Action, ActionKind, MqttMessage
from edge_agent.domain.entity import Capability, EntityState
from edge_agent.home.binding import Binding, CommandTopic, required_command_topic
from edge_agent.home.fields import Fields
from edge_agent.home.reading import readings, words

_STATES: Final = {
    "state_jammed": ("JAMMED", "jammed"),
    "state_opening": ("OPENING", "unlocking"),
    "state_open": ("OPEN", "unlocked"),
    "state_unlocking": ("UNLOCKING", "unlocking"),
    "state_locking": ("LOCKING", "locking"),
    "state_unlocked": ("UNLOCKED", "unlocked"),
    "state_locked": ("LOCKED", "locked"),
}
"""Key of the configuration, what devices send by default, and what it means."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock(Binding):
    """A lock."""

    command: CommandTopic
    payloads: Mapping[ActionKind, str]

    def encode(self, action: Action, state: EntityState) -> tuple[MqttMessage, ...]:
        """The payload of what is asked for; a template sees the code, where one is known."""
        del state
        return (self.command.coded_message(self.payloads[action.kind], self.code),)


def lock(fields: Fields) -> Lock:
    """The binding of a lock; what wants a code is in `coded`."""
    payloads = _payloads(fields)
    can = frozenset(payloads)
    has_code = "code_format" in fields
    states = {fields.text(key, default): meaning for key, (default, meaning) in _STATES.items()}
    return Lock(
        actions=frozenset() if has_code else can,
        coded=can if has_code else frozenset(),
        capabilities=frozenset({Capability.UNLATCH} if ActionKind.UNLATCH in can else ()),
        readings=readings(
            fields, "state_topic", ("value_template",), ("state",), words("state", states)
        ),
        is_optimistic=fields.flag("optimistic"),
        command=required_command_topic(fields, "command_topic", "command_template"),
        payloads=payloads,
    )


def _payloads(fields: Fields) -> dict[ActionKind, str]:
    """Drawing the latch has no payload by default."""
    found = {
        ActionKind.LOCK: fields.text("payload_lock", "LOCK"),
        ActionKind.UNLOCK: fields.text("payload_unlock", "UNLOCK"),
    }
    if "payload_open" in fields:
        found[ActionKind.UNLATCH] = fields.text("payload_open", "")
    return found
