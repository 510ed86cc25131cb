"""The network that is trained: a small transformer over letters that gives two sounds a letter."""

# mypy: ignore-errors
# torch is installed for training only, not where the checks run.

import torch
from torch import Tensor, nn

from edge_agent.speech.lexicon.guesser import MAX_LETTERS, SOUNDS_PER_LETTER

FARTHEST = 8
"""Letters; all that are farther away count alike."""


class Layer(nn.Module):
    """Attention that knows distances, and a feed-forward part, each with its residual."""

    def __init__(self, width: int, heads: int, drop: float) -> None:
        super().__init__()
        self.heads = heads
        self.norm_1, self.norm_2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.query, self.key, self.value, self.out = (nn.Linear(width, width) for _ in range(4))
        self.wide, self.narrow = nn.Linear(width, 2 * width), nn.Linear(2 * width, width)
        self.near = nn.Parameter(torch.zeros(heads, 2 * FARTHEST + 1))
        places = torch.arange(MAX_LETTERS)
        steps = (places[None] - places[:, None]).clamp(-FARTHEST, FARTHEST) + FARTHEST
        self.register_buffer("steps", steps, persistent=False)
        self.drop = nn.Dropout(drop)

    def forward(self, x: Tensor, blocked: Tensor) -> Tensor:
        """`x`: batch x length x width; `blocked`: very negative on padding, else 0."""
        batch, length, width = x.shape
        y = self.norm_1(x)
        q, k, v = (
            part(y).reshape(batch, length, self.heads, width // self.heads).transpose(1, 2)
            for part in (self.query, self.key, self.value)
        )
        near = self.near[:, self.steps[:length, :length]]
        scores = q @ k.transpose(-1, -2) / (width // self.heads) ** 0.5 + near + blocked
        mixed = (scores.softmax(-1) @ v).transpose(1, 2).reshape(batch, length, width)
        x = x + self.drop(self.out(mixed))
        return x + self.drop(self.narrow(torch.relu(self.wide(self.norm_2(x)))))


class GuesserModel(nn.Module):
    """Letter ids → logarithms of the odds of each sound, `SOUNDS_PER_LETTER` places a letter."""

    def __init__(self, letters: int, phones: int, width: int = 128, layers: int = 4) -> None:
        super().__init__()
        self.letters = nn.Embedding(letters, 48, padding_idx=0)
        self.enter = nn.Linear(5 * 48, width)
        self.layers = nn.ModuleList(Layer(width, 4, 0.1) for _ in range(layers))
        self.norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, SOUNDS_PER_LETTER * phones)
        self.phones = phones

    def forward(self, ids: Tensor) -> Tensor:
        """`ids`: batch x length."""
        is_letter = (ids != 0).float()
        x = nn.functional.pad(self.letters(ids), (0, 0, 2, 2))
        length = ids.shape[1]
        x = torch.cat([x[:, at : at + length] for at in range(5)], -1)
        x = self.enter(x)
        blocked = ((1 - is_letter) * -1e4)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, blocked)
        sounds = self.head(self.norm(x)).reshape(ids.shape[0], -1, self.phones)
        return sounds.log_softmax(-1)
