"""Carrying out a plan: encode, publish in time, wait for the devices to confirm."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from edge_agent.config.policy import PolicySettings
from edge_agent.domain.action import Action, CommandOutcome, Message, OutcomeKind
from edge_agent.domain.entity import Domain, Entity
from edge_agent.domain.resolution import Errand, Plan
from edge_agent.domain.response import Notice
from edge_agent.pipeline.live_home import LiveHome
from edge_agent.respond.responder import Subject, Told

_MOVES_SLOWLY = frozenset({Domain.COVER, Domain.VALVE, Domain.VACUUM, Domain.LAWN_MOWER})


_FAILURES: Final[Mapping[OutcomeKind, Notice]] = {
    OutcomeKind.EXPIRED: Notice.EXPIRED,
    OutcomeKind.NOT_CONNECTED: Notice.NOT_CONNECTED,
    OutcomeKind.FAILED: Notice.PUBLISH_FAILED,
}


class Publisher(Protocol):
    """Where messages to the devices go."""

    async def publish(self, messages: Sequence[Message], *, timeout_s: float) -> OutcomeKind:
        """Hand messages over: `ACKED`, `NOT_CONNECTED`, `FAILED` or `PLANNED`."""
        ...


class DryRun:
    """Publishes nothing: for `parse` and `listen`."""

    async def publish(self, messages: Sequence[Message], *, timeout_s: float) -> OutcomeKind:
        """Let everything pass as planned."""
        del messages, timeout_s
        return OutcomeKind.PLANNED


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What one command led to."""

    outcome: CommandOutcome
    told: Told
    """What the answer is to tell of it."""
    published_at: float | None = None
    """Monotonic seconds at which the last message was acknowledged."""
    unconfirmed: Plan | None = None
    """Was published; what the devices report is still to be waited for."""


class Executor:
    """Carries out plans."""

    def __init__(self, *, home: LiveHome, publisher: Publisher, settings: PolicySettings) -> None:
        self._home = home
        self._publisher = publisher
        self._settings = settings

    async def carry_out(self, plan: Plan, *, said_at: float) -> Result:
        """Publish what a plan says, unless it is too old; `confirmed` completes the result.

        Args:
            plan: what to do.
            said_at: monotonic seconds of the end of the speech that asked for it.
        """
        if not plan.actions:
            return _result(plan, OutcomeKind.ALREADY, plan)
        left_s = said_at + self._settings.expiry_s - time.monotonic()
        if left_s <= 0:
            return _result(plan, OutcomeKind.EXPIRED, Notice.EXPIRED)
        messages = self._home.model.encode_all(plan.actions)
        if not messages:
            return _result(plan, OutcomeKind.FAILED, Notice.PUBLISH_FAILED)
        kind = await self._publisher.publish(messages, timeout_s=left_s)
        if kind is OutcomeKind.NOT_CONNECTED:
            return _result(plan, kind, Notice.NOT_CONNECTED)
        if kind not in {OutcomeKind.ACKED, OutcomeKind.PLANNED}:
            return _result(plan, kind, Notice.PUBLISH_FAILED)
        result = _result(plan, kind, plan, messages)
        is_sent = kind is OutcomeKind.ACKED
        return replace(result, published_at=time.monotonic(), unconfirmed=plan if is_sent else None)

    async def run(self, errand: Errand, *, said_at: float) -> Result:
        """Publish what an appliance is asked to do, unless it is too old.

        Args:
            errand: what it is asked.
            said_at: as in `carry_out`.
        """
        left_s = said_at + self._settings.expiry_s - time.monotonic()
        if left_s <= 0:
            kind: OutcomeKind = OutcomeKind.EXPIRED
        else:
            kind = await self._publisher.publish(errand.messages, timeout_s=left_s)
        outcome = CommandOutcome(command=errand.command, messages=errand.messages, kind=kind)
        about = _FAILURES.get(kind, errand)
        is_sent = kind is OutcomeKind.ACKED
        return Result(
            outcome=outcome,
            told=Told(about=about),
            published_at=time.monotonic() if is_sent else None,
        )

    async def confirmed(self, result: Result) -> Result:
        """The result once the devices have reported, or have had the time for it."""
        plan = result.unconfirmed
        if plan is None:
            return result
        if plan.is_already:
            outcome = replace(result.outcome, kind=OutcomeKind.ALREADY)
            return replace(result, outcome=outcome, unconfirmed=None)
        silent = await self._silent(plan)
        is_confirmed = silent is not None and not silent
        kind = OutcomeKind.CONFIRMED if is_confirmed else OutcomeKind.ACKED
        return replace(
            result,
            outcome=replace(result.outcome, kind=kind),
            told=Told(about=plan, silent=silent or ()),
            unconfirmed=None,
        )

    async def _silent(self, plan: Plan) -> tuple[Entity, ...] | None:
        """The devices that should report a new state and do not; None where none would."""
        model = self._home.model
        awaited = [action for action in plan.actions if self._is_awaited(action)]
        for action in plan.actions:
            if model.is_confirmed(action) is None:
                model.assume(action)
        if not awaited:
            return None
        await self._home.wait_until(
            lambda: not self._unconfirmed(awaited), timeout_s=self._settings.confirm_within_s
        )
        return self._unconfirmed(awaited)

    def _is_awaited(self, action: Action) -> bool:
        is_slow = action.entity.domain in _MOVES_SLOWLY
        return not is_slow and self._home.model.is_confirmed(action) is not None

    def _unconfirmed(self, actions: Sequence[Action]) -> tuple[Entity, ...]:
        missing = {a.entity for a in actions if self._home.model.is_confirmed(a) is False}
        return tuple(sorted(missing, key=lambda entity: entity.entity_id))


def _result(
    plan: Plan, kind: OutcomeKind, about: Subject, messages: tuple[Message, ...] = ()
) -> Result:
    outcome = CommandOutcome(
        command=plan.command,
        targets=tuple(entity.entity_id for entity in plan.targets),
        messages=messages,
        kind=kind,
    )
    return Result(outcome=outcome, told=Told(about=about))
