"""Lattice-free maximum mutual information: the sentence's phones against all phone sequences."""

# mypy: ignore-errors
# torch is installed for training only, not where the checks run.

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import torch
from phones import OUTPUT_PHONES, SILENCE
from torch import Tensor

_IMPOSSIBLE: Final = -1e5
_PHONE_NUMBERS: Final = {phone: number for number, phone in enumerate(OUTPUT_PHONES)}
_SILENCE: Final = _PHONE_NUMBERS[SILENCE]


class Target(NamedTuple):
    """The phones of a sentence, with silence that may be left out around each word."""

    phones: list[int]
    is_optional: list[bool]


class Denominator(NamedTuple):
    """A phone bigram: what phones follow each other, whatever is said."""

    follow: Tensor
    """Probability of each phone (column) after each (row)."""
    first: Tensor
    """Probability that a sentence begins with each."""
    last: Tensor
    """Probability that a sentence ends after each."""


def target(words: Sequence[Sequence[str]]) -> Target:
    """The target of a sentence, given its words' phones; of none, silence."""
    if not words:
        return Target([_SILENCE, _SILENCE], [False, True])
    phones, is_optional = [_SILENCE], [True]
    for word in words:
        phones += [*(_PHONE_NUMBERS[phone] for phone in word), _SILENCE]
        is_optional += [*(False for _ in word), True]
    return Target(phones, is_optional)


def numerator(
    scores: Tensor, lengths: Tensor, targets: Sequence[Target], quiet: Tensor | None = None
) -> Tensor:
    """The log score of each sentence's own phones, by the forward algorithm.

    Args:
        scores: By sentence, frame and output.
        lengths: Frames of each sentence.
        targets: The phones of each sentence.
        quiet: By sentence and frame, whether it can only be silence.
    """
    longest = max(len(one.phones) for one in targets)
    phones = _padded([one.phones for one in targets], longest, 0).to(scores.device)
    optional = _padded([one.is_optional for one in targets], longest, 0).to(scores.device).bool()
    sizes = torch.tensor([len(one.phones) for one in targets], device=scores.device)
    outside = torch.arange(longest, device=scores.device)[None] >= sizes[:, None]
    closed = outside.float() * _IMPOSSIBLE
    frames = scores.shape[1]
    enter = scores.gather(2, (2 * phones)[:, None].expand(-1, frames, -1))
    stay = scores.gather(2, (2 * phones + 1)[:, None].expand(-1, frames, -1))
    skip = torch.full_like(closed, _IMPOSSIBLE)
    skip[:, 2:] = (~optional[:, 1:-1]).float() * _IMPOSSIBLE
    start = torch.full_like(closed, _IMPOSSIBLE)
    start[:, 0] = 0
    start[:, 1] = (~optional[:, 0]).float() * _IMPOSSIBLE
    one, two = (
        start.new_full((len(targets), 1), _IMPOSSIBLE),
        start.new_full((len(targets), 2), _IMPOSSIBLE),
    )
    if quiet is not None:
        spoken = (phones != _SILENCE).float() * _IMPOSSIBLE
        barred = quiet[:, :, None].float() * spoken[:, None]
        enter, stay = enter + barred, stay + barred
    state = start + enter[:, 0] + closed
    states = [state]
    for at in range(1, frames):
        came = torch.logaddexp(
            torch.cat([one, state[:, :-1]], 1), torch.cat([two, state[:, :-2]], 1) + skip
        )
        state = torch.logaddexp(came + enter[:, at], state + stay[:, at]) + closed
        states.append(state)
    return _ended(torch.stack(states, 1), lengths, sizes, optional)


def _ended(states: Tensor, lengths: Tensor, sizes: Tensor, optional: Tensor) -> Tensor:
    """The score at each sentence's last frame, in its last phone or before a silence left out."""
    ends = states[torch.arange(len(lengths), device=states.device), lengths - 1]
    last = ends.gather(1, (sizes - 1)[:, None])[:, 0]
    before = ends.gather(1, (sizes - 2)[:, None])[:, 0]
    may_skip = optional.gather(1, (sizes - 1)[:, None])[:, 0]
    return torch.logaddexp(
        last, torch.where(may_skip, before, torch.full_like(before, _IMPOSSIBLE))
    )


def denominator(scores: Tensor, lengths: Tensor, bigram: Denominator) -> Tensor:
    """The log score of all phone sequences, by the forward algorithm with scaling."""
    top = scores.max(2)[0].detach()
    enter = (scores[:, :, 0::2] - top[:, :, None]).exp()
    stay = (scores[:, :, 1::2] - top[:, :, None]).exp()
    state = bigram.first[None] * enter[:, 0]
    total = torch.zeros_like(top[:, 0])
    ends = []
    for at in range(scores.shape[1]):
        if at:
            state = (state @ bigram.follow) * enter[:, at] + state * stay[:, at]
        scale = state.sum(1)
        state = state / scale[:, None]
        total = total + scale.log() + top[:, at]
        ends.append(total + (state * bigram.last).sum(1).log())
    return torch.stack(ends, 1)[torch.arange(len(lengths), device=scores.device), lengths - 1]


def phone_bigram(
    sentences: Sequence[Sequence[Sequence[str]]], draw: np.random.Generator
) -> Denominator:
    """The bigram of sentences (words' phones), with silences at random between words."""
    count = len(OUTPUT_PHONES)
    follow, first, last = np.full((count, count), 0.3), np.full(count, 0.1), np.full(count, 0.1)
    for words in filter(None, sentences):
        row = [_SILENCE] if draw.random() < 0.8 else []  # noqa: PLR2004 - most begin with silence
        for word in words:
            row += [_PHONE_NUMBERS[phone] for phone in word]
            row += [_SILENCE] if draw.random() < 0.25 else []  # noqa: PLR2004 - some pause
        first[row[0]] += 1
        last[row[-1]] += 1
        np.add.at(follow, (row[:-1], row[1:]), 1)
    total = follow.sum(1) + last
    found = (follow / total[:, None], first / first.sum(), last / total)
    return Denominator(*(torch.tensor(part, dtype=torch.float32) for part in found))


def _padded(rows: Sequence[Sequence[int]], length: int, filler: int) -> Tensor:
    return torch.tensor([[*row, *[filler] * (length - len(row))] for row in rows])
