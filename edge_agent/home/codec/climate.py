"""Climate devices: thermostats, radiator valves, air conditioners."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from edge_agent.domain.action import Action, ActionKind, MqttMessage
from edge_agent.domain.entity import Capability, EntityState, StateValue
from edge_agent.home.binding import Binding, CommandTopic, command_topic
from edge_agent.home.confirmation import expectation
from edge_agent.home.fields import Fields, UnusableError
from edge_agent.home.reading import Reading, number, plain_number, readings, words

_DEFAULT_MODES: Final = ("auto", "off", "cool", "heat", "dry", "fan_only")
_DEFAULT_RANGE_C: Final = (7.0, 35.0)
_DEFAULT_RANGE_F: Final = (45.0, 95.0)
_ON_MODES: Final = ("heat_cool", "heat", "cool")
"""What "on" means where the device has no switch of its own; the first that it has."""
_DIGITS: Final = 3
_FINEST_STEP: Final = 0.001


@dataclass(frozen=True, slots=True, kw_only=True)
class Climate(Binding):
    """A device that keeps a temperature."""

    mode: CommandTopic | None
    power: CommandTopic | None
    payload_on: str
    payload_off: str
    target: CommandTopic | None
    step: float

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
        candidates = (*_ON_MODES, *(mode for mode in self.modes if mode != "off"))
        return next((mode for mode in candidates if mode in self.modes), "off")


def climate(fields: Fields) -> Climate:
    """The binding of a climate device."""
    modes = fields.texts("modes") or _DEFAULT_MODES
    mode = command_topic(fields, "mode_command_topic", "mode_command_template")
    power = command_topic(fields, "power_command_topic", "power_command_template")
    target = command_topic(fields, "temperature_command_topic", "temperature_command_template")
    unit = _unit(fields)
    return Climate(
        actions=_actions(modes, mode=mode, power=power, target=target),
        capabilities=_capabilities(has_mode=mode is not None, has_target=target is not None),
        readings=_readings(fields, modes),
        is_optimistic=fields.flag("optimistic"),
        unit=unit,
        modes=modes if mode is not None else (),
        temperature_range=_range(fields, unit) if target is not None else None,
        mode=mode,
        power=power,
        payload_on=fields.text("payload_on", "ON"),
        payload_off=fields.text("payload_off", "OFF"),
        target=target,
        step=_step(fields),
    )


def _unit(fields: Fields) -> str:
    word = fields.text("temperature_unit", "C").removeprefix("°").upper()
    return "°F" if word in {"F", "FAHRENHEIT"} else "°C"


def _range(fields: Fields, unit: str) -> tuple[float, float]:
    default = _DEFAULT_RANGE_F if unit == "°F" else _DEFAULT_RANGE_C
    lowest = fields.number("min_temp", default[0])
    highest = fields.number("max_temp", default[1])
    if lowest >= highest:
        raise UnusableError("max_temp must be greater than min_temp.")
    return lowest, highest


def _step(fields: Fields) -> float:
    step = fields.number("temp_step", 1.0)
    if step < _FINEST_STEP:
        raise UnusableError(f"temp_step must be at least {_FINEST_STEP}, not {step:g}.")
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


def _capabilities(*, has_mode: bool, has_target: bool) -> frozenset[Capability]:
    found = set()
    if has_mode:
        found.add(Capability.MODE)
    if has_target:
        found.add(Capability.TEMPERATURE)
    return frozenset(found)


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
