"""A published Vosk model's network as start weights: no ivectors, no batch normalisation.

Made for Alpha Cephei's small Korean model, which has this network's layers: the ivector's columns
are left out, LDA is merged into the first layer, each batch normalisation into the affine layers on
both sides of it, its constant carried along the bypasses.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np
from kaldi_model import BYPASS, CEPSTRA, Array, read_components

EPSILON: Final = 0.001
STRIDES: Final = (1, 1, 1, 0, *[3] * 10)

Components = Mapping[str, Mapping[str, Array]]


def start_weights(path: Path) -> dict[str, Array]:
    """The weights of a final.mdl, named as the network's, all but the output layer's."""
    return folded(read_components(path))


def folded(parts: Components) -> dict[str, Array]:
    """The weights of a network's components."""
    lda, first = parts["lda"], parts["tdnn1.affine"]
    matrix = first["<LinearParams>"] @ lda["<LinearParams>"][:, : 3 * CEPSTRA]
    bias = first["<LinearParams>"] @ lda["<BiasParams>"] + first["<BiasParams>"]
    mean, scale = _normalisation(parts, "tdnn1.batchnorm")
    weights = {"t1_W": matrix * scale[:, None], "t1_b": bias * scale}
    constant = mean * scale
    for number, stride in enumerate(STRIDES, start=2):
        linear = parts[f"tdnnf{number}.linear"]["<LinearParams>"]
        affine = parts[f"tdnnf{number}.affine"]["<LinearParams>"]
        passed = _unspliced(affine, stride) @ (_unspliced(linear, stride) @ constant)
        mean, scale = _normalisation(parts, f"tdnnf{number}.batchnorm")
        bias = parts[f"tdnnf{number}.affine"]["<BiasParams>"]
        weights[f"f{number}_L"] = linear
        weights[f"f{number}_A"] = affine * scale[:, None]
        weights[f"f{number}_b"] = (bias - passed) * scale
        constant = BYPASS * constant + mean * scale
    weights |= _last(parts, constant)
    return {name: np.ascontiguousarray(value, np.float32) for name, value in weights.items()}


def _last(parts: Components, constant: Array) -> dict[str, Array]:
    """The layers before the output, given the constant that reaches them."""
    narrow = parts["prefinal-l"]["<Params>"]
    wide, back = parts["prefinal-chain.affine"], parts["prefinal-chain.linear"]["<Params>"]
    one_mean, one = _normalisation(parts, "prefinal-chain.batchnorm1")
    two_mean, two = _normalisation(parts, "prefinal-chain.batchnorm2")
    bias = wide["<BiasParams>"] - wide["<LinearParams>"] @ (narrow @ constant)
    return {
        "pl": narrow,
        "pa_W": wide["<LinearParams>"] * one[:, None],
        "pa_b": bias * one,
        "pq_W": back * two[:, None],
        "pq_b": -(back @ (one_mean * one) + two_mean) * two,
    }


def _normalisation(parts: Components, name: str) -> tuple[Array, Array]:
    """The mean of a batch normalisation and what it multiplies by."""
    arrays = parts[name]
    return arrays["<StatsMean>"], 1 / np.sqrt(arrays["<StatsVar>"] + EPSILON)


def _unspliced(matrix: Array, stride: int) -> Array:
    """What a layer does with the same values in both of the frames that it sees."""
    if not stride:
        return matrix
    half = matrix.shape[1] // 2
    return matrix[:, :half] + matrix[:, half:]
