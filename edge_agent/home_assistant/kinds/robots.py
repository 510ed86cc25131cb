"""What drives about by itself: vacuum cleaners and lawn mowers."""

from collections.abc import Mapping
from typing import Final

from edge_agent.domain.action import ActionKind
from edge_agent.domain.entity import Capability
from edge_agent.home.reading import Update
from edge_agent.home_assistant.service_binding import Service, ServiceBinding, Units
from edge_agent.home_assistant.traits import Told

_FAN_SPEED: Final = 32
_VACUUM: Final = {
    8192: (ActionKind.START, "start"),
    4: (ActionKind.PAUSE, "pause"),
    8: (ActionKind.STOP, "stop"),
    16: (ActionKind.RETURN_HOME, "return_to_base"),
    512: (ActionKind.LOCATE, "locate"),
}
"""By bit of `supported_features`: the action and its service."""
_MOWER: Final = {
    1: (ActionKind.START, "start_mowing"),
    2: (ActionKind.PAUSE, "pause"),
    4: (ActionKind.RETURN_HOME, "dock"),
    8: (ActionKind.STOP, "stop"),
}
_REST: Final = frozenset({"docked", "paused", "idle", "returning", "error"})


def vacuum(entity_id: str, told: Told, units: Units) -> ServiceBinding:
    """The binding of a vacuum cleaner."""
    del units
    services = _services(told, _VACUUM)
    capabilities = {Capability(kind) for kind in services}
    speeds = told.texts("fan_speed_list") if told.has(_FAN_SPEED) else ()
    if speeds:
        services[ActionKind.SET_FAN_SPEED] = Service(name="set_fan_speed", key="fan_speed")
        capabilities.add(Capability.FAN_MODE)
    return ServiceBinding(
        entity_id=entity_id,
        services=services,
        read=_read_vacuum,
        attributes=frozenset({"state", "battery_level", "fan_speed"}),
        actions=frozenset(services),
        capabilities=frozenset(capabilities),
        fan_modes=speeds,
    )


def lawn_mower(entity_id: str, told: Told, units: Units) -> ServiceBinding:
    """The binding of a lawn mower."""
    del units
    services = _services(told, _MOWER)
    return ServiceBinding(
        entity_id=entity_id,
        services=services,
        read=lambda now: {"state": now.one_of(_REST | {"mowing"})},
        attributes=frozenset({"state"}),
        actions=frozenset(services),
        capabilities=frozenset(Capability(kind) for kind in services),
    )


def _services(
    told: Told, features: Mapping[int, tuple[ActionKind, str]]
) -> dict[ActionKind, Service]:
    return {
        kind: Service(name=name) for feature, (kind, name) in features.items() if told.has(feature)
    }


def _read_vacuum(told: Told) -> Update:
    return {
        "state": told.one_of(_REST | {"cleaning"}),
        "battery_level": told.percent("battery_level"),
        "fan_speed": told.text("fan_speed"),
    }
