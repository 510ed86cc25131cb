import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from edge_agent.speech.grammar.const_fst import ARC, ConstFst

ARCS = [(0, 7, 7, 0.5, 1), (0, 3, 4, 1.25, 1), (1, 0, 0, 2.0, 2), (1, 5, 0, 0.0, 0)]
SMALL = ConstFst(
    sources=np.array([source for source, *_ in ARCS], np.int32),
    arcs=np.array([(i, o, cost, target) for _, i, o, cost, target in ARCS], ARC),
    finals=np.array([np.inf, np.inf, 0.75], np.float32),
)


@pytest.mark.skipif(not shutil.which("fstprint"), reason="OpenFst's fstprint is not installed")
def test_openfst_reads_what_is_written(tmp_path: Path) -> None:
    SMALL.write(tmp_path / "small.fst")
    printed = subprocess.run(
        ["fstprint", tmp_path / "small.fst"], capture_output=True, text=True, check=True
    )
    assert [line.split() for line in printed.stdout.splitlines()] == [
        ["0", "1", "3", "4", "1.25"],
        ["0", "1", "7", "7", "0.5"],
        ["1", "2", "0", "0", "2"],
        ["1", "0", "5", "0"],
        ["2", "0.75"],
    ]


def test_the_file_is_as_long_as_its_header_says(tmp_path: Path) -> None:
    path = tmp_path / "small.fst"
    SMALL.write(path)
    states, arcs = np.frombuffer(path.read_bytes(), "<i8", count=2, offset=49)
    assert (states, arcs) == (3, 4)
    assert path.stat().st_size == 65 + 3 * 20 + 4 * 16
