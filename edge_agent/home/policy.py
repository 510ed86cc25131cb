"""What is asked back before it is done (CONTRACT: rules of behaviour 1 and 2)."""

from typing import Final

from edge_agent.config.schema import PolicySettings
from edge_agent.domain.action import Action, ActionKind
from edge_agent.domain.entity import Domain, Entity
from edge_agent.domain.resolution import Confirm, ConfirmReason, Plan, Unable, UnableReason

_HARMLESS: Final = frozenset(
    {ActionKind.TURN_OFF, ActionKind.CLOSE, ActionKind.LOCK, ActionKind.STOP}
    | {ActionKind.OPEN_TILT, ActionKind.CLOSE_TILT, ActionKind.SET_TILT}
    | {ActionKind.PAUSE, ActionKind.RETURN_HOME, ActionKind.LOCATE}
    | {ActionKind.VOLUME_DOWN, ActionKind.MUTE}
)
"""Done at once whatever the device is."""
_GUARDED_KINDS: Final = frozenset({ActionKind.UNLOCK, ActionKind.UNLATCH, ActionKind.DISARM})
_GUARDED_CLASSES: Final = frozenset({"garage", "gate"})
_GUARDED_WORDS: Final = frozenset({"garage", "gate", "gates"})
_GUARDED_SWITCHES: Final = (
    frozenset({"garage", "door"}),
    frozenset({"gate"}),
    frozenset({"gates"}),
    frozenset({"gas", "valve"}),
)
"""A relay, a button, a scene or a script whose name has all of these words opens something."""
_GUARDED_BUTTONS: Final = (
    *_GUARDED_SWITCHES,
    frozenset({"unlock"}),
    frozenset({"open", "door"}),
    frozenset({"door", "opener"}),
)
_GAS: Final = "gas"
_HOT_WORDS: Final = frozenset({"oven", "stove", "hob", "cooktop", "cooker"})
_CAN_HEAT: Final = frozenset(
    {Domain.SWITCH, Domain.CLIMATE, Domain.BUTTON, Domain.NUMBER, Domain.SELECT}
)


def is_risky(action: Action, settings: PolicySettings) -> bool:
    """Whether the action opens the home to whoever stands before it, or heats what burns.

    The configuration has the last word on each device.
    """
    if action.kind in _HARMLESS or action.value in {0, "off"}:
        return False
    entity = action.entity
    if _is_listed(entity, settings.never_ask):
        return False
    is_guarded = action.kind in _GUARDED_KINDS or _opens(entity) or _heats(entity)
    return is_guarded or _is_listed(entity, settings.ask_first)


def judge(plan: Plan, settings: PolicySettings) -> Plan | Confirm | Unable:
    """Let a plan pass, ask back, or refuse it.

    A risky plan has to be about one thing, so that nobody opens the house with "open everything".
    """
    risky = [action for action in plan.actions if is_risky(action, settings)]
    if risky and len({action.entity.entity_id for action in plan.actions}) > 1:
        return Unable(command=plan.command, reason=UnableReason.NOT_BY_ALL, entity=risky[0].entity)
    if risky:
        return Confirm(plan=plan, reason=ConfirmReason.RISKY)
    if plan.actions and len(plan.targets) > settings.max_targets:
        return Confirm(plan=plan, reason=ConfirmReason.WIDE)
    return plan


def _opens(entity: Entity) -> bool:
    words = _words(entity)
    if entity.domain is Domain.COVER:
        return entity.device_class in _GUARDED_CLASSES or not _GUARDED_WORDS.isdisjoint(words)
    if entity.domain is Domain.VALVE:
        return entity.device_class == _GAS or _GAS in words
    guarded = {
        Domain.SWITCH: _GUARDED_SWITCHES,
        Domain.BUTTON: _GUARDED_BUTTONS,
        Domain.SCENE: _GUARDED_BUTTONS,
    }
    return any(needed <= words for needed in guarded.get(entity.domain, ()))


def _heats(entity: Entity) -> bool:
    return entity.domain in _CAN_HEAT and not _HOT_WORDS.isdisjoint(_words(entity))


def _words(entity: Entity) -> set[str]:
    return {word for name in entity.names for word in name.casefold().split()}


def _is_listed(entity: Entity, listed: tuple[str, ...]) -> bool:
    keys = {entity.entity_id, *(name.casefold() for name in entity.names)}
    return any(name.casefold() in keys for name in listed)
