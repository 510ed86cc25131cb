"""The training objective against sums over every path, written out."""

import itertools
import math
import sys
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="no torch: tools/acoustic/requirements.txt")
sys.path.insert(0, str(Path(__file__).parents[2] / "tools" / "acoustic"))

from objective import Denominator, denominator, numerator, phone_bigram, target  # noqa: E402
from phones import OUTPUT_PHONES  # noqa: E402

FRAMES = 5
SILENCE, B, IY = 0, OUTPUT_PHONES.index("B"), OUTPUT_PHONES.index("IY")


def scores(seed=0):
    torch.manual_seed(seed)
    return torch.randn(1, FRAMES, 2 * len(OUTPUT_PHONES))


def ways(phones, frames):
    """Every division of the frames among phones that are all said."""
    for cuts in itertools.combinations(range(1, frames), len(phones) - 1):
        yield list(itertools.pairwise((0, *cuts, frames)))


def score_of(one, phones, way):
    total = 0.0
    for phone, (start, end) in zip(phones, way, strict=True):
        total += one[start, 2 * phone].item()
        total += sum(one[at, 2 * phone + 1].item() for at in range(start + 1, end))
    return total


def summed(one, sequences, frames, weight=lambda _: 0.0):
    found = [
        score_of(one, phones, way) + weight(phones)
        for phones in sequences
        for way in ways(phones, frames)
    ]
    return float(np.logaddexp.reduce(found))


@pytest.mark.parametrize("frames", [2, 3, 5])
def test_the_numerator_sums_over_the_sentence_with_or_without_silences(frames):
    one = scores()
    sequences = [
        [*before, B, IY, *after]
        for before in ([], [SILENCE])
        for after in ([], [SILENCE])
        if len(before) + len(after) + 2 <= frames
    ]
    found = numerator(one, torch.tensor([frames]), [target([("B", "IY")])])
    assert found.item() == pytest.approx(summed(one[0], sequences, frames), abs=1e-4)


def test_nothing_said_is_silence():
    one = scores(1)
    found = numerator(one, torch.tensor([4]), [target([])])
    sequences = [[SILENCE], [SILENCE, SILENCE]]
    assert found.item() == pytest.approx(summed(one[0], sequences, 4), abs=1e-4)


def test_where_it_is_quiet_only_silence_counts():
    one = scores(3)
    quiet = torch.tensor([[True, True, False, False, False]])
    found = numerator(one, torch.tensor([5]), [target([("B", "IY")])], quiet)
    ways_there = [
        (phones, way)
        for phones in ([SILENCE, B, IY], [SILENCE, B, IY, SILENCE])
        for way in ways(phones, 5)
        if way[0][1] >= 2
    ]
    expected = np.logaddexp.reduce([score_of(one[0], *found) for found in ways_there])
    assert found.item() == pytest.approx(float(expected), abs=1e-4)


def test_the_denominator_sums_over_all_phone_sequences():
    one, few = scores(2), (SILENCE, B, IY)
    follow = torch.zeros(len(OUTPUT_PHONES), len(OUTPUT_PHONES))
    first, last = torch.zeros(len(OUTPUT_PHONES)), torch.zeros(len(OUTPUT_PHONES))
    for phone in few:
        first[phone], last[phone] = 1 / 3, 0.1
        for after in few:
            follow[phone, after] = 0.3
    found = denominator(one, torch.tensor([3]), Denominator(follow, first, last))
    sequences = [list(s) for size in (1, 2, 3) for s in itertools.product(few, repeat=size)]

    def weight(phones):
        return math.log(1 / 3) + (len(phones) - 1) * math.log(0.3) + math.log(0.1)

    assert found.item() == pytest.approx(summed(one[0], sequences, 3, weight), abs=1e-4)


def test_the_bigram_is_a_distribution():
    words = [[("B", "IY"), ("IY",)], [], [("IY",)]]
    bigram = phone_bigram(words, np.random.default_rng(1))
    assert torch.allclose(bigram.follow.sum(1) + bigram.last, torch.ones(len(OUTPUT_PHONES)))
    assert bigram.first.sum().item() == pytest.approx(1)
    assert bigram.follow[B, IY] > bigram.follow[B, B]
