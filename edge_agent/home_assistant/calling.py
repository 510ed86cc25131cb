"""Having services called, and what comes of it."""

import asyncio
from collections.abc import Sequence
from itertools import groupby
from typing import Final

import structlog

from edge_agent.domain.action import OutcomeKind, ServiceCall
from edge_agent.home_assistant.connection import Connection, RefusedError
from edge_agent.home_assistant.opening import TRANSPORT_ERRORS

_MOMENT_S: Final = 1.0
"""Home Assistant answers when the device has done it; locks and valves take their time for it."""
_LONGEST_S: Final = 30.0
"""After this nobody waits for the answer any more, not even to log that it failed."""
_MAX_UNDER_WAY: Final = 256

_log = structlog.get_logger(__name__)


class Calling:
    """Calls services, and keeps hold of those that take their time."""

    def __init__(self) -> None:
        self._under_way: set[asyncio.Task[bool]] = set()

    async def call(
        self, connection: Connection, calls: Sequence[ServiceCall], *, timeout_s: float
    ) -> OutcomeKind:
        """Call services: those of one entity one after the other, all others at once.

        Returns:
            `ACKED` when Home Assistant has done all, or is there and still busy with it after a
            moment; `FAILED` when it refused a call or does not answer, the connection broke, or
            too many calls are still under way.
        """
        if len(self._under_way) + len(calls) > _MAX_UNDER_WAY:
            return OutcomeKind.FAILED
        orders = groupby(calls, key=lambda call: call.entity_id)
        tasks = [
            asyncio.create_task(_all_done(connection, tuple(order)), name="service calls")
            for _, order in orders
        ]
        self._under_way.update(tasks)
        for task in tasks:
            task.add_done_callback(self._under_way.discard)
        done, busy = await asyncio.wait(tasks, timeout=min(timeout_s, _MOMENT_S))
        is_taken = all(task.result() for task in done)
        if busy and is_taken:
            is_taken = await _is_there(connection)
        return OutcomeKind.ACKED if is_taken else OutcomeKind.FAILED


async def _all_done(connection: Connection, calls: Sequence[ServiceCall]) -> bool:
    """As `_done` for several calls in order; after one that fails no more are made."""
    for call in calls:
        if not await _done(connection, call):
            return False
    return True


async def _done(connection: Connection, call: ServiceCall) -> bool:
    """Whether Home Assistant did it, or at least did not say that it could not."""
    facts = {"service": call.name, "entity": call.entity_id}
    try:
        await connection.ask(
            "call_service",
            timeout_s=_LONGEST_S,
            domain=call.domain,
            service=call.service,
            target={"entity_id": call.entity_id},
            service_data=dict(call.fields),
        )
    except TimeoutError:
        _log.info("Home Assistant is still busy", **facts)
    except RefusedError as error:
        _log.error("Home Assistant could not do it", reason=str(error), **facts)
        return False
    except TRANSPORT_ERRORS as error:
        _log.debug("calling a service failed", reason=repr(error), **facts)
        return False
    return True


async def _is_there(connection: Connection) -> bool:
    """Whether Home Assistant answers, so that it has also got what was sent before."""
    try:
        await connection.ask("ping", timeout_s=_MOMENT_S)
    except (RefusedError, *TRANSPORT_ERRORS):
        return False
    return True
