"""Alarm panels: armed in one of a few modes, and disarmed; set off by nobody's voice."""

from typing import Final

from edge_agent.domain.action import ActionKind
from edge_agent.domain.entity import Capability
from edge_agent.home_assistant.service_binding import Service, ServiceBinding, Units
from edge_agent.home_assistant.traits import HAS_DEFAULT_CODE, Told

_MODES: Final = {"home": 1, "away": 2, "night": 4, "vacation": 32, "custom_bypass": 16}
"""The bit of `supported_features` by mode."""
_STATES: Final = frozenset(
    {"disarmed", "arming", "disarming", "pending", "triggered", *(f"armed_{m}" for m in _MODES)}
)


def alarm_control_panel(entity_id: str, told: Told, units: Units) -> ServiceBinding:
    """The binding of an alarm panel; what wants a code that nobody has told is in `coded`."""
    del units
    modes = tuple(mode for mode, feature in _MODES.items() if told.has(feature))
    services = {ActionKind.DISARM: Service(name="alarm_disarm")}
    if modes:
        services[ActionKind.ARM] = Service(name="alarm_arm_{}")
    coded = _coded(told) & services.keys()
    return ServiceBinding(
        entity_id=entity_id,
        services=services,
        read=lambda now: {"state": now.one_of(_STATES)},
        attributes=frozenset({"state"}),
        actions=frozenset(services) - coded,
        coded=coded,
        capabilities=frozenset({Capability.DISARM}),
        modes=modes,
    )


def _coded(told: Told) -> frozenset[ActionKind]:
    if told.text("code_format") is None or told.flag(HAS_DEFAULT_CODE):
        return frozenset()
    arms_freely = told.flag("code_arm_required") is False
    return frozenset({ActionKind.DISARM} if arms_freely else {ActionKind.DISARM, ActionKind.ARM})
