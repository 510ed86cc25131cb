"""What was measured, as Markdown and as JSON."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from coffee_bench import CoffeeResult
from home_bench import HomeResult
from tables import percent, table


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything that one run measured."""

    coffee: tuple[CoffeeResult, ...] = ()
    homes: tuple[HomeResult, ...] = ()
    taken: dict[str, float] | None = None
    """By model: share of sentences of elsewhere that were taken for sentences of the home."""
    recordings: int = 0
    """How many coffee recordings without noise there were."""
    remarks: tuple[str, ...] = ()
    """What could not be measured, and why."""

    def markdown(self) -> str:
        """Tables to read."""
        parts = []
        if self.coffee:
            parts += [_accuracy(self.coffee, self.recordings), _cost(self.coffee)]
        if self.taken:
            parts.append(_taken(self.taken, self.recordings))
        if self.homes:
            parts.append(_homes(self.homes))
        return "\n\n".join([*parts, *self.remarks]) + "\n"

    def plain(self) -> dict[str, Any]:
        """The same for JSON."""
        return {
            "coffee": [_plain(one) | {"noisy": one.noisy} for one in self.coffee],
            "taken_for_commands": self.taken or {},
            "homes": [_plain(one) for one in self.homes],
            "recordings": self.recordings,
            "remarks": list(self.remarks),
        }


def _accuracy(results: Sequence[CoffeeResult], recordings: int) -> str:
    levels = list(results[0].by_level)
    noisy = [*(f"{level} dB" for level in levels), *(["mean of noise"] if levels else [])]
    rows = [
        [
            one.model,
            one.way,
            percent(one.clean),
            *(percent(one.by_level[level]) for level in levels),
            *([percent(one.noisy)] if one.noisy is not None else []),
        ]
        for one in results
    ]
    title = f"All slots right, of {recordings} orders to a coffee machine, in %:"
    return f"{title}\n\n{table(['model', 'way', 'clean', *noisy], rows)}"


def _cost(results: Iterable[CoffeeResult]) -> str:
    head = ["model", "way", "load", "grammar", "times real time", "loaded"]
    # One trial gives both rows of a phrase list.
    trials = {id(one.cost): one for one in reversed(list(results))}
    rows = [
        [
            one.model,
            one.way.split(":")[0],
            f"{one.cost.load_s:.2f} s",
            f"{one.cost.build_s:.2f} s",
            f"{one.cost.speed:.1f}",
            _mib(one.cost.loaded_mib),
            _mib(one.cost.peak_mib),
        ]
        for one in reversed(trials.values())
    ]
    title = "Their cost, in processor seconds and resident MiB:"
    return f"{title}\n\n{table([*head, 'peak'], rows)}"


def _taken(taken: dict[str, float], recordings: int) -> str:
    rows = [[model, percent(share)] for model, share in taken.items()]
    title = f"The same {recordings} orders spoken in a home, as shipped: taken for a command, in %:"
    return f"{title}\n\n{table(['model', 'taken'], rows)}"


def _homes(results: Iterable[HomeResult]) -> str:
    head = ["model", "names", "free speech beside", "first build", "rebuild", "Gr.fst"]
    rows = [
        [
            one.model,
            f"{one.names:,}",
            "yes" if one.compares else "no",
            f"{one.cost.build_s:.2f} s",
            f"{one.cost.rebuild_s:.2f} s",
            f"{one.cost.grammar_bytes / 1e6:.2f} MB",
            f"{one.cost.speed:.1f}",
            f"{one.slower:.2f}",
            _mib(one.cost.building_peak_mib),
            _mib(one.cost.peak_mib),
            percent(one.right),
        ]
        for one in results
    ]
    more = ["times real time", "times slower", "peak building", "peak hearing", "right, %"]
    title = "Homes of generated names, the same synthetic sentences in each:"
    return f"{title}\n\n{table([*head, *more], rows)}"


def _mib(mib: float) -> str:
    return f"{mib:.0f}"


def _plain(result: CoffeeResult | HomeResult) -> dict[str, Any]:
    found = asdict(result)
    del found["cost"]["heard"]
    found["cost"]["speed"] = result.cost.speed
    return found
