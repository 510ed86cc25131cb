"""A published network without its batch normalisation scores as it did with it."""

import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2] / "tools" / "acoustic"))

from fold import EPSILON, STRIDES, folded
from kaldi_model import BYPASS, CEPSTRA

WIDTH, INNER, IVECTOR = 10, 4, 3
FRAMES = 75


def published(draw):
    """Components as Kaldi trains them, with random weights."""

    def matrix(rows, columns):
        return (draw.standard_normal((rows, columns)) / columns**0.5).astype(np.float32)

    def vector(size):
        return draw.standard_normal(size).astype(np.float32)

    def normalisation(size):
        return {"<StatsMean>": vector(size), "<StatsVar>": vector(size) ** 2 + 0.1}

    def affine(rows, columns):
        return {"<LinearParams>": matrix(rows, columns), "<BiasParams>": vector(rows)}

    parts = {
        "lda": affine(3 * CEPSTRA, 3 * CEPSTRA + IVECTOR),
        "tdnn1.affine": affine(WIDTH, 3 * CEPSTRA),
        "tdnn1.batchnorm": normalisation(WIDTH),
        "prefinal-l": {"<Params>": matrix(INNER, WIDTH)},
        "prefinal-chain.affine": affine(WIDTH, INNER),
        "prefinal-chain.batchnorm1": normalisation(WIDTH),
        "prefinal-chain.linear": {"<Params>": matrix(INNER, WIDTH)},
        "prefinal-chain.batchnorm2": normalisation(INNER),
    }
    for number, stride in enumerate(STRIDES, start=2):
        times = 2 if stride else 1
        parts[f"tdnnf{number}.linear"] = {"<LinearParams>": matrix(INNER, times * WIDTH)}
        parts[f"tdnnf{number}.affine"] = affine(WIDTH, times * INNER)
        parts[f"tdnnf{number}.batchnorm"] = normalisation(WIDTH)
    return parts


def spliced(rows, back, ahead):
    """Each row beside the one `ahead` later, where both are there."""
    return np.concatenate([rows[: len(rows) - back - ahead], rows[back + ahead :]], 1)


def normalised(rows, parts, name):
    mean, variance = parts[name]["<StatsMean>"], parts[name]["<StatsVar>"]
    return (rows - mean) / np.sqrt(variance + EPSILON)


def scores_with_normalisation(parts, frames):
    rows = np.concatenate([frames[:-2], frames[1:-1], frames[2:]], 1)
    lda, first = parts["lda"], parts["tdnn1.affine"]
    rows = rows @ lda["<LinearParams>"][:, : 3 * CEPSTRA].T + lda["<BiasParams>"]
    rows = np.maximum(rows @ first["<LinearParams>"].T + first["<BiasParams>"], 0)
    rows = normalised(rows, parts, "tdnn1.batchnorm")
    for number, stride in enumerate(STRIDES, start=2):
        linear = parts[f"tdnnf{number}.linear"]["<LinearParams>"]
        affine = parts[f"tdnnf{number}.affine"]
        inner = (spliced(rows, stride, 0) if stride else rows) @ linear.T
        inner = spliced(inner, 0, stride) if stride else inner
        found = np.maximum(inner @ affine["<LinearParams>"].T + affine["<BiasParams>"], 0)
        below = rows[stride : len(rows) - stride]
        rows = normalised(found, parts, f"tdnnf{number}.batchnorm") + BYPASS * below
    wide = parts["prefinal-chain.affine"]
    inner = rows @ parts["prefinal-l"]["<Params>"].T
    rows = np.maximum(inner @ wide["<LinearParams>"].T + wide["<BiasParams>"], 0)
    rows = normalised(rows, parts, "prefinal-chain.batchnorm1")
    rows = rows @ parts["prefinal-chain.linear"]["<Params>"].T
    return normalised(rows, parts, "prefinal-chain.batchnorm2")


def scores_folded(weights, frames):
    rows = np.concatenate([frames[:-2], frames[1:-1], frames[2:]], 1)
    rows = np.maximum(rows @ weights["t1_W"].T + weights["t1_b"], 0)
    for number, stride in enumerate(STRIDES, start=2):
        inner = (spliced(rows, stride, 0) if stride else rows) @ weights[f"f{number}_L"].T
        inner = spliced(inner, 0, stride) if stride else inner
        found = np.maximum(inner @ weights[f"f{number}_A"].T + weights[f"f{number}_b"], 0)
        rows = found + BYPASS * rows[stride : len(rows) - stride]
    rows = np.maximum(rows @ weights["pl"].T @ weights["pa_W"].T + weights["pa_b"], 0)
    return rows @ weights["pq_W"].T + weights["pq_b"]


def test_the_folded_network_gives_the_same_scores():
    draw = np.random.default_rng(2)
    parts = published(draw)
    frames = draw.standard_normal((FRAMES, CEPSTRA)).astype(np.float32)
    expected = scores_with_normalisation(parts, frames)
    assert len(expected) == FRAMES - 2 * (1 + sum(STRIDES))
    assert np.std(expected) > 0.1
    assert np.allclose(scores_folded(folded(parts), frames), expected, atol=2e-3)
