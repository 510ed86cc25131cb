"""`edge-agent parse`: what a text means in this home; publishes nothing."""

import asyncio
import json
import sys

import click

from edge_agent.app.workbench import Workbench, open_workbench
from edge_agent.cli.one_turn import handle
from edge_agent.cli.options import (
    area_option,
    config_option,
    json_option,
    print_json,
    read_config,
    run_async,
)
from edge_agent.config.schema import Config
from edge_agent.mqtt.outbound import command_document


@click.command()
@click.argument("text")
@config_option
@area_option
@json_option
def parse(text: str, config_path: str, area: str | None, *, as_json: bool) -> None:
    """Understand TEXT and show the plan; publish nothing.

    With - as TEXT it reads one utterance a line from standard input, plain or as
    {"text": ..., "area": ...}, and answers one JSON object a line.
    """
    config = read_config(config_path)
    if text == "-":
        run_async(_parse_lines(config, area))
    else:
        run_async(handle(config, text, area, acts=False, as_json=as_json))


async def _parse_lines(config: Config, area: str | None) -> None:
    async with open_workbench(config) as workbench:
        while line := await asyncio.to_thread(sys.stdin.readline):
            if line.strip():
                await _answer(workbench, line.strip(), area)


async def _answer(workbench: Workbench, line: str, area: str | None) -> None:
    text, place = _said(line)
    print_json(command_document(await workbench.say(text, place or area)))


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
