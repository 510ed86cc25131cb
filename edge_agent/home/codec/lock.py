"""Locks."""

from dataclasses import dataclass

from edge_agent.domain.action import Action, ActionKind, MqttMessage
from edge_agent.domain.entity import EntityState
from edge_agent.home.binding import Binding, CommandTopic, required_command_topic
from edge_agent.home.fields import Fields
from edge_agent.home.reading import readings, words

_STATES = {
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
    payload_lock: str
    payload_unlock: str

    def encode(self, action: Action, state: EntityState) -> tuple[MqttMessage, ...]:
        """The payload that locks or unlocks; no code is known, so a template sees none."""
        del state
        is_lock = action.kind is ActionKind.LOCK
        payload = self.payload_lock if is_lock else self.payload_unlock
        return (self.command.message(payload, code=None),)


def lock(fields: Fields) -> Lock:
    """The binding of a lock; one that wants a code can be read but not commanded."""
    wants_code = "code_format" in fields
    states = {fields.text(key, default): meaning for key, (default, meaning) in _STATES.items()}
    return Lock(
        actions=frozenset() if wants_code else frozenset({ActionKind.LOCK, ActionKind.UNLOCK}),
        readings=readings(
            fields, "state_topic", ("value_template",), ("state",), words("state", states)
        ),
        is_optimistic=fields.flag("optimistic"),
        command=required_command_topic(fields, "command_topic", "command_template"),
        payload_lock=fields.text("payload_lock", "LOCK"),
        payload_unlock=fields.text("payload_unlock", "UNLOCK"),
    )
