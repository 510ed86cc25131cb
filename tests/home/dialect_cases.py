"""The dialects as a table: an action, what is sent for it, what the device answers and means."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from edge_agent.domain.action import ActionKind

K = ActionKind
SWITCH = {"command_topic": "c", "state_topic": "s"}
Z2M_LIGHT = {
    "schema": "json",
    "command_topic": "c",
    "state_topic": "s",
    "brightness": True,
    "brightness_scale": 254,
}
WHITE_LIGHT = Z2M_LIGHT | {
    "supported_color_modes": ["color_temp"],
    "min_mireds": 250,
    "max_mireds": 454,
}
RGB_TOPICS = {
    "command_topic": "c",
    "state_topic": "s",
    "brightness_command_topic": "b/set",
    "brightness_state_topic": "b",
    "rgb_command_topic": "rgb/set",
    "rgb_state_topic": "rgb",
}
COVER = {"command_topic": "c", "state_topic": "s"}
POSITION = {"set_position_topic": "p/set", "position_topic": "p"}
FAN = {
    "command_topic": "c",
    "state_topic": "s",
    "percentage_command_topic": "p/set",
    "percentage_state_topic": "p",
}
CLIMATE = {
    "mode_command_topic": "m/set",
    "mode_state_topic": "m",
    "modes": ["off", "heat"],
    "temperature_command_topic": "t/set",
    "temperature_state_topic": "t",
    "current_temperature_topic": "now",
}


@dataclass(frozen=True)
class Case:
    """One action on one device: what is sent, what it answers, what that means."""

    platform: str
    config: Mapping[str, object]
    kind: ActionKind
    value: str | float | None
    sent: list[tuple[str, object]]
    echo: list[tuple[str, str]]
    values: Mapping[str, object]
    state: Mapping[str, object] = field(default_factory=dict)


CASES = [
    Case("switch", SWITCH, K.TURN_ON, None, [("c", "ON")], [("s", "ON")], {"state": "on"}),
    Case("switch", SWITCH, K.TURN_OFF, None, [("c", "OFF")], [("s", "OFF")], {"state": "off"}),
    Case(
        "switch",
        SWITCH | {"payload_on": 1, "payload_off": 0, "state_on": "up", "state_off": "down"},
        K.TURN_ON,
        None,
        [("c", "1")],
        [("s", "up")],
        {"state": "on"},
    ),
    Case(
        "switch",
        SWITCH
        | {
            "value_template": "{{ value_json.state_l1 }}",
            "command_template": '{"state_l1":"{{ value }}"}',
        },
        K.TURN_OFF,
        None,
        [("c", {"state_l1": "OFF"})],
        [("s", '{"state_l1":"OFF"}')],
        {"state": "off"},
    ),
    Case("light", SWITCH, K.TURN_ON, None, [("c", "ON")], [("s", "ON")], {"state": "on"}),
    Case(
        "light",
        RGB_TOPICS,
        K.SET_BRIGHTNESS,
        50,
        [("b/set", "128"), ("c", "ON")],
        [("b", "128"), ("s", "ON")],
        {"state": "on", "brightness": 50},
    ),
    Case(
        "light",
        RGB_TOPICS | {"brightness_scale": 100, "on_command_type": "first"},
        K.SET_BRIGHTNESS,
        1,
        [("c", "ON"), ("b/set", "1")],
        [("s", "ON"), ("b", "1")],
        {"state": "on", "brightness": 1},
    ),
    Case(
        "light",
        RGB_TOPICS | {"on_command_type": "brightness"},
        K.TURN_ON,
        None,
        [("b/set", "76")],
        [("s", "ON"), ("b", "76")],
        {"state": "on", "brightness": 30},
        {"brightness": 30},
    ),
    Case(
        "light",
        RGB_TOPICS | {"on_command_type": "brightness"},
        K.TURN_ON,
        None,
        [("b/set", "255")],
        [("b", "255")],
        {"brightness": 100},
        {"brightness": 0},
    ),
    Case(
        "light",
        RGB_TOPICS | {"on_command_type": "brightness"},
        K.SET_BRIGHTNESS,
        20,
        [("b/set", "51")],
        [("b", "51")],
        {"brightness": 20},
    ),
    Case(
        "light",
        RGB_TOPICS,
        K.SET_COLOR,
        "#ff8000",
        [("rgb/set", "255,128,0"), ("c", "ON")],
        [("rgb", "255,128,0"), ("s", "ON")],
        {"state": "on", "color": "#ff8000"},
    ),
    Case(
        "light",
        {
            "command_topic": "c",
            "state_topic": "s",
            "rgb_command_topic": "rgb/set",
            "rgb_state_topic": "rgb",
        },
        K.SET_BRIGHTNESS,
        50,
        [("rgb/set", "128,0,0"), ("c", "ON")],
        [("rgb", "128,0,0")],
        {"brightness": 50, "color": "#ff0000"},
        {"color": "#ff0000"},
    ),
    Case(
        "light",
        SWITCH | {"hs_command_topic": "hs/set", "hs_state_topic": "hs"},
        K.SET_COLOR,
        "#00ff00",
        [("hs/set", "120.0,100.0"), ("c", "ON")],
        [("hs", "120,100")],
        {"color": "#00ff00"},
    ),
    Case(
        "light",
        SWITCH
        | {
            "xy_command_topic": "xy/set",
            "xy_state_topic": "xy",
            "xy_command_template": '{"x":{{ x }},"y":{{ y }}}',
        },
        K.SET_COLOR,
        "#ff0000",
        [("xy/set", {"x": 0.701, "y": 0.299}), ("c", "ON")],
        [("xy", "0.701,0.299")],
        {"color": "#ff0000"},
    ),
    Case(
        "light",
        SWITCH
        | {
            "rgbw_command_topic": "w/set",
            "rgbw_state_topic": "w",
            "brightness_command_topic": "b/set",
        },
        K.SET_COLOR,
        "#ff8080",
        [("w/set", "127,0,0,128"), ("c", "ON")],
        [("w", "127,0,0,128")],
        {"color": "#ff8080"},
    ),
    Case(
        "light",
        SWITCH
        | {
            "rgb_command_topic": "c2",
            "rgb_command_template": "#{{ red }}-{{ green }}-{{ blue }}",
            "brightness_command_topic": "b/set",
        },
        K.SET_COLOR,
        "#0000ff",
        [("c2", "#0-0-255"), ("c", "ON")],
        [("s", "ON")],
        {"state": "on"},
    ),
    Case(
        "light",
        SWITCH
        | {
            "color_temp_command_topic": "ct/set",
            "color_temp_state_topic": "ct",
            "min_mireds": 153,
            "max_mireds": 370,
        },
        K.SET_COLOR_TEMPERATURE,
        4000,
        [("ct/set", "250"), ("c", "ON")],
        [("ct", "250"), ("s", "ON")],
        {"state": "on", "color_temperature": 4000},
    ),
    Case(
        "light",
        SWITCH
        | {
            "color_temp_command_topic": "ct/set",
            "color_temp_state_topic": "ct",
            "color_temp_kelvin": True,
            "max_kelvin": 4500,
        },
        K.SET_COLOR_TEMPERATURE,
        6000,
        [("ct/set", "4500"), ("c", "ON")],
        [("ct", "4500")],
        {"color_temperature": 4500},
    ),
    Case(
        "light",
        Z2M_LIGHT,
        K.TURN_OFF,
        None,
        [("c", '{"state":"OFF"}')],
        [("s", '{"state":"OFF"}')],
        {"state": "off"},
    ),
    Case(
        "light",
        Z2M_LIGHT,
        K.TURN_ON,
        None,
        [("c", '{"state":"ON"}')],
        [("s", '{"state":"ON"}')],
        {"state": "on"},
    ),
    Case(
        "light",
        Z2M_LIGHT,
        K.SET_BRIGHTNESS,
        50,
        [("c", '{"state":"ON","brightness":127}')],
        [("s", '{"state":"ON","brightness":127,"linkquality":90}')],
        {"state": "on", "brightness": 50},
    ),
    Case(
        "light",
        Z2M_LIGHT | {"brightness_scale": 20},
        K.SET_BRIGHTNESS,
        1,
        [("c", '{"state":"ON","brightness":1}')],
        [("s", '{"brightness":1}')],
        {"brightness": 5},
    ),
    Case(
        "light",
        WHITE_LIGHT,
        K.SET_COLOR_TEMPERATURE,
        2700,
        [("c", '{"state":"ON","color_temp":370}')],
        [("s", '{"state":"ON","color_mode":"color_temp","color_temp":370}')],
        {"state": "on", "color_temperature": 2703},
    ),
    Case(
        "light",
        WHITE_LIGHT,
        K.SET_COLOR_TEMPERATURE,
        6000,
        [("c", '{"state":"ON","color_temp":250}')],
        [("s", '{"color_temp":250}')],
        {"color_temperature": 4000},
    ),
    Case(
        "light",
        Z2M_LIGHT
        | {"supported_color_modes": ["color_temp"], "color_temp_kelvin": True, "min_kelvin": 2700},
        K.SET_COLOR_TEMPERATURE,
        2000,
        [("c", '{"state":"ON","color_temp":2700}')],
        [("s", '{"color_temp":2700}')],
        {"color_temperature": 2700},
    ),
    Case(
        "light",
        Z2M_LIGHT | {"supported_color_modes": ["rgb"]},
        K.SET_COLOR,
        "#0000ff",
        [("c", '{"state":"ON","color":{"r":0,"g":0,"b":255}}')],
        [("s", '{"state":"ON","color_mode":"rgb","color":{"r":0,"g":0,"b":255}}')],
        {"state": "on", "color": "#0000ff"},
    ),
    Case(
        "light",
        Z2M_LIGHT | {"supported_color_modes": ["hs"]},
        K.SET_COLOR,
        "#ff0000",
        [("c", '{"state":"ON","color":{"h":0.0,"s":100.0}}')],
        [("s", '{"color_mode":"hs","color":{"h":0,"s":100}}')],
        {"color": "#ff0000"},
    ),
    Case(
        "light",
        Z2M_LIGHT | {"supported_color_modes": ["xy", "color_temp"]},
        K.SET_COLOR,
        "#0000ff",
        [("c", '{"state":"ON","color":{"x":0.136,"y":0.04}}')],
        [("s", '{"color_mode":"xy","color":{"x":0.136,"y":0.04},"color_temp":300}')],
        {"color": "#0400ff", "color_temperature": None},
    ),
    Case(
        "light",
        Z2M_LIGHT | {"supported_color_modes": ["rgbww"]},
        K.SET_COLOR,
        "#ff8080",
        [("c", '{"state":"ON","color":{"r":127,"g":0,"b":0,"c":128,"w":128}}')],
        [("s", '{"color_mode":"rgbww","color":{"r":127,"g":0,"b":0,"c":128,"w":128}}')],
        {"color": "#ff8080"},
    ),
    Case(
        "light",
        Z2M_LIGHT | {"supported_color_modes": ["rgb"]},
        K.SET_COLOR_TEMPERATURE,
        6600,
        [("c", '{"state":"ON","color":{"r":255,"g":255,"b":255}}')],
        [("s", '{"state":"ON"}')],
        {"state": "on"},
    ),
    Case("cover", COVER, K.OPEN, None, [("c", "OPEN")], [("s", "opening")], {"state": "opening"}),
    Case("cover", COVER, K.CLOSE, None, [("c", "CLOSE")], [("s", "closed")], {"state": "closed"}),
    Case("cover", COVER, K.STOP, None, [("c", "STOP")], [("s", "stopped")], {"state": "stopped"}),
    Case(
        "cover",
        COVER | {"payload_open": "up", "state_open": "UP"},
        K.OPEN,
        None,
        [("c", "up")],
        [("s", "UP")],
        {"state": "open"},
    ),
    Case(
        "cover",
        POSITION,
        K.SET_POSITION,
        30,
        [("p/set", "30")],
        [("p", "30")],
        {"position": 30, "state": "open"},
    ),
    Case(
        "cover",
        POSITION,
        K.CLOSE,
        None,
        [("p/set", "0")],
        [("p", "0")],
        {"position": 0, "state": "closed"},
    ),
    Case(
        "cover",
        COVER | {"payload_open": None} | POSITION,
        K.OPEN,
        None,
        [("p/set", "100")],
        [("p", "100")],
        {"position": 100},
    ),
    Case(
        "cover",
        POSITION | {"position_open": 0, "position_closed": 100},
        K.SET_POSITION,
        75,
        [("p/set", "25")],
        [("p", "25")],
        {"position": 75},
    ),
    Case(
        "cover",
        POSITION
        | {
            "position_open": 255,
            "set_position_template": '{"position": {{ position }} }',
            "position_template": "{{ value_json.position }}",
        },
        K.SET_POSITION,
        50,
        [("p/set", {"position": 50})],
        [("p", '{"position": 128}')],
        {"position": 50},
    ),
    Case(
        "cover",
        POSITION,
        K.SET_POSITION,
        40,
        [("p/set", "40")],
        [("p", '{"position": 40}')],
        {"position": 40},
    ),
    Case("lock", SWITCH, K.LOCK, None, [("c", "LOCK")], [("s", "LOCKED")], {"state": "locked"}),
    Case(
        "lock",
        SWITCH
        | {
            "state_locked": "LOCK",
            "state_unlocked": "UNLOCK",
            "value_template": "{{ value_json.state }}",
        },
        K.UNLOCK,
        None,
        [("c", "UNLOCK")],
        [("s", '{"state":"UNLOCK"}')],
        {"state": "unlocked"},
    ),
    Case("lock", SWITCH, K.LOCK, None, [("c", "LOCK")], [("s", "JAMMED")], {"state": "jammed"}),
    Case("fan", FAN, K.TURN_ON, None, [("c", "ON")], [("s", "ON")], {"state": "on"}),
    Case("fan", FAN, K.SET_PERCENTAGE, 0, [("c", "OFF")], [("s", "OFF")], {"state": "off"}),
    Case(
        "fan",
        FAN,
        K.SET_PERCENTAGE,
        80,
        [("p/set", "80")],
        [("p", "80"), ("s", "ON")],
        {"percentage": 80, "state": "on"},
    ),
    Case(
        "fan",
        FAN | {"speed_range_min": 1, "speed_range_max": 4},
        K.SET_PERCENTAGE,
        60,
        [("p/set", "3")],
        [("p", "3")],
        {"percentage": 75},
    ),
    Case(
        "fan",
        FAN
        | {
            "speed_range_max": 3,
            "percentage_command_template": "{{ {1:'low', 2:'medium', 3:'high'}[value] }}",
            "percentage_value_template": "{{ {'low':1, 'medium':2, 'high':3}[value] }}",
        },
        K.SET_PERCENTAGE,
        50,
        [("p/set", "medium")],
        [("p", "medium")],
        {"percentage": 66},
    ),
    Case(
        "climate",
        CLIMATE,
        K.SET_MODE,
        "heat",
        [("m/set", "heat")],
        [("m", "heat")],
        {"state": "heat"},
    ),
    Case(
        "climate", CLIMATE, K.TURN_OFF, None, [("m/set", "off")], [("m", "off")], {"state": "off"}
    ),
    Case(
        "climate", CLIMATE, K.TURN_ON, None, [("m/set", "heat")], [("m", "heat")], {"state": "heat"}
    ),
    Case(
        "climate",
        CLIMATE | {"modes": ["off", "auto", "cool"]},
        K.TURN_ON,
        None,
        [("m/set", "cool")],
        [("m", "cool")],
        {"state": "cool"},
    ),
    Case(
        "climate",
        CLIMATE | {"power_command_topic": "power"},
        K.TURN_OFF,
        None,
        [("power", "OFF")],
        [("m", "off")],
        {"state": "off"},
    ),
    Case(
        "climate",
        CLIMATE,
        K.SET_TEMPERATURE,
        21.4,
        [("t/set", "21.0")],
        [("t", "21"), ("now", "19.5")],
        {"temperature": 21, "current_temperature": 19.5},
    ),
    Case(
        "climate",
        CLIMATE | {"temp_step": 0.5, "min_temp": "5", "max_temp": "30"},
        K.SET_TEMPERATURE,
        21.4,
        [("t/set", "21.5")],
        [("t", "21.5")],
        {"temperature": 21.5},
    ),
    Case(
        "climate",
        CLIMATE | {"max_temp": "30"},
        K.SET_TEMPERATURE,
        99,
        [("t/set", "30.0")],
        [("t", "30.0")],
        {"temperature": 30},
    ),
    Case(
        "climate",
        CLIMATE
        | {
            "temperature_command_template": '{"setpoint":{{ value }}}',
            "temperature_state_template": "{{ value_json.setpoint }}",
        },
        K.SET_TEMPERATURE,
        20,
        [("t/set", {"setpoint": 20.0})],
        [("t", '{"setpoint":20}')],
        {"temperature": 20},
    ),
    Case("scene", {"command_topic": "c"}, K.ACTIVATE, None, [("c", "ON")], [], {}),
    Case(
        "scene",
        {"command_topic": "c", "payload_on": '{"scene_recall": 3}'},
        K.ACTIVATE,
        None,
        [("c", '{"scene_recall": 3}')],
        [],
        {},
    ),
]
