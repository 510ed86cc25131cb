"""Who had what done, and when: the log of actions."""

import asyncio
import json
from pathlib import Path
from typing import Any, Final

import structlog

from edge_agent.config.schema import Config
from edge_agent.domain.action import CommandOutcome, OutcomeKind
from edge_agent.domain.turn import Turn
from edge_agent.mqtt.outbound import iso_time
from edge_agent.store.action_log import ActionLog

_ENDLESS: Final = 100
"""Of more targets only so many are written down."""
_TIMEOUT_S: Final = 2.0

_log = structlog.get_logger(__name__)


class ActionRecord:
    """Writes down each turn that changed something, or was to; its words only where wished."""

    def __init__(self, config: Config) -> None:
        """Take the configuration; without `policy.log_file` nothing is written."""
        name = config.policy.log_file
        self._file = None if name is None else ActionLog(Path(name))
        self._agent_id = config.agent.id
        self._with_words = config.mqtt.publish_transcripts
        self._is_failing = False

    async def note(self, turn: Turn) -> None:
        """Write a turn down; whatever hinders that stops nothing else."""
        changes = [outcome for outcome in turn.outcomes if _is_change(outcome)]
        if self._file is None or not changes:
            return
        line = json.dumps(self._entry(turn, changes), ensure_ascii=False, separators=(",", ":"))
        # Half a character, as a text may hold one, has no place in UTF-8.
        whole = line.encode(errors="replace").decode()
        try:
            async with asyncio.timeout(_TIMEOUT_S):
                await asyncio.to_thread(self._file.append, whole)
        except OSError as error:
            level = _log.debug if self._is_failing else _log.warning
            level("the log of actions cannot be written", reason=str(error) or "it takes too long")
            self._is_failing = True
        else:
            if self._is_failing:
                _log.info("the log of actions is written again")
            self._is_failing = False

    def _entry(self, turn: Turn, changes: list[CommandOutcome]) -> dict[str, Any]:
        entry: dict[str, Any] = {
            "time": iso_time(turn.time),
            "id": turn.id,
            "agent": self._agent_id,
            "area": turn.area,
            "source": turn.source.value,
            "act": turn.response.act.value,
            "commands": [_command(outcome) for outcome in changes],
        }
        return {**entry, "utterance": turn.utterance} if self._with_words else entry


def _is_change(outcome: CommandOutcome) -> bool:
    is_question = outcome.command.intent.is_question
    return not is_question and outcome.kind is not OutcomeKind.ANSWERED


def _command(outcome: CommandOutcome) -> dict[str, Any]:
    command = outcome.command
    return {
        "verb": command.wire_name if command.order else command.intent.value,
        "intent": command.wire_name,
        "targets": list(outcome.targets[:_ENDLESS]),
        "outcome": outcome.kind.value,
        "decision": None if outcome.decision is None else outcome.decision.value,
    }
