"""Networks' weights on disk: torch's checkpoints and Kaldi's final.mdl."""

# mypy: ignore-errors
# torch is installed for training only, not where the checks run.

from collections.abc import Sequence
from pathlib import Path

import torch
from fold import start_weights
from kaldi_model import read_components, read_model
from network import OUTPUTS
from torch import Tensor


def mean_of(checkpoints: Sequence[str]) -> dict[str, Tensor]:
    """The mean of checkpoints, each PATH or PATH:SHARE."""
    mean: dict[str, Tensor] = {}
    for checkpoint in checkpoints:
        path, _, share = checkpoint.partition(":")
        for name, value in load(Path(path)).items():
            mean[name] = mean.get(name, torch.zeros_like(value)) + float(share or 1) * value
    return mean


def load(path: Path) -> dict[str, Tensor]:
    """The weights of a checkpoint or a final.mdl, ours or a published one, named as the network's.

    A published model's outputs are other phones: its output layer is left out and begins at zero.
    """
    if path.suffix != ".mdl":
        weights: dict[str, Tensor] = torch.load(path, map_location="cpu")
        return weights
    is_published = "lda" in read_components(path)
    found = start_weights(path) if is_published else read_model(path)
    named = {f"w.{k}": torch.from_numpy(v) for k, v in found.items() if not k.startswith("spn")}
    inner = found["pq_W"].shape[0]
    named.setdefault("w.out_W", torch.zeros(OUTPUTS, inner))
    named.setdefault("w.out_b", torch.zeros(OUTPUTS))
    return named
