"""The command line: what each word does stands in the module of its name."""

import os
import sys
from typing import Final

import click

from edge_agent import __version__
from edge_agent.app.daemon import leave
from edge_agent.cli.check import check
from edge_agent.cli.demo import demo
from edge_agent.cli.devices import devices
from edge_agent.cli.listen import listen
from edge_agent.cli.models import models
from edge_agent.cli.parse import parse
from edge_agent.cli.run import run
from edge_agent.cli.say import say
from edge_agent.errors import EdgeAgentError
from edge_agent.memory import keep_little


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
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
    run(config, input_, is_fast=fast)


_INTERRUPTED: Final = 130
_BROKEN_PIPE: Final = 1

for command in (listen, parse, say, devices, check, models, demo):
    edge_agent.add_command(command)


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
