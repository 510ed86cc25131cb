"""Asking Home Assistant for everything that it knows of its entities."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Final

from edge_agent.home_assistant import registries
from edge_agent.home_assistant.choosing import Snapshot
from edge_agent.home_assistant.connection import Connection, RefusedError
from edge_agent.home_assistant.mirror import states
from edge_agent.home_assistant.service_binding import Units

ANSWER_S: Final = 15.0
"""For one list; a small machine with a large home takes its time."""
_BATCH: Final = 500
_RUNNING: Final = "RUNNING"


async def is_started(connection: Connection) -> bool:
    """Whether Home Assistant has set up all its integrations. Raises as `Connection.ask`."""
    config = await connection.ask("get_config", timeout_s=ANSWER_S)
    return isinstance(config, dict) and config.get("state", _RUNNING) == _RUNNING


async def take_snapshot(connection: Connection) -> Snapshot:
    """All that it tells of its entities now. Raises as `Connection.ask`."""
    async with asyncio.TaskGroup() as tasks:
        config, entities, devices, areas, floors, states_now, exposed, new = (
            tasks.create_task(work)
            for work in (
                _list(connection, "get_config"),
                _list(connection, "config/entity_registry/list"),
                _list(connection, "config/device_registry/list"),
                _list(connection, "config/area_registry/list"),
                _permitted(connection, "config/floor_registry/list"),
                _list(connection, "get_states"),
                _permitted(connection, "homeassistant/expose_entity/list"),
                _permitted(
                    connection, "homeassistant/expose_new_entities/get", assistant="conversation"
                ),
            )
        )
    return Snapshot(
        registries=registries.Registries(
            entities=registries.registered(entities.result()),
            devices=registries.devices(devices.result()),
            areas=registries.areas(areas.result()),
            floors=registries.floors(floors.result()),
        ),
        states=states(states_now.result()),
        exposed=registries.exposed(exposed.result()),
        exposes_new=_exposes_new(new.result()),
        units=_units(config.result()),
    )


async def aliases_of(
    connection: Connection, entity_ids: Sequence[str]
) -> Mapping[str, tuple[str, ...]]:
    """What registered entities are called beside their names. Raises as `Connection.ask`."""
    names: dict[str, tuple[str, ...]] = {}
    for start in range(0, len(entity_ids), _BATCH):
        batch = entity_ids[start : start + _BATCH]
        kind = "config/entity_registry/get_entries"
        names |= registries.further_names(await _permitted(connection, kind, entity_ids=batch))
    return names


async def _list(connection: Connection, kind: str) -> object:
    return await connection.ask(kind, timeout_s=ANSWER_S)


async def _permitted(connection: Connection, kind: str, **fields: object) -> object:
    """The answer; None where this user may not have it, or where this version has no such list."""
    try:
        return await connection.ask(kind, timeout_s=ANSWER_S, **fields)
    except RefusedError:
        return None


def _exposes_new(answer: object) -> bool:
    return not (isinstance(answer, dict) and answer.get("expose_new") is False)


def _units(config: object) -> Units:
    system = config.get("unit_system") if isinstance(config, dict) else None
    unit = system.get("temperature") if isinstance(system, dict) else None
    return Units(temperature=unit) if unit in {"°C", "°F"} else Units()
