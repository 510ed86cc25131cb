"""The tables and the plot of how far stated confidence can be trusted."""

import re
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "tools" / "intent"), str(ROOT / "tools" / "bench")]

from calibrating import THRESHOLDS, Case, calibration, content  # noqa: E402
from reliability_plot import plot  # noqa: E402
from tables import marks  # noqa: E402

from edge_agent.domain.command import Command  # noqa: E402
from edge_agent.domain.intent import Intent  # noqa: E402
from edge_agent.domain.slots import Slots  # noqa: E402
from edge_agent.domain.understanding import Reason, Rejection  # noqa: E402

DOCUMENT = ROOT / "docs" / "understanding.md"
PLOT = ROOT / "docs" / "calibration.svg"


def case(confidence: float, *, is_right: bool, is_command: bool = True) -> Case:
    said = (Command(intent=Intent.TURN_ON, slots=Slots(name="Lamp"), confidence=confidence),)
    other = (Command(intent=Intent.TURN_OFF, slots=Slots(name="Lamp"), confidence=1.0),)
    unsure = Rejection(reason=Reason.LOW_CONFIDENCE)
    meant = content(said if is_right else other) if is_command else ()
    limits = (0.0, *THRESHOLDS)
    results = {limit: said if confidence >= limit else unsure for limit in limits}
    return Case(meant=meant, results=results)


def test_stated_and_right_are_compared_by_tenths():
    found = calibration(
        [
            case(0.95, is_right=True),
            case(0.95, is_right=True),
            case(0.65, is_right=False),
            case(0.65, is_right=False, is_command=False),
        ]
    )
    assert (found.commands, found.others) == (3, 1)
    assert [at for at, one in enumerate(found.bins) if one is not None] == [6, 9]
    assert abs(found.error - (0.5 * 0.05 + 0.5 * 0.65)) < 1e-9
    by_limit = {trade.threshold: trade for trade in found.trades}
    assert (by_limit[0.6].kept, by_limit[0.6].wrong, by_limit[0.6].false_acts) == (2 / 3, 1 / 3, 1)
    assert (by_limit[0.7].kept, by_limit[0.7].wrong, by_limit[0.7].false_acts) == (2 / 3, 0, 0)


def test_the_plot_is_svg_with_a_dot_for_each_bin():
    found = calibration([case(0.95, is_right=True), case(0.65, is_right=False)])
    tree = ET.fromstring(plot({"some & others": found}))
    circles = list(tree.iter("{http://www.w3.org/2000/svg}circle"))
    assert len(circles) == 2 + 1


def test_the_document_holds_both_tables_and_the_plot():
    begin, end = marks("intent/calibration")
    _, _, rest = DOCUMENT.read_text().partition(begin)
    text, _, _ = rest.partition(end)
    head, *tables = text.strip().split("\n\n")
    assert "held out: " in head
    bins, trades = (table.splitlines() for table in tables)
    assert len(bins) == 2 + 10 + 1
    assert [line.split(" | ")[0] for line in trades[2:]] == [f"| {one}" for one in THRESHOLDS]
    for table in (bins, trades):
        assert len({line.count("|") for line in table}) == 1
    error = re.search(r"held out: calibration error ([0-9.]+)", PLOT.read_text())
    assert error is not None
    assert bins[-1].split(" | ")[-1] == f"{error[1]} |"
