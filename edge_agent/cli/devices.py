"""`edge-agent devices`: what can be heard, commanded and read, and where it was learnt."""

from typing import Any

import click

from edge_agent.app.workbench import learnt_home
from edge_agent.cli.empty_home import lack_of_devices
from edge_agent.cli.options import config_option, json_option, print_json, read_config, run_async
from edge_agent.config.schema import Config
from edge_agent.domain.appliance import Appliance, Parameter
from edge_agent.domain.entity import Entity, Home
from edge_agent.home.registry import HomeModel


@click.command()
@config_option
@json_option
def devices(config_path: str, *, as_json: bool) -> None:
    """List the home's devices, rooms and states, and what could not be used."""
    run_async(_devices(read_config(config_path), as_json=as_json))


async def _devices(config: Config, *, as_json: bool) -> None:
    async with learnt_home(config) as home:
        if as_json:
            print_json(_document(home.model))
        else:
            _show(home.model, config)


def _document(model: HomeModel) -> dict[str, Any]:
    home = model.home
    return {
        "devices": [_entity(entity, home) for entity in home.entities],
        "appliances": [_appliance(appliance) for appliance in home.appliances],
        "unusable": [{"topic": t, "reason": r} for t, r in sorted(model.unusable.items())],
    }


def _appliance(appliance: Appliance) -> dict[str, Any]:
    return {
        "name": appliance.name,
        "area": appliance.area,
        "actions": {
            action.name: {one.name: _choices(one) for one in action.parameters}
            for action in appliance.actions
        },
        "source": appliance.source,
    }


def _choices(parameter: Parameter) -> list[str] | dict[str, float | None]:
    """The values of a parameter, or how far its number goes."""
    if parameter.is_number:
        return {"from": parameter.lowest, "to": parameter.highest}
    return [value for value, _ in parameter.values]


def _entity(entity: Entity, home: Home) -> dict[str, Any]:
    state = home.state_of(entity)
    return {
        "entity_id": entity.entity_id,
        "name": entity.name,
        "aliases": list(entity.aliases),
        "area": entity.area,
        "floor": entity.floor,
        "device_class": entity.device_class,
        "capabilities": sorted(entity.capabilities),
        "unit": entity.unit,
        "modes": list(entity.modes),
        "presets": list(entity.presets),
        "fan_modes": list(entity.fan_modes),
        "options": list(entity.options),
        "effects": list(entity.effects),
        "range": entity.temperature_range or entity.value_range,
        "state": dict(state.values),
        "available": state.is_available,
        "source": entity.source,
    }


def _show(model: HomeModel, config: Config) -> None:
    home = model.home
    for entity in sorted(home.entities, key=lambda e: (e.area or "", e.entity_id)):
        state = home.state_of(entity).get("state")
        shown = "unknown" if state is None else state
        line = f"{entity.area or '-':<15} {entity.name:<31} {entity.entity_id:<36} {shown:<12}"
        click.echo(f"{line} {entity.source}")
    for appliance in home.appliances:
        actions = ", ".join(action.name for action in appliance.actions)
        click.echo(f"{appliance.area or '-':<15} {appliance.name:<31} {actions}")
    if model.unusable:
        click.echo("\nNot used:")
    for topic, reason in sorted(model.unusable.items()):
        click.echo(f"  {topic}: {reason}")
    lack = lack_of_devices(home, config)
    if lack is not None:
        click.echo(lack)
