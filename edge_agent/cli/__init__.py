"""The command line: what each word does stands in the module of its name."""

import os
import sys
from importlib import import_module
from typing import Any, Final

import click

from edge_agent import __version__
from edge_agent.errors import EdgeAgentError
from edge_agent.leaving import leave
from edge_agent.memory import keep_little

_INTERRUPTED: Final = 130
_BROKEN_PIPE: Final = 1
_COMMANDS: Final = ("check", "demo", "devices", "listen", "models", "parse", "say", "teach")


class _Commands(click.Group):
    """Imports no more than what was asked for: the others' libraries would stay in memory."""

    def list_commands(self, _: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, _: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = _imported(cmd_name)
        return command


def _imported(name: str) -> Any:  # noqa: ANN401 - a command, or the function that runs the daemon
    """What the module of that name is there for."""
    return getattr(import_module(f"edge_agent.cli.{name}"), name)


@click.group(
    cls=_Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option("--config", metavar="HOME.YAML", help="Listen and act as this file says.")
@click.option("--input", "input_", metavar="FILE.WAV", help="A recording, or - for raw PCM.")
@click.option("--fast", is_flag=True, help="With --input: as fast as it decodes.")
@click.version_option(__version__, prog_name="edge-agent")
@click.pass_context
def edge_agent(
    context: click.Context, config: str | None, input_: str | None, *, fast: bool
) -> None:
    """Offline voice control for MQTT homes.

    With --config alone it listens to the microphone until it is stopped.
    """
    if context.invoked_subcommand is not None:
        if config:
            raise click.UsageError(
                f"write: edge-agent {context.invoked_subcommand} --config {config}"
            )
        return
    if config is None:
        click.echo(context.get_help())
        return
    _imported("run")(config, input_, is_fast=fast)


def main() -> None:
    """Run the command line; every error is one sentence and an exit status."""
    keep_little()
    try:
        status = edge_agent.main(standalone_mode=False)
    except EdgeAgentError as error:
        click.echo(f"edge-agent: {error}", err=True)
        status = error.exit_status
    except click.ClickException as error:
        error.show()
        status = error.exit_code
    except SystemExit as end:
        status = end.code
    except (click.Abort, KeyboardInterrupt):
        status = _INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = _BROKEN_PIPE
    leave(status if isinstance(status, int) else 0)
