"""How well a network reads generated sentences."""

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from example import Example
from generate import Source, command_signatures, examples
from small_talk import held_out

from edge_agent.nlu.gazetteer import Gazetteer
from edge_agent.nlu.interpreter import Interpreter
from edge_agent.nlu.network import ASKING, Network, Reading
from edge_agent.nlu.normalise import normalise
from edge_agent.nlu.template import expand

_ROOT: Final = Path(__file__).resolve().parents[2]
_MIN_CONFIDENCE: Final = 0.6
_COUNT: Final = 5_000
_SEED: Final = 7
_SMALL_TALK_EACH: Final = 5
"""Sentences drawn of each pattern of small talk that was held out."""


@dataclass(slots=True, kw_only=True)
class Tally:
    """What came of one set."""

    commands: int = 0
    intents: int = 0
    wholes: int = 0
    compounds: int = 0
    compound_wholes: int = 0
    others: int = 0
    acted: int = 0
    milliseconds: list[float] = field(default_factory=list)
    misses: list[str] = field(default_factory=list)


Heard = tuple[Example, Gazetteer]
"""A sentence, and the home in which it was said."""


def sets() -> dict[str, list[Heard]]:
    """Sentences like those of the training, and such as it never saw."""
    words = english_words()
    known = command_signatures(Source(_SEED, words=words), 40_000)
    found: dict[str, list[Heard]] = {}
    for title, is_held_out in (("generated", False), ("held out", True)):
        source = Source(_SEED + 1, is_held_out=is_held_out, words=words)
        drawn = examples(source, _COUNT, commands=known)
        found[title] = [(example, source.gazetteer) for example in drawn]
    return found


def english_words() -> list[str]:
    """Arbitrary English words: those of the speech model."""
    path = _ROOT / "models" / "vosk-en-us-starter" / "graph" / "words.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    return sorted({w for w in (line.split()[0] for line in lines) if w.isalpha() and len(w) > 1})


def readings(network: Network, found: Sequence[Heard]) -> Tally:
    """Count what the network alone reads rightly."""
    tally = Tally()
    for example in (one for one, _ in found if any(one.begins)):
        started = time.perf_counter()
        (reading,) = network.read([(example.tokens, example.matches)])
        tally.milliseconds.append((time.perf_counter() - started) * 1000)
        is_right = _has_intents(reading, example)
        is_whole = is_right and [tag for p in reading.parts for tag in p.tags] == example.tags
        if example.is_compound:
            tally.compounds += 1
            tally.compound_wholes += is_whole
        else:
            tally.commands += 1
            tally.intents += is_right
            tally.wholes += is_whole
        if not is_whole:
            tally.misses.append(f"{' '.join(example.tokens)} | {example.intent} -> {reading}")
    return tally


def false_acts(interpreter: Interpreter, found: Sequence[Heard]) -> Tally:
    """Count what the whole understanding makes of sentences that are no commands."""
    tally = Tally()
    for example, gazetteer in found:
        if any(example.begins):
            continue
        text = " ".join(example.tokens)
        started = time.perf_counter()
        result = interpreter.interpret([text], gazetteer, min_confidence=_MIN_CONFIDENCE)
        tally.milliseconds.append((time.perf_counter() - started) * 1000)
        tally.others += 1
        tally.acted += bool(result.commands)
        if result.commands:
            tally.misses.append(f"{text} => {result.commands}")
    return tally


def topics_right(network: Network) -> tuple[int, int]:
    """Of held-out small talk: how much is answered by its topic, and of how much."""
    draw, right, count = random.Random(_SEED), 0, 0
    for topic, patterns in held_out().items():
        for pattern in (one for one in patterns for _ in range(_SMALL_TALK_EACH)):
            leaves = expand(pattern, draw.randrange)
            tokens = [t for leaf in leaves if isinstance(leaf, str) for t in normalise(leaf)]
            right += network.response(tokens, ())[0] == topic
            count += 1
    return right, count


def _has_intents(reading: Reading, truth: Example) -> bool:
    """Whether the commands are the true ones, each from its first word on."""
    starts = [at for at, begins in enumerate(truth.begins) if begins or at == 0]
    expected = [(truth.intents[at], at) for at in starts]
    return reading.act in ASKING and [(str(p.intent), p.start) for p in reading.parts] == expected
