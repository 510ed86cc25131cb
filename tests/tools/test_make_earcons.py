"""The short sounds of the package are those that the tool makes."""

import subprocess
import sys
from pathlib import Path

from edge_agent.domain.earcon import Earcon

ROOT = Path(__file__).parents[2]


def test_the_sounds_of_the_package_are_those_of_the_tool(tmp_path: Path) -> None:
    subprocess.run([sys.executable, ROOT / "tools" / "make_earcons", tmp_path], check=True)
    made = {path.stem: path.read_bytes() for path in tmp_path.iterdir()}
    kept = ROOT / "edge_agent" / "respond" / "sounds"
    assert made == {path.stem: path.read_bytes() for path in kept.iterdir()}
    assert made.keys() == set(Earcon)
