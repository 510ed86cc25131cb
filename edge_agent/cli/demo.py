"""`edge-agent demo`: the main job with no hardware and no set-up."""

import asyncio
import sys

import click


@click.command()
@click.option("--keep", is_flag=True, help="Go on listening to the microphone afterwards.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON on standard output.")
def demo(*, keep: bool, as_json: bool) -> None:
    """Show the whole way from spoken commands to a simulated home that changes."""
    from edge_agent.demo.run import run_demo  # noqa: PLC0415 - the demo's extras may be missing

    sys.exit(asyncio.run(run_demo(keep=keep, as_json=as_json)))
