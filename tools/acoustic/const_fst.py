"""Word-level acceptors as OpenFST's const FST, sorted by input label, as libvosk reads Gr.fst."""

import math
import struct
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

_MAGIC: Final = 2125659606
_VERSION: Final = 2
_PROPERTIES: Final = 0x1 | 0x1_0000
"""Expanded, acceptor; OpenFST works out the others when it asks for them."""

Row = Sequence[tuple[int, float, int]]
"""A state's arcs: label, cost, target."""


class Acceptor(NamedTuple):
    """States from 0, which is the start."""

    rows: list[list[tuple[int, float, int]]]
    finals: dict[int, float]


def write_acceptor(path: Path, rows: Sequence[Row], finals: Mapping[int, float]) -> None:
    """Write the acceptor that starts in state 0."""
    out = bytearray(struct.pack("<i", _MAGIC))
    for name in (b"const", b"standard"):
        out += struct.pack("<i", len(name)) + name
    total = sum(map(len, rows))
    out += struct.pack("<iiQqqq", _VERSION, 0, _PROPERTIES, 0, len(rows), total)
    place = 0
    for state, row in enumerate(rows):
        silent = sum(1 for label, _, _ in row if label == 0)
        out += struct.pack("<fIIII", finals.get(state, math.inf), place, len(row), silent, silent)
        place += len(row)
    for row in rows:
        for label, cost, target in sorted(row):
            out += struct.pack("<iifi", label, label, cost, target)
    path.write_bytes(bytes(out))


class Grammar:
    """A non-deterministic acceptor of words, made deterministic and small when asked for."""

    def __init__(self) -> None:
        """Begin with the start state alone."""
        self._arcs: list[list[tuple[str, int]]] = [[]]
        self._skips: list[list[int]] = [[]]

    def state(self) -> int:
        """A new state."""
        self._arcs.append([])
        self._skips.append([])
        return len(self._arcs) - 1

    def add(self, source: int, target: int, words: str) -> None:
        """A way from source to target that takes the words, or none."""
        *before, last = words.split() or [""]
        for word in before:
            inner = self.state()
            self._arcs[source].append((word, inner))
            source = inner
        if last:
            self._arcs[source].append((last, target))
        else:
            self._skips[source].append(target)

    def acceptor(self, ids: Mapping[str, int], finals: Sequence[int]) -> Acceptor:
        """The minimal deterministic acceptor of what leads from state 0 to a final state."""
        subsets = {self._reached([0]): 0}
        rows: list[dict[int, int]] = []
        for subset in (todo := [*subsets]):
            targets: dict[int, set[int]] = {}
            for state in subset:
                for word, target in self._arcs[state]:
                    targets.setdefault(ids[word], set()).add(target)
            row = {}
            for label, reached in targets.items():
                closed = self._reached(reached)
                if closed not in subsets:
                    subsets[closed] = len(subsets)
                    todo.append(closed)
                row[label] = subsets[closed]
            rows.append(row)
        return _minimal(rows, [not subset.isdisjoint(finals) for subset in subsets])

    def _reached(self, states: Sequence[int] | set[int]) -> frozenset[int]:
        found, todo = set(states), [*states]
        while todo:
            fresh = set(self._skips[todo.pop()]) - found
            found |= fresh
            todo.extend(fresh)
        return frozenset(found)


def _minimal(rows: Sequence[Mapping[int, int]], is_final: Sequence[bool]) -> Acceptor:
    """Merge the states that have the same future."""
    kinds = [int(final) for final in is_final]
    while True:
        signs: dict[object, int] = {}
        fresh = [
            signs.setdefault(
                (kinds[s], frozenset((word, kinds[t]) for word, t in row.items())), len(signs)
            )
            for s, row in enumerate(rows)
        ]
        if len(signs) == len(set(kinds)):
            break
        kinds = fresh
    number = {kind: place for place, kind in enumerate(dict.fromkeys(kinds))}
    merged: list[list[tuple[int, float, int]]] = [[] for _ in number]
    finals: dict[int, float] = {}
    for state, kind in enumerate(kinds):
        here = number[kind]
        merged[here] = [(label, 0.0, number[kinds[t]]) for label, t in rows[state].items()]
        if is_final[state]:
            finals[here] = 0.0
    return Acceptor(merged, finals)
