"""Recordings of orders to a coffee machine, heard in several ways."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from coffee_order import coffee_graph, coffee_slots
from runs import Python, run, with_noise
from sentences_of_graph import Sentences
from speech_trial import POCKETSPHINX, Heard, Measurement, Trial
from sphinx import PACKAGE, dictionary, installed, order_jsgf

LEVELS_DB: Final = (6, 9, 12, 15, 18, 24)
"""Loudness of speech over that of noise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """The recordings."""

    files: tuple[Path, ...]
    """First all without noise, then all of them at each level."""
    slots: tuple[dict[str, str], ...]
    """Of each without noise, what was said."""
    levels_db: tuple[int, ...] = ()
    """Levels of noise."""

    @property
    def paths(self) -> tuple[str, ...]:
        """The files, as a trial takes them."""
        return tuple(map(str, self.files))


@dataclass(frozen=True, slots=True, kw_only=True)
class CoffeeResult:
    """How one way of hearing did."""

    model: str
    """Name of the speech model."""
    way: str
    """How it heard."""
    clean: float
    """Share of recordings with all slots right, 0 to 1."""
    by_level: dict[int, float]
    """The same by level of noise, dB."""
    cost: Measurement
    """Without what was heard."""

    @property
    def noisy(self) -> float | None:
        """Mean over all levels of noise."""
        return sum(self.by_level.values()) / len(self.by_level) if self.by_level else None


Reading = Callable[[Sequence[Heard]], str]
"""Picks what a recording is taken for; an empty text is nothing."""


def orders(directory: Path, every: int) -> Orders:
    """Each so many of a folder's recordings."""
    labels = json.loads((directory / "labels.json").read_text("utf-8"))
    names = sorted(labels)[::every]
    return Orders(
        files=tuple(directory / name for name in names),
        slots=tuple(labels[name]["slots"] for name in names),
    )


def noisy_orders(given: Orders, noise: Path, levels_db: Sequence[int], folder: Path) -> Orders:
    """The same, and each with noise at each level, written to a folder."""
    noisy = with_noise(given.files, noise, levels_db, folder)
    return replace(given, files=(*given.files, *noisy), levels_db=tuple(levels_db))


def heard_by_model(model: Path, given: Orders, beams: Sequence[int]) -> Iterator[CoffeeResult]:
    """A model with strict grammar, also with other beams, and with a list of phrases."""
    sentences = Sentences(coffee_graph())

    def the_order(heard: Sequence[Heard]) -> str:
        """Half a sentence, as noise may be taken for, is never understood."""
        return order_of([one for one in heard if sentences.accepts(" ".join(one.alternatives[:1]))])

    for title, way, beam in (
        ("as shipped", "strict", None),
        *((f"beam {beam}", "strict", beam) for beam in beams),
        ("nothing rejected", "strict alone", None),
    ):
        trial = Trial(
            way=way,
            model=str(model),
            speaks="coffee",
            recordings=given.paths,
            listens=way == "strict",
            beam=beam,
        )
        yield _judged(model.name, f"strict grammar, {title}", run(trial), given, the_order)
    found = run(Trial(way="phrases", model=str(model), speaks="coffee", recordings=given.paths))

    def first_order(heard: Sequence[Heard]) -> str:
        return next((text for text in heard[0].alternatives if sentences.accepts(text)), "")

    yield _judged(
        model.name, "phrase list: first of 30 that is an order", found, given, first_order
    )
    yield _judged(model.name, "phrase list: best reading", found, given, order_of)


def heard_by_pocketsphinx(cache: Path, given: Orders, folder: Path) -> CoffeeResult | None:
    """Hear with pocketsphinx and the same grammar; None where it cannot be had."""
    packages = installed(cache)
    if packages is None:
        return None
    words, grammar = folder / "words.dict", folder / "order.jsgf"
    words.write_text(dictionary(packages, coffee_graph().words), encoding="utf-8")
    grammar.write_text(order_jsgf(), encoding="utf-8")
    trial = Trial(way=POCKETSPHINX, model=str(words), speaks=str(grammar), recordings=given.paths)
    found = run(trial, Python(variables={"PYTHONPATH": str(packages)}))
    return _judged(PACKAGE.replace("==", " "), "strict JSGF", found, given, order_of)


def order_of(heard: Sequence[Heard]) -> str:
    """What the one utterance of a recording is; nothing where there are several."""
    texts = [one.alternatives[0] for one in heard if one.alternatives and not one.is_other_speech]
    return texts[0] if len(texts) == 1 else ""


def _judged(
    model: str, way: str, found: Measurement, given: Orders, reading: Reading
) -> CoffeeResult:
    count = len(given.slots)
    right = [
        coffee_slots(reading(heard)) == given.slots[at % count]
        for at, heard in enumerate(found.heard)
    ]
    shares = [sum(right[at : at + count]) / count for at in range(0, len(right), count)]
    by_level = dict(zip(given.levels_db, shares[1:], strict=True))
    return CoffeeResult(model=model, way=way, clean=shares[0], by_level=by_level, cost=found)


def taken_for_commands(model: Path, home: str, given: Orders) -> float:
    """Share of orders of coffee that are taken for a sentence of a home."""
    clean = tuple(map(str, given.files[: len(given.slots)]))
    trial = Trial(way="strict", model=str(model), speaks=home, recordings=clean, listens=True)
    heard = run(trial).heard
    taken = [any(one.alternatives and not one.is_other_speech for one in each) for each in heard]
    return sum(taken) / len(taken)
