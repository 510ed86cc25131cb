"""Lights that show what the agent is doing."""
