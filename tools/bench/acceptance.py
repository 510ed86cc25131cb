"""Running the acceptance tests of a folder that holds run_eval.py, score_ha.py, cases and homes."""

import json
import random
import re
import shlex
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from recogniser_noise import ALL_KINDS, Kinds, SoundAlikes, noisy

ROOT: Final = Path(__file__).resolve().parents[2]
AGENT: Final = f"{shlex.quote(sys.executable)} -m edge_agent"
NOACT: Final = "noact"
"""The tag of cases in which nothing may happen."""
_LIMIT_S: Final = 3_600
_CONFIG: Final = """agent: {id: eval}
audio: {input: none}
mqtt: {host: 127.0.0.1, port: {port}}
response: {voice: none}
"""
_SCORE: Final = re.compile(
    r"(?P<intent>\w+) +(?P<right>\d+)/(?P<count>\d+) +exact .*intent +(?P<share>[\d.]+) %"
)
_UNWANTED: Final = ("unexpected:", "forbidden:", "pressed more than once:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """How one dialogue went."""

    tags: tuple[str, ...]
    turns: int
    has_passed: bool
    did_unwanted: bool
    """Whether something was published that the case does not ask for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IntentScore:
    """How the sentences of one intent were understood."""

    intent: str
    count: int
    exact: int
    """Understood with every slot."""
    intents: int
    """Understood as this intent."""


def run_cases(folder: Path, cases: Path, work: Path) -> list[Case]:
    """Speak all dialogues of a folder to the agent.

    Raises:
        RuntimeError: the runner failed.
    """
    template, report = work / "agent.yaml.tmpl", work / "report.json"
    template.write_text(_CONFIG, encoding="utf-8")
    report.unlink(missing_ok=True)
    options = ["--cases", str(cases), "--cmd", f"{AGENT} --config {{config}}"]
    options += ["--config-template", str(template), "--report", str(report)]
    said = _run([str(folder / "run_eval.py"), *options])
    if not report.exists():
        raise RuntimeError(f"run_eval.py made no report: {said[-800:]}")
    return read_cases(json.loads(report.read_text("utf-8")), tags_of(cases))


def read_cases(report: dict[str, Any], tags: dict[str, tuple[str, ...]]) -> list[Case]:
    """The cases of a report of run_eval.py, in order of their names."""
    results = [(one, True) for one in report["passes"]]
    results += [(one, False) for one in report["failures"]]
    return [
        Case(
            tags=tags[one["id"]],
            turns=len(one["turns"]),
            has_passed=has_passed,
            did_unwanted=any(
                problem.startswith(_UNWANTED)
                for turn in one["turns"]
                for problem in turn.get("problems", ())
            ),
        )
        for one, has_passed in sorted(results, key=lambda result: str(result[0]["id"]))
    ]


def tags_of(cases: Path) -> dict[str, tuple[str, ...]]:
    """The tags of each dialogue by its name."""
    return {one["id"]: tuple(one["tags"]) for _, one in _dialogues(cases)}


def write_noisy(  # noqa: PLR0913 - what the mistakes are drawn by
    cases: Path,
    folder: Path,
    rate: float,
    seed: int,
    alikes: SoundAlikes,
    *,
    kinds: Kinds = ALL_KINDS,
) -> None:
    """Copy dialogues with a recogniser's mistakes in what is said; what is expected stays."""
    for path, one in _dialogues(cases):
        draw = random.Random(f"{seed} {one['id']}")
        for turn in one["dialogue"]:
            turn["say"] = noisy(turn["say"], rate, alikes, draw, kinds)
        with (folder / path.name).open("a", encoding="utf-8") as copy:
            copy.write(json.dumps(one) + "\n")


def score_sentences(folder: Path) -> list[IntentScore]:
    """Let the agent understand the sentences of Home Assistant's suite.

    Raises:
        RuntimeError: the scorer failed.
    """
    said = _run([str(folder / "score_ha.py"), f"{AGENT} parse - --json --config {{config}}"])
    scores = list(read_scores(said.splitlines()))
    if not scores:
        raise RuntimeError(f"score_ha.py printed no scores: {said[-800:]}")
    return scores


def read_scores(lines: Iterable[str]) -> Iterator[IntentScore]:
    """The table that score_ha.py prints."""
    for found in filter(None, map(_SCORE.match, lines)):
        count = int(found["count"])
        yield IntentScore(
            intent=found["intent"],
            count=count,
            exact=int(found["right"]),
            intents=round(count * float(found["share"]) / 100),
        )


def _dialogues(cases: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    for path in sorted(cases.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            if line.strip():
                yield path, json.loads(line)


def _run(command: list[str]) -> str:
    """What a Python program prints, started where it finds this checkout's package."""
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=_LIMIT_S,
        check=False,
    )
    return done.stdout
