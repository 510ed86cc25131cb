"""Options and habits that several commands share."""

import asyncio
import json
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import click

from edge_agent import log
from edge_agent.config.load import load_config
from edge_agent.config.schema import Config

config_option = click.option(
    "--config", "config_path", required=True, metavar="HOME.YAML", help="The configuration."
)
area_option = click.option("--area", metavar="ROOM", help="Where the speaker stands.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON on standard output.")


def read_config(path: str, *, is_quiet: bool = True) -> Config:
    """Load the configuration and set up the log; a one-shot command says it all itself."""
    config = load_config(Path(path))
    log.set_up("error" if is_quiet else config.log_level)
    return config


def run_async(work: Coroutine[Any, Any, None]) -> None:
    """Run a one-shot command's work to its end."""
    asyncio.run(work)


def print_json(document: object) -> None:
    """One JSON document on one line of standard output."""
    text = json.dumps(document, ensure_ascii=False)
    # Half a character, as a JSON escape may name one, cannot be printed.
    click.echo(text.encode(errors="replace").decode())
