"""Options and habits that several commands share."""

import asyncio
import json
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import click

from edge_agent import log
from edge_agent.config.document import Document
from edge_agent.config.load import load_config
from edge_agent.config.schema import Config
from edge_agent.errors import ConfigError
from edge_agent.home.declared import DeviceError, declared

config_option = click.option(
    "--config", "config_path", required=True, metavar="HOME.YAML", help="The configuration."
)
area_option = click.option("--area", metavar="ROOM", help="Where the speaker stands.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON on standard output.")


def read_config(path: str, *, is_quiet: bool = True) -> Config:
    """Load the configuration and set up the log; a one-shot command says it all itself."""
    config = load_config(Path(path))
    _check_devices(config, Path(path))
    log.set_up("error" if is_quiet else config.log_level)
    return config


def _check_devices(config: Config, path: Path) -> None:
    """Raise `ConfigError` with file and line where a declared device cannot be used."""
    try:
        declared(config.devices)
    except DeviceError as error:
        steps = ("devices", error.index, error.key or "")
        line = Document(path).line_of(steps)
        raise ConfigError(f"{path}:{line}: {error}") from error


def run_async(work: Coroutine[Any, Any, None]) -> None:
    """Run a one-shot command's work to its end."""
    asyncio.run(work)


def print_json(document: object) -> None:
    """One JSON document on one line of standard output."""
    text = json.dumps(document, ensure_ascii=False)
    # Half a character, as a JSON escape may name one, cannot be printed.
    click.echo(text.encode(errors="replace").decode())
