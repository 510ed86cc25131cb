"""A turn as a person reads it."""

from typing import Final

import click

from edge_agent.domain.action import OutcomeKind
from edge_agent.domain.turn import Turn
from edge_agent.domain.wire import wire_slots
from edge_agent.respond.assistant_words import remedy

_NOBODY_WAITS: Final = "  (a running agent would wait for the answer)"


def show(turn: Turn) -> None:
    """Print a turn in a few lines."""
    if turn.rejection:
        click.echo(f"not understood: {turn.rejection.reason.value.replace('_', ' ')}")
    if turn.is_open:
        click.echo("would be handed on to the endpoint of escalation.url")
    for outcome in turn.outcomes:
        command = outcome.command
        slots = ", ".join(f"{k}: {v}" for k, v in wire_slots(command).items())
        click.echo(f"{command.wire_name} {{{slots}}} ({command.confidence:.2f})")
        for message in outcome.messages:
            click.echo(f"  {outcome.kind.value}: {message.line}")
    is_plan = any(outcome.kind is OutcomeKind.PLANNED for outcome in turn.outcomes)
    answer = "would answer" if is_plan else turn.response.act.value
    escalated = turn.escalated
    source = " (from the endpoint)" if escalated else ""
    click.echo(f"{answer}{source}: {turn.response.text}")
    if turn.response.act.is_question:
        click.echo(_NOBODY_WAITS)
    if escalated and escalated.trouble:
        click.echo(f"  {remedy(escalated.trouble)}")
