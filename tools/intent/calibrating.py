"""Whether the agent is as often right as it says, and what its threshold trades."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from example import Example
from measuring import Heard

from edge_agent.domain.command import Command
from edge_agent.domain.intent import Intent
from edge_agent.domain.understanding import Rejection
from edge_agent.nlu.gazetteer import Gazetteer
from edge_agent.nlu.interpreter import Interpreter
from edge_agent.nlu.patterned import Result, filled
from edge_agent.nlu.sharing import Said, shared
from edge_agent.nlu.tagging import spans

BINS: Final = 10
THRESHOLDS: Final = (0.4, 0.5, 0.6, 0.7, 0.8)
DEFAULT: Final = 0.6
"""`understanding.min_confidence`: where the tags are less sure, misheard words are looked for."""

Meaning = tuple[object, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One sentence that the network has to decide."""

    meant: Meaning
    """What it asks for; empty for nothing."""
    results: Mapping[float, Result]
    """What is made of it under each threshold, and under none (0)."""

    @property
    def answer(self) -> tuple[Command, ...] | None:
        """What is made of it, however unsure; None where it is surely nothing."""
        found = (self.results[limit] for limit in (DEFAULT, 0.0))
        return next((one for one in found if not isinstance(one, Rejection)), None)

    def is_done(self, threshold: float) -> bool:
        """Whether anything is done under a threshold."""
        return not isinstance(self.results[threshold], Rejection)

    def is_right(self, threshold: float) -> bool:
        """Whether what was meant is done under a threshold."""
        result = self.results[threshold]
        return not isinstance(result, Rejection) and content(result) == self.meant


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """How sure one answer was, and whether it was right."""

    confidence: float
    """As it was stated, 0 to 1."""
    is_right: bool
    """Intent and slots are what was meant; never where nothing was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Answers that are about as sure."""

    count: int
    stated: float
    """The mean of their confidences, 0 to 1."""
    right: float
    """The share that is right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trade:
    """What comes of sentences under one threshold."""

    threshold: float
    kept: float
    """Share of the commands that are done as they were meant."""
    wrong: float
    """Share of the commands for which something else is done."""
    false_acts: float
    """Share of what is no command for which something is done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """How one set came out."""

    commands: int
    others: int
    bins: tuple[Bin | None, ...]
    """By tenths of confidence; None where no answer was that sure."""
    error: float
    """Expected calibration error: how far stated and right are apart, by answers, 0 to 1."""
    trades: tuple[Trade, ...]


def cases(interpreter: Interpreter, found: Sequence[Heard]) -> Iterator[Case]:
    """Single commands, and all that is none, which follow no pattern."""
    for example, gazetteer in found:
        meant = _meant(example, gazetteer)
        text = " ".join(example.tokens)
        (trace,) = interpreter.traces([text], gazetteer, min_confidence=0.0)
        if meant is None or trace.by_pattern is not None:
            continue
        results = {0.0: trace.result}
        for limit in THRESHOLDS:
            (trace,) = interpreter.traces([text], gazetteer, min_confidence=limit)
            results[limit] = trace.result
        yield Case(meant=meant, results=results)


def calibration(found: Sequence[Case]) -> Calibration:
    """Count how sure the answers are and how many are right, and what a threshold trades."""
    commands = [case for case in found if case.meant]
    others = [case for case in found if not case.meant]
    answers = [_answer(case, case.answer) for case in found if case.answer is not None]
    bins = tuple(_bin([one for one in answers if _place(one) == at]) for at in range(BINS))
    return Calibration(
        commands=len(commands),
        others=len(others),
        bins=bins,
        error=_error([one for one in bins if one is not None]),
        trades=tuple(_trade(commands, others, threshold) for threshold in THRESHOLDS),
    )


def content(commands: Iterable[Command]) -> Meaning:
    """What commands do, however sure they are."""
    return tuple((one.intent, one.slots, one.left_out) for one in commands)


def _meant(example: Example, gazetteer: Gazetteer) -> Meaning | None:
    """What a sentence asks for, empty for nothing; None for what is not counted.

    That is several commands, and what noise has made unreadable.
    """
    if not any(example.begins):
        return ()
    if example.is_compound:
        return None
    own = spans(tuple(example.tokens), example.tags)
    said = Said(intent=Intent(example.intent), spans=own, confidence=1.0)
    result = filled(shared((said,)), gazetteer, 0.0)
    return None if isinstance(result, Rejection) else content(result)


def _answer(case: Case, commands: Sequence[Command]) -> Answer:
    return Answer(
        confidence=min(command.confidence for command in commands),
        is_right=content(commands) == case.meant,
    )


def _place(answer: Answer) -> int:
    return min(BINS - 1, int(answer.confidence * BINS))


def _bin(answers: Sequence[Answer]) -> Bin | None:
    if not answers:
        return None
    return Bin(
        count=len(answers),
        stated=sum(answer.confidence for answer in answers) / len(answers),
        right=sum(answer.is_right for answer in answers) / len(answers),
    )


def _error(bins: Sequence[Bin]) -> float:
    total = sum(one.count for one in bins)
    return sum(one.count * abs(one.stated - one.right) for one in bins) / max(1, total)


def _trade(commands: Sequence[Case], others: Sequence[Case], threshold: float) -> Trade:
    done = sum(case.is_done(threshold) for case in commands)
    right = sum(case.is_right(threshold) for case in commands)
    acted = sum(case.is_done(threshold) for case in others)
    return Trade(
        threshold=threshold,
        kept=right / max(1, len(commands)),
        wrong=(done - right) / max(1, len(commands)),
        false_acts=acted / max(1, len(others)),
    )
