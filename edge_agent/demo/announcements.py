"""What the simulated home's devices announce.

The style differs on purpose, as in a real home: abbreviated and plain keys, `~`, one message for
a whole device, templates, a device that gives its name to its entity.
"""

from typing import Any, Final

STATUS_TOPIC: Final = "demo/status"
"""`online` or `offline`, for all devices."""

_AVAILABILITY = {"availability_topic": STATUS_TOPIC}

ANNOUNCEMENTS: Final[dict[str, dict[str, Any]]] = {
    "light/kitchen_light": {
        "~": "demo/kitchen/light",
        "name": "Kitchen Light",
        "uniq_id": "demo_kitchen_light",
        "cmd_t": "~/set",
        "stat_t": "~/state",
        "bri_cmd_t": "~/brightness/set",
        "bri_stat_t": "~/brightness",
        "avty_t": STATUS_TOPIC,
        "dev": {"ids": ["demo_kitchen_light"], "sa": "Kitchen"},
    },
    "switch/coffee_maker": {
        "name": "Coffee Maker",
        "unique_id": "demo_coffee_maker",
        "command_topic": "demo/coffee/power/set",
        "state_topic": "demo/coffee/power",
        "payload_on": "1",
        "payload_off": "0",
        "device": {"identifiers": "demo_coffee_maker", "suggested_area": "Kitchen"},
        **_AVAILABILITY,
    },
    "light/demo/floor_lamp": {
        "schema": "json",
        "name": None,
        "unique_id": "demo_floor_lamp",
        "command_topic": "demo/floor-lamp/set",
        "state_topic": "demo/floor-lamp",
        "brightness": True,
        "supported_color_modes": ["rgb"],
        "device": {
            "identifiers": ["demo_floor_lamp"],
            "name": "Floor Lamp",
            "suggested_area": "Living Room",
        },
        **_AVAILABILITY,
    },
    "light/reading_lamp": {
        "~": "demo/reading",
        "name": "Reading Lamp",
        "uniq_id": "demo_reading_lamp",
        "cmd_t": "~/switch/set",
        "stat_t": "~/switch",
        "bri_cmd_t": "~/level/set",
        "bri_stat_t": "~/level",
        "bri_scl": 100,
        "avty": [{"t": STATUS_TOPIC}],
        "dev": {"ids": ["demo_reading_lamp"], "sa": "Living Room"},
    },
    "cover/living_room_blinds": {
        "name": "Living Room Blinds",
        "uniq_id": "demo_blinds",
        "dev_cla": "blind",
        "cmd_t": "demo/blinds/set",
        "stat_t": "demo/blinds/state",
        "pos_t": "demo/blinds/position",
        "set_pos_t": "demo/blinds/position/set",
        "avty_t": STATUS_TOPIC,
        "dev": {"ids": ["demo_blinds"], "sa": "Living Room"},
    },
    "climate/thermostat": {
        "~": "demo/heating",
        "name": "Thermostat",
        "uniq_id": "demo_thermostat",
        "modes": ["off", "heat", "cool"],
        "mode_cmd_t": "~/mode/set",
        "mode_stat_t": "~/mode",
        "temp_cmd_t": "~/target/set",
        "temp_stat_t": "~/target",
        "curr_temp_t": "~/measured",
        "min_temp": 5,
        "max_temp": 30,
        "temp_unit": "C",
        "avty_t": STATUS_TOPIC,
        "dev": {"ids": ["demo_thermostat"], "sa": "Living Room"},
    },
    "fan/ceiling_fan": {
        "name": "Ceiling Fan",
        "unique_id": "demo_ceiling_fan",
        "command_topic": "demo/fan/set",
        "state_topic": "demo/fan/state",
        "percentage_command_topic": "demo/fan/speed/set",
        "percentage_state_topic": "demo/fan/speed",
        "device": {"identifiers": ["demo_ceiling_fan"], "suggested_area": "Bedroom"},
        **_AVAILABILITY,
    },
    "device/bedroom": {
        "dev": {"ids": ["demo_bedroom"], "name": "Bedroom", "sa": "Bedroom"},
        "o": {"name": "edge-agent demo"},
        "avty_t": STATUS_TOPIC,
        "cmps": {
            "lamp": {
                "p": "light",
                "name": "Lamp",
                "uniq_id": "demo_bedroom_lamp",
                "cmd_t": "demo/bedroom/lamp/set",
                "stat_t": "demo/bedroom/lamp",
                "stat_val_tpl": "{{ value_json.relay }}",
            },
            "window": {
                "p": "binary_sensor",
                "name": "Window",
                "uniq_id": "demo_bedroom_window",
                "dev_cla": "window",
                "stat_t": "demo/bedroom/window",
            },
            "temperature": {
                "p": "sensor",
                "name": "Temperature",
                "uniq_id": "demo_bedroom_temperature",
                "dev_cla": "temperature",
                "unit_of_meas": "°C",
                "stat_t": "demo/bedroom/climate",
                "val_tpl": "{{ value_json.celsius }}",
            },
        },
    },
    "cover/garage_door": {
        "name": "Garage Door",
        "unique_id": "demo_garage_door",
        "device_class": "garage",
        "command_topic": "demo/garage/set",
        "state_topic": "demo/garage/state",
        **_AVAILABILITY,
    },
    "lock/front_door": {
        "name": "Front Door",
        "unique_id": "demo_front_door",
        "command_topic": "demo/front-door/set",
        "state_topic": "demo/front-door/state",
        "device": {"identifiers": ["demo_front_door"], "suggested_area": "Hallway"},
        **_AVAILABILITY,
    },
    "scene/movie_night": {
        "name": "Movie Night",
        "unique_id": "demo_movie_night",
        "command_topic": "demo/scene/movie-night/set",
        "payload_on": "ON",
        "device": {"identifiers": ["demo_movie_night"], "suggested_area": "Living Room"},
        **_AVAILABILITY,
    },
}
"""Discovery messages by topic, without the discovery prefix and `/config`."""
