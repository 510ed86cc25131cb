"""How the simulated home's devices behave."""

from typing import Final

from edge_agent.demo.simulated_entity import (
    SimulatedEntity,
    Steps,
    choice,
    json_light,
    json_light_report,
    json_report,
    number,
    scaled,
    word,
)

_ON_OFF = {"on": "ON", "off": "OFF"}
_SWITCH = choice({"ON": {"state": "on"}, "OFF": {"state": "off"}})
_LIT = {"state": "on"}
_OPEN_BLINDS: Steps = ({"state": "opening"}, {"state": "open", "position": 100})
_CLOSED_BLINDS: Steps = ({"state": "closing"}, {"state": "closed", "position": 0})

ENTITIES: Final = (
    SimulatedEntity(
        entity_id="light.kitchen_light",
        initial={"state": "off", "brightness": 80},
        commands={
            "demo/kitchen/light/set": _SWITCH,
            "demo/kitchen/light/brightness/set": number("brightness", full=255, also=_LIT),
        },
        reports={
            "demo/kitchen/light/state": word("state", _ON_OFF),
            "demo/kitchen/light/brightness": scaled("brightness", full=255),
        },
    ),
    SimulatedEntity(
        entity_id="switch.coffee_maker",
        initial={"state": "off"},
        commands={"demo/coffee/power/set": choice({"1": {"state": "on"}, "0": {"state": "off"}})},
        reports={"demo/coffee/power": word("state", {"on": "1", "off": "0"})},
    ),
    SimulatedEntity(
        entity_id="light.floor_lamp",
        initial={"state": "on", "brightness": 100, "color": "#ffffff"},
        commands={"demo/floor-lamp/set": json_light},
        reports={"demo/floor-lamp": json_light_report},
    ),
    SimulatedEntity(
        entity_id="light.reading_lamp",
        initial={"state": "on", "brightness": 100},
        commands={
            "demo/reading/switch/set": _SWITCH,
            "demo/reading/level/set": number("brightness", also=_LIT),
        },
        reports={
            "demo/reading/switch": word("state", _ON_OFF),
            "demo/reading/level": scaled("brightness", full=100),
        },
    ),
    SimulatedEntity(
        entity_id="cover.living_room_blinds",
        initial={"state": "closed", "position": 0},
        commands={
            "demo/blinds/set": choice({"OPEN": _OPEN_BLINDS, "CLOSE": _CLOSED_BLINDS}),
            "demo/blinds/position/set": number("position", also={"state": "open"}),
        },
        reports={
            "demo/blinds/state": word("state"),
            "demo/blinds/position": scaled("position", full=100),
        },
    ),
    SimulatedEntity(
        entity_id="climate.thermostat",
        initial={"state": "heat", "temperature": 19, "current_temperature": 18.5},
        commands={
            "demo/heating/mode/set": choice({m: {"state": m} for m in ("off", "heat", "cool")}),
            "demo/heating/target/set": number("temperature"),
        },
        reports={
            "demo/heating/mode": word("state"),
            "demo/heating/target": word("temperature"),
            "demo/heating/measured": word("current_temperature"),
        },
    ),
    SimulatedEntity(
        entity_id="fan.ceiling_fan",
        initial={"state": "off", "percentage": 0},
        commands={
            "demo/fan/set": choice(
                {"ON": {"state": "on"}, "OFF": {"state": "off", "percentage": 0}}
            ),
            "demo/fan/speed/set": number("percentage", also=_LIT),
        },
        reports={
            "demo/fan/state": word("state", _ON_OFF),
            "demo/fan/speed": scaled("percentage", full=100),
        },
    ),
    SimulatedEntity(
        entity_id="light.bedroom_lamp",
        initial={"state": "off"},
        commands={"demo/bedroom/lamp/set": _SWITCH},
        reports={"demo/bedroom/lamp": json_report(relay=word("state", _ON_OFF))},
    ),
    SimulatedEntity(
        entity_id="binary_sensor.bedroom_window",
        initial={"state": "off"},
        reports={"demo/bedroom/window": word("state", _ON_OFF)},
    ),
    SimulatedEntity(
        entity_id="sensor.bedroom_temperature",
        initial={"state": 19.4},
        reports={"demo/bedroom/climate": json_report(celsius=word("state"))},
    ),
    SimulatedEntity(
        entity_id="cover.garage_door",
        initial={"state": "closed"},
        commands={
            "demo/garage/set": choice(
                {
                    "OPEN": ({"state": "opening"}, {"state": "open"}),
                    "CLOSE": ({"state": "closing"}, {"state": "closed"}),
                }
            )
        },
        reports={"demo/garage/state": word("state")},
    ),
    SimulatedEntity(
        entity_id="lock.front_door",
        initial={"state": "locked"},
        commands={
            "demo/front-door/set": choice(
                {
                    "LOCK": ({"state": "locking"}, {"state": "locked"}),
                    "UNLOCK": ({"state": "unlocking"}, {"state": "unlocked"}),
                }
            )
        },
        reports={"demo/front-door/state": lambda values: str(values["state"]).upper()},
    ),
    SimulatedEntity(
        entity_id="scene.movie_night",
        commands={"demo/scene/movie-night/set": choice({"ON": {}})},
        sets={
            "light.floor_lamp": {"state": "on", "brightness": 10, "color": "#ff8000"},
            "light.reading_lamp": {"state": "off"},
            "cover.living_room_blinds": {"state": "closed", "position": 0},
        },
    ),
)
