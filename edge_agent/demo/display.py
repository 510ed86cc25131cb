"""The demo on the screen: a table that grows, plain lines where rich is missing, or JSON."""

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any, Final, Literal, Protocol

from edge_agent.demo.expectation import Exchange, Summary
from edge_agent.demo.simulated_home import Change
from edge_agent.domain.turn import Turn
from edge_agent.domain.wire import wire_slots
from edge_agent.mqtt.outbound import message_document

_MIN_WIDTH: Final = 160
"""Of the table where the output is no terminal."""

COLUMNS: Final[tuple[tuple[str, Callable[[Exchange], str]], ...]] = (
    ("heard", lambda e: e.turn.utterance if e.turn else f"(nothing; said: {e.text})"),
    ("understood", lambda e: _understood(e.turn) if e.turn else ""),
    ("published", lambda e: _published(e.turn) if e.turn else ""),
    ("in the home", lambda e: _changed(e.changes)),
    ("answer", lambda e: e.turn.response.text if e.turn else ""),
    ("ms: end of speech\n+ decode\n+ understand\n+ publish", lambda e: _stages(e.turn)),
    ("total\nms", lambda e: str(e.turn.latency.total) if e.turn else ""),
    ("", lambda e: {True: "✓", False: "✗", None: ""}[e.is_right]),
)


class Display(Protocol):
    """Where the demo is shown."""

    def show(self, exchange: Exchange) -> None:
        """Add one exchange."""
        ...

    def close(self, summary: Summary | None) -> None:
        """Show the end; without a summary where the demo broke off."""
        ...


class TableDisplay:
    """A table of rich's: live on a terminal, else printed at the end."""

    def __init__(self) -> None:
        from rich.console import Console  # noqa: PLC0415 - only where the extra is installed
        from rich.live import Live  # noqa: PLC0415 - as above
        from rich.table import Table  # noqa: PLC0415 - as above

        console = Console(highlight=False)
        if not console.is_terminal:
            console.width = max(console.width, _MIN_WIDTH)
        self._table = Table(show_lines=True)
        for title, _ in COLUMNS:
            justify: Literal["left", "right"] = "right" if "ms" in title else "left"
            self._table.add_column(title, justify=justify, overflow="fold")
        self._console = console
        self._live = Live(self._table, console=console, vertical_overflow="visible")
        if console.is_terminal:
            self._live.start()

    def show(self, exchange: Exchange) -> None:
        """Add a row."""
        from rich.text import Text  # noqa: PLC0415 - as above

        self._table.add_row(*(Text(cell(exchange)) for _, cell in COLUMNS))
        if self._console.is_terminal:
            self._live.refresh()

    def close(self, summary: Summary | None) -> None:
        """Stop drawing and print the summary."""
        if self._console.is_terminal:
            self._live.stop()
        else:
            self._console.print(self._table)
        if summary is not None:
            self._console.print(_sentence(summary))


class PlainDisplay:
    """A few lines an exchange."""

    def show(self, exchange: Exchange) -> None:
        """Print what is not empty."""
        for title, cell in COLUMNS[:-1]:
            for line in cell(exchange).splitlines():
                sys.stdout.write(f"{title.splitlines()[0]:>18}: {line}\n")
        verdict = {True: "right", False: "WRONG", None: ""}[exchange.is_right]
        sys.stdout.write(f"{verdict:>18}\n\n")
        sys.stdout.flush()

    def close(self, summary: Summary | None) -> None:
        """Print the summary."""
        if summary is not None:
            sys.stdout.write(_sentence(summary) + "\n")


class JsonDisplay:
    """One JSON document at the end."""

    def __init__(self) -> None:
        self._exchanges: list[dict[str, Any]] = []

    def show(self, exchange: Exchange) -> None:
        """Keep an exchange."""
        self._exchanges.append(
            {
                "said": exchange.text,
                "heard": exchange.turn.utterance if exchange.turn else None,
                "commands": _commands(exchange.turn) if exchange.turn else [],
                "response": asdict(exchange.turn.response) if exchange.turn else None,
                "changes": [asdict(change) for change in exchange.changes],
                "latency_ms": asdict(exchange.turn.latency) if exchange.turn else None,
                "right": exchange.is_right,
            }
        )

    def close(self, summary: Summary | None) -> None:
        """Print the document."""
        counted = asdict(summary) if summary is not None else None
        json.dump({"exchanges": self._exchanges, "summary": counted}, sys.stdout, indent=2)
        sys.stdout.write("\n")


def new_display(*, as_json: bool) -> Display:
    """The best display there is."""
    if as_json:
        return JsonDisplay()
    try:
        return TableDisplay()
    except ImportError:
        return PlainDisplay()


def _understood(turn: Turn) -> str:
    if not turn.outcomes:
        return f"nothing: {turn.rejection.reason}" if turn.rejection else ""
    lines = []
    for outcome in turn.outcomes:
        slots = wire_slots(outcome.command).items()
        lines.append(f"{outcome.command.wire_name} {outcome.command.confidence:.2f}")
        lines.extend(f"  {name}: {value}" for name, value in slots)
    return "\n".join(lines)


def _published(turn: Turn) -> str:
    return "\n".join(message.line for outcome in turn.outcomes for message in outcome.messages)


def _changed(changes: Sequence[Change]) -> str:
    """A line an attribute: its values in the order in which it took them."""
    values: dict[tuple[str, str], list[str]] = {}
    for change in changes:
        for attribute, value in change.after.items():
            before = str(change.before.get(attribute, "?"))
            values.setdefault((change.entity_id, attribute), [before]).append(str(value))
    return "\n".join(
        f"{entity_id}: {attribute} {' → '.join(taken)}"
        for (entity_id, attribute), taken in values.items()
    )


def _stages(turn: Turn | None) -> str:
    if turn is None:
        return ""
    latency = turn.latency
    return f"{latency.endpoint}+{latency.decode}+{latency.understand}+{latency.publish}"


def _commands(turn: Turn) -> list[dict[str, Any]]:
    return [
        {
            "intent": outcome.command.wire_name,
            "slots": wire_slots(outcome.command),
            "confidence": outcome.command.confidence,
            "targets": outcome.targets,
            "messages": [message_document(message) for message in outcome.messages],
            "outcome": outcome.kind,
        }
        for outcome in turn.outcomes
    ]


def _sentence(summary: Summary) -> str:
    return (
        f"{summary.right} of {summary.total} spoken commands acted on rightly; "
        f"end of speech to last publish: median {summary.median_ms} ms, p95 {summary.p95_ms} ms."
    )
