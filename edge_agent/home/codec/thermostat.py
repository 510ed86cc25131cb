"""What keeps a temperature, by a mode and a target: climate devices and water heaters."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from edge_agent.domain.action import Action, ActionKind, MqttMessage
from edge_agent.domain.entity import Capability, EntityState, StateValue
from edge_agent.home.binding import Binding, CommandTopic, command_topic
from edge_agent.home.confirmation import expectation
from edge_agent.home.fields import Fields, UnusableError
from edge_agent.home.reading import Reading, number, plain_number, readings, words

_DIGITS: Final = 3
_FINEST_STEP: Final = 0.001
_FAHRENHEIT: Final = "°F"


@dataclass(frozen=True, slots=True, kw_only=True)
class Customs:
    """What a kind of device has where its configuration does not say otherwise."""

    modes: tuple[str, ...]
    on_modes: tuple[str, ...]
    """What "on" means without a switch of its own; the first that the device has, else any."""
    celsius: tuple[float, float]
    """The lowest and the highest target temperature."""
    fahrenheit: tuple[float, float]
    step_key: str
    celsius_step: float
    fahrenheit_step: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Thermostat(Binding):
    """A device that keeps a temperature."""

    mode: CommandTopic | None
    power: CommandTopic | None
    payload_on: str
    payload_off: str
    target: CommandTopic | None
    step: float
    on_modes: tuple[str, ...]

    def encode(self, action: Action, state: EntityState) -> tuple[MqttMessage, ...]:
        """A mode or a target temperature on its own topic."""
        del state
        match action.kind, action.value:
            case ActionKind.SET_TEMPERATURE, int() | float() as value if self.target:
                return (self.target.message(self.settled(value)),)
            case ActionKind.SET_MODE, str() as mode if mode in self.modes and self.mode:
                return (self.mode.message(mode),)
            case ActionKind.TURN_ON, _:
                return self._switched(self.payload_on, self._on_mode())
            case ActionKind.TURN_OFF, _:
                return self._switched(self.payload_off, "off")
            case _:
                return ()

    def settled(self, wanted: float) -> float:
        """The nearest target temperature that the device can keep."""
        stepped = round(wanted / self.step) * self.step
        lowest, highest = self.temperature_range or (wanted, wanted)
        return round(min(highest, max(lowest, stepped)), _DIGITS)

    def expect(self, action: Action) -> Mapping[str, StateValue]:
        """As for every device, but in modes and steps that the device has."""
        match action.kind, action.value:
            case ActionKind.SET_TEMPERATURE, int() | float() as value:
                settled = replace(action, value=self.settled(value))
                return expectation(settled)
            case ActionKind.TURN_ON, _:
                return {} if self.power else {"state": self._on_mode()}
            case _:
                return expectation(action)

    def _switched(self, payload: str, mode: str) -> tuple[MqttMessage, ...]:
        if self.power is not None:
            return (self.power.message(payload),)
        return (self.mode.message(mode),) if self.mode is not None else ()

    def _on_mode(self) -> str:
        candidates = (*self.on_modes, *(mode for mode in self.modes if mode != "off"))
        return next((mode for mode in candidates if mode in self.modes), "off")


def thermostat(fields: Fields, customs: Customs) -> Thermostat:
    """The binding of a device that keeps a temperature."""
    modes = fields.texts("modes") or customs.modes
    mode = command_topic(fields, "mode_command_topic", "mode_command_template")
    power = command_topic(fields, "power_command_topic", "power_command_template")
    target = command_topic(fields, "temperature_command_topic", "temperature_command_template")
    unit = _unit(fields)
    return Thermostat(
        actions=_actions(modes, mode=mode, power=power, target=target),
        capabilities=_capabilities(mode=mode, power=power, target=target),
        readings=_readings(fields, modes),
        is_optimistic=fields.flag("optimistic"),
        unit=unit,
        modes=modes if mode is not None else (),
        temperature_range=_range(fields, unit, customs) if target is not None else None,
        mode=mode,
        power=power,
        payload_on=fields.text("payload_on", "ON"),
        payload_off=fields.text("payload_off", "OFF"),
        target=target,
        step=_step(fields, unit, customs),
        on_modes=customs.on_modes,
    )


def _unit(fields: Fields) -> str:
    word = fields.text("temperature_unit", "C").removeprefix("°").upper()
    return _FAHRENHEIT if word in {"F", "FAHRENHEIT"} else "°C"


def _range(fields: Fields, unit: str, customs: Customs) -> tuple[float, float]:
    default = customs.fahrenheit if unit == _FAHRENHEIT else customs.celsius
    lowest = fields.number("min_temp", default[0])
    highest = fields.number("max_temp", default[1])
    if lowest >= highest:
        raise UnusableError("max_temp must be greater than min_temp.")
    return lowest, highest


def _step(fields: Fields, unit: str, customs: Customs) -> float:
    default = customs.fahrenheit_step if unit == _FAHRENHEIT else customs.celsius_step
    step = fields.number(customs.step_key, default)
    if step < _FINEST_STEP:
        raise UnusableError(f"{customs.step_key} must be at least {_FINEST_STEP}, not {step:g}.")
    return step


def _actions(
    modes: tuple[str, ...],
    *,
    mode: CommandTopic | None,
    power: CommandTopic | None,
    target: CommandTopic | None,
) -> frozenset[ActionKind]:
    actions = set()
    if target is not None:
        actions.add(ActionKind.SET_TEMPERATURE)
    if mode is not None:
        actions.add(ActionKind.SET_MODE)
    if power is not None or (mode is not None and any(word != "off" for word in modes)):
        actions.add(ActionKind.TURN_ON)
    if power is not None or (mode is not None and "off" in modes):
        actions.add(ActionKind.TURN_OFF)
    return frozenset(actions)


def _capabilities(
    *, mode: CommandTopic | None, power: CommandTopic | None, target: CommandTopic | None
) -> frozenset[Capability]:
    found = {Capability.MODE: mode, Capability.POWER: power, Capability.TEMPERATURE: target}
    return frozenset(capability for capability, topic in found.items() if topic is not None)


def _readings(fields: Fields, modes: tuple[str, ...]) -> tuple[Reading, ...]:
    return (
        *readings(
            fields,
            "mode_state_topic",
            ("mode_state_template", "value_template"),
            ("state",),
            words("state", {mode: mode for mode in modes}),
        ),
        *readings(
            fields,
            "temperature_state_topic",
            ("temperature_state_template", "value_template"),
            ("temperature",),
            number("temperature", plain_number),
        ),
        *readings(
            fields,
            "current_temperature_topic",
            ("current_temperature_template", "value_template"),
            ("current_temperature",),
            number("current_temperature", plain_number),
        ),
    )
