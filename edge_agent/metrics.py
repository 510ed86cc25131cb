"""Figures of the last minute: what the agent did, and what it cost."""

import os
import time
from collections import Counter
from pathlib import Path
from statistics import quantiles
from typing import Final

from edge_agent.domain.escalation import Escalated
from edge_agent.domain.turn import Turn
from edge_agent.usage import family, processor_s, resident_bytes

INTERVAL_S: Final = 60.0
_MOST_LATENCIES: Final = 1000
_THERMAL_ZONE: Final = Path("/sys/class/thermal/thermal_zone0/temp")


class Metrics:
    """Collects turns; `figures` sums them up and begins anew."""

    def __init__(self) -> None:
        self._begin()

    def note(self, turn: Turn) -> None:
        """Count a turn."""
        self._acts[turn.response.act.value] += 1
        if turn.rejection:
            self._rejections[turn.rejection.reason.value] += 1
        if turn.escalated is not None:
            self._note_escalated(turn.escalated)
        if turn.outcomes and not turn.escalated and len(self._latencies_ms) < _MOST_LATENCIES:
            self._latencies_ms.append(turn.latency.total)

    def _note_escalated(self, escalated: Escalated) -> None:
        reason = "left" if escalated.was_left else escalated.trouble or "answered"
        self._escalated[str(reason)] += 1
        self._tokens += escalated.tokens

    def note_dropped(self) -> None:
        """Count an utterance that came while too many were waiting."""
        self._dropped += 1

    def note_left(self) -> None:
        """Count an utterance that another agent answers."""
        self._left += 1

    def figures(self) -> dict[str, object]:
        """The figures since the last call, by name."""
        elapsed_s = max(time.monotonic() - self._begun_at, 1e-3)
        figures: dict[str, object] = {
            "turns": self._acts.total(),
            "acts": dict(self._acts),
            "rejections": dict(self._rejections),
            "dropped": self._dropped,
            "left": self._left,
            **self._of_escalation(),
            "latency_ms": _percentiles(self._latencies_ms),
            "cpu_share": round((_spent_s() - self._spent_s) / elapsed_s, 4),
            "memory_mb": _memory_mb(),
            "temperature_c": _temperature_c(),
        }
        self._begin()
        return figures

    def _of_escalation(self) -> dict[str, object]:
        """Nothing where nothing was handed on."""
        if not self._escalated:
            return {}
        return {"escalated": dict(self._escalated), "tokens": self._tokens}

    def _begin(self) -> None:
        self._acts = Counter[str]()
        self._rejections = Counter[str]()
        self._latencies_ms: list[int] = []
        self._dropped = 0
        self._left = 0
        self._escalated = Counter[str]()
        self._tokens = 0
        self._begun_at = time.monotonic()
        self._spent_s = _spent_s()


def _percentiles(values_ms: list[int]) -> dict[str, int]:
    if not values_ms:
        return {}
    cuts = quantiles([*values_ms, values_ms[-1]], n=20, method="inclusive")
    return {"p50": round(cuts[9]), "p95": round(cuts[18])}


def _memory_mb() -> float:
    """Resident memory, that of the process that decodes included."""
    return round(sum(map(resident_bytes, family(os.getpid()))) / 1e6, 1)


def _spent_s() -> float:
    """Seconds of processor time, as above."""
    return sum(map(processor_s, family(os.getpid())))


def _temperature_c() -> float | None:
    """Of the processor; None where there is no such sensor."""
    try:
        return int(_THERMAL_ZONE.read_text()) / 1000
    except (OSError, ValueError):
        return None
