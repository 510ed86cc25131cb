"""Commands as others read them: with the slots that Home Assistant's own intents have."""

from typing import Final

from edge_agent.domain.command import Command
from edge_agent.domain.entity import Domain
from edge_agent.domain.intent import Intent
from edge_agent.domain.slots import WHOLE_HOUSE, SlotValue

_ALL: Final = "all"
_NAMED_ALL: Final = frozenset(
    {
        (Intent.TURN_ON, Domain.FAN),
        (Intent.TURN_OFF, Domain.FAN),
        (Intent.UNLOCK, Domain.LOCK),
    }
)
"""Where Home Assistant gives all of a kind in a place that was named the name `all`."""
_WITHOUT_DOMAIN: Final = frozenset({Intent.LIGHT_SET, Intent.SET_TEMPERATURE, Intent.SET_SPEED})
"""What can only be about one kind of device."""


def wire_slots(command: Command) -> dict[str, SlotValue]:
    """What was said, by slot; the whole house is no slot, as with Home Assistant."""
    if command.order is not None:
        return dict(command.order.slots)
    slots = command.slots
    said = slots.as_dict() | ({"need": str(command.intent)} if command.intent.is_need else {})
    is_everywhere = slots.floor == WHOLE_HOUSE
    if is_everywhere:
        del said["floor"]
    if slots.name is not None or slots.domain is None:
        return said
    is_placed = is_everywhere or slots.floor or (slots.area and not command.is_here)
    if is_placed and (command.intent, slots.domain) in _NAMED_ALL:
        said["name"] = _ALL
    if command.intent in _WITHOUT_DOMAIN:
        del said["domain"]
    return said
