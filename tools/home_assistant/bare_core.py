"""A Home Assistant before any component is set up, as its own start would make it."""

import asyncio
import json
from pathlib import Path

from homeassistant import auth, config_entries, core, loader
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


async def bare_core(folder: Path) -> core.HomeAssistant:
    """One with its registries and logins, which keeps its files in a folder."""
    hass = core.HomeAssistant(str(folder))
    hass.config.skip_pip = True
    loader.async_setup(hass)
    hass.config_entries = config_entries.ConfigEntries(hass, {})
    for helper in (entity, frame, template, translation, device_registry):
        helper.async_setup(hass)
    await storage.get_internal_store_manager(hass).async_initialize()
    # At once, as they wait for one another.
    await asyncio.gather(
        hass.config_entries.async_initialize(), *(one.async_load(hass) for one in REGISTRIES)
    )
    hass.auth = await auth.auth_manager_from_config(hass, [], [])
    await condition.async_setup(hass)
    await trigger.async_setup(hass)
    return hass


def say(answer: object) -> None:
    """Answer an order, as a line of JSON."""
    print(json.dumps(answer, default=str), flush=True)
