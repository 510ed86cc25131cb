"""OpenFst's format for finite-state transducers that do not change, written and read.

Source: OpenFst's `fst.h` and `const-fst.h`, version 2 of the format, without alignment.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from edge_agent.speech.open_fst import FstHeader

ARC: Final = np.dtype([("input", "<i4"), ("output", "<i4"), ("cost", "<f4"), ("target", "<i4")])
"""One arc: labels (0 is none), negative natural logarithm of a probability, next state."""
STATE: Final = np.dtype(
    [("final", "<f4"), ("first", "<u4"), ("arcs", "<u4"), ("no_input", "<u4"), ("no_output", "<u4")]
)
"""One state: as in `ConstFst`, and where its arcs are among all arcs, and how many."""
_VERSION: Final = 2
_EXPANDED: Final = 1
"""The only property that is claimed; OpenFst finds out the others when it needs them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConstFst:
    """A transducer whose state 0 is the start."""

    sources: NDArray[np.int32]
    """State that each arc leaves, shape (arcs,)."""
    arcs: NDArray[np.void]
    """Of dtype `ARC`, shape (arcs,)."""
    finals: NDArray[np.float32]
    """Cost of ending in each state, infinite where nothing ends, shape (states,)."""

    def write(self, path: Path) -> None:
        """Write it with each state's arcs in the order of their input labels."""
        order = np.lexsort((self.arcs["input"], self.sources))
        arcs = self.arcs[order].astype(ARC, copy=False)
        path.write_bytes(self._header() + self._states().tobytes() + arcs.tobytes())

    def _header(self) -> bytes:
        return FstHeader(
            kind="const",
            version=_VERSION,
            properties=_EXPANDED,
            start=0,
            states=len(self.finals),
            arcs=len(self.arcs),
        ).packed()

    def _states(self) -> NDArray[np.void]:
        states = np.zeros(len(self.finals), STATE)
        states["final"] = self.finals
        states["arcs"] = self._counted(np.ones(len(self.arcs), bool))
        states["first"] = np.cumsum(states["arcs"]) - states["arcs"]
        states["no_input"] = self._counted(self.arcs["input"] == 0)
        states["no_output"] = self._counted(self.arcs["output"] == 0)
        return states

    def _counted(self, which: NDArray[np.bool_]) -> NDArray[np.int64]:
        return np.bincount(self.sources[which], minlength=len(self.finals))
