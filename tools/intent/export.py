"""A trained network as ONNX, with weights of eight bits, and as sure as it is right."""

# mypy: ignore-errors
# torch is installed for training only, not where the checks run.

from pathlib import Path

import numpy as np
import onnxruntime
import torch
from arrays import Arrays
from labels import HEADS, IGNORED
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import nn
from torch.nn import functional

_BY_SENTENCE = frozenset({"acts", "response", "sentence"})


def export(model: nn.Module, path: Path, data: Arrays) -> None:
    """Write a network with weights in single precision."""
    model.eval()
    ids = torch.from_numpy(data.ids[:3, :9]).long()
    features = torch.from_numpy(data.features[:3, :9]).float()
    by_token = [head for head in HEADS if head not in _BY_SENTENCE]
    axes = {name: {0: "batch", 1: "length"} for name in ("ids", "features", *by_token)}
    axes |= {name: {0: "batch"} for name in sorted(_BY_SENTENCE)}
    torch.onnx.export(
        model, (ids, features), str(path), input_names=["ids", "features"],
        output_names=list(HEADS), dynamo=False, dynamic_axes=axes,
    )  # fmt: skip
    quant_pre_process(str(path), str(path), skip_symbolic_shape=True)


def quantise(plain: Path, small: Path) -> None:
    """The same with weights of eight bits, each output of a layer with a scale of its own."""
    quantize_dynamic(str(plain), str(small), weight_type=QuantType.QInt8, per_channel=True)


def temperatures(path: Path, check: Arrays) -> dict[str, float]:
    """The temperatures at which a network is as sure as it is right (Guo et al., 1706.04599)."""
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    inputs = {"ids": check.ids.astype(np.int64), "features": check.features.astype(np.float32)}
    names = ("acts", "intents", "tags", "response")
    outputs = dict(zip(names, session.run(list(names), inputs), strict=True))
    return {
        name: _temperature(
            torch.tensor(outputs[name]).reshape(-1, outputs[name].shape[-1]),
            torch.tensor(getattr(check, name)).long().reshape(-1),
        )
        for name in names
    }


def _temperature(logits: torch.Tensor, truth: torch.Tensor) -> float:
    grid = [0.5 + 0.05 * step for step in range(60)]
    lost = [functional.cross_entropy(logits / t, truth, ignore_index=IGNORED).item() for t in grid]
    return round(grid[int(np.argmin(lost))], 2)
