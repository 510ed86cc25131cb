"""The fuzzer of announcements and states runs, and finds nothing that breaks."""

import subprocess
import sys
from pathlib import Path

TOOL = Path(__file__).parents[2] / "tools" / "fuzz_home"


def test_mutated_messages_break_nothing():
    command = [sys.executable, str(TOOL), "--messages", "400", "--seed", "3", "--limit-ms", "5000"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "exceptions           0" in done.stdout
