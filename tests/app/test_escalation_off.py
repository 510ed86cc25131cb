"""Without its section in the configuration, nothing of escalation is there."""

import subprocess
import sys

PROGRAM = """
import sys
from edge_agent.app.agent import run_agent
from edge_agent.app.escalations import assistant_of
from edge_agent.app.workbench import open_workbench
from edge_agent.config.schema import Config
assert assistant_of(Config(), None) is None
print(*[name for name in sys.modules if "h11" in name or "edge_agent.escalation" in name])
"""


def test_nothing_is_loaded():
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=120, check=True
    )
    assert done.stdout.strip() == ""
