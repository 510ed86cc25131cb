"""The TDNN-F network: 40 MFCC in, one frame of phone scores for every three frames."""

# mypy: ignore-errors
# torch is installed for training only, not where the checks run.

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import torch
from phones import OUTPUT_PHONES
from torch import Tensor, nn
from torch.nn import functional

OUTPUTS: Final = 2 * len(OUTPUT_PHONES)
CEPSTRA: Final = 40
SUBSAMPLING: Final = 3
BYPASS: Final = 0.66
LOWER_PREFIXES: Final = ("t1", "f2_", "f3_", "f4_")
"""Names of the parameters that come before the subsampling."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How wide and deep a network is."""

    width: int = 768
    """Activations of a layer."""
    bottleneck: int = 64
    """The inner dimension of a factorised layer."""
    strides: tuple[int, ...] = (1, 1, 1, 0, *[3] * 10)
    """Frames that each factorised layer looks back and ahead; three before the subsampling."""

    @property
    def context(self) -> int:
        """Frames needed on each side of the one that is scored."""
        return 1 + sum(self.strides)

    @classmethod
    def of(cls, weights: Mapping[str, Any]) -> "Shape":
        """The shape of a network with these parameters."""
        count = sum(1 for name in weights if name.endswith("_A"))
        width, bottleneck = weights["f5_A"].shape
        return cls(width=width, bottleneck=bottleneck, strides=(1, 1, 1, 0, *[3] * (count - 4)))


STARTER: Final = Shape()
SMALL: Final = Shape(width=288, bottleneck=40, strides=(1, 1, 1, 0, *[3] * 8))


class Network(nn.Module):
    """The network; parameters are named as in the checkpoints: t1, f2 to f15, p, out."""

    def __init__(self, shape: Shape = STARTER) -> None:
        """Make a network with random weights and an output of zero."""
        super().__init__()
        self.shape = shape
        width, inner = shape.width, shape.bottleneck
        self.w = nn.ParameterDict()
        self._matrix("t1_W", width, 3 * CEPSTRA)
        self._bias("t1_b", width)
        for number, stride in enumerate(shape.strides, start=2):
            spliced = 2 if stride else 1
            self._matrix(f"f{number}_L", inner, spliced * width)
            self._matrix(f"f{number}_A", width, spliced * inner)
            self._bias(f"f{number}_b", width)
        self._matrix("pl", inner, width)
        self._matrix("pa_W", width, inner)
        self._bias("pa_b", width)
        self._matrix("pq_W", inner, width)
        self._bias("pq_b", inner)
        self.w["out_W"] = nn.Parameter(torch.zeros(OUTPUTS, inner))
        self._bias("out_b", OUTPUTS)

    @classmethod
    def loaded(cls, weights: Mapping[str, Tensor]) -> "Network":
        """A network with the weights of a checkpoint."""
        named = {name.removeprefix("w."): value for name, value in weights.items()}
        network = cls(Shape.of(named))
        network.load_state_dict({f"w.{name}": value for name, value in named.items()})
        return network

    def forward(self, frames: Tensor, *, is_lower_frozen: bool = False) -> Tensor:
        """Scores by batch, third frame and output; frames carry `context` more on each side."""
        with torch.set_grad_enabled(torch.is_grad_enabled() and not is_lower_frozen):
            lower = self._lower(frames)
        return self.scores(self.hidden(lower.contiguous()))

    def hidden(self, below: Tensor) -> Tensor:
        """The last wide activations, from those after the subsampling."""
        for number in range(5, len(self.shape.strides) + 2):
            below = self._layer(below, number)
        inner = functional.linear(below, self.w["pl"])
        return torch.relu(functional.linear(inner, self.w["pa_W"], self.w["pa_b"]))

    def scores(self, hidden: Tensor) -> Tensor:
        """The outputs, from the last wide activations."""
        inner = functional.linear(hidden, self.w["pq_W"], self.w["pq_b"])
        return functional.linear(inner, self.w["out_W"], self.w["out_b"])

    def arrays(self) -> dict[str, np.ndarray[Any, np.dtype[np.float32]]]:
        """The parameters as numpy arrays."""
        return {name: value.detach().cpu().numpy() for name, value in self.w.items()}

    def lower(self, frames: Tensor) -> Tensor:
        """The activations after the subsampling."""
        return self._lower(frames).contiguous()

    def _lower(self, frames: Tensor) -> Tensor:
        spliced = torch.cat([frames[:, :-2], frames[:, 1:-1], frames[:, 2:]], -1)
        found = torch.relu(functional.linear(spliced, self.w["t1_W"], self.w["t1_b"]))
        for number in (2, 3, 4):
            found = self._layer(found, number)
        return found[:, ::SUBSAMPLING]

    def _layer(self, below: Tensor, number: int) -> Tensor:
        """A factorised layer; after the subsampling a stride of three frames is one step."""
        linear, affine = self.w[f"f{number}_L"], self.w[f"f{number}_A"]
        bias, width, inner = self.w[f"f{number}_b"], self.shape.width, self.shape.bottleneck
        if self.shape.strides[number - 2] == 0:
            found = functional.linear(functional.linear(below, linear), affine, bias)
            return torch.add(torch.relu(found), below, alpha=BYPASS)
        both = torch.cat([linear[:, :width], linear[:, width:]], 0)
        halves = functional.linear(below, both)
        narrow = halves[:, :-1, :inner] + halves[:, 1:, inner:]
        spliced = torch.cat([narrow[:, :-1], narrow[:, 1:]], 2)
        found = torch.relu(functional.linear(spliced, affine, bias))
        return torch.add(found, below[:, 1:-1], alpha=BYPASS)

    def _matrix(self, name: str, rows: int, columns: int) -> None:
        self.w[name] = nn.Parameter(torch.randn(rows, columns) / columns**0.5)

    def _bias(self, name: str, rows: int) -> None:
        self.w[name] = nn.Parameter(torch.zeros(rows))
