"""What each spoken command must bring about: for judging, never for recognising."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from edge_agent.demo.simulated_entity import Values
from edge_agent.demo.simulated_home import Change
from edge_agent.domain.entity import StateValue
from edge_agent.domain.response import Act
from edge_agent.domain.turn import Turn

_HERE: Final = Path(__file__).resolve().parent


class SpokenCommand(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One command: a recording, or a dialogue of several, and what must come of it."""

    recordings: tuple[str, ...]
    """Names of files in `recordings/`, without `.wav`."""
    acts: tuple[Act, ...]
    """The kind of answer to each recording."""
    states: dict[str, dict[str, StateValue]] = {}
    """What the home must show at the end, by entity id and attribute."""

    def is_reached(self, states: Mapping[str, Values]) -> bool:
        """Whether the home shows what it must."""
        return all(
            states[entity_id].get(key) == value
            for entity_id, values in self.states.items()
            for key, value in values.items()
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One recording and what came of it."""

    text: str = ""
    """What was spoken, where that is known."""
    turn: Turn | None
    """None where the agent did not take it for speech."""
    changes: tuple[Change, ...]
    """What it changed in the home."""
    is_right: bool | None = None
    """Whether it brought about what it must; None where nobody can tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """How the demo went."""

    right: int
    """Commands that brought about what they must; a dialogue is one command."""
    total: int
    median_ms: int
    """From the end of speech to the last publish, over the commands that published something."""
    p95_ms: int

    @property
    def is_success(self) -> bool:
        """At most one command in twelve went wrong."""
        return self.total > 0 and 12 * self.right >= 11 * self.total


def spoken_commands() -> tuple[SpokenCommand, ...]:
    """The commands of the demo, in order."""
    text = (_HERE / "expected.yaml").read_bytes()
    return msgspec.yaml.decode(text, type=tuple[SpokenCommand, ...])


def recording_path(name: str) -> Path:
    """Where a recording lies."""
    return _HERE / "recordings" / f"{name}.wav"


def spoken_text(name: str) -> str:
    """What is said in a recording: its name without the number."""
    return name.partition("-")[2].replace("-", " ")


def summarise(commands: list[list[Exchange]]) -> Summary:
    """Count what went right and sort the latencies."""
    right = sum(all(exchange.is_right for exchange in command) for command in commands)
    latencies = sorted(
        exchange.turn.latency.total
        for command in commands
        for exchange in command
        if exchange.turn is not None and any(o.messages for o in exchange.turn.outcomes)
    )
    return Summary(
        right=right,
        total=len(commands),
        median_ms=_quantile(latencies, 0.5),
        p95_ms=_quantile(latencies, 0.95),
    )


def _quantile(ordered: list[int], share: float) -> int:
    """The smallest value that at least this share does not exceed; 0 of nothing."""
    if not ordered:
        return 0
    return ordered[max(0, -int(-share * len(ordered) // 1) - 1)]
