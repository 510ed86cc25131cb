"""The network that is trained: a small transformer over words and name features."""

# mypy: ignore-errors
# torch is installed for training only, not where the checks run.

from dataclasses import dataclass

import torch
from labels import ACTS, INTENTS, RESPONSES, SENTENCE_WIDTH, TAGS
from torch import Tensor, nn
from torch.nn import functional

from edge_agent.nlu.network import FEATURES, MAX_TOKENS

WORD_WIDTH = 64
WIDTH = 112
HEAD_WIDTH = 28


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """How much of a layer there is; pruning leaves less."""

    heads: int = 4
    wide: int = 320


class Layer(nn.Module):
    """Self-attention and a feed-forward part, each with its residual."""

    def __init__(self, inside: Inside) -> None:
        super().__init__()
        self.inside = inside
        mixed = inside.heads * HEAD_WIDTH
        self.norm_1, self.norm_2 = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.query, self.key, self.value = (nn.Linear(WIDTH, mixed) for _ in range(3))
        self.out = nn.Linear(mixed, WIDTH)
        self.wide, self.narrow = nn.Linear(WIDTH, inside.wide), nn.Linear(inside.wide, WIDTH)
        self.drop = nn.Dropout(0.1)
        self.head_gate = torch.ones(inside.heads)
        self.wide_gate = torch.ones(inside.wide)

    def forward(self, x: Tensor, blocked: Tensor) -> Tensor:
        """`x`: batch x length x width; `blocked`: very negative on padding, else 0."""
        batch, length, _ = x.shape
        y = self.norm_1(x)
        q, k, v = (
            part(y).reshape(batch, length, self.inside.heads, HEAD_WIDTH).transpose(1, 2)
            for part in (self.query, self.key, self.value)
        )
        scores = q @ k.transpose(-1, -2) / HEAD_WIDTH**0.5 + blocked
        mixed = scores.softmax(-1) @ v
        if self.head_gate.requires_grad:
            mixed = mixed * self.head_gate[:, None, None]
        mixed = mixed.transpose(1, 2).reshape(batch, length, -1)
        x = x + self.drop(self.out(mixed))
        wide = torch.relu(self.wide(self.norm_2(x)))
        if self.wide_gate.requires_grad:
            wide = wide * self.wide_gate
        return x + self.drop(self.narrow(wide))


class Heads(nn.Module):
    """From what the encoder makes of each word to all outputs."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.act = nn.Linear(2 * width, len(ACTS))
        self.begin = nn.Linear(width, 1)
        self.intent = nn.Linear(width, len(INTENTS))
        self.tag = nn.Linear(width, len(TAGS))
        self.response = nn.Linear(2 * width, len(RESPONSES))
        self.sentence = nn.Linear(2 * width, SENTENCE_WIDTH)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: Tensor, is_word: Tensor) -> tuple[Tensor, ...]:
        """`x`: batch x length x width; `is_word`: batch x length x 1. Outputs as in HEADS."""
        mean = (x * is_word).sum(1) / is_word.sum(1).clamp(min=1)
        top = (x - (1 - is_word) * 1e4).max(1).values
        whole = torch.cat([mean, top], -1)
        dropped = self.drop(whole)
        return (
            self.act(dropped),
            self.begin(x).squeeze(-1),
            self.intent(x),
            self.tag(x),
            self.response(dropped),
            functional.normalize(self.sentence(whole), dim=-1),
        )


class IntentModel(nn.Module):
    """Word ids and name features → logits of all heads, and the vector of the sentence."""

    def __init__(self, words: int, layers: tuple[Inside, ...]) -> None:
        super().__init__()
        self.words = nn.Embedding(words, WORD_WIDTH, padding_idx=0)
        self.enter = nn.Linear(3 * (WORD_WIDTH + FEATURES), WIDTH)
        self.places = nn.Parameter(torch.randn(1, MAX_TOKENS, WIDTH) * 0.02)
        self.layers = nn.ModuleList(Layer(inside) for inside in layers)
        self.norm = nn.LayerNorm(WIDTH)
        self.heads = Heads(WIDTH)
        self.drop = nn.Dropout(0.1)

    def forward(self, ids: Tensor, features: Tensor) -> tuple[Tensor, ...]:
        """`ids`: batch x length; `features`: batch x length x FEATURES."""
        is_word = (ids != 0).float().unsqueeze(-1)
        x = torch.cat([self.words(ids), features], -1)
        edge = torch.zeros_like(x[:, :1])
        x = torch.cat([torch.cat([edge, x[:, :-1]], 1), x, torch.cat([x[:, 1:], edge], 1)], -1)
        x = self.drop(self.enter(x)) + self.places[:, : ids.shape[1]]
        blocked = ((1 - is_word) * -1e4).squeeze(-1)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, blocked)
        return self.heads(self.norm(x), is_word)
