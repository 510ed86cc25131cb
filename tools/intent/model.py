"""The network that is trained: a small transformer over words and name features."""

# mypy: ignore-errors
# torch is installed for training only, not where the checks run.

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from edge_agent.nlu.network import FEATURES, MAX_TOKENS

WORD_WIDTH = 64
HEADS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How large a network is, and what it tells apart."""

    words: int
    acts: int
    intents: int
    tags: int
    width: int = 112
    layers: int = 3


class Layer(nn.Module):
    """Self-attention and a feed-forward part, each with its residual."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.norm_1, self.norm_2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.query, self.key, self.value, self.out = (nn.Linear(width, width) for _ in range(4))
        self.wide, self.narrow = nn.Linear(width, 2 * width), nn.Linear(2 * width, width)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: Tensor, blocked: Tensor) -> Tensor:
        """`x`: batch x length x width; `blocked`: very negative on padding, else 0."""
        batch, length, width = x.shape
        y = self.norm_1(x)
        q, k, v = (
            part(y).reshape(batch, length, HEADS, width // HEADS).transpose(1, 2)
            for part in (self.query, self.key, self.value)
        )
        scores = q @ k.transpose(-1, -2) / (width // HEADS) ** 0.5 + blocked
        mixed = (scores.softmax(-1) @ v).transpose(1, 2).reshape(batch, length, width)
        x = x + self.drop(self.out(mixed))
        return x + self.drop(self.narrow(torch.relu(self.wide(self.norm_2(x)))))


class IntentModel(nn.Module):
    """Word ids and name features → logits of acts, beginnings, intents and tags."""

    def __init__(self, size: Size) -> None:
        super().__init__()
        self.words = nn.Embedding(size.words, WORD_WIDTH, padding_idx=0)
        self.enter = nn.Linear(3 * (WORD_WIDTH + FEATURES), size.width)
        self.places = nn.Parameter(torch.randn(1, MAX_TOKENS, size.width) * 0.02)
        self.layers = nn.ModuleList(Layer(size.width) for _ in range(size.layers))
        self.norm = nn.LayerNorm(size.width)
        self.act_head = nn.Linear(2 * size.width, size.acts)
        self.begin_head = nn.Linear(size.width, 1)
        self.intent_head = nn.Linear(size.width, size.intents)
        self.tag_head = nn.Linear(size.width, size.tags)
        self.drop = nn.Dropout(0.1)

    def forward(self, ids: Tensor, features: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """`ids`: batch x length; `features`: batch x length x FEATURES.

        Returns logits: acts of each sentence; of each token whether it begins a command, the
        command's intent, and the token's tag.
        """
        is_word = (ids != 0).float().unsqueeze(-1)
        x = torch.cat([self.words(ids), features], -1)
        edge = torch.zeros_like(x[:, :1])
        x = torch.cat([torch.cat([edge, x[:, :-1]], 1), x, torch.cat([x[:, 1:], edge], 1)], -1)
        x = self.drop(self.enter(x)) + self.places[:, : ids.shape[1]]
        blocked = ((1 - is_word) * -1e4).squeeze(-1)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, blocked)
        x = self.norm(x)
        mean = (x * is_word).sum(1) / is_word.sum(1).clamp(min=1)
        top = (x - (1 - is_word) * 1e4).max(1).values
        acts = self.act_head(self.drop(torch.cat([mean, top], -1)))
        return acts, self.begin_head(x).squeeze(-1), self.intent_head(x), self.tag_head(x)
