"""What understanding costs: one trial, and the table."""

import json
import sys
from dataclasses import asdict

import pytest
from fixtures.hearing import ROOT

sys.path.insert(0, str(ROOT / "tools" / "bench"))

from generated_home import commands, generated_home
from nlu_report import HEAD, NluResult, markdown, quantile
from nlu_trial import AGENT, BARE, HASSIL, Device, NluMeasurement, NluTrial, measure, read_trial


def result(way: str, milliseconds: float) -> NluResult:
    times = [milliseconds / 1000] * 4
    found = NluMeasurement(
        start_s=0.5,
        loaded_mib=30,
        used_mib=40,
        commands_s=times,
        others_s=times,
        understood=3,
        mistaken=1,
    )
    return NluResult(way=way, devices=1000, found=found, bare_mib=10)


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [([], 0.5, 0.0), ([3.0], 0.95, 3.0), ([4, 1, 3, 2], 0.5, 3), (range(100), 0.95, 95)],
)
def test_quantiles(values, share, expected):
    assert quantile(values, share) == expected


def test_the_table_has_a_row_of_ratios_and_every_row_all_columns():
    text = markdown([result(AGENT, 2), result(HASSIL, 5)], ["A remark."])
    rows = [line.split(" | ") for line in text.splitlines() if line.startswith("|")]
    assert {len(row) for row in rows} == {len(HEAD)}
    assert "| 1,000 | edge-agent | 2.00 | 2.00 | 2.00 | 2.00 | 0.50 | 20.00 | 30.00 |" in text
    assert (
        f"| hassil over edge-agent | {'2.5 times | ' * 4}1.0 times | 1.0 times | 1.0 times |"
        in text
    )
    assert " 75.0 | 25.0 |" in text
    assert text.endswith("\n\nA remark.\n")


def test_without_hassil_there_are_no_ratios():
    assert "times" not in markdown([result(AGENT, 2)], [])


def test_an_unknown_key_of_a_trial_is_refused():
    with pytest.raises(TypeError):
        read_trial('{"way": "hassil", "devices": [], "loud": 1}')


def test_the_agent_is_measured():
    home = generated_home(10)
    devices = [
        Device(entity_id=e.entity_id, name=e.name, domain=str(e.domain), area=e.area)
        for e in home.entities
    ]
    trial = NluTrial(
        way=AGENT,
        devices=devices,
        commands=commands(home)[:4],
        others=["my cat is fat"],
        packages=[],
    )
    assert read_trial(json.dumps(asdict(trial))) == trial
    found = measure(trial)
    assert (found.understood, found.mistaken) == (4, 0)
    assert len(found.commands_s) == 4
    assert all(0 < spent_s < 1 for spent_s in (*found.commands_s, *found.others_s))
    assert found.start_s > 0


def test_bare_python_understands_nothing():
    assert measure(NluTrial(way=BARE, commands=["turn on the lamp"])).understood == 0
