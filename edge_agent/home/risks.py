"""The risk of what is done to a thing, by its kind, its class and the words of its names."""

from dataclasses import dataclass
from typing import Final

from edge_agent.domain.action import Action, ActionKind
from edge_agent.domain.appliance import ApplianceOrder
from edge_agent.domain.entity import Domain, Entity
from edge_agent.domain.policy import Risk

_Words = tuple[str, ...]
_OFF: Final = frozenset({0, "off"})
"""What something is set to that does no harm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """What tells a risk: all that is given must hold."""

    risk: Risk
    actions: frozenset[ActionKind] = frozenset()
    """Any of these."""
    domains: frozenset[Domain] = frozenset()
    """Any of these."""
    words: tuple[_Words, ...] = ()
    """Of any of these, all are words of its names; or its device class is the only one."""

    def fits(self, action: Action) -> bool:
        """Whether an action has it."""
        entity = action.entity
        has_kind = not self.actions or action.kind in self.actions
        return has_kind and (not self.domains or entity.domain in self.domains) and self._is(entity)

    def _is(self, entity: Entity) -> bool:
        said = {word for name in entity.names for word in name.casefold().split()}
        is_class = (entity.device_class,) in self.words
        return not self.words or is_class or any(said.issuperset(words) for words in self.words)


_GATES: Final[tuple[_Words, ...]] = (("gate",), ("gates",))
_HOT: Final[tuple[_Words, ...]] = (("oven",), ("stove",), ("hob",), ("cooktop",), ("cooker",))

SIGNS: Final = (
    Sign(
        risk=Risk.HARMLESS,
        actions=frozenset(
            {ActionKind.TURN_OFF, ActionKind.CLOSE, ActionKind.LOCK, ActionKind.STOP}
            | {ActionKind.OPEN_TILT, ActionKind.CLOSE_TILT, ActionKind.SET_TILT}
            | {ActionKind.PAUSE, ActionKind.RETURN_HOME, ActionKind.LOCATE}
        ),
    ),
    Sign(risk=Risk.OPENS, actions=frozenset({ActionKind.UNLOCK, ActionKind.UNLATCH})),
    Sign(risk=Risk.DISARMS, actions=frozenset({ActionKind.DISARM})),
    Sign(risk=Risk.OPENS, domains=frozenset({Domain.COVER}), words=(("garage",), *_GATES)),
    Sign(risk=Risk.GAS, domains=frozenset({Domain.VALVE}), words=(("gas",),)),
    Sign(risk=Risk.WATER, domains=frozenset({Domain.VALVE})),
    Sign(risk=Risk.OPENS, domains=frozenset({Domain.SWITCH}), words=(("garage", "door"), *_GATES)),
    Sign(
        risk=Risk.OPENS,
        domains=frozenset({Domain.BUTTON, Domain.SCENE}),
        words=(("garage", "door"), *_GATES, ("unlock",), ("open", "door"), ("door", "opener")),
    ),
    Sign(
        risk=Risk.GAS,
        domains=frozenset({Domain.SWITCH, Domain.BUTTON}),
        words=(("gas", "valve"),),
    ),
    Sign(
        risk=Risk.HEATS,
        domains=frozenset(
            {Domain.SWITCH, Domain.CLIMATE, Domain.BUTTON, Domain.NUMBER, Domain.SELECT}
        ),
        words=_HOT,
    ),
)
"""The first that fits tells the risk; what none fits is ordinary."""

GUARDED: Final = (Risk.OPENS, Risk.DISARMS, Risk.HEATS, Risk.GAS, Risk.APPLIANCE)
"""What asks first unless the configuration says otherwise."""
_ENDING: Final = ("stop", "pause", "cancel")
"""How the names of actions begin that end what an appliance does."""


def risk_of(action: Action) -> Risk:
    """The risk of an action."""
    if action.value in _OFF:
        return Risk.HARMLESS
    return next((sign.risk for sign in SIGNS if sign.fits(action)), Risk.ORDINARY)


def risk_of_order(order: ApplianceOrder) -> Risk:
    """The risk of what is asked of an appliance, by its pack."""
    if order.action.is_risky:
        return Risk.APPLIANCE
    return Risk.HARMLESS if order.action.name.startswith(_ENDING) else Risk.ORDINARY
