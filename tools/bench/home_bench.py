"""Homes of ten to a thousand names: what the grammar costs, and whether it still hears well."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from generated_home import commands, generated_home
from runs import run, spoken_files
from speech_trial import Measurement, Trial


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeResult:
    """How one home did; the sentences are about names that all homes have."""

    model: str
    """Name of the speech model."""
    names: int
    """How many the home has."""
    compares: bool
    """Whether free speech was heard beside the sentences."""
    right: float
    """Share of sentences heard word for word, 0 to 1."""
    slower: float
    """How many times as long as in the smallest home the same sound took."""
    cost: Measurement
    """Without what was heard."""


def homes(model: Path, sizes: Sequence[int], folder: Path) -> Iterator[HomeResult]:
    """Hear the same sentences in homes of all sizes."""
    sentences = commands(generated_home(min(sizes)))
    files = tuple(map(str, spoken_files(sentences, folder)))
    for way in ("strict", "strict alone"):
        fastest: float | None = None
        for names in sorted(sizes):
            found = run(
                Trial(way=way, model=str(model), speaks=str(names), recordings=files, rebuilds=True)
            )
            fastest = fastest or found.speed
            best = [one.alternatives[:1] for (one,) in found.heard]
            right = [text == (said,) for text, said in zip(best, sentences, strict=True)]
            yield HomeResult(
                model=model.name,
                names=names,
                compares=way == "strict",
                right=sum(right) / len(right),
                slower=fastest / found.speed,
                cost=found,
            )
