"""A turn as a person reads it."""

import click

from edge_agent.domain.action import OutcomeKind
from edge_agent.domain.turn import Turn
from edge_agent.domain.wire import wire_slots


def show(turn: Turn) -> None:
    """Print a turn in a few lines."""
    if turn.rejection:
        click.echo(f"not understood: {turn.rejection.reason.value.replace('_', ' ')}")
    for outcome in turn.outcomes:
        command = outcome.command
        slots = ", ".join(f"{k}: {v}" for k, v in wire_slots(command).items())
        click.echo(f"{command.wire_name} {{{slots}}} ({command.confidence:.2f})")
        for message in outcome.messages:
            click.echo(f"  {outcome.kind.value}: {message.line}")
    is_plan = any(outcome.kind is OutcomeKind.PLANNED for outcome in turn.outcomes)
    answer = "would answer" if is_plan else turn.response.act.value
    click.echo(f"{answer}: {turn.response.text}")
