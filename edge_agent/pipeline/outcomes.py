"""What commands of a turn lead to, and what is remembered of them."""

import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from secrets import token_hex
from typing import Final

from edge_agent.domain.action import Action, CommandOutcome, OutcomeKind
from edge_agent.domain.appointment import Timing, TimingAct
from edge_agent.domain.command import Command
from edge_agent.domain.entity import Entity, Home
from edge_agent.domain.intent import Intent
from edge_agent.domain.resolution import Answer, Clarify, Confirm, Unable
from edge_agent.domain.response import Notice, Response
from edge_agent.domain.slots import Slots
from edge_agent.domain.turn import Latency, Turn, Utterance
from edge_agent.domain.understanding import Understanding
from edge_agent.home.follow_up import Episode, Memory
from edge_agent.home.looking_up import spoken_of
from edge_agent.pipeline.execution import Result
from edge_agent.respond.responder import Told


def episodes_of(results: Sequence[Result], before: Home, candidates: tuple[Entity, ...]) -> Memory:
    """What the commands of a turn were about; of a correction only what was meant."""
    entities = {entity.entity_id: entity for entity in before.entities}
    return tuple(
        Episode(
            command=result.outcome.command,
            targets=tuple(entities[t] for t in _spoken_of(result) if t in entities),
            before={t: before.states[t] for t in result.outcome.targets if t in before.states},
            candidates=candidates,
        )
        for result in results
        if result.outcome.targets
        and result.outcome.kind is not OutcomeKind.ASKED
        and result.outcome.command.intent is not Intent.CORRECT
    )


def _spoken_of(result: Result) -> tuple[str, ...]:
    """What "them" means after a result: of an answer those that are as it was asked."""
    about = result.told.about
    if not isinstance(about, Answer):
        return result.outcome.targets
    return tuple(dict.fromkeys(finding.entity.entity_id for finding in spoken_of(about)))


def asked_for(results: Sequence[Result]) -> tuple[Action, ...]:
    """What devices have just been asked for, and may not have reported yet."""
    plans = [result.unconfirmed for result in results if result.unconfirmed is not None]
    return tuple(action for plan in plans for action in plan.actions)


def asked_back(command: Command, question: Confirm | Clarify, targets: tuple[str, ...]) -> Result:
    """A command about which a question is asked back."""
    outcome = CommandOutcome(command=command, targets=targets, kind=OutcomeKind.ASKED)
    return Result(outcome=outcome, told=Told(about=question))


def refused(problem: Unable) -> Result:
    """A command that cannot be carried out, or is not."""
    outcome = CommandOutcome(command=problem.command, kind=OutcomeKind.FAILED)
    return Result(outcome=outcome, told=Told(about=problem))


_TOLD: Final = {
    **dict.fromkeys((TimingAct.WHICH, TimingAct.NO_TIME, TimingAct.NO_NAME), OutcomeKind.ASKED),
    **dict.fromkeys(
        (TimingAct.LISTED, TimingAct.NONE_SET, TimingAct.NOTHING_RINGS), OutcomeKind.ANSWERED
    ),
}


def kept(command: Command, timing: Timing) -> Result:
    """A command about what is to happen at a time, and what came of it."""
    kind = OutcomeKind.KEPT if timing.is_done else _TOLD.get(timing.act, OutcomeKind.FAILED)
    return Result(outcome=CommandOutcome(command=command, kind=kind), told=Told(about=timing))


def as_reminder(understanding: Understanding) -> Understanding:
    """Any words as what somebody is to be reminded of, unless they break off."""
    broken_off = any(c.intent in _BREAKING_OFF for c in understanding.commands)
    is_whole = any(c.intent is Intent.SET_REMINDER for c in understanding.commands)
    name = understanding.text.removeprefix(_OF_WHAT).strip()
    if broken_off or is_whole or not name:
        return understanding
    command = Command(intent=Intent.SET_REMINDER, slots=Slots(name=name), confidence=1.0)
    return Understanding(text=understanding.text, commands=(command,))


_BREAKING_OFF: Final = frozenset(
    {Intent.NEVER_MIND, Intent.NO, Intent.UNDO, Intent.HUSH}
    | {Intent.CANCEL_TIMER, Intent.CANCEL_ALL_TIMERS}
    | {Intent.CANCEL_REMINDER, Intent.CANCEL_ALL_REMINDERS}
)
_OF_WHAT: Final = "to "
"""Said before it by some."""


def appointments_of(results: Sequence[Result]) -> tuple[str, ...]:
    """Ids of what was set for later."""
    told = [result.told.about for result in results]
    return tuple(
        one.id
        for timing in told
        if isinstance(timing, Timing) and timing.act is TimingAct.SET
        for one in timing.appointments
    )


def taken_back_later(commands: Sequence[Command]) -> tuple[Command, ...]:
    """What ends commands that are for a time only."""
    pairs = pairwise(commands)
    return tuple(after for one, after in pairs if one.is_for_a_time and not after.is_for_a_time)


def was_held(results: Sequence[Result]) -> bool:
    """Whether something was done that is for a time only."""
    return not _DONE.isdisjoint(_of_held(results))


def is_pointless(command: Command, results: Sequence[Result]) -> bool:
    """Whether it would only take back what was not done, or was asked about first."""
    is_end = command.intent.is_for_later and not command.is_for_a_time
    if not (is_end and results and results[-1].outcome.command.is_for_a_time):
        return False
    return not was_held(results) or OutcomeKind.ASKED in _of_held(results)


def _of_held(results: Sequence[Result]) -> list[OutcomeKind]:
    return [r.outcome.kind for r in results if r.outcome.command.is_for_a_time]


_DONE: Final = frozenset(
    {OutcomeKind.ACKED, OutcomeKind.CONFIRMED, OutcomeKind.ALREADY, OutcomeKind.PLANNED}
)


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
        wake=utterance.wake,
        outcomes=(),
        rejection=None,
        response=response,
        latency=Latency(),
    )


def time_of(moment: float) -> datetime:
    """The time of day at a moment given in monotonic seconds."""
    return datetime.now().astimezone() - timedelta(seconds=time.monotonic() - moment)
