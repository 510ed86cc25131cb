"""Carrying out a plan: encode, publish in time, wait for the devices to confirm."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from edge_agent.config.schema import PolicySettings
from edge_agent.domain.action import Action, CommandOutcome, MqttMessage, OutcomeKind
from edge_agent.domain.entity import Domain, Entity
from edge_agent.domain.resolution import Plan
from edge_agent.domain.response import Response
from edge_agent.pipeline.live_home import LiveHome
from edge_agent.respond import phrasing

_MOVES_SLOWLY = frozenset({Domain.COVER})


class Publisher(Protocol):
    """Where messages to the devices go."""

    async def publish(self, messages: Sequence[MqttMessage], *, timeout_s: float) -> OutcomeKind:
        """Hand messages to the broker: `ACKED`, `NOT_CONNECTED`, `FAILED` or `PLANNED`."""
        ...


class DryRun:
    """Publishes nothing: for `parse` and `listen`."""

    async def publish(self, messages: Sequence[MqttMessage], *, timeout_s: float) -> OutcomeKind:
        """Let everything pass as planned."""
        del messages, timeout_s
        return OutcomeKind.PLANNED


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What one command led to."""

    outcome: CommandOutcome
    response: Response
    published_at: float | None = None
    """Monotonic seconds at which the last message was acknowledged."""


class Executor:
    """Carries out plans."""

    def __init__(self, *, home: LiveHome, publisher: Publisher, settings: PolicySettings) -> None:
        self._home = home
        self._publisher = publisher
        self._settings = settings

    async def carry_out(self, plan: Plan, *, said_at: float) -> Result:
        """Do what a plan says, unless it is too old.

        Args:
            plan: what to do.
            said_at: monotonic seconds of the end of the speech that asked for it.
        """
        if not plan.actions:
            return _result(plan, OutcomeKind.ALREADY, phrasing.done(plan))
        left_s = said_at + self._settings.expiry_s - time.monotonic()
        if left_s <= 0:
            return _result(plan, OutcomeKind.EXPIRED, phrasing.EXPIRED)
        messages = tuple(m for action in plan.actions for m in self._home.model.encode(action))
        if not messages:
            return _result(plan, OutcomeKind.FAILED, phrasing.PUBLISH_FAILED)
        kind = await self._publisher.publish(messages, timeout_s=left_s)
        published_at = time.monotonic()
        match kind:
            case OutcomeKind.NOT_CONNECTED:
                return _result(plan, kind, phrasing.NOT_CONNECTED)
            case OutcomeKind.ACKED:
                silent = await self._silent(plan)
                kind = OutcomeKind.ACKED if silent is None or silent else OutcomeKind.CONFIRMED
                response = phrasing.done(plan, silent or ())
            case OutcomeKind.PLANNED:
                response = phrasing.done(plan)
            case _:
                return _result(plan, kind, phrasing.PUBLISH_FAILED)
        return _result(plan, kind, response, messages, published_at)

    async def _silent(self, plan: Plan) -> tuple[Entity, ...] | None:
        """The devices that should report a new state and do not; None where none would."""
        model = self._home.model
        awaited = [action for action in plan.actions if self._is_awaited(action)]
        for action in plan.actions:
            if model.is_confirmed(action) is None:
                self._home.assume(action)
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
    plan: Plan,
    kind: OutcomeKind,
    response: Response,
    messages: tuple[MqttMessage, ...] = (),
    published_at: float | None = None,
) -> Result:
    outcome = CommandOutcome(
        command=plan.command,
        targets=tuple(entity.entity_id for entity in plan.targets),
        messages=messages,
        kind=kind,
    )
    return Result(outcome=outcome, response=response, published_at=published_at)
