"""OpenFst files of type `olabel_lookahead`: a constant automaton and what each state can reach.

The layout, all little-endian: a header without states; the magic number of add-ons; the automaton
itself, a `const` file with its own header; then the add-on: which half of a pair is there, flags,
the label that stands for "final", and for each state the sorted half-open intervals of output
labels that can come first from there. Everything is checked while it is read: libvosk ends the
process for a file that breaks one of these rules.
"""

import struct
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from edge_agent.errors import ModelError
from edge_agent.speech.open_fst import FstHeader, read_header

LOOKAHEAD: Final = "olabel_lookahead"
_HEAD_BYTES: Final = 256
ADD_ON_MAGIC: Final = 446_681_434
STATE: Final = np.dtype(
    [("final", "<f4"), ("first", "<u4"), ("arcs", "<u4"), ("in_eps", "<u4"), ("out_eps", "<u4")]
)
ARC: Final = np.dtype([("ilabel", "<i4"), ("olabel", "<i4"), ("cost", "<f4"), ("to", "<i4")])
_PAIR: Final = b"\1\0\1"
"""An add-on is there, its first half (input labels) is not, its second (output labels) is."""
_IS_ERROR: Final = 0x4
_OUTPUT_SORTED: Final = 0x40000000
_CHANGED_AWAY: Final = 0xC0000 | 0xC00000 | 0x3000000 | 0x3000000000
"""Facts that an extension may change: deterministic input, no epsilons, the start in no cycle."""
_CHANGED_TO: Final = 0x80000 | 0x400000 | 0x1000000 | 0x1000000000

Intervals = tuple[tuple[int, int], ...]
"""Sorted half-open ranges of output labels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LookaheadFst:
    """An automaton whose states are numbered from 0 and whose arcs lie state after state."""

    start: int
    """The first state."""
    finals: npt.NDArray[np.float32]
    """The cost of ending in each state; infinite where that is not possible."""
    offsets: npt.NDArray[np.int64]
    """Where each state's arcs begin, and the number of all arcs at the end."""
    arcs: npt.NDArray[np.void]
    """`ilabel`, `olabel`, `cost`, `to`; those of one state by rising output label."""
    final_label: int
    """The label that stands for "can end" in `reach`."""
    reach: tuple[Intervals, ...]
    """For each state the output labels that can come first."""
    properties: int
    """OpenFst's facts about the automaton, as bits."""

    def can_end(self, state: int) -> bool:
        """Whether a state can end without any further output label."""
        return any(low <= self.final_label < high for low, high in self.reach[state])


def fst_type(path: Path) -> str:
    """The type that an OpenFst file names in its header; empty for any other file."""
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    try:
        return read_header(head)[0].kind
    except ValueError:
        return ""


def read_lookahead_fst(path: Path) -> LookaheadFst:
    """Read and check a graph.

    Raises:
        ModelError: it cannot be read, is cut off, or breaks a rule of its format.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ModelError(f"Speech model file {path} cannot be read; fetch it again.") from error
    cursor = _Cursor(raw, path)
    try:
        fst = cursor.lookahead_fst()
    except (struct.error, ValueError, OverflowError) as error:
        raise cursor.damaged("is cut off") from error
    _check(fst, cursor)
    return fst


def write_lookahead_fst(path: Path, fst: LookaheadFst) -> None:
    """Write a graph that was extended; the facts that an extension changes are corrected."""
    properties = fst.properties & ~_CHANGED_AWAY | _CHANGED_TO
    states = np.empty(len(fst.finals), STATE)
    states["final"], states["first"] = fst.finals, fst.offsets[:-1]
    states["arcs"] = np.diff(fst.offsets)
    states["in_eps"] = _counted(fst.arcs["ilabel"] == 0, fst.offsets)
    states["out_eps"] = _counted(fst.arcs["olabel"] == 0, fst.offsets)
    path.write_bytes(
        _header(LOOKAHEAD, 1, properties, (-1, 0, 0))
        + struct.pack("<i", ADD_ON_MAGIC)
        + _header("const", 2, properties, (fst.start, len(states), len(fst.arcs)))
        + states.tobytes()
        + fst.arcs.tobytes()
        + _PAIR
        + struct.pack("<BBiq", 0, 0, fst.final_label, len(fst.reach))
        + b"".join(map(_packed, fst.reach))
    )


def _counted(
    is_epsilon: npt.NDArray[np.bool_], offsets: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    total = np.concatenate(([0], np.cumsum(is_epsilon)))
    counts: npt.NDArray[np.int64] = total[offsets[1:]] - total[offsets[:-1]]
    return counts


def _packed(intervals: Intervals) -> bytes:
    bounds = [bound for interval in intervals for bound in interval]
    count = sum(high - low for low, high in intervals)
    return struct.pack(f"<q{len(bounds)}ii", len(intervals), *bounds, count)


def _header(kind: str, version: int, properties: int, sizes: tuple[int, int, int]) -> bytes:
    start, states, arcs = sizes
    return FstHeader(
        kind=kind, version=version, properties=properties, start=start, states=states, arcs=arcs
    ).packed()


def _check(fst: LookaheadFst, cursor: "_Cursor") -> None:
    arcs, states = fst.arcs, len(fst.finals)
    if not 0 <= fst.start < states:
        raise cursor.damaged("has no first state")
    if len(arcs) and not (
        arcs["to"].min() >= 0
        and arcs["to"].max() < states
        and arcs["ilabel"].min() >= 0
        and arcs["olabel"].min() >= 0
    ):
        raise cursor.damaged("has arcs that lead nowhere")
    if not np.isfinite(arcs["cost"]).all() or not (fst.finals > -np.inf).all():
        raise cursor.damaged("has costs that are no numbers")
    falls = np.flatnonzero(np.diff(arcs["olabel"]) < 0) + 1
    if not np.isin(falls, fst.offsets).all():
        raise cursor.damaged("is not sorted")
    if fst.properties & _IS_ERROR or not fst.properties & _OUTPUT_SORTED:
        raise cursor.damaged("was written with an error")


class _Cursor:
    """Reads one value after the other."""

    def __init__(self, raw: bytes, path: Path) -> None:
        self._raw = raw
        self._path = path
        self._at = 0

    def damaged(self, what: str) -> ModelError:
        """The error to raise."""
        return ModelError(f"Speech model file {self._path} {what}; fetch the model again.")

    def take(self, layout: str) -> tuple[int, ...]:
        """Values of one `struct` layout."""
        found = struct.unpack_from("<" + layout, self._raw, self._at)
        self._at += struct.calcsize("<" + layout)
        return found

    def header(self) -> FstHeader:
        """A header without symbols."""
        try:
            header, self._at = read_header(self._raw, self._at)
        except ValueError as error:
            raise self.damaged("is not an OpenFst automaton") from error
        if header.arc_kind != "standard":
            raise self.damaged(f"has arcs of the unknown kind {header.arc_kind!r}")
        return header

    def lookahead_fst(self) -> LookaheadFst:
        """The whole file."""
        outer = self.header()
        if outer.kind != LOOKAHEAD or outer.version != 1 or outer.flags:
            raise self.damaged("is not a look-ahead graph of a known version")
        if self.take("i") != (ADD_ON_MAGIC,):
            raise self.damaged("holds no look-ahead tables")
        inner = self.header()
        if inner.kind != "const" or inner.version != 2 or inner.flags:  # noqa: PLR2004 - the format's number
            raise self.damaged("is not a look-ahead graph of a known version")
        finals, offsets = self._states(inner.states, inner.arcs)
        table = self._table(ARC, inner.arcs)
        final_label, reach = self._reach(inner.states)
        return LookaheadFst(
            start=inner.start,
            finals=finals,
            offsets=offsets,
            arcs=table,
            final_label=final_label,
            reach=reach,
            properties=inner.properties,
        )

    def _states(
        self, states: int, arcs: int
    ) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.int64]]:
        table = self._table(STATE, states)
        offsets = np.concatenate(([0], np.cumsum(table["arcs"], dtype=np.int64)))
        if not np.array_equal(offsets[:-1], table["first"]) or offsets[-1] != arcs:
            raise self.damaged("has states whose arcs do not add up")
        return np.array(table["final"]), offsets

    def _reach(self, states: int) -> tuple[int, tuple[Intervals, ...]]:
        pair = bytes(self.take("3B"))
        reach_input, has_map = self.take("??")
        if pair != _PAIR or reach_input:
            raise self.damaged("holds no tables of output labels")
        if has_map:
            (pairs,) = self.take("q")
            self.take(f"{2 * pairs}i")
        final_label, count = self.take("iq")
        if count != states:
            raise self.damaged("has tables for another number of states")
        reach = tuple(self._intervals() for _ in range(count))
        if self._at != len(self._raw):
            raise self.damaged("is longer than it says")
        return final_label, reach

    def _intervals(self) -> Intervals:
        (size,) = self.take("q")
        if not 0 <= size <= len(self._raw):
            raise self.damaged("has a table of impossible size")
        *bounds, _ = self.take(f"{2 * size + 1}i")
        if any(one >= two for one, two in pairwise(bounds)):
            raise self.damaged("has a table that is not in order")
        return tuple(zip(bounds[::2], bounds[1::2], strict=True))

    def _table(self, kind: np.dtype[np.void], count: int) -> npt.NDArray[np.void]:
        if count < 0 or self._at + count * kind.itemsize > len(self._raw):
            raise self.damaged("is cut off")
        found = np.frombuffer(self._raw, kind, count, self._at)
        self._at += found.nbytes
        return found
