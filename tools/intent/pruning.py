"""Structured pruning: attention heads and feed-forward units that matter least are taken out.

How much one matters is what the loss would change without it, to the first order: the mean over
examples of |activation x gradient| (Molchanov et al., arXiv 1611.06440), told by a gate at 1.
"""

# mypy: ignore-errors
# torch is installed for training only, not where the checks run.

from collections.abc import Callable, Sequence

import torch
from model import HEAD_WIDTH, Inside, IntentModel, Layer
from torch import Tensor, nn


def pruned(model: IntentModel, losses: Sequence[Callable[[], Tensor]], left: Inside) -> IntentModel:
    """A smaller model with the heads and units that matter most.

    Args:
        model: as it was trained.
        losses: each computes the model's loss of some examples.
        left: how much each layer keeps.
    """
    matters = _importance(model, losses)
    small = IntentModel(model.words.num_embeddings, tuple(left for _ in model.layers))
    own = {n: p for n, p in model.state_dict().items() if not n.startswith("layers.")}
    small.load_state_dict(own, strict=False)
    for new, old, (heads, wide) in zip(small.layers, model.layers, matters, strict=True):
        _copy(new, old, _best(heads, left.heads), _best(wide, left.wide))
    return small


def _importance(
    model: IntentModel, losses: Sequence[Callable[[], Tensor]]
) -> list[tuple[Tensor, Tensor]]:
    """Of each layer: of its heads and of its units."""
    gates = [gate for layer in model.layers for gate in (layer.head_gate, layer.wide_gate)]
    for gate in gates:
        gate.requires_grad_(True)  # noqa: FBT003 - torch's own
    totals = [torch.zeros_like(gate) for gate in gates]
    for loss in losses:
        found = torch.autograd.grad(loss(), gates)
        totals = [total + one.abs() for total, one in zip(totals, found, strict=True)]
    for gate in gates:
        gate.requires_grad_(False)  # noqa: FBT003 - torch's own
    return list(zip(totals[::2], totals[1::2], strict=True))


def _best(matters: Tensor, count: int) -> Tensor:
    """The places of the most important, in order."""
    return matters.topk(count).indices.sort().values


def _copy(new: Layer, old: Layer, heads: Tensor, wide: Tensor) -> None:
    places = (heads[:, None] * HEAD_WIDTH + torch.arange(HEAD_WIDTH)).reshape(-1)
    for name in ("norm_1", "norm_2"):
        getattr(new, name).load_state_dict(getattr(old, name).state_dict())
    for name in ("query", "key", "value"):
        _rows(getattr(new, name), getattr(old, name), places)
    _rows(new.wide, old.wide, wide)
    _columns(new.out, old.out, places)
    _columns(new.narrow, old.narrow, wide)


@torch.no_grad()
def _rows(new: nn.Linear, old: nn.Linear, places: Tensor) -> None:
    new.weight.copy_(old.weight[places])
    new.bias.copy_(old.bias[places])


@torch.no_grad()
def _columns(new: nn.Linear, old: nn.Linear, places: Tensor) -> None:
    new.weight.copy_(old.weight[:, places])
    new.bias.copy_(old.bias)
