"""Phrases that people taught: which of them is meant, if any.

An example said to the word always counts. Anything else counts only if it is near enough to an
example: by the words that both have, and by the cosine of the sentence vectors of the network.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from edge_agent.domain.phrase import Phrase
from edge_agent.nlu.network import MAX_TOKENS
from edge_agent.nlu.normalise import normalise
from edge_agent.nlu.teaching_language import Tokens, english_teaching
from edge_agent.nlu.wording import common, is_turned, shares_a_word, without_politeness

Vectors = npt.NDArray[np.float32]
ToVectors = Callable[[Sequence[Tokens]], Vectors]
"""Sentences → one vector of unit length each, shape (sentences, any)."""

VECTOR_SHARE: Final = 0.4
"""What the cosine counts beside the words in common."""
MIN_LIKENESS: Final = 0.7
"""What is less like an example is not taken for it; see `tools/bench_teaching --thresholds`."""
MIN_MARGIN: Final = 0.03
"""By so much a phrase must be nearer than any that does something else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearest:
    """The phrase that is most like what was said."""

    phrase: Phrase
    likeness: float
    """Words in common, 0 to 1, and `VECTOR_SHARE` times the cosine."""
    margin: float
    """How much less the next one is like it that does something else."""

    @property
    def is_meant(self) -> bool:
        """Whether it is near enough to be taken."""
        return self.likeness >= MIN_LIKENESS and self.margin >= MIN_MARGIN


class PhraseBook:
    """All phrases that were taught; made anew when they change."""

    def __init__(self, phrases: Sequence[Phrase], to_vectors: ToVectors) -> None:
        """Take phrases, of which none has an example of another."""
        self.phrases = tuple(phrases)
        """In the order in which they were taught."""
        self._to_vectors = to_vectors
        pairs = [(phrase, normalise(said)) for phrase in phrases for said in phrase.examples]
        pairs = [(phrase, tokens) for phrase, tokens in pairs if 0 < len(tokens) <= MAX_TOKENS]
        self._owners = [phrase for phrase, _ in pairs]
        self._examples = [tokens for _, tokens in pairs]
        self._wordings = {phrase: [t for p, t in pairs if p is phrase] for phrase in phrases}
        self._exact = {without_politeness(tokens): phrase for phrase, tokens in reversed(pairs)}
        background = english_teaching().background if pairs else ()
        raw = to_vectors(background) if pairs else np.zeros((1, 1), np.float32)
        self._middle = raw.mean(axis=0)
        self._background = background
        self._background_vectors = _centred(raw, self._middle)
        self._vectors = self._vectors_of(self._examples) if pairs else raw

    def exact(self, text: str) -> Phrase | None:
        """The phrase that a text is an example of, but for politeness."""
        return self._exact.get(without_politeness(normalise(text)))

    def meant(self, text: str) -> Phrase | None:
        """The phrase that a text is near enough to, which is no command otherwise."""
        found = self.nearest(text)
        return found.phrase if found is not None and found.is_meant else None

    def nearest(self, text: str) -> Nearest | None:
        """The phrase that a text is most like; None where it is like none at all."""
        tokens = without_politeness(normalise(text))
        if not self._examples or not 0 < len(tokens) <= MAX_TOKENS:
            return None
        vector = self._vectors_of([tokens])[0]
        likeness: dict[Phrase, float] = {}
        for phrase, example, cosine in zip(
            self._owners, self._examples, self._vectors @ vector, strict=True
        ):
            if shares_a_word(tokens, example) and not is_turned(tokens, example):
                words = common(tokens, example, self._wordings[phrase])
                near = words + VECTOR_SHARE * float(cosine)
                likeness[phrase] = max(near, likeness.get(phrase, near))
        if not likeness:
            return None
        best = max(likeness, key=lambda phrase: likeness[phrase])
        others = [near for phrase, near in likeness.items() if phrase.does != best.does]
        next_best = max([*others, self._to_background(tokens, vector)])
        return Nearest(phrase=best, likeness=likeness[best], margin=likeness[best] - next_best)

    def _to_background(self, tokens: Tokens, vector: Vectors) -> float:
        """How much it is like anything that is no phrase."""
        cosines = self._background_vectors @ vector
        return max(
            shares_a_word(tokens, other) * common(tokens, other) + VECTOR_SHARE * float(cosine)
            for other, cosine in zip(self._background, cosines, strict=True)
        )

    def _vectors_of(self, sentences: Sequence[Tokens]) -> Vectors:
        return _centred(self._to_vectors(sentences), self._middle)


def _centred(vectors: Vectors, middle: npt.NDArray[Any]) -> Vectors:
    """Unit vectors from the middle of all that people say: there cosines tell more."""
    moved = vectors - middle
    lengths = np.linalg.norm(moved, axis=1, keepdims=True)
    return np.asarray(moved / np.maximum(lengths, 1e-9), np.float32)
