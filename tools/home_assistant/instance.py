"""A small Home Assistant with nothing but MQTT, run by its own Python; says what it has as JSON.

    instance.py PORT SECONDS

After so many seconds each entity's id, state and attributes are printed on one line.
"""

import asyncio
import json
import sys
import tempfile
from pathlib import Path
from types import MappingProxyType

from homeassistant import auth, config_entries, core, loader
from homeassistant.components.mqtt import config_flow
from homeassistant.helpers import (
    area_registry,
    category_registry,
    condition,
    device_registry,
    entity,
    entity_registry,
    floor_registry,
    frame,
    issue_registry,
    label_registry,
    restore_state,
    storage,
    template,
    translation,
    trigger,
)
from homeassistant.setup import async_setup_component

REGISTRIES = (
    area_registry,
    category_registry,
    device_registry,
    entity_registry,
    floor_registry,
    issue_registry,
    label_registry,
    restore_state,
)


async def main(port: int, seconds: float) -> None:
    """Run it."""
    with tempfile.TemporaryDirectory() as folder:
        hass = await _core(Path(folder))
        entry = config_entries.ConfigEntry(
            version=config_flow.CONFIG_ENTRY_VERSION,
            minor_version=config_flow.CONFIG_ENTRY_MINOR_VERSION,
            domain="mqtt",
            title="test",
            data={"broker": "127.0.0.1", "port": port, "discovery": True},
            options={},
            source="user",
            unique_id=None,
            discovery_keys=MappingProxyType({}),
            subentries_data=None,
        )
        await hass.config_entries.async_add(entry)
        await hass.async_start()
        print("started", flush=True)
        await asyncio.sleep(seconds)
        states = {
            one.entity_id: (one.state, dict(one.attributes)) for one in hass.states.async_all()
        }
        print(json.dumps(states, default=str), flush=True)
        await hass.async_stop(force=True)


async def _core(folder: Path) -> core.HomeAssistant:
    (folder / "configuration.yaml").touch()
    hass = core.HomeAssistant(str(folder))
    hass.config.skip_pip = True
    loader.async_setup(hass)
    hass.config_entries = config_entries.ConfigEntries(hass, {})
    for helper in (entity, frame, template, translation, device_registry):
        helper.async_setup(hass)
    await storage.get_internal_store_manager(hass).async_initialize()
    await asyncio.gather(*(one.async_load(hass) for one in REGISTRIES))
    await hass.config_entries.async_initialize()
    hass.auth = await auth.auth_manager_from_config(hass, [], [])
    await condition.async_setup(hass)
    await trigger.async_setup(hass)
    if not await async_setup_component(hass, "homeassistant", {}):
        raise SystemExit("the core component was not set up")
    server = {"server_host": ["127.0.0.1"], "server_port": 0}
    await async_setup_component(hass, "http", {"http": server})
    return hass


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), float(sys.argv[2])))
