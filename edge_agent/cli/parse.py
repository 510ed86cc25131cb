"""`edge-agent parse`: what a text means in this home; publishes nothing."""

import asyncio
import json
import sys
from typing import Any

import click

from edge_agent.app.workbench import Workbench, open_workbench
from edge_agent.cli.explanation import explanation_document, explanation_lines
from edge_agent.cli.one_turn import handle
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
@click.option(
    "--explain", "is_explained", is_flag=True, help="Tell step by step what was made of it and why."
)
def parse(
    text: str, config_path: str, area: str | None, *, as_json: bool, is_explained: bool
) -> None:
    """Understand TEXT and show the plan; publish nothing.

    With - as TEXT it reads one utterance a line from standard input, plain or as
    {"text": ..., "area": ...}, and answers one JSON object a line.
    """
    config = read_config(config_path)
    if text == "-":
        run_async(_parse_lines(config, area, is_explained=is_explained))
    elif is_explained:
        run_async(_explain(config, text, area, as_json=as_json))
    else:
        run_async(handle(config, text, area, acts=False, as_json=as_json))


async def _explain(config: Config, text: str, area: str | None, *, as_json: bool) -> None:
    """Print how a text is understood, and then the plan."""
    async with open_workbench(config) as workbench:
        if as_json:
            print_json(await _document(workbench, text, area, is_explained=True))
            return
        click.echo("\n".join(explanation_lines(workbench.explain(text))))
        click.echo("plan:")
        show(await workbench.say(text, area))


async def _parse_lines(config: Config, area: str | None, *, is_explained: bool) -> None:
    async with open_workbench(config) as workbench:
        while line := await asyncio.to_thread(sys.stdin.readline):
            if line.strip():
                text, place = _said(line.strip())
                document = _document(workbench, text, place or area, is_explained=is_explained)
                print_json(await document)


async def _document(
    workbench: Workbench, text: str, area: str | None, *, is_explained: bool
) -> dict[str, Any]:
    document = command_document(await workbench.say(text, area))
    if is_explained:
        document["explanation"] = explanation_document(workbench.explain(text))
    return document


def _said(line: str) -> tuple[str, str | None]:
    """Text and room of a line; a line that is no such JSON object is plain text."""
    try:
        said = json.loads(line) if line.startswith("{") else {}
    except (ValueError, RecursionError):
        return line, None
    if not isinstance(said.get("text"), str):
        return line, None
    area = said.get("area")
    return said["text"], area if isinstance(area, str) else None
