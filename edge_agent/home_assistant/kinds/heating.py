"""What keeps a temperature: climate devices and water heaters."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from edge_agent.domain.action import ActionKind
from edge_agent.domain.entity import Capability, StateValue
from edge_agent.home.reading import Update, plain_number
from edge_agent.home_assistant.service_binding import Service, ServiceBinding, Settle, Units
from edge_agent.home_assistant.traits import Told

_TARGET: Final = 1
_FAN_MODE: Final = 8
_PRESET: Final = 16
_TURN_OFF: Final = 128
_TURN_ON: Final = 256
_OPERATION_MODE: Final = 2
_ON_OFF: Final = 8
_FINEST_STEP: Final = 0.1
_DIGITS: Final = 3
_RANGES: Final = {"°C": (7.0, 35.0), "°F": (45.0, 95.0)}
"""Of a device that does not say how far it goes."""
_PREFERRED: Final = ("heat_cool", "auto", "heat", "cool")
"""What "on" means without a switch; the first that the device has, else any."""
_NO_PRESET: Final = "none"
_CAPABILITIES: Final = {
    ActionKind.SET_TEMPERATURE: Capability.TEMPERATURE,
    ActionKind.SET_MODE: Capability.MODE,
    ActionKind.SET_FAN_MODE: Capability.FAN_MODE,
    ActionKind.SET_PRESET: Capability.PRESET,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Basics:
    """What both kinds have."""

    modes: tuple[str, ...]
    set_mode: str
    mode_key: str
    can_turn_on: bool
    can_turn_off: bool

    def services(self, told: Told, limits: tuple[float, float]) -> dict[ActionKind, Service]:
        """Temperature, modes, on and off."""
        found = self._switched()
        if self.modes:
            found[ActionKind.SET_MODE] = Service(name=self.set_mode, key=self.mode_key)
        if told.has(_TARGET):
            settle = _step(told, limits)
            temperature = Service(name="set_temperature", key="temperature", settle=settle)
            found[ActionKind.SET_TEMPERATURE] = temperature
        return found

    def _switched(self) -> dict[ActionKind, Service]:
        found = {}
        on_mode = _first(self.modes)
        if self.can_turn_on:
            found[ActionKind.TURN_ON] = Service(name="turn_on", expected={})
        elif on_mode:
            found[ActionKind.TURN_ON] = self._to_mode(on_mode)
        if self.can_turn_off:
            found[ActionKind.TURN_OFF] = Service(name="turn_off")
        elif "off" in self.modes:
            found[ActionKind.TURN_OFF] = self._to_mode("off")
        return found

    def _to_mode(self, mode: str) -> Service:
        return Service(name=self.set_mode, fixed={self.mode_key: mode}, expected={"state": mode})


def climate(entity_id: str, told: Told, units: Units) -> ServiceBinding:
    """The binding of a thermostat, a radiator valve, an air conditioner."""
    basics = _Basics(
        modes=told.texts("hvac_modes"),
        set_mode="set_hvac_mode",
        mode_key="hvac_mode",
        can_turn_on=told.has(_TURN_ON),
        can_turn_off=told.has(_TURN_OFF),
    )
    fan_modes = told.texts("fan_modes") if told.has(_FAN_MODE) else ()
    presets = told.texts("preset_modes") if told.has(_PRESET) else ()
    more = {}
    if fan_modes:
        more[ActionKind.SET_FAN_MODE] = Service(name="set_fan_mode", key="fan_mode")
    if presets:
        more[ActionKind.SET_PRESET] = Service(name="set_preset_mode", key="preset_mode")
    return _bound(
        entity_id,
        told,
        units,
        basics,
        more,
        read=_read_climate,
        fan_modes=fan_modes,
        presets=presets,
    )


def water_heater(entity_id: str, told: Told, units: Units) -> ServiceBinding:
    """The binding of a water heater or boiler."""
    basics = _Basics(
        modes=told.texts("operation_list") if told.has(_OPERATION_MODE) else (),
        set_mode="set_operation_mode",
        mode_key="operation_mode",
        can_turn_on=told.has(_ON_OFF),
        can_turn_off=told.has(_ON_OFF),
    )
    return _bound(entity_id, told, units, basics, {}, read=_read_heater)


def _bound(  # noqa: PLR0913 - what the two kinds have, and what only one has
    entity_id: str,
    told: Told,
    units: Units,
    basics: _Basics,
    more: Mapping[ActionKind, Service],
    *,
    read: Callable[[Told], Update],
    fan_modes: tuple[str, ...] = (),
    presets: tuple[str, ...] = (),
) -> ServiceBinding:
    limits = _limits(told, units)
    services = {**basics.services(told, limits), **more}
    return ServiceBinding(
        entity_id=entity_id,
        services=services,
        read=read,
        attributes=frozenset(read(told)),
        actions=frozenset(services),
        capabilities=_capabilities(services, has_power=basics.can_turn_on and basics.can_turn_off),
        unit=_unit(told, units),
        modes=basics.modes,
        fan_modes=fan_modes,
        presets=presets,
        temperature_range=limits if ActionKind.SET_TEMPERATURE in services else None,
    )


def _capabilities(
    services: Mapping[ActionKind, Service], *, has_power: bool
) -> frozenset[Capability]:
    found = {ability for kind, ability in _CAPABILITIES.items() if kind in services}
    return frozenset(found | ({Capability.POWER} if has_power else set()))


def _first(modes: tuple[str, ...]) -> str | None:
    candidates = (*_PREFERRED, *(mode for mode in modes if mode != "off"))
    return next((mode for mode in candidates if mode in modes), None)


def _unit(told: Told, units: Units) -> str:
    unit = told.text("temperature_unit")
    return unit if unit in _RANGES else units.temperature


def _limits(told: Told, units: Units) -> tuple[float, float]:
    lowest, highest = told.number("min_temp"), told.number("max_temp")
    if lowest is None or highest is None or lowest >= highest:
        return _RANGES[_unit(told, units)]
    return lowest, highest


def _step(told: Told, limits: tuple[float, float]) -> Settle:
    step = max(_FINEST_STEP, told.number("target_temp_step") or _FINEST_STEP)

    def settle(wanted: StateValue) -> StateValue:
        stepped = round(float(wanted) / step) * step
        return plain_number(round(max(limits[0], min(limits[1], stepped)), _DIGITS))

    return settle


def _read_heater(told: Told) -> Update:
    return {
        "state": told.word,
        "temperature": told.plain("temperature"),
        "current_temperature": told.plain("current_temperature"),
    }


def _read_climate(told: Told) -> Update:
    preset = told.text("preset_mode")
    return {
        **_read_heater(told),
        "current_humidity": told.percent("current_humidity"),
        "fan_mode": told.text("fan_mode"),
        "preset": None if preset == _NO_PRESET else preset,
    }
