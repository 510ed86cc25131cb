"""How phrases that were taught are recognised, and what is mistaken for them."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml
from tables import percent, table

from edge_agent.app.understanding import Understander
from edge_agent.config.schema import UnderstandingSettings
from edge_agent.domain.entity import Home
from edge_agent.domain.phrase import Phrase
from edge_agent.nlu.network import Network
from edge_agent.nlu.taught import MIN_MARGIN, Nearest, PhraseBook

DATA: Final = Path(__file__).parents[1] / "bench_teaching.yaml"
HEAD: Final = ("sentences", "number", "recognised", "another phrase", "a command", "nothing")
THRESHOLDS: Final = [step / 50 for step in range(25, 51)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """Phrases, how else they are said, and what is none of them."""

    phrases: tuple[Phrase, ...]
    paraphrases: tuple[tuple[str, Phrase], ...]
    """Sentences that are no examples, each with its phrase."""
    others: Mapping[str, tuple[str, ...]]
    """Sentences that are no phrase, by their sort."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What one sentence was taken for."""

    text: str
    wanted: str | None
    """The phrase that it is; None where it is none."""
    phrase: str | None
    """The phrase that it was taken for."""
    is_command: bool
    """Whether it was understood without a phrase."""


def read_lesson(part: str, path: Path = DATA) -> Lesson:
    """The `test` or the `development` part of the data file."""
    source = yaml.safe_load(path.read_text("utf-8"))[part]
    phrases = [Phrase(examples=tuple(p["examples"]), does=p["does"]) for p in source["phrases"]]
    return Lesson(
        phrases=tuple(phrases),
        paraphrases=tuple(
            (text, phrase)
            for phrase, entry in zip(phrases, source["phrases"], strict=True)
            for text in entry["paraphrases"]
        ),
        others={sort: tuple(texts) for sort, texts in source["others"].items()},
    )


def taught(lesson: Lesson, home: Home) -> Understander:
    """An understanding of a home that was taught the phrases of a lesson."""
    understander = Understander(UnderstandingSettings())
    understander.learn(home)
    understander.teach(lesson.phrases)
    return understander


def refused(lesson: Lesson, home: Home) -> list[str]:
    """The examples that the agent would not have learnt, one after the other."""
    understander = Understander(UnderstandingSettings())
    understander.learn(home)
    found = []
    for at, phrase in enumerate(lesson.phrases):
        understander.teach(lesson.phrases[:at])
        found += [e for e in phrase.examples if understander.refusal(e, phrase.does)]
    return found


def verdicts(
    understander: Understander, sentences: Iterable[tuple[str, Phrase | None]]
) -> list[Verdict]:
    """What each sentence is taken for."""
    return [
        Verdict(
            text=text,
            wanted=phrase.name if phrase else None,
            phrase=found.phrase,
            is_command=found.phrase is None and bool(found.commands),
        )
        for text, phrase in sentences
        for found in [understander.understand((text,))]
    ]


def sentences_of(dialogues: Path) -> list[str]:
    """All that is said in the dialogues of the acceptance tests."""
    texts = (path.read_text("utf-8") for path in sorted(dialogues.glob("*.jsonl")))
    lines = (line for text in texts for line in text.splitlines())
    cases: Iterator[dict[str, Any]] = map(json.loads, lines)
    return [turn["say"] for case in cases for turn in case["dialogue"] if "say" in turn]


def markdown(parts: Mapping[str, Sequence[Verdict]]) -> str:
    """A row for each sort of sentence."""
    return table(HEAD, [_row(sort, found) for sort, found in parts.items()]) + "\n"


def threshold_table(lesson: Lesson, network: Network) -> str:
    """What each `MIN_LIKENESS` would bring, without asking first what is a command."""
    book = PhraseBook(lesson.phrases, network.vectors)
    wanted = [(book.nearest(text), phrase) for text, phrase in lesson.paraphrases]
    others = [book.nearest(text) for texts in lesson.others.values() for text in texts]
    rows = []
    for least in THRESHOLDS:
        right = [n for n, phrase in wanted if _passes(n, least) and n and n.phrase == phrase]
        taken = sum(_passes(nearest, least) for nearest, _ in wanted)
        false = sum(_passes(nearest, least) for nearest in others)
        share = percent(len(right) / len(wanted))
        rows.append((f"{least:.2f}", share, str(taken - len(right)), str(false)))
    return table(("least likeness", "recognised, %", "another phrase", "false hits"), rows) + "\n"


def _passes(nearest: Nearest | None, least: float) -> bool:
    return nearest is not None and nearest.likeness >= least and nearest.margin >= MIN_MARGIN


def _row(sort: str, found: Sequence[Verdict]) -> tuple[str, ...]:
    right = sum(v.wanted is not None and v.phrase == v.wanted for v in found)
    wrong = sum(v.phrase is not None and v.phrase != v.wanted for v in found)
    commands = sum(v.is_command for v in found)
    recognised = f"{percent(right / len(found))} %" if any(v.wanted for v in found) else "-"
    nothing = len(found) - right - wrong - commands
    return sort, str(len(found)), recognised, str(wrong), str(commands), str(nothing)
