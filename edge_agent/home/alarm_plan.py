"""What an alarm panel has to do to watch the home, or to stop watching it."""

from typing import Final

from edge_agent.domain.action import Action, ActionKind
from edge_agent.domain.entity import Capability, Domain, Entity, EntityState
from edge_agent.domain.slots import Slots
from edge_agent.home.amounts import Wanted, as_wanted
from edge_agent.home.settings_plan import plan_mode

_ARMED: Final = "armed_"
_USUAL_MODE: Final = "away"
"""Meant where nobody says how: the mode in which a panel watches everything."""


def arm(slots: Slots, entity: Entity, state: EntityState) -> Wanted:
    """Arm it as was said; else leave it as it is armed, or arm it as is usual."""
    if entity.domain is not Domain.ALARM_CONTROL_PANEL or not entity.modes:
        return None
    if slots.mode is not None:
        return as_wanted(plan_mode(entity, slots.mode))
    present = str(state.get("state")).removeprefix(_ARMED)
    usual = _USUAL_MODE if _USUAL_MODE in entity.modes else entity.modes[0]
    mode = present if is_armed(state) and present in entity.modes else usual
    return as_wanted(Action(entity=entity, kind=ActionKind.ARM, value=mode))


def disarm(_: Slots, entity: Entity, __: EntityState) -> Wanted:
    """Stop it from watching."""
    can = Capability.DISARM in entity.capabilities
    return ((ActionKind.DISARM, None),) if can else None


def is_armed(state: EntityState) -> bool:
    """Whether the panel watches the home, whatever the mode."""
    return str(state.get("state")).startswith(_ARMED)
