"""`edge-agent say`: understand a text and act."""

import click

from edge_agent.cli.one_turn import handle
from edge_agent.cli.options import (
    area_option,
    config_option,
    json_option,
    read_config,
    run_async,
)


@click.command()
@click.argument("text")
@config_option
@area_option
@json_option
def say(text: str, config_path: str, area: str | None, *, as_json: bool) -> None:
    """Understand TEXT and do what it says."""
    run_async(handle(read_config(config_path), text, area, acts=True, as_json=as_json))
