"""Climate devices: thermostats, radiator valves, air conditioners."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from edge_agent.domain.action import Action, ActionKind, MqttMessage
from edge_agent.domain.entity import Capability, EntityState, StateValue
from edge_agent.home.binding import Binding, CommandTopic, command_topic
from edge_agent.home.codec.thermostat import Customs, Thermostat, thermostat
from edge_agent.home.fields import Fields
from edge_agent.home.reading import Reading, readings, resettable, words

_CUSTOMS: Final = Customs(
    modes=("auto", "off", "cool", "heat", "dry", "fan_only"),
    on_modes=("heat_cool", "heat", "cool"),
    celsius=(7.0, 35.0),
    fahrenheit=(45.0, 95.0),
    step_key="temp_step",
    celsius_step=1.0,
    fahrenheit_step=1.0,
)
_DEFAULT_FAN_MODES: Final = ("auto", "low", "medium", "high")
_NO_PRESET: Final = "none"
_CAPABILITIES: Final = {
    ActionKind.SET_FAN_MODE: Capability.FAN_MODE,
    ActionKind.SET_PRESET: Capability.PRESET,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Climate(Binding):
    """A device that keeps a temperature, perhaps with a fan and presets."""

    thermostat: Thermostat
    choices: Mapping[ActionKind, CommandTopic]
    """Where a fan mode and a preset go, of a device that has them."""

    def encode(self, action: Action, state: EntityState) -> tuple[MqttMessage, ...]:
        """As a thermostat; a fan mode or a preset on its own topic."""
        topic = self.choices.get(action.kind)
        if topic is None:
            return self.thermostat.encode(action, state)
        known = self.presets if action.kind is ActionKind.SET_PRESET else self.fan_modes
        return (topic.message(action.value),) if action.value in known else ()

    def expect(self, action: Action) -> Mapping[str, StateValue]:
        """As of a thermostat."""
        return self.thermostat.expect(action)


def climate(fields: Fields) -> Climate:
    """The binding of a climate device."""
    basic = thermostat(fields, _CUSTOMS)
    fan_modes = fields.texts("fan_modes") or _DEFAULT_FAN_MODES
    presets = fields.texts("preset_modes")
    choices = _choices(fields, has_presets=bool(presets))
    return Climate(
        actions=basic.actions | choices.keys(),
        capabilities=basic.capabilities | {_CAPABILITIES[kind] for kind in choices},
        readings=basic.readings + _readings(fields, fan_modes, presets),
        is_optimistic=basic.is_optimistic,
        unit=basic.unit,
        modes=basic.modes,
        presets=presets if ActionKind.SET_PRESET in choices else (),
        fan_modes=fan_modes if ActionKind.SET_FAN_MODE in choices else (),
        temperature_range=basic.temperature_range,
        thermostat=basic,
        choices=choices,
    )


def _choices(fields: Fields, *, has_presets: bool) -> dict[ActionKind, CommandTopic]:
    fan_mode = command_topic(fields, "fan_mode_command_topic", "fan_mode_command_template")
    preset = command_topic(fields, "preset_mode_command_topic", "preset_mode_command_template")
    found = {
        ActionKind.SET_FAN_MODE: fan_mode,
        ActionKind.SET_PRESET: preset if has_presets else None,
    }
    return {kind: topic for kind, topic in found.items() if topic is not None}


def _readings(
    fields: Fields, fan_modes: tuple[str, ...], presets: tuple[str, ...]
) -> tuple[Reading, ...]:
    preset = words("preset", {preset: preset for preset in presets})
    return (
        *readings(
            fields,
            "fan_mode_state_topic",
            ("fan_mode_state_template", "value_template"),
            ("fan_mode",),
            words("fan_mode", {mode: mode for mode in fan_modes}),
        ),
        *readings(
            fields,
            "preset_mode_state_topic",
            ("preset_mode_value_template", "value_template"),
            ("preset",),
            resettable(preset, "preset", _NO_PRESET),
        ),
    )
