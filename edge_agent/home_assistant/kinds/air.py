"""Fans and humidifiers."""

import math
from typing import Final

from edge_agent.domain.action import ActionKind
from edge_agent.domain.entity import Capability
from edge_agent.home.reading import Update
from edge_agent.home_assistant.service_binding import Service, ServiceBinding, Settle, Units
from edge_agent.home_assistant.traits import Told

_SPEED: Final = 1
_OSCILLATE: Final = 2
_DIRECTION: Final = 4
_PRESET: Final = 8
_HUMIDIFIER_MODES: Final = 1
_FULL: Final = 100
_ON_OFF: Final = frozenset({"on", "off"})
_DIRECTIONS: Final = frozenset({"forward", "reverse"})
_SWITCHED: Final = {
    ActionKind.TURN_ON: Service(name="turn_on"),
    ActionKind.TURN_OFF: Service(name="turn_off"),
}
_CAPABILITIES: Final = {
    ActionKind.SET_PERCENTAGE: Capability.PERCENTAGE,
    ActionKind.SET_PRESET: Capability.PRESET,
    ActionKind.SET_OSCILLATION: Capability.OSCILLATION,
    ActionKind.SET_DIRECTION: Capability.DIRECTION,
    ActionKind.SET_MODE: Capability.MODE,
}


def fan(entity_id: str, told: Told, units: Units) -> ServiceBinding:
    """The binding of a fan."""
    del units
    presets = told.texts("preset_modes") if told.has(_PRESET) else ()
    count = _speed_count(told) if told.has(_SPEED) else None
    services = dict(_SWITCHED)
    if count is not None:
        speed = Service(name="set_percentage", key="percentage", settle=_nearest_speed(count))
        services[ActionKind.SET_PERCENTAGE] = speed
    if presets:
        services[ActionKind.SET_PRESET] = Service(name="set_preset_mode", key="preset_mode")
    if told.has(_OSCILLATE):
        services[ActionKind.SET_OSCILLATION] = Service(name="oscillate", key="oscillating")
    if told.has(_DIRECTION):
        services[ActionKind.SET_DIRECTION] = Service(name="set_direction", key="direction")
    return ServiceBinding(
        entity_id=entity_id,
        services=services,
        read=_read_fan,
        attributes=frozenset({"state", "percentage", "preset", "oscillation", "direction"}),
        actions=frozenset(services),
        capabilities=_capabilities(services),
        presets=presets,
        speed_count=count,
    )


def humidifier(entity_id: str, told: Told, units: Units) -> ServiceBinding:
    """The binding of a humidifier or dehumidifier."""
    del units
    modes = told.texts("available_modes") if told.has(_HUMIDIFIER_MODES) else ()
    lowest, highest = told.number("min_humidity"), told.number("max_humidity")
    limits = (0.0 if lowest is None else lowest, _FULL if highest is None else highest)
    step = max(1.0, told.number("target_humidity_step") or 1.0)
    services = _SWITCHED | {
        ActionKind.SET_HUMIDITY: Service(
            name="set_humidity",
            key="humidity",
            settle=lambda value: round(_within(limits, round(float(value) / step) * step)),
        )
    }
    if modes:
        services[ActionKind.SET_MODE] = Service(name="set_mode", key="mode")
    return ServiceBinding(
        entity_id=entity_id,
        services=services,
        read=_read_humidifier,
        attributes=frozenset({"state", "humidity", "current_humidity", "mode", "action"}),
        actions=frozenset(services),
        capabilities=_capabilities(services),
        unit="%",
        modes=modes,
        value_range=limits,
    )


def _within(limits: tuple[float, float], value: float) -> float:
    return max(limits[0], min(limits[1], value))


def _capabilities(services: dict[ActionKind, Service]) -> frozenset[Capability]:
    return frozenset(found for kind, found in _CAPABILITIES.items() if kind in services)


def _speed_count(told: Told) -> int:
    step = told.number("percentage_step")
    return min(_FULL, max(1, round(_FULL / step))) if step is not None and step >= 1 else _FULL


def _nearest_speed(count: int) -> Settle:
    """The slowest speed that is at least as fast as wanted, as the fan counts it."""
    return lambda wanted: min(count, math.ceil(float(wanted) * count / _FULL)) * _FULL // count


def _read_fan(told: Told) -> Update:
    direction = told.text("direction")
    return {
        "state": told.one_of(_ON_OFF),
        "percentage": told.percent("percentage"),
        "preset": told.text("preset_mode"),
        "oscillation": told.flag("oscillating"),
        "direction": direction if direction in _DIRECTIONS else None,
    }


def _read_humidifier(told: Told) -> Update:
    return {
        "state": told.one_of(_ON_OFF),
        "humidity": told.percent("humidity"),
        "current_humidity": told.percent("current_humidity"),
        "mode": told.text("mode"),
        "action": told.text("action"),
    }
