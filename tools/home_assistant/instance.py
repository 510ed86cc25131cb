"""A small Home Assistant with MQTT and automations, run by its own Python; obeys lines of JSON.

    instance.py FOLDER MQTT_PORT HTTP_PORT

FOLDER is its configuration directory; what it holds outlives the process. When all is started,
`"started"` is printed. Then each line of standard input is an order, answered with one line:

    {"do": "states"}     every entity's id with [state, attributes, unique id]
    {"do": "devices"}       each device's id by its name
    {"do": "call", "action": "number.set_value", "values": {...}}     `true`, or why not
    {"do": "dashboard"}     the number of views of dashboard.yaml in FOLDER, or why not
    {"do": "complaints"}    what was logged as a warning or worse

The end of standard input ends it, in order.
"""

import asyncio
import json
import logging
import sys
from pathlib import Path
from types import MappingProxyType

from bare_core import bare_core, say
from homeassistant import config, config_entries, core, exceptions
from homeassistant.components.lovelace.dashboard import LovelaceYAML
from homeassistant.components.mqtt import config_flow
from homeassistant.helpers import device_registry, entity_registry
from homeassistant.setup import async_setup_component


class Complaints(logging.Handler):
    """Collects what Home Assistant warns of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one."""
        self.texts.append(f"{record.name}: {record.getMessage()}")


async def main(folder: Path, mqtt_port: int, http_port: int) -> None:
    """Run it."""
    complaints = Complaints()
    logging.getLogger().addHandler(complaints)
    hass = await _started(folder, mqtt_port, http_port)
    say("started")
    orders = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(orders), sys.stdin)
    while line := await orders.readline():
        order = json.loads(line)
        match order["do"]:
            case "states":
                say(_states(hass))
            case "devices":
                say({one.name: one.id for one in device_registry.async_get(hass).devices})
            case "call":
                say(await _call(hass, order["action"], order["values"]))
            case "dashboard":
                say(await _dashboard(hass, folder / "dashboard.yaml"))
            case "complaints":
                say(complaints.texts)
    await hass.async_stop(force=True)


def _states(hass: core.HomeAssistant) -> dict[str, tuple[str, dict[str, object], str | None]]:
    registry = entity_registry.async_get(hass)
    return {
        one.entity_id: (
            one.state,
            dict(one.attributes),
            entry.unique_id if (entry := registry.async_get(one.entity_id)) else None,
        )
        for one in hass.states.async_all()
    }


async def _call(hass: core.HomeAssistant, action: str, values: dict[str, object]) -> bool | str:
    domain, _, service = action.partition(".")
    try:
        await hass.services.async_call(domain, service, values, blocking=True)
    except exceptions.HomeAssistantError as error:
        return str(error) or repr(error)
    return True


async def _dashboard(hass: core.HomeAssistant, path: Path) -> int | str:
    try:
        loaded = await LovelaceYAML(hass, None, {"filename": path.name}).async_load(force=True)
    except exceptions.HomeAssistantError as error:
        return str(error) or repr(error)
    return len(loaded["views"])


async def _started(folder: Path, mqtt_port: int, http_port: int) -> core.HomeAssistant:
    hass = await bare_core(folder)
    written = await config.async_hass_config_yaml(hass)
    written["http"] = {"server_host": ["127.0.0.1"], "server_port": http_port}
    for component in ("homeassistant", "http", "automation"):
        if not await async_setup_component(hass, component, written):
            raise SystemExit(f"{component} was not set up")
    if not hass.config_entries.async_entries("mqtt"):
        await hass.config_entries.async_add(_mqtt(mqtt_port))
    elif not await async_setup_component(hass, "mqtt", {}):
        raise SystemExit("MQTT was not set up again")
    await hass.async_start()
    return hass


def _mqtt(port: int) -> config_entries.ConfigEntry:
    return config_entries.ConfigEntry(
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


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
