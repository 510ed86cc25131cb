"""What is kept and told of turns that are over."""

import asyncio
from collections.abc import Callable

import structlog

from edge_agent.app.action_record import ActionRecord
from edge_agent.app.last_answers import LastAnswers
from edge_agent.app.publication import Publication
from edge_agent.domain.turn import Turn
from edge_agent.metrics import INTERVAL_S, Metrics

OnTurn = Callable[[Turn], None]

_log = structlog.get_logger(__name__)


class TurnNotes:
    """Notes turns, in all places where somebody looks for them.

    Args:
        publication: tells others.
        last_answers: keeps what was said, for whoever asks again.
        on_turn: is told each turn.
        record: the log of actions.
    """

    def __init__(
        self,
        publication: Publication,
        last_answers: LastAnswers,
        on_turn: OnTurn,
        record: ActionRecord,
    ) -> None:
        self.metrics = Metrics()
        """The figures that are published."""
        self._publication = publication
        self._last_answers = last_answers
        self._on_turn = on_turn
        self._record = record

    async def note(self, turn: Turn) -> None:
        """Log, count and publish a turn that is over."""
        _log.info("turn", **_facts(turn))
        self.metrics.note(turn)
        self._on_turn(turn)
        await self._publication.turn(turn)
        self._last_answers.note(turn)
        await self._record.note(turn)

    async def publish_metrics(self) -> None:
        """Publish figures once a minute, until cancelled."""
        while True:
            await asyncio.sleep(INTERVAL_S)
            await self._publication.metrics(self.metrics.figures())


def _facts(turn: Turn) -> dict[str, object]:
    """What the log says of a turn: what was done, not what was said."""
    return {
        "id": turn.id,
        "source": turn.source.value,
        "intents": [outcome.command.wire_name for outcome in turn.outcomes],
        "outcomes": [outcome.kind.value for outcome in turn.outcomes],
        "rejection": turn.rejection.reason.value if turn.rejection else None,
        "act": turn.response.act.value,
        "total_ms": turn.latency.total,
        **_cost(turn),
    }


def _cost(turn: Turn) -> dict[str, object]:
    escalated = turn.escalated
    if escalated is None:
        return {}
    return {
        "escalated_ms": escalated.took_ms,
        "rounds": escalated.rounds,
        "tokens": escalated.tokens,
        "trouble": escalated.trouble.value if escalated.trouble else None,
        "was_left": escalated.was_left,
    }
