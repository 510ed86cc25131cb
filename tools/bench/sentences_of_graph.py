"""What can be said by a graph of words: examples, and whether a text is one of its sentences."""

import math
import random
from collections import defaultdict

from edge_agent.domain.grammar import WordGraph


class Sentences:
    """All sentences of a graph."""

    def __init__(self, graph: WordGraph) -> None:
        self._finals = graph.finals
        self._rows: dict[int, list[tuple[str, int, float]]] = defaultdict(list)
        columns = zip(graph.sources, graph.labels, graph.targets, graph.costs, strict=True)
        for source, label, target, cost in columns:
            self._rows[source].append((graph.words[label], target, cost))

    def accepts(self, text: str) -> bool:
        """Whether a text is one of the sentences."""
        states = {0}
        for word in text.split():
            states = {t for state in states for said, t, _ in self._rows[state] if said == word}
        return any(self._finals[state] < math.inf for state in states)

    def sample(self, count: int, seed: int = 0) -> list[str]:
        """So many different sentences at most, the usual ones more likely; the same for a seed."""
        draw = random.Random(seed)
        return sorted({self._one(draw) for _ in range(count)})

    def _one(self, draw: random.Random) -> str:
        state, words = 0, list[str]()
        while True:
            row = self._rows[state]
            shares = [math.exp(-cost) for *_, cost in row]
            end = math.exp(-self._finals[state])
            if draw.random() * (sum(shares) + end) < end:
                return " ".join(words)
            word, state, _ = draw.choices(row, shares)[0]
            words.append(word)
