"""A Home Assistant with its demo integration, run by its own Python; obeys lines of JSON.

    bridge_instance.py FOLDER PORT

Its websocket listens on 127.0.0.1:PORT, and FOLDER/token holds a long-lived access token. When all
is started, `"started"` is printed. Then each line of standard input is an order and has its answer:

    {"do": "states"}      every entity's id with [state, attributes]
    {"do": "rename", "entity_id": ..., "name": ...}       `"done"`
    {"do": "expose", "entity_id": ..., "wanted": true}    `"done"`

The end of standard input ends it, in order.
"""

import asyncio
import json
import sys
from datetime import timedelta
from pathlib import Path

from bare_core import bare_core, say
from homeassistant import core
from homeassistant.auth.models import TOKEN_TYPE_LONG_LIVED_ACCESS_TOKEN
from homeassistant.components import demo
from homeassistant.components.homeassistant import exposed_entities
from homeassistant.const import Platform
from homeassistant.helpers import area_registry, device_registry, entity_registry, floor_registry
from homeassistant.setup import async_setup_component

PLATFORMS = (
    *(Platform.ALARM_CONTROL_PANEL, Platform.BINARY_SENSOR, Platform.BUTTON, Platform.CLIMATE),
    *(Platform.COVER, Platform.FAN, Platform.HUMIDIFIER, Platform.LAWN_MOWER, Platform.LIGHT),
    *(Platform.LOCK, Platform.MEDIA_PLAYER, Platform.NUMBER, Platform.SELECT, Platform.SENSOR),
    *(Platform.SIREN, Platform.SWITCH, Platform.VACUUM, Platform.VALVE, Platform.WATER_HEATER),
)
"""Of the demo integration; the others need packages that are of no use here."""
HELPERS = {
    "input_boolean": {"input_boolean": {"party": {"name": "Party mode"}}},
    "input_number": {
        "input_number": {"threshold": {"name": "Rain threshold", "min": 0, "max": 50}}
    },
    "input_select": {
        "input_select": {"house": {"name": "House mode", "options": ["Home", "Away"]}}
    },
    "input_button": {"input_button": {"feed": {"name": "Feed the cat"}}},
    "scene": {"scene": [{"name": "Movie night", "entities": {"light.kitchen_lights": "off"}}]},
    "script": {
        "script": {
            "good_night": {
                "alias": "Good night",
                "sequence": [
                    {
                        "action": "switch.turn_off",
                        "target": {"entity_id": "switch.decorative_lights"},
                    }
                ],
            }
        }
    },
}


ROOMS = {
    "Kitchen": (["cooking corner"], ["light.kitchen_lights", "cover.kitchen_window"]),
    "Bedroom": ([], ["light.bed_light", "climate.heatpump"]),
    "Living Room": ([], ["fan.living_room_fan", "cover.living_room_window"]),
}
"""Rooms with their other names and what is in them."""
UPSTAIRS = frozenset({"Bedroom"})
HELD_BACK = frozenset({"switch.ac"})
"""What voice assistants may not have."""


async def main(folder: Path, port: int) -> None:
    """Run it."""
    hass = await _core(folder, port)
    demo.COMPONENTS_WITH_CONFIG_ENTRY_DEMO_PLATFORM[:] = PLATFORMS
    hass.config.components.add("conversation")  # the demo wants one, but nothing here speaks to it
    wanted = {"websocket_api": {}, "config": {}, **HELPERS, "demo": {}}
    for name, config in wanted.items():
        if not await async_setup_component(hass, name, config):
            raise SystemExit(f"{name} was not set up")
    await hass.async_start()
    await hass.async_block_till_done()
    _furnish(hass)
    await _write_token(hass, folder / "token")
    say("started")
    while line := await asyncio.to_thread(sys.stdin.readline):
        order = json.loads(line)
        match order["do"]:
            case "states":
                say({one.entity_id: (one.state, one.attributes) for one in hass.states.async_all()})
            case "rename":
                registry = entity_registry.async_get(hass)
                registry.async_update_entity(order["entity_id"], name=order["name"])
                say("done")
            case "expose":
                ids, is_wanted = order["entity_id"], order["wanted"]
                exposed_entities.async_expose_entity(hass, "conversation", ids, is_wanted)
                say("done")
    await hass.async_stop(force=True)


def _furnish(hass: core.HomeAssistant) -> None:
    """Give the demo's entities rooms, an alias, and what is exposed to voice assistants."""
    floors = floor_registry.async_get(hass)
    floor = floors.async_get_floor_by_name("Upstairs") or floors.async_create("Upstairs")
    devices = device_registry.async_get(hass)
    areas = area_registry.async_get(hass)
    registry = entity_registry.async_get(hass)
    for name, (more, entity_ids) in ROOMS.items():
        floor_id = floor.floor_id if name in UPSTAIRS else None
        area = areas.async_get_area_by_name(name) or areas.async_create(name)
        areas.async_update(area.id, floor_id=floor_id, aliases=set(more))
        for entity_id in entity_ids:
            entry = registry.async_get(entity_id)
            if entry.device_id is None:
                registry.async_update_entity(entity_id, area_id=area.id)
            else:
                devices.async_update_device(entry.device_id, area_id=area.id)
    registry.async_update_entity("light.bed_light", aliases=["night lamp"])
    for state in hass.states.async_all():
        is_wanted = state.entity_id not in HELD_BACK
        exposed_entities.async_expose_entity(hass, "conversation", state.entity_id, is_wanted)


async def _write_token(hass: core.HomeAssistant, path: Path) -> None:
    # No administrator: the agent needs nothing that only one may do.
    user = await hass.auth.async_create_user("agent", group_ids=["system-users"])
    refresh = await hass.auth.async_create_refresh_token(
        user,
        client_name="edge-agent",
        token_type=TOKEN_TYPE_LONG_LIVED_ACCESS_TOKEN,
        access_token_expiration=timedelta(days=1),
    )
    token = hass.auth.async_create_access_token(refresh)
    await asyncio.to_thread(path.write_text, f"{token}\n")


async def _core(folder: Path, port: int) -> core.HomeAssistant:
    (folder / "configuration.yaml").touch()
    hass = await bare_core(folder)
    if not await async_setup_component(hass, "homeassistant", {}):
        raise SystemExit("the core component was not set up")
    server = {"server_host": ["127.0.0.1"], "server_port": port}
    await async_setup_component(hass, "http", {"http": server})
    return hass


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2])))
