"""One measurement of text → commands in a process of its own; prints JSON.

python tools/bench/nlu_trial.py < TRIAL.json

Each way imports only what it needs, so that time and memory are its own.
"""

import importlib
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any, Final

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT)]

from edge_agent.usage import resident_bytes  # noqa: E402 - after the path is set

MIB: Final = 1 << 20
AGENT, HASSIL, BARE = "edge-agent", "hassil", "bare Python"

Understand = Callable[[str], bool]
"""Whether a text is a command."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """An entity of the home."""

    entity_id: str
    name: str
    domain: str
    area: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NluTrial:
    """What is to be measured."""

    way: str
    """`edge-agent`, `hassil`, or `bare Python`, which understands nothing."""
    devices: Sequence[Device] = ()
    commands: Sequence[str] = ()
    """Sentences about the home."""
    others: Sequence[str] = ()
    """Sentences that are no commands."""
    packages: Sequence[str] = ()
    """Folders from which more can be imported."""
    rounds: int = 3
    """How often each sentence is understood; the median counts."""


@dataclass(slots=True, kw_only=True)
class NluMeasurement:
    """What was measured; times are processor seconds, memory is resident, in MiB."""

    start_s: float = 0.0
    """From the start of the process to the first answer."""
    loaded_mib: float = 0.0
    """When everything was loaded, before the first sentence."""
    used_mib: float = 0.0
    """After all sentences."""
    commands_s: list[float] = field(default_factory=list)
    """For each command."""
    others_s: list[float] = field(default_factory=list)
    """For each other sentence."""
    understood: int = 0
    """How many of the commands made a command."""
    mistaken: int = 0
    """How many of the others made a command."""


def measure(trial: NluTrial) -> NluMeasurement:
    """Do what a trial says."""
    sys.path[:0] = trial.packages
    understand = WAYS[trial.way](trial.devices)
    found = NluMeasurement(loaded_mib=resident_bytes(os.getpid()) / MIB)
    for text in trial.commands[:1]:
        understand(text)
        found.start_s = time.process_time()
    # Once without being timed: both ways prepare some things when first needed.
    found.understood = sum(map(understand, trial.commands))
    found.mistaken = sum(map(understand, trial.others))
    found.commands_s = [_spent_s(understand, text, trial.rounds) for text in trial.commands]
    found.others_s = [_spent_s(understand, text, trial.rounds) for text in trial.others]
    found.used_mib = resident_bytes(os.getpid()) / MIB
    return found


def _spent_s(understand: Understand, text: str, rounds: int) -> float:
    times = []
    for _ in range(rounds):
        started_s = time.process_time()
        understand(text)
        times.append(time.process_time() - started_s)
    return median(times)


def _agent(devices: Sequence[Device]) -> Understand:
    """As the agent itself does it."""
    understanding = importlib.import_module("edge_agent.app.understanding")
    schema = importlib.import_module("edge_agent.config.schema")
    entity = importlib.import_module("edge_agent.domain.entity")
    understander = understanding.Understander(schema.UnderstandingSettings())
    entities = tuple(entity.Entity(**asdict(device)) for device in devices)
    understander.learn(entity.Home(entities=entities))
    return lambda text: bool(understander.understand([text]).commands)


def _hassil(devices: Sequence[Device]) -> Understand:
    """As Home Assistant does it first: strictly, with only those names that the text contains.

    What it tries after that, for names it does not know, is not measured.
    """
    hassil = importlib.import_module("hassil")
    intents = hassil.Intents.from_dict(
        importlib.import_module("home_assistant_intents").get_intents("en")
    )
    names = hassil.Trie()
    for device in devices:
        named: tuple[Any, ...] = (device.name, device.name, {"domain": device.domain})
        value = hassil.TextSlotValue.from_tuple(named, allow_template=False)
        names.insert(device.name.lower(), value)
    areas = sorted({device.area for device in devices})
    lists = {
        "area": _listed(hassil, "area", areas),
        "floor": _listed(hassil, "floor", []),
    }

    def understand(text: str) -> bool:
        present = [value for _, _, value in names.find(text.strip().lower())]
        found = hassil.recognize_best(
            text,
            intents,
            slot_lists={**lists, "name": hassil.TextSlotList(name="name", values=present)},
            language="en",
            best_metadata_key="hass_custom_sentence",
            best_slot_name="name",
        )
        return found is not None

    return understand


def _listed(hassil: Any, kind: str, names: Sequence[str]) -> Any:  # noqa: ANN401 - not installed here
    return hassil.TextSlotList.from_tuples(
        [(name, name) for name in names], allow_template=False, name=kind
    )


def _bare(_: Sequence[Device]) -> Understand:
    return lambda _: False


WAYS: Final = {AGENT: _agent, HASSIL: _hassil, BARE: _bare}


def read_trial(text: str) -> NluTrial:
    """What to measure, from JSON."""
    raw = json.loads(text)
    return NluTrial(**{**raw, "devices": [Device(**one) for one in raw["devices"]]})


if __name__ == "__main__":
    json.dump(asdict(measure(read_trial(sys.stdin.read()))), sys.stdout)
