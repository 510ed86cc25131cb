"""The composition root: objects from the configuration, tasks, signals, the end of the process."""

from edge_agent.app.agent import microphone_of, run_agent

__all__ = ["microphone_of", "run_agent"]
