"""How a network learns: from what is true, and from what a larger one thinks."""

# mypy: ignore-errors
# torch is installed for training only, not where the checks run.

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from answers import Answers
from arrays import Array, Arrays
from labels import IGNORED
from torch import Tensor, nn
from torch.nn import functional

HIDDEN_WORDS = 0.015
HIDDEN_NAMES = 0.04
WARMTH = 2.0
"""The temperature at which a teacher's answers are learnt."""
_HARD, _SOFT, _ALIKE = 0.5, 0.5, 4.0
"""Weights of the truth and of a teacher's answers, where there is one, and of its vectors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How long, how fast, and in how large steps is learnt."""

    epochs: int
    rate: float
    """The highest one, which is reached after a tenth of the time."""
    batch: int = 256
    word_rate: float = 1.0
    """Share of `rate` with which word vectors learn: those of rare words are to stay near."""
    is_half: bool = False
    """In bfloat16, which is faster for wide networks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """What is learnt from."""

    data: Arrays
    check: Arrays
    answers: Answers | None = None
    """A teacher's, to `data`."""
    reads_words: bool = False
    """Any words, as the teacher does, rather than those of the vocabulary."""


def learn(model: nn.Module, lesson: Lesson, course: Course, checkpoint: Path) -> None:
    """Train; what a checkpoint has done already is not done again."""
    data = lesson.data
    steps = course.epochs * (len(data) // course.batch)
    optimiser = torch.optim.AdamW(_groups(model, course), lr=course.rate, weight_decay=0.01)
    rates = [group["lr"] for group in optimiser.param_groups]
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, rates, total_steps=steps + course.epochs, pct_start=0.1
    )
    parts = {"model": model, "optimiser": optimiser, "schedule": schedule}
    for epoch in range(_resumed(parts, checkpoint), course.epochs):
        started, total, count = time.monotonic(), 0.0, 0
        draw = np.random.default_rng(epoch)
        model.train()
        for rows in _batches(data.lengths, course.batch, draw):
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=course.is_half):
                loss = loss_of(model, lesson, rows, is_learning=True)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            total, count = total + loss.item(), count + 1
            if count % 100 == 0:
                print(
                    f"  {count}: {total / count:.4f}, {time.monotonic() - started:.0f} s",
                    flush=True,
                )
        model.eval()
        lost = _checked(model, lesson)
        seconds = time.monotonic() - started
        print(
            f"epoch {epoch + 1}: loss {total / count:.4f}, check {lost:.4f}, {seconds:.0f} s",
            flush=True,
        )
        states = {name: part.state_dict() for name, part in parts.items()}
        torch.save({"epoch": epoch + 1, **states}, checkpoint)
    model.eval()


def _groups(model: nn.Module, course: Course) -> list[dict[str, object]]:
    slow = [p for name, p in model.named_parameters() if name == "words.weight"]
    fast = [p for name, p in model.named_parameters() if name != "words.weight" and p.requires_grad]
    groups = [{"params": fast, "lr": course.rate}]
    return [*groups, {"params": slow, "lr": course.rate * course.word_rate}] if slow else groups


def _resumed(parts: dict[str, object], checkpoint: Path) -> int:
    """How many epochs a checkpoint has done."""
    if not checkpoint.is_file():
        return 0
    saved = torch.load(checkpoint)
    for name, part in parts.items():
        part.load_state_dict(saved[name])
    return int(saved["epoch"])


def _batches(lengths: Array, size: int, draw: np.random.Generator) -> Iterator[Array]:
    """Rows of about the same length, in a drawn order."""
    order = np.argsort(lengths + draw.uniform(0, 2, len(lengths)))
    batches = [order[at : at + size] for at in range(0, len(order) - size + 1, size)]
    draw.shuffle(batches)
    yield from batches


@torch.no_grad()
def _checked(model: nn.Module, lesson: Lesson) -> float:
    plain = Lesson(data=lesson.check, check=lesson.check, reads_words=lesson.reads_words)
    parts = np.array_split(np.arange(len(lesson.check)), 20)
    return float(np.mean([loss_of(model, plain, rows, is_learning=False).item() for rows in parts]))


def loss_of(model: nn.Module, lesson: Lesson, rows: Array, *, is_learning: bool) -> Tensor:
    """The loss of some of a lesson's examples."""
    batch = lesson.data.rows(rows)
    length = int(batch.lengths.max())
    words = batch.words if lesson.reads_words else batch.ids
    ids = torch.from_numpy(words[:, :length]).long()
    features = torch.from_numpy(batch.features[:, :length]).float()
    is_word = ids != 0
    if is_learning:
        ids, features = _hidden(ids, features)
    found = model(ids, features)
    hard = _against_truth(found, batch, length, smoothing=0.02 if is_learning else 0.0)
    if lesson.answers is None:
        return hard
    told = lesson.answers.of(rows, length)
    return (
        _HARD * hard + _SOFT * _against_answers(found, told, is_word) + _ALIKE * _apart(found, told)
    )


def _hidden(ids: Tensor, features: Tensor) -> tuple[Tensor, Tensor]:
    """Hide a few words, and all names of some sentences, so that neither is relied on alone."""
    hidden = (torch.rand(ids.shape) < HIDDEN_WORDS) & (ids > 1)
    blind = torch.rand(ids.shape[0], 1, 1) < HIDDEN_NAMES
    return ids.masked_fill(hidden, 1), features.masked_fill(blind, 0.0)


def _against_truth(
    found: tuple[Tensor, ...], batch: Arrays, length: int, *, smoothing: float
) -> Tensor:
    acts, begins, intents, tags, response, _ = found
    begin = torch.from_numpy(batch.begins[:, :length]).long()
    is_part = begin != IGNORED
    lost = _cross(acts, batch.acts, smoothing) + 0.5 * _cross(response, batch.response, smoothing)
    lost = (
        lost + 2 * _cross(tags, batch.tags[:, :length]) + _cross(intents, batch.intents[:, :length])
    )
    if not is_part.any():
        return lost
    return lost + functional.binary_cross_entropy_with_logits(
        begins.float()[is_part], begin[is_part].float()
    )


def _cross(logits: Tensor, truth: Array, smoothing: float = 0.0) -> Tensor:
    """Mean loss where there is a truth."""
    known = torch.from_numpy(truth).long().reshape(-1)
    if not (known != IGNORED).any():
        return logits.float().sum() * 0
    return functional.cross_entropy(
        logits.float().reshape(-1, logits.shape[-1]),
        known,
        ignore_index=IGNORED,
        label_smoothing=smoothing,
    )


def _against_answers(
    found: tuple[Tensor, ...], told: tuple[Tensor, ...], is_word: Tensor
) -> Tensor:
    acts, begins, intents, tags, response, _ = found
    told_acts, told_begins, told_intents, told_tags, told_response, _ = told
    begun = functional.binary_cross_entropy_with_logits(
        begins[is_word], torch.sigmoid(told_begins[is_word])
    )
    return (
        _divergence(acts, told_acts)
        + 2 * _divergence(tags[is_word], told_tags[is_word])
        + _divergence(intents[is_word], told_intents[is_word])
        + 0.5 * _divergence(response, told_response)
        + begun
    )


def _divergence(logits: Tensor, told: Tensor) -> Tensor:
    """How far answers are from a teacher's, both warmed: Hinton et al., arXiv 1503.02531."""
    answers = functional.log_softmax(logits / WARMTH, -1)
    teacher = functional.log_softmax(told / WARMTH, -1)
    return functional.kl_div(answers, teacher, reduction="batchmean", log_target=True) * WARMTH**2


def _apart(found: tuple[Tensor, ...], told: tuple[Tensor, ...]) -> Tensor:
    """How far vectors of sentences are from the teacher's, 0 to 2, as far as it told any."""
    is_told = told[-1].abs().sum(-1) > 0
    apart = 1 - (found[-1] * told[-1]).sum(-1)
    return (apart * is_told).sum() / is_told.sum().clamp(min=1)


@torch.no_grad()
def in_batches(
    model: nn.Module,
    data: Arrays,
    use: Callable[[Array, tuple[Tensor, ...]], None],
    size: int = 512,
) -> None:
    """Give what a teacher makes of all examples to `use`, some rows at a time."""
    order = np.argsort(data.lengths, kind="stable")
    for start in range(0, len(order), size):
        rows = order[start : start + size]
        batch = data.rows(rows)
        length = int(batch.lengths.max())
        with torch.autocast("cpu", dtype=torch.bfloat16):
            found = model(
                torch.from_numpy(batch.words[:, :length]).long(),
                torch.from_numpy(batch.features[:, :length]).float(),
            )
        use(rows, tuple(part.float() for part in found))
