"""What understanding costs, as a table."""

from collections.abc import Sequence
from dataclasses import dataclass

from nlu_trial import AGENT, HASSIL, NluMeasurement
from tables import percent, table


@dataclass(frozen=True, slots=True, kw_only=True)
class NluResult:
    """How one way did in one home."""

    way: str
    devices: int
    """How many the home has."""
    found: NluMeasurement
    bare_mib: float
    """Memory of Python alone, in the same run."""

    @property
    def figures(self) -> list[float]:
        """What is compared: milliseconds, seconds and MiB; less is better."""
        found = self.found
        return [
            1000 * quantile(found.commands_s, 0.5),
            1000 * quantile(found.commands_s, 0.95),
            1000 * quantile(found.others_s, 0.5),
            1000 * quantile(found.others_s, 0.95),
            found.start_s,
            found.loaded_mib - self.bare_mib,
            found.used_mib - self.bare_mib,
        ]


HEAD = [
    "devices",
    "way",
    "commands: p50, ms",
    "p95, ms",
    "no commands: p50, ms",
    "p95, ms",
    "start to first answer, s",
    "memory added, MiB",
    "after use, MiB",
    "commands understood, %",
    "no commands taken for one, %",
]


def markdown(results: Sequence[NluResult], remarks: Sequence[str]) -> str:
    """A table to read, with how many times as much hassil takes as the agent."""
    rows = []
    for one in results:
        shares = [
            percent(part / max(1, len(times)))
            for part, times in (
                (one.found.understood, one.found.commands_s),
                (one.found.mistaken, one.found.others_s),
            )
        ]
        shown = [f"{figure:.2f}" for figure in one.figures]
        rows.append([f"{one.devices:,}", one.way, *shown, *shares])
        agent = next((r for r in results if (r.way, r.devices) == (AGENT, one.devices)), None)
        if one.way == HASSIL and agent is not None:
            pairs = zip(one.figures, agent.figures, strict=True)
            times = [f"{other / own:.1f} times" if own > 0 else "-" for other, own in pairs]
            rows.append([f"{one.devices:,}", "hassil over edge-agent", *times, "", ""])
    return "\n\n".join([table(HEAD, rows), *remarks]) + "\n"


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which that share of the values lies; 0 of none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
