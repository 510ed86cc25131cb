"""Home Assistant's kinds as a table: a state, an action, the call for it, and the state after it.

States and attributes are as Home Assistant 2026.11 tells them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from edge_agent.domain.action import ActionKind

K = ActionKind
Attributes = Mapping[str, object]
SWINGING = True
DIMMED: Attributes = {"supported_color_modes": ["brightness"]}
COLORED: Attributes = {
    "supported_color_modes": ["color_temp", "hs"],
    "min_color_temp_kelvin": 2200,
    "max_color_temp_kelvin": 6500,
    "effect_list": ["rainbow", "off"],
    "supported_features": 44,
}
BLIND: Attributes = {"supported_features": 15, "device_class": "blind"}
SLATS: Attributes = {"supported_features": 255}
FAN: Attributes = {
    "supported_features": 63,
    "preset_modes": ["auto", "sleep"],
    "percentage_step": 100 / 3,
}
AIR_CONDITIONER: Attributes = {
    "supported_features": 409,
    "hvac_modes": ["off", "heat", "cool"],
    "fan_modes": ["low", "high"],
    "preset_modes": ["none", "eco"],
    "min_temp": 7,
    "max_temp": 35,
    "target_temp_step": 0.5,
}
RADIATOR: Attributes = {"supported_features": 1, "hvac_modes": ["off", "auto", "heat"]}
HEATER: Attributes = {
    "supported_features": 11,
    "operation_list": ["eco", "gas"],
    "min_temp": 43.3,
    "max_temp": 60.0,
    "target_temp_step": 1,
}
HUMIDIFIER: Attributes = {
    "supported_features": 1,
    "available_modes": ["home", "eco"],
    "min_humidity": 30,
    "max_humidity": 80,
    "target_humidity_step": 5,
}
VACUUM: Attributes = {"supported_features": 32700, "fan_speed_list": ["min", "max"]}
PLAYER: Attributes = {
    "supported_features": 1 + 4 + 8 + 16 + 32 + 128 + 256 + 2048 + 4096 + 16384,
    "source_list": ["TV", "Radio"],
}
STEPPED: Attributes = {"supported_features": 1024}
NUMBER: Attributes = {"min": 0.0, "max": 50.0, "step": 5.0, "unit_of_measurement": "mm"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One row."""

    entity_id: str
    attributes: Attributes = field(default_factory=dict)
    """What does not change."""
    kind: ActionKind
    value: str | int | float | None = None
    service: str
    fields: Mapping[str, object] = field(default_factory=dict)
    state: str = "unknown"
    """After the action."""
    told: Attributes = field(default_factory=dict)
    """Attributes after the action."""
    values: Mapping[str, object] = field(default_factory=dict)
    """What that means."""


def _case(entity_id: str, attributes: Attributes, kind: ActionKind, *more: object) -> Case:
    """A row: value, service, fields, state, further attributes, values."""
    value, service, fields, state, told, values = more
    return Case(
        entity_id=entity_id,
        attributes=attributes,
        kind=kind,
        value=value,  # type: ignore[arg-type] # as the table has it
        service=str(service),
        fields=fields,  # type: ignore[arg-type] # as above
        state=str(state),
        told=told,  # type: ignore[arg-type] # as above
        values=values,  # type: ignore[arg-type] # as above
    )


def _light(told: Attributes, **values: object) -> tuple[str, Attributes, dict[str, object]]:
    return "on", told, {"state": "on", **values}


_RED = {"color_mode": "hs", "rgb_color": [255, 0, 0], "brightness": 128}
_WARM = {"color_mode": "color_temp", "color_temp_kelvin": 2700, "rgb_color": [255, 167, 86]}
_COLDEST = {"color_mode": "color_temp", "color_temp_kelvin": 6500}
_RAINBOW = {"color_mode": "hs", "effect": "rainbow", "rgb_color": [0, 0, 255]}
_ON_LIGHT = "light.turn_on"

CASES: tuple[Case, ...] = (
    _case("light.a", {}, K.TURN_ON, None, _ON_LIGHT, {}, "on", {}, {"state": "on"}),
    _case("light.a", {}, K.TURN_OFF, None, "light.turn_off", {}, "off", {}, {"state": "off"}),
    _case(
        *("light.a", DIMMED, K.SET_BRIGHTNESS, 50, _ON_LIGHT, {"brightness_pct": 50}),
        *_light({"color_mode": "brightness", "brightness": 128}, brightness=50),
    ),
    _case(
        *("light.a", DIMMED, K.SET_BRIGHTNESS, 0, _ON_LIGHT, {"brightness_pct": 1}),
        *_light({"color_mode": "brightness", "brightness": 3}, brightness=1),
    ),
    _case(
        *("light.a", COLORED, K.SET_COLOR, "#ff0000", _ON_LIGHT, {"rgb_color": (255, 0, 0)}),
        *_light(_RED, color="#ff0000", brightness=50),
    ),
    _case(
        *("light.a", COLORED, K.SET_COLOR_TEMPERATURE, 2700, _ON_LIGHT),
        *({"color_temp_kelvin": 2700}, *_light(_WARM, color_temperature=2700)),
    ),
    _case(
        *("light.a", COLORED, K.SET_COLOR_TEMPERATURE, 9000, _ON_LIGHT),
        *({"color_temp_kelvin": 6500}, *_light(_COLDEST, color_temperature=6500)),
    ),
    _case(
        *("light.a", COLORED, K.SET_EFFECT, "rainbow", _ON_LIGHT, {"effect": "rainbow"}),
        *_light(_RAINBOW, effect="rainbow", color="#0000ff"),
    ),
    _case("switch.a", {}, K.TURN_ON, None, "switch.turn_on", {}, "on", {}, {"state": "on"}),
    _case(
        *("input_boolean.a", {}, K.TURN_OFF, None, "input_boolean.turn_off"),
        *({}, "off", {}, {"state": "off"}),
    ),
    _case("siren.a", {}, K.TURN_ON, None, "siren.turn_on", {}, "on", {}, {"state": "on"}),
    _case(
        "cover.a", BLIND, K.OPEN, None, "cover.open_cover", {}, "opening", {}, {"state": "opening"}
    ),
    _case(
        "cover.a", BLIND, K.CLOSE, None, "cover.close_cover", {}, "closed", {}, {"state": "closed"}
    ),
    _case("cover.a", BLIND, K.STOP, None, "cover.stop_cover", {}, "open", {}, {"state": "open"}),
    _case(
        *("cover.a", BLIND, K.SET_POSITION, 30, "cover.set_cover_position", {"position": 30}),
        *("open", {"current_position": 30}, {"state": "open", "position": 30}),
    ),
    _case(
        *("cover.a", {"supported_features": 4}, K.OPEN, None, "cover.set_cover_position"),
        *({"position": 100}, "open", {"current_position": 100}, {"position": 100}),
    ),
    _case(
        *("cover.a", SLATS, K.SET_TILT, 40, "cover.set_cover_tilt_position", {"tilt_position": 40}),
        *("open", {"current_tilt_position": 40}, {"tilt": 40}),
    ),
    _case(
        *("cover.a", SLATS, K.OPEN_TILT, None, "cover.open_cover_tilt"),
        *({}, "open", {"current_tilt_position": 100}, {"tilt": 100}),
    ),
    _case(
        *("cover.a", {"supported_features": 240}, K.STOP, None, "cover.stop_cover_tilt"),
        *({}, "closed", {}, {"state": "closed"}),
    ),
    _case(
        *("valve.a", {"supported_features": 3}, K.OPEN, None, "valve.open_valve"),
        *({}, "open", {}, {"state": "open"}),
    ),
    _case(
        *("valve.a", {"supported_features": 15}, K.SET_POSITION, 20, "valve.set_valve_position"),
        *({"position": 20}, "open", {"current_position": 20}, {"position": 20}),
    ),
    _case("lock.a", {}, K.LOCK, None, "lock.lock", {}, "locked", {}, {"state": "locked"}),
    _case("lock.a", {}, K.UNLOCK, None, "lock.unlock", {}, "unlocking", {}, {"state": "unlocking"}),
    _case(
        *("lock.a", {"supported_features": 1}, K.UNLATCH, None, "lock.open"),
        *({}, "open", {}, {"state": "unlocked"}),
    ),
    _case("fan.a", FAN, K.TURN_ON, None, "fan.turn_on", {}, "on", {}, {"state": "on"}),
    _case(
        *("fan.a", FAN, K.SET_PERCENTAGE, 50, "fan.set_percentage", {"percentage": 66}),
        *("on", {"percentage": 66}, {"state": "on", "percentage": 66}),
    ),
    _case(
        *("fan.a", FAN, K.SET_PRESET, "sleep", "fan.set_preset_mode", {"preset_mode": "sleep"}),
        *("on", {"preset_mode": "sleep"}, {"preset": "sleep"}),
    ),
    _case(
        *("fan.a", FAN, K.SET_OSCILLATION, SWINGING, "fan.oscillate", {"oscillating": True}),
        *("on", {"oscillating": True}, {"oscillation": True}),
    ),
    _case(
        *("fan.a", FAN, K.SET_DIRECTION, "reverse", "fan.set_direction", {"direction": "reverse"}),
        *("on", {"direction": "reverse"}, {"direction": "reverse"}),
    ),
    _case(
        *("climate.a", AIR_CONDITIONER, K.SET_TEMPERATURE, 21.3, "climate.set_temperature"),
        *({"temperature": 21.5}, "heat", {"temperature": 21.5, "current_temperature": 19.0}),
        {"state": "heat", "temperature": 21.5, "current_temperature": 19},
    ),
    _case(
        *("climate.a", AIR_CONDITIONER, K.SET_MODE, "cool", "climate.set_hvac_mode"),
        *({"hvac_mode": "cool"}, "cool", {}, {"state": "cool"}),
    ),
    _case(
        *("climate.a", AIR_CONDITIONER, K.TURN_ON, None, "climate.turn_on"),
        *({}, "heat", {}, {"state": "heat"}),
    ),
    _case(
        *("climate.a", RADIATOR, K.TURN_ON, None, "climate.set_hvac_mode"),
        *({"hvac_mode": "auto"}, "auto", {}, {"state": "auto"}),
    ),
    _case(
        *("climate.a", RADIATOR, K.TURN_OFF, None, "climate.set_hvac_mode"),
        *({"hvac_mode": "off"}, "off", {}, {"state": "off"}),
    ),
    _case(
        *("climate.a", AIR_CONDITIONER, K.SET_FAN_MODE, "high", "climate.set_fan_mode"),
        *({"fan_mode": "high"}, "cool", {"fan_mode": "high"}, {"fan_mode": "high"}),
    ),
    _case(
        *("climate.a", AIR_CONDITIONER, K.SET_PRESET, "eco", "climate.set_preset_mode"),
        *({"preset_mode": "eco"}, "cool", {"preset_mode": "eco"}, {"preset": "eco"}),
    ),
    _case(
        *("water_heater.a", HEATER, K.SET_TEMPERATURE, 99, "water_heater.set_temperature"),
        *({"temperature": 60}, "eco", {"temperature": 60}, {"temperature": 60}),
    ),
    _case(
        *("water_heater.a", HEATER, K.SET_MODE, "gas", "water_heater.set_operation_mode"),
        *({"operation_mode": "gas"}, "gas", {}, {"state": "gas"}),
    ),
    _case(
        *("water_heater.a", HEATER, K.TURN_OFF, None, "water_heater.turn_off"),
        *({}, "off", {}, {"state": "off"}),
    ),
    _case(
        *("humidifier.a", HUMIDIFIER, K.SET_HUMIDITY, 47, "humidifier.set_humidity"),
        *({"humidity": 45}, "on", {"humidity": 45, "current_humidity": 40.4}),
        {"state": "on", "humidity": 45, "current_humidity": 40},
    ),
    _case(
        *("humidifier.a", HUMIDIFIER, K.SET_MODE, "eco", "humidifier.set_mode", {"mode": "eco"}),
        *("on", {"mode": "eco"}, {"mode": "eco"}),
    ),
    _case(
        *("vacuum.a", VACUUM, K.START, None, "vacuum.start"),
        *({}, "cleaning", {"battery_level": 80}, {"state": "cleaning", "battery_level": 80}),
    ),
    _case(
        *("vacuum.a", VACUUM, K.RETURN_HOME, None, "vacuum.return_to_base"),
        *({}, "returning", {}, {"state": "returning"}),
    ),
    _case(
        *("vacuum.a", VACUUM, K.SET_FAN_SPEED, "max", "vacuum.set_fan_speed", {"fan_speed": "max"}),
        *("cleaning", {"fan_speed": "max"}, {"fan_speed": "max"}),
    ),
    _case(
        "vacuum.a", VACUUM, K.LOCATE, None, "vacuum.locate", {}, "docked", {}, {"state": "docked"}
    ),
    _case(
        *("lawn_mower.a", {"supported_features": 7}, K.START, None, "lawn_mower.start_mowing"),
        *({}, "mowing", {}, {"state": "mowing"}),
    ),
    _case(
        *("lawn_mower.a", {"supported_features": 7}, K.RETURN_HOME, None, "lawn_mower.dock"),
        *({}, "returning", {}, {"state": "returning"}),
    ),
    _case(
        *("alarm_control_panel.a", {"supported_features": 3}, K.ARM, "away"),
        *("alarm_control_panel.alarm_arm_away", {}, "arming", {}, {"state": "arming"}),
    ),
    _case(
        *("alarm_control_panel.a", {"supported_features": 3}, K.DISARM, None),
        *("alarm_control_panel.alarm_disarm", {}, "disarmed", {}, {"state": "disarmed"}),
    ),
    _case(
        *("media_player.a", PLAYER, K.PLAY, None, "media_player.media_play", {}, "playing"),
        *(
            {"media_title": "Blue", "media_artist": "Joni", "volume_level": 0.3},
            {"state": "playing", "title": "Blue", "artist": "Joni", "volume": 30},
        ),
    ),
    _case(
        *("media_player.a", PLAYER, K.PAUSE, None, "media_player.media_pause"),
        *({}, "paused", {}, {"state": "paused"}),
    ),
    _case(
        *("media_player.a", PLAYER, K.STOP, None, "media_player.media_stop"),
        *({}, "idle", {}, {"state": "idle"}),
    ),
    _case(
        *("media_player.a", PLAYER, K.NEXT, None, "media_player.media_next_track"),
        *({}, "buffering", {}, {"state": "playing"}),
    ),
    _case(
        *("media_player.a", PLAYER, K.PREVIOUS, None, "media_player.media_previous_track"),
        *({}, "playing", {}, {"state": "playing"}),
    ),
    _case(
        *("media_player.a", PLAYER, K.SET_VOLUME, 35, "media_player.volume_set"),
        *({"volume_level": 0.35}, "playing", {"volume_level": 0.35}, {"volume": 35}),
    ),
    _case(
        *("media_player.a", STEPPED, K.VOLUME_UP, 1, "media_player.volume_up"),
        *({}, "on", {}, {"state": "on"}),
    ),
    _case(
        *("media_player.a", PLAYER, K.MUTE, None, "media_player.volume_mute"),
        *({"is_volume_muted": True}, "playing", {"is_volume_muted": True}, {"is_muted": True}),
    ),
    _case(
        *("media_player.a", PLAYER, K.UNMUTE, None, "media_player.volume_mute"),
        *({"is_volume_muted": False}, "playing", {"is_volume_muted": False}, {"is_muted": False}),
    ),
    _case(
        *("media_player.a", PLAYER, K.SELECT_SOURCE, "Radio", "media_player.select_source"),
        *({"source": "Radio"}, "playing", {"source": "Radio"}, {"source": "Radio"}),
    ),
    _case(
        *("media_player.a", PLAYER, K.TURN_OFF, None, "media_player.turn_off"),
        *({}, "standby", {}, {"state": "off"}),
    ),
    _case(
        "scene.a", {}, K.ACTIVATE, None, "scene.turn_on", {}, "2026-11-30T15:00:00+00:00", {}, {}
    ),
    _case("script.a", {}, K.ACTIVATE, None, "script.turn_on", {}, "on", {}, {}),
    _case("button.a", {}, K.PRESS, None, "button.press", {}, "2026-11-30T15:00:00+00:00", {}, {}),
    _case("input_button.a", {}, K.PRESS, None, "input_button.press", {}, "unknown", {}, {}),
    _case(
        *("number.a", NUMBER, K.SET_VALUE, 22.0, "number.set_value", {"value": 20}),
        *("20.0", {}, {"state": 20}),
    ),
    _case(
        *("input_number.a", NUMBER, K.SET_VALUE, 99.0, "input_number.set_value", {"value": 50}),
        *("50.0", {}, {"state": 50}),
    ),
    _case(
        *("select.a", {"options": ["slow", "fast"]}, K.SET_OPTION, "fast", "select.select_option"),
        *({"option": "fast"}, "fast", {}, {"state": "fast"}),
    ),
    _case(
        *("input_select.a", {"options": ["Home", "Away"]}, K.SET_OPTION, "Away"),
        *("input_select.select_option", {"option": "Away"}, "Away", {}, {"state": "Away"}),
    ),
)
