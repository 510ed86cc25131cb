"""Networks' weights on disk: torch's checkpoints and Kaldi's final.mdl."""

# mypy: ignore-errors
# torch is installed for training only, not where the checks run.

from collections.abc import Sequence
from pathlib import Path

import torch
from kaldi_model import read_model
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
    """The weights of a checkpoint or a final.mdl, named as the network's."""
    if path.suffix == ".mdl":
        found = {name: torch.from_numpy(value) for name, value in read_model(path).items()}
        return {f"w.{name}": value for name, value in found.items() if not name.startswith("spn")}
    weights: dict[str, Tensor] = torch.load(path, map_location="cpu")
    return weights
