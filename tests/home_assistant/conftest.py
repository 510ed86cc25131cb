"""What all tests of the bridge have."""

import pytest

from edge_agent.home_assistant import bridge as bridge_module
from edge_agent.mqtt import backoff


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits a second for a test."""
    monkeypatch.setattr(backoff, "FIRST_DELAY_S", 0.05)
    monkeypatch.setattr(bridge_module, "_GATHER_S", 0.05)
    monkeypatch.setattr(bridge_module, "_STARTING_S", 0.05)
