"""A turn as a person reads it."""

import click

from edge_agent.domain.turn import Turn


def show(turn: Turn) -> None:
    """Print a turn in a few lines."""
    if turn.rejection:
        click.echo(f"not understood: {turn.rejection.reason.value.replace('_', ' ')}")
    for outcome in turn.outcomes:
        command = outcome.command
        slots = ", ".join(f"{k}: {v}" for k, v in command.slots.as_dict().items())
        click.echo(f"{command.intent.wire_name} {{{slots}}} ({command.confidence:.2f})")
        for message in outcome.messages:
            click.echo(f"  {outcome.kind.value}: {message.topic} {message.payload}")
    click.echo(f"{turn.response.act.value}: {turn.response.text}")
