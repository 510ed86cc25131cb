"""The dialects as a page for people: what each kind of device is sent, and what is read from it.

    .venv/bin/python tests/home/device_table.py     writes docs/devices.md again

Every row is a case that the tests run.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from dialect_cases import CASES, Case

from edge_agent.home.codec import DIALECTS, domain_of
from edge_agent.home.refusals import REFUSALS

PAGE = Path(__file__).parents[2] / "docs" / "devices.md"
_HEAD = """# What devices are sent, and what is read from them

By Home Assistant's names of the kinds. Every row is a test: the action becomes these messages,
and what the device answers is read as that state. Topics are short here: `c` is the command
topic, `s` the state topic. How a kind is configured in each row stands in
`tests/home/dialect_cases.py`; this page is written by `tests/home/device_table.py`.

Devices with Tasmota are taken for these kinds by their own discovery.

"""


def page() -> str:
    """The whole page."""
    by_platform: defaultdict[str, list[Case]] = defaultdict(list)
    for case in CASES:
        by_platform[case.platform].append(case)
    parts = [_table(platform, by_platform[platform]) for platform in sorted(by_platform)]
    read_only = sorted(set(map(str, DIALECTS)) - by_platform.keys())
    reads = [[f"`{one}`", f"as a {domain_of(one)}".replace("_", " ")] for one in read_only]
    refused = [[f"`{one}`", reason] for one, reason in sorted(REFUSALS.items())]
    parts.append("## Only read\n\n" + _rows(["kind", "asked about"], reads))
    parts.append("## Not used\n\n" + _rows(["kind", "why"], refused))
    return _HEAD + "\n".join(parts)


def _table(platform: str, cases: Iterable[Case]) -> str:
    rows: list[list[str]] = []
    for case in cases:
        action = str(case.kind) + ("" if case.value is None else f" {case.value}")
        row = [action, _messages(case.sent), _messages(case.echo), _state(case)]
        if row not in rows:
            rows.append(row)
    head = ["action", "sent", "answered", "read"]
    return f"## {platform}\n\n{_rows(head, rows)}"


def _messages(pairs: Iterable[tuple[str, object]]) -> str:
    return "<br>".join(f"`{topic}` {_payload(payload)}" for topic, payload in pairs)


def _payload(payload: object) -> str:
    text = payload if isinstance(payload, str) else json.dumps(payload)
    return f"`{text}`" if text else ""


def _state(case: Case) -> str:
    return ", ".join(f"{key} {value}" for key, value in case.values.items())


def _rows(head: list[str], rows: Iterable[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    cells = ([cell.replace("|", "\\|") for cell in line] for line in lines)
    return "".join(f"| {' | '.join(line)} |\n" for line in cells)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
