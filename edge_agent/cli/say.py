"""`edge-agent say`: understand a text and act."""

import click

from edge_agent.app.workbench import open_workbench
from edge_agent.cli.options import (
    area_option,
    config_option,
    json_option,
    print_json,
    read_config,
    run_async,
)
from edge_agent.cli.show import show
from edge_agent.config.schema import Config
from edge_agent.mqtt.outbound import command_document


@click.command()
@click.argument("text")
@config_option
@area_option
@json_option
def say(text: str, config_path: str, area: str | None, *, as_json: bool) -> None:
    """Understand TEXT and do what it says."""
    run_async(_say(read_config(config_path), text, area, as_json=as_json))


async def _say(config: Config, text: str, area: str | None, *, as_json: bool) -> None:
    async with open_workbench(config, acts=True) as workbench:
        turn = await workbench.say(text, area)
    if as_json:
        print_json(command_document(turn))
    else:
        show(turn)
