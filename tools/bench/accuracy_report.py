"""How well text is understood, as tables."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from acceptance import NOACT, Case, IntentScore
from false_acts import FalseActs
from tables import percent, table

ALL: Final = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccuracyReport:
    """Everything that one run measured; what was not measured is empty."""

    clean: Sequence[Case] = ()
    noisy: Mapping[str, Sequence[Sequence[Case]]] = field(default_factory=dict)
    """By sort of mistakes the same dialogues with them, once for each seed."""
    error_rate: float = 0.0
    """The share of words with a mistake."""
    scores: Sequence[IntentScore] = ()
    acts: Sequence[FalseActs] = ()
    naming: FalseActs | None = None
    """Of those sentences of all sets that name something of the home."""
    remarks: Sequence[str] = ()
    """What could not be measured, and why."""

    def markdown(self) -> str:
        """Tables to read."""
        parts = []
        if self.clean:
            parts.append(_tags(self.clean))
        if self.scores:
            parts.append(_scores(self.scores))
        if self.acts:
            parts.append(_acts(self.acts, self.naming))
        if self.noisy:
            parts.append("### A recogniser's mistakes")
        for title, runs in self.noisy.items():
            share = f"{100 * self.error_rate:g} % of words"
            parts.append(
                f"{title[0].upper()}{title[1:]}, {share}:\n\n{_robustness(self.clean, runs)}"
            )
        return "\n\n".join([*parts, *self.remarks]) + "\n"


def _tags(cases: Sequence[Case]) -> str:
    tags = dict.fromkeys(tag for case in cases for tag in case.tags)
    groups = {tag: [case for case in cases if tag in case.tags] for tag in tags}
    rows = [
        [tag, str(len(group)), str(_passed(group)), percent(_passed(group) / len(group))]
        for tag, group in {**groups, ALL: cases}.items()
    ]
    return f"### Dialogues\n\n{table(['tag', 'dialogues', 'right', '%'], rows)}"


def _scores(scores: Sequence[IntentScore]) -> str:
    total = IntentScore(
        intent=ALL,
        count=sum(one.count for one in scores),
        exact=sum(one.exact for one in scores),
        intents=sum(one.intents for one in scores),
    )
    rows = [
        [
            one.intent,
            str(one.count),
            percent(one.exact / one.count),
            percent(one.intents / one.count),
        ]
        for one in (*scores, total)
    ]
    head = ["intent", "sentences", "with every slot, %", "intent alone, %"]
    return f"### Sentences of Home Assistant\n\n{table(head, rows)}"


def _acts(sets: Sequence[FalseActs], naming: FalseActs | None) -> str:
    together = FalseActs(
        title=ALL,
        sentences=sum(one.sentences for one in sets),
        left_out=sum(one.left_out for one in sets),
        acts=tuple(act for one in sets for act in one.acts),
    )
    shown = [*sets, together, *([naming] if naming else [])]
    rows = [
        [one.title, f"{one.sentences:,}", str(one.left_out), *_shares(one.sentences, _counts(one))]
        for one in shown
    ]
    head = ["sentences", "number", "left out", "change something", "tell something", "an answer"]
    return f"### False acts\n\n{table(head, rows)}"


def _counts(one: FalseActs) -> list[int]:
    return [one.changing, one.telling, len(one.acts) - one.changing - one.telling]


def _shares(sentences: int, counts: Iterable[int]) -> list[str]:
    return [f"{count} ({100 * count / max(1, sentences):.2f} %)" for count in counts]


def _robustness(clean: Sequence[Case], noisy: Sequence[Sequence[Case]]) -> str:
    kinds: dict[str, Callable[[Case], bool]] = {
        "of one turn": lambda case: case.turns == 1,
        "of several turns": lambda case: case.turns > 1,
        "in which nothing may happen": lambda case: NOACT in case.tags,
        ALL: lambda _: True,
    }
    rows = []
    for title, is_meant in kinds.items():
        before = [case for case in clean if is_meant(case)]
        after = [case for run in noisy for case in run if is_meant(case)]
        if before and after:
            rows.append([title, str(len(before)), *_compared(before, after)])
    head = [
        "dialogues",
        "number",
        "clean, %",
        "with mistakes, %",
        "points lower",
    ]
    head += ["did what was not asked: clean, %", "with mistakes, %"]
    return table(head, rows)


def _compared(before: Sequence[Case], after: Sequence[Case]) -> list[str]:
    clean, noisy = _passed(before) / len(before), _passed(after) / len(after)
    unwanted = [sum(case.did_unwanted for case in cases) / len(cases) for cases in (before, after)]
    return [percent(clean), percent(noisy), percent(clean - noisy), *map(percent, unwanted)]


def _passed(cases: Sequence[Case]) -> int:
    return sum(case.has_passed for case in cases)
