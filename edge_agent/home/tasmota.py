"""Tasmota's own discovery: what a device tells of itself, as if it had come by MQTT Discovery.

A device sends two messages, `tasmota/discovery/<MAC>/config` and `.../sensors`. They tell its
relays, lights and shutters by short keys, and what its sensors measure; how it is commanded is in
https://tasmota.github.io/docs/MQTT/.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from edge_agent.home.fields import Fields, UnusableError

FILTERS: Final = ("tasmota/discovery/+/config", "tasmota/discovery/+/sensors")
PREFIX: Final = "tasmota/discovery/"
_RELAY, _LIGHT, _SHUTTER = 1, 2, 3
"""In `rl`, what each output is."""
_DIMMED, _WHITE, _COLORED, _COLOR_AND_WHITE, _ALL = 1, 2, 3, 4, 5
"""In `lt_st`, what kind of light it is."""
_MOST_OUTPUTS: Final = 32
_MOST_SENSORS: Final = 64
_SHORT_MAC: Final = 6
"""Digits by which older versions identify a device."""
_POWER_BY_NUMBER: Final = "26"
"""An option: a single output is `POWER1`, too."""
_MEASURES: Final[Mapping[str, tuple[str | None, str | None]]] = {
    "Temperature": ("temperature", "°C"),
    "Humidity": ("humidity", "%"),
    "Pressure": ("pressure", "hPa"),
    "Illuminance": ("illuminance", "lx"),
    "CarbonDioxide": ("carbon_dioxide", "ppm"),
    "eCO2": ("carbon_dioxide", "ppm"),
    "PM2.5": ("pm25", "µg/m³"),
    "PM10": ("pm10", "µg/m³"),
    "Distance": ("distance", "cm"),
    "Power": ("power", "W"),
    "Voltage": ("voltage", "V"),
    "Current": ("current", "A"),
    "Total": ("energy", "kWh"),
    "Today": ("energy", "kWh"),
}
"""Device class and unit of what sensors measure; what is not here is not told."""
_NAMES: Final = {
    "Total": "Energy Total",
    "Today": "Energy Today",
    "CarbonDioxide": "CO2",
    "eCO2": "CO2",
}


def parts(
    config: Mapping[str, object], sensors: Mapping[str, object]
) -> dict[str, dict[str, object]]:
    """The entities of one device in the form of MQTT Discovery, each with its `platform`.

    Args:
        config: the object of the first message.
        sensors: that of the second one; empty where it has not come.

    Raises `UnusableError` where the messages tell no topics.
    """
    device = _Tasmota(config)
    found = dict(device.outputs())
    return found | dict(device.sensors(sensors))


class _Tasmota:
    """One device, by what its first message tells."""

    def __init__(self, config: Mapping[str, object]) -> None:
        fields = Fields(config)
        self._fields = fields
        mac = fields.text("mac", "")
        if not mac or not fields.text("t", ""):
            raise UnusableError("mac or t is missing.")
        prefixes = _texts(config, "tp")
        if len(prefixes) != 3:  # noqa: PLR2004 - commands, states, telemetry
            raise UnusableError("tp does not name three prefixes.")
        self._topics = tuple(self._topic(prefix) for prefix in prefixes)
        self._kinds = _numbers(config, "rl")[:_MOST_OUTPUTS]
        self._names = _texts(config, "fn")
        self._states = (*_texts(config, "state"), "OFF", "ON")[:2]
        options = config.get("so")
        self._is_numbered = isinstance(options, Mapping) and bool(options.get(_POWER_BY_NUMBER))
        self._light = next(iter(_numbers(config, "lt_st", is_list=False)), 0)
        self._shared: dict[str, object] = {
            "availability_topic": f"{self._topics[2]}LWT",
            "payload_available": fields.text("onln", "Online"),
            "payload_not_available": fields.text("ofln", "Offline"),
            "device": {
                "identifiers": [mac, mac[-_SHORT_MAC:]],
                "name": fields.text("dn", "") or fields.text("t", ""),
            },
        }
        self._mac = mac

    def outputs(self) -> Iterator[tuple[str, dict[str, object]]]:
        """Relays as switches, lights, and shutters, of which each takes two outputs."""
        switched = [at for at, kind in enumerate(self._kinds) if kind in {_RELAY, _LIGHT}]
        is_single = len(switched) == 1
        for at in switched:
            power = "POWER" if is_single and not self._is_numbered else f"POWER{at + 1}"
            is_light = self._kinds[at] == _LIGHT
            more = self._light_config() if is_light and at == self._first_light() else {}
            platform = "light" if is_light else "switch"
            yield (
                f"output {at + 1}",
                self._entity(
                    platform,
                    f"RL_{at + 1}",
                    self._name(at, is_single=is_single),
                    self._power(power) | more,
                ),
            )
        shutters = [at for at, kind in enumerate(self._kinds) if kind == _SHUTTER][::2]
        for number, at in enumerate(shutters, start=1):
            name = self._name(at, is_single=len(shutters) == 1 and not switched)
            yield (
                f"shutter {number}",
                self._entity("cover", f"SHT_{number}", name, self._shutter(number)),
            )

    def sensors(self, message: Mapping[str, object]) -> Iterator[tuple[str, dict[str, object]]]:
        """What is measured, by sensor and measure."""
        listed = message.get("sn")
        measured = [
            (sensor, measure)
            for sensor, values in (listed.items() if isinstance(listed, Mapping) else ())
            if isinstance(values, Mapping) and _is_word(sensor)
            for measure in values
            if measure in _MEASURES
        ]
        device = self._fields.text("dn", "")
        for sensor, measure in measured[:_MOST_SENSORS]:
            device_class, unit = _MEASURES[measure]
            yield (
                f"{sensor} {measure}",
                self._entity(
                    "sensor",
                    f"{sensor}_{measure}",
                    f"{device} {_NAMES.get(measure, measure)}".strip(),
                    {
                        "state_topic": f"{self._topics[2]}SENSOR",
                        "value_template": f'{{{{ value_json["{sensor}"]["{measure}"] }}}}',
                        "device_class": device_class,
                        "unit_of_measurement": _unit(measure, unit, listed),
                    },
                ),
            )

    def _entity(
        self, platform: str, key: str, name: str | None, more: Mapping[str, object]
    ) -> dict[str, object]:
        unique = {"unique_id": f"{self._mac}_{key}", "name": name, "platform": platform}
        return {**self._shared, **unique, **more}

    def _power(self, power: str) -> dict[str, object]:
        off, on = self._states
        return {
            "command_topic": f"{self._topics[0]}{power}",
            "state_topic": f"{self._topics[1]}{power}",
            "payload_on": on,
            "payload_off": off,
        }

    def _first_light(self) -> int:
        return self._kinds.index(_LIGHT)

    def _light_config(self) -> dict[str, object]:
        """Brightness, white and colour, as far as the device has them."""
        commands, result = self._topics[0], f"{self._topics[1]}RESULT"
        found: dict[str, object] = {}
        if self._light >= _DIMMED:
            found |= {
                "brightness_command_topic": f"{commands}Dimmer",
                "brightness_state_topic": result,
                "brightness_value_template": "{{ value_json.Dimmer }}",
                "brightness_scale": 100,
                "on_command_type": "last",
            }
        if self._light in {_WHITE, _ALL}:
            found |= {
                "color_temp_command_topic": f"{commands}CT",
                "color_temp_state_topic": result,
                "color_temp_value_template": "{{ value_json.CT }}",
            }
        if self._light in {_COLORED, _COLOR_AND_WHITE, _ALL}:
            found |= {"rgb_command_topic": f"{commands}Color2"}
        return found

    def _shutter(self, number: int) -> dict[str, object]:
        commands, result = self._topics[0], f"{self._topics[1]}RESULT"
        return {
            "command_topic": f"{commands}Backlog",
            "payload_open": f"ShutterOpen{number}",
            "payload_close": f"ShutterClose{number}",
            "payload_stop": f"ShutterStop{number}",
            "set_position_topic": f"{commands}ShutterPosition{number}",
            "position_topic": result,
            "position_template": f"{{{{ value_json.Shutter{number}.Position }}}}",
        }

    def _name(self, at: int, *, is_single: bool) -> str | None:
        """The name that its owner gave it; None for that of the device."""
        given = self._names[at] if at < len(self._names) else ""
        device = self._fields.text("dn", "")
        if is_single and given in {"", device}:
            return None
        return given or f"{device} {at + 1}".strip()

    def _topic(self, prefix: str) -> str:
        pattern = self._fields.text("ft", "%prefix%/%topic%/")
        topic = pattern.replace("%prefix%", prefix).replace("%topic%", self._fields.text("t", ""))
        host = self._fields.text("hn", "")
        return topic.replace("%hostname%", host).replace("%id%", self._fields.text("mac", "")[-6:])


def _texts(config: Mapping[str, object], key: str) -> tuple[str, ...]:
    listed = config.get(key)
    if not isinstance(listed, Sequence) or isinstance(listed, str):
        return ()
    return tuple(one if isinstance(one, str) else "" for one in listed[:_MOST_OUTPUTS])


def _numbers(config: Mapping[str, object], key: str, *, is_list: bool = True) -> tuple[int, ...]:
    given = config.get(key)
    listed = given if is_list and isinstance(given, list) else [given]
    return tuple(one if isinstance(one, int) and not isinstance(one, bool) else 0 for one in listed)


def _is_word(text: object) -> bool:
    """Whether it can stand in a template without meaning anything there."""
    return isinstance(text, str) and text.replace("-", "").replace("_", "").isalnum()


def _unit(measure: str, unit: str | None, listed: object) -> str | None:
    in_fahrenheit = isinstance(listed, Mapping) and listed.get("TempUnit") == "F"
    return "°F" if measure == "Temperature" and in_fahrenheit else unit
