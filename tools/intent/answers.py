"""What a teacher answered to all examples."""

# mypy: ignore-errors
# torch is installed for training only, not where the checks run.

from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import torch
from arrays import Array, Arrays
from labels import ACTS, INTENTS, RESPONSES, TAGS
from torch import Tensor

_BY_TOKEN = 1 + len(INTENTS) + len(TAGS)


@dataclass(slots=True)
class Answers:
    """Logits in half precision; those of tokens one after the other."""

    acts: Array
    """n x acts."""
    response: Array
    """n x responses."""
    tokens: Array
    """Tokens of all examples x (begins, intents, tags)."""
    starts: Array
    """Row of `tokens` at which each example begins."""
    vectors: Array
    """Of the sentences, n x SENTENCE_WIDTH."""

    @classmethod
    def empty(cls, data: Arrays, vectors: Array) -> "Answers":
        """For some examples, to be filled by `take`."""
        lengths = data.lengths
        return cls(
            np.zeros((len(data), len(ACTS)), dtype=np.float16),
            np.zeros((len(data), len(RESPONSES)), dtype=np.float16),
            np.zeros((int(lengths.sum()) + data.words.shape[1], _BY_TOKEN), dtype=np.float16),
            np.concatenate([[0], np.cumsum(lengths)[:-1]]),
            vectors,
        )

    def save(self, path: Path) -> None:
        """Write them to a file."""
        np.savez(path, **{one.name: getattr(self, one.name) for one in fields(self)})

    @classmethod
    def load(cls, path: Path) -> "Answers":
        """Read what was saved."""
        with np.load(path) as saved:
            return cls(**{one.name: saved[one.name] for one in fields(cls)})

    def take(self, rows: Array, lengths: Array, found: tuple[Tensor, ...]) -> None:
        """The answers to some examples."""
        acts, begins, intents, tags, response, _ = found
        self.acts[rows], self.response[rows] = acts.numpy(), response.numpy()
        together = torch.cat([begins.unsqueeze(-1), intents, tags], -1).numpy()
        for at, row in enumerate(rows):
            start, length = self.starts[row], lengths[at]
            self.tokens[start : start + length] = together[at, :length]

    def of(self, rows: Array, length: int) -> tuple[Tensor, ...]:
        """Those to some examples, in the order of HEADS; beyond an example's end they are none."""
        places = self.starts[rows][:, None] + np.arange(length)[None]
        tokens = torch.from_numpy(self.tokens[places]).float()
        begins, intents, tags = tokens.split((1, len(INTENTS), len(TAGS)), -1)
        acts, response, vectors = (
            torch.from_numpy(part[rows]).float()
            for part in (self.acts, self.response, self.vectors)
        )
        return acts, begins.squeeze(-1), intents, tags, response, vectors
