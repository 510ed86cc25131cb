"""The demo: an embedded broker, a simulated home, and recorded commands."""
