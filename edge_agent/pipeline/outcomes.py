"""What commands of a turn lead to, and what is remembered of them."""

import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from secrets import token_hex

from edge_agent.domain.action import CommandOutcome, OutcomeKind
from edge_agent.domain.command import Command, Intent
from edge_agent.domain.entity import Entity, Home
from edge_agent.domain.resolution import Answer, Clarify, Confirm
from edge_agent.domain.response import Notice, Response
from edge_agent.domain.turn import Latency, Turn, Utterance
from edge_agent.home.follow_up import Episode, Memory
from edge_agent.pipeline.execution import Result
from edge_agent.respond.responder import Told


def episodes_of(results: Sequence[Result], before: Home, candidates: tuple[Entity, ...]) -> Memory:
    """What the commands of a turn were about; of a correction only what was meant."""
    entities = {entity.entity_id: entity for entity in before.entities}
    return tuple(
        Episode(
            command=result.outcome.command,
            targets=tuple(entities[t] for t in result.outcome.targets if t in entities),
            before={t: before.states[t] for t in result.outcome.targets if t in before.states},
            candidates=candidates,
        )
        for result in results
        if result.outcome.targets
        and result.outcome.kind is not OutcomeKind.ASKED
        and result.outcome.command.intent is not Intent.CORRECT
    )


def asked_back(command: Command, question: Confirm | Clarify, targets: tuple[str, ...]) -> Result:
    """A command about which a question is asked back."""
    outcome = CommandOutcome(command=command, targets=targets, kind=OutcomeKind.ASKED)
    return Result(outcome=outcome, told=Told(about=question))


def answered(command: Command, about: Answer | Notice, targets: tuple[str, ...] = ()) -> Result:
    """A command to which something is told, and nothing done."""
    outcome = CommandOutcome(command=command, targets=targets, kind=OutcomeKind.ANSWERED)
    return Result(outcome=outcome, told=Told(about=about))


def without_commands(utterance: Utterance, response: Response, *, text: str) -> Turn:
    """The turn of an utterance that holds no command, or that nothing could be made of."""
    return Turn(
        id=utterance.id or token_hex(8),
        time=time_of(utterance.ended_at),
        source=utterance.source,
        area=utterance.area,
        utterance=text,
        outcomes=(),
        rejection=None,
        response=response,
        latency=Latency(),
    )


def time_of(moment: float) -> datetime:
    """The time of day at a moment given in monotonic seconds."""
    return datetime.now().astimezone() - timedelta(seconds=time.monotonic() - moment)
